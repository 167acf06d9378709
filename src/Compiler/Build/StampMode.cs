namespace Go.Compiler.Build;

/// <summary>Whether programs say which commit they are built from (<c>-buildvcs</c>).</summary>
public enum StampMode : byte
{
    Never,

    /// <summary>If there is a repository that can be read, and it holds module and working folder.</summary>
    Auto,

    /// <summary>As <see cref="Auto"/>, but what stands in the way is an error.</summary>
    Always,
}
