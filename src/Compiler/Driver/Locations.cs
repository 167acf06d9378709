namespace Go.Compiler.Driver;

/// <summary>Where the command line finds Go's sources and keeps its cache.</summary>
public static class Locations
{
    /// <summary>
    /// <c>GO_SOURCE_ROOT</c> or <c>GOROOT</c>; else the archive beside the tool; else the one that <c>./build.sh</c> made, in a folder above.
    /// </summary>
    internal static string StandardLibrary()
    {
        foreach (string variable in (string[])["GO_SOURCE_ROOT", "GOROOT"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } root)
            {
                return Directory.Exists(Path.Combine(root, "src", "runtime"))
                    ? root : throw new UsageException($"{variable}={root} is not a folder with Go's sources (it has no src/runtime)");
            }
        }
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            foreach (string candidate in (string[])[Path.Combine(d.FullName, "go.sources"), Path.Combine(d.FullName, "artifacts", "stdlib", "go.sources")])
            {
                if (File.Exists(candidate))
                {
                    return candidate;
                }
            }
            if (Directory.Exists(Path.Combine(d.FullName, "artifacts", "go", "src", "runtime")))
            {
                return Path.Combine(d.FullName, "artifacts", "go");
            }
        }
        throw new UsageException("Go's sources were not found: run ./build.sh in the repository, or set GO_SOURCE_ROOT to a GOROOT folder");
    }

    /// <summary><c>GO_SDK_CACHE</c>, else the user's cache folder.</summary>
    public static string CacheDirectory()
    {
        if (Environment.GetEnvironmentVariable("GO_SDK_CACHE") is { Length: > 0 } configured)
        {
            return Path.GetFullPath(configured);
        }
        string root = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".cache");
        return Path.Combine(root, "go-sdk");
    }

    /// <summary><c>GOPATH</c>, else the folder <c>go</c> in the user's home; empty when there is neither.</summary>
    internal static string WorkspaceFolder()
    {
        if (Environment.GetEnvironmentVariable("GOPATH") is { Length: > 0 } configured)
        {
            return configured;
        }
        return Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, "go") : "";
    }
}
