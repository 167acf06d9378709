using Go.Compiler.Build;
using Go.Compiler.Settings;
using Go.Compiler.Text;

namespace Go.Compiler.Driver;

/// <summary>Where the command line finds Go's sources and keeps its cache and temporary files.</summary>
public static class Locations
{
    /// <summary>The settings of this process, with those of the user's file and of GOROOT.</summary>
    internal static GoEnvironment Environment()
    {
        IReadOnlyDictionary<string, string> process = GoEnvironment.OfProcess();
        GoEnvironment user = GoEnvironment.Read(process, "");
        string library = FindStandardLibrary(user, out _) ?? "";
        return Directory.Exists(library) ? GoEnvironment.Read(process, library) : user;
    }

    /// <summary>
    /// <c>GO_SOURCE_ROOT</c> (a folder, or an archive) or <c>GOROOT</c>; else the archive beside the tool; else the one that
    /// <c>./build.sh</c> made, in a folder above.
    /// </summary>
    internal static string StandardLibrary(GoEnvironment environment)
        => FindStandardLibrary(environment, out string problem) ?? throw new UsageException(problem);

    private static string? FindStandardLibrary(GoEnvironment environment, out string problem)
    {
        problem = "";
        foreach ((string variable, string value) in (ReadOnlySpan<(string, string)>)
            [("GO_SOURCE_ROOT", environment.OfOperatingSystem("GO_SOURCE_ROOT")), ("GOROOT", environment.Get("GOROOT"))])
        {
            if (value.Length == 0)
            {
                continue;
            }
            // What a GOROOT lacks is told where it is missed.
            if (Directory.Exists(Path.Combine(value, "src", "runtime"))
                || (variable == "GOROOT" ? Directory.Exists(value) : File.Exists(value)))
            {
                return value;
            }
            problem = $"{variable}={value} is not a folder with Go's sources (it has no src/runtime)";
            return null;
        }
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            foreach (string candidate in (string[])[Path.Combine(d.FullName, "go.sources"),
                Path.Combine(d.FullName, "artifacts", "stdlib", "go.sources")])
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
        problem = "Go's sources were not found: run ./build.sh in the repository, or set GO_SOURCE_ROOT to a GOROOT folder";
        return null;
    }

    /// <summary>The cache folder that this process's environment names, else the user's.</summary>
    public static string CacheDirectory() => CacheDirectory(GoEnvironment.Read(GoEnvironment.OfProcess(), ""));

    /// <summary>
    /// <c>GO_SDK_CACHE</c>; else the folder <c>go-sdk</c> in GOCACHE, so that a folder that Go's own command uses too keeps what each has
    /// written apart; else in the user's cache folder.
    /// </summary>
    internal static string CacheDirectory(GoEnvironment environment)
    {
        if (environment.OfOperatingSystem("GO_SDK_CACHE") is { Length: > 0 } configured)
        {
            return Path.GetFullPath(configured);
        }
        string root = environment.Get("GOCACHE");
        if (root == "off")
        {
            throw UsageException.Fatal("build cache is disabled by GOCACHE=off, but required as of Go 1.12");
        }
        if (root.Length > 0 && !Path.IsPathRooted(root))
        {
            throw UsageException.Fatal("build cache is required, but could not be located: GOCACHE is not an absolute path");
        }
        if (root.Length == 0)
        {
            root = environment.OfOperatingSystem("XDG_CACHE_HOME") is { Length: > 0 } xdg
                ? xdg : Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile,
                    System.Environment.SpecialFolderOption.DoNotVerify), ".cache");
        }
        return Path.Combine(root, "go-sdk");
    }

    /// <summary>The folder of inputs that fuzzing finds, as this process's environment says.</summary>
    public static string FuzzDirectory() => FuzzDirectory(GoEnvironment.Read(GoEnvironment.OfProcess(), ""));

    /// <summary>
    /// Where inputs are kept that fuzzing finds: beside the cache, for they are no results of builds and are not trimmed with them. Go's
    /// own command has them at the same place in GOCACHE,
    /// and in the same form: each goes on from what the other found.
    /// </summary>
    internal static string FuzzDirectory(GoEnvironment environment)
    {
        string cache = CacheDirectory(environment);
        bool isInGoCache = environment.OfOperatingSystem("GO_SDK_CACHE") is not { Length: > 0 } && environment.Get("GOCACHE").Length > 0;
        return Path.Combine(isInGoCache ? Path.GetDirectoryName(cache)! : cache, "fuzz");
    }

    /// <summary>The name of the setting of how large the cache may grow.</summary>
    internal const string CacheLimitVariable = "GO_SDK_CACHE_LIMIT";

    /// <summary>What this process's environment says of how large the cache may grow; null when that is no size.</summary>
    public static long? CacheLimit() => ParsedCacheLimit(GoEnvironment.Read(GoEnvironment.OfProcess(), ""));

    /// <summary><c>GO_SDK_CACHE_LIMIT</c>, else the default.</summary>
    internal static long CacheLimit(GoEnvironment environment) => ParsedCacheLimit(environment)
        ?? throw UsageException.Fatal($"{CacheLimitVariable}={environment.OfOperatingSystem(CacheLimitVariable)} is not a size: want bytes with an optional K, M, G or T, or off");

    private static long? ParsedCacheLimit(GoEnvironment environment)
        => environment.OfOperatingSystem(CacheLimitVariable) is { Length: > 0 } configured
            ? CacheTrimming.ParseLimit(configured) : CacheTrimming.DefaultLimit;

    /// <summary>Where the system has temporary files.</summary>
    internal static string TemporaryRoot => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.GetTempPath()));

    /// <summary>A new folder for what a command needs only while it runs: in GOTMPDIR, else where the system has such files.</summary>
    internal static DirectoryInfo TemporaryFolder(GoEnvironment environment, string prefix)
    {
        prefix = AbandonedFiles.FolderPrefix(prefix);
        string root = environment.Get("GOTMPDIR");
        if (root.Length == 0)
        {
            return new DirectoryInfo(Path.GetFullPath(Directory.CreateTempSubdirectory(prefix).FullName));
        }
        root = Path.GetFullPath(root);
        return Directory.Exists(root)
            ? Directory.CreateDirectory(Path.Combine(root, prefix + Path.GetRandomFileName()))
            : throw UsageException.Fatal($"creating work dir: stat {root}: {(File.Exists(root) ? "not a directory" : "no such file or directory")}");
    }
}
