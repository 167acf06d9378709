namespace Go.Compiler.RuntimeContract;

/// <summary>The Go release whose runtime contract this compiler implements, stated once.</summary>
public static class GoRelease
{
    /// <summary>Language version, without <c>go</c>.</summary>
    public const string Language = "1.27";

    /// <summary>Minor number: release tags go1.1 to this are true.</summary>
    public const int Minor = 27;
}
