namespace Go.Compiler.RuntimeContract;

/// <summary>The Go release whose runtime contract this compiler implements, stated once.</summary>
public static class GoRelease
{
    /// <summary>Language version, without <c>go</c>.</summary>
    public const string Language = "1.27";

    /// <summary>Minor number: release tags go1.1 to this are true.</summary>
    public const int Minor = 27;

    /// <summary>Experiments that are on by default (internal/buildcfg/exp.go); each is a build tag <c>goexperiment.name</c>.</summary>
    public static IReadOnlyList<string> Experiments { get; } =
        ["regabiwrappers", "regabiargs", "dwarf5", "jsonv2", "greenteagc", "randomizedheapbase64", "sizespecializedmalloc"];
}
