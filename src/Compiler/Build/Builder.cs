using Go.Compiler.Diagnostics;

namespace Go.Compiler.Build;

/// <summary>Builds packages and programs: load, compile in parallel in dependency order, link.</summary>
public static partial class Builder
{
    /// <summary>Runs a build. Errors of the program are in the outcome; only broken invariants of the compiler and cancellation throw.</summary>
    public static BuildOutcome Build(BuildOptions options, IBuildProgress? progress, CancellationToken cancellation)
        => throw Unexpected.State("not built");
}
