namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>The <c>go</c> command that scripts run, or that builds test programs.</summary>
/// <param name="Go">The program.</param>
/// <param name="Root">Its GOROOT.</param>
/// <param name="Environment">Variables of its own, such as those that name its caches.</param>
internal sealed record Toolchain(string Go, string Root, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>
    /// The toolchain, such as the original, that <c>GO_OTHER_TOOLCHAIN</c>, a GOROOT folder with <c>bin/go</c>, wants in this project's
    /// place; null for none.
    /// </summary>
    public static Toolchain? Other(string cache)
    {
        if (System.Environment.GetEnvironmentVariable("GO_OTHER_TOOLCHAIN") is not { Length: > 0 } other)
        {
            return null;
        }
        string root = Path.GetFullPath(other);
        return new Toolchain(Path.Combine(root, "bin", "go"), root, new Dictionary<string, string> { ["GOCACHE"] = cache });
    }
}
