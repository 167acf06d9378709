namespace Go.Compiler.Tests;

/// <summary>
/// Where tests find Go's own sources: <c>GO_SOURCE_ROOT</c>, else what <c>./build.sh</c> unpacked into <c>artifacts/go</c>.
/// </summary>
public static class GoSources
{
    /// <summary>The GOROOT folder (it has <c>src</c> and <c>test</c>). Fails with the cure when absent.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        string? configured = Environment.GetEnvironmentVariable("GO_SOURCE_ROOT");
        if (!string.IsNullOrEmpty(configured))
        {
            return configured;
        }
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            string candidate = Path.Combine(d.FullName, "artifacts", "go");
            if (Directory.Exists(Path.Combine(candidate, "src", "runtime")))
            {
                return candidate;
            }
        }
        throw new InvalidOperationException("Go's sources are missing: run ./build.sh, or set GO_SOURCE_ROOT to a GOROOT folder");
    }
}
