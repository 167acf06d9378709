using System.Diagnostics;

namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>
/// What scripts may ask of the machine and the toolchain: linux/amd64 without cgo, race detector and network but the loopback.
/// </summary>
internal static class ScriptConditions
{
    private static readonly HashSet<string> s_true = ["link", "symlink", "case-sensitive", "fuzz", "fuzz-instrumented"];

    private static readonly HashSet<string> s_false =
    [
        "abscc", "asan", "cgo", "cgolinkext", "cross", "default-cgo", "go-builder", "msan", "mustlinkext", "net", "pielinkext", "race",
        "short", "trimpath", "verbose", "mismatched-goroot", "cc",
    ];

    /// <exception cref="ScriptFailure">The condition is unknown.</exception>
    public static bool Holds(ScriptState state, ScriptCondition condition) => condition.Name switch
    {
        "GOOS" => state.Variable("GOOS") == condition.Suffix,
        "GOARCH" => state.Variable("GOARCH") == condition.Suffix,
        "GODEBUG" => state.Variable("GODEBUG").Split(',').Contains(condition.Suffix),
        "GOEXPERIMENT" => state.Variable("GOEXPERIMENT").Split(',').Contains(condition.Suffix),
        "compiler" => condition.Suffix == "gc",
        "buildmode" => condition.Suffix is "exe" or "pie" or "default" or "archive",
        "root" => Environment.UserName == "root",
        "exec" => state.FindProgram(condition.Suffix) is not null,
        "git" => state.FindProgram("git") is not null,
        "git-sha256" => state.FindProgram("git") is { } git && Prints(git, "version").Contains("version 2.", StringComparison.Ordinal),
        _ when s_true.Contains(condition.Name) => true,
        _ when s_false.Contains(condition.Name) => false,
        _ => throw new ScriptFailure($"unknown condition {condition.Name}"),
    };

    private static string Prints(string program, string argument)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
