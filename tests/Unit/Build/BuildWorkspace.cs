using System.Security.Cryptography;
using Go.Compiler.Build;
using Go.Compiler.Platforms;

namespace Go.Compiler.Tests.Build;

/// <summary>A cache that holds the runtime and package errors, to start from.</summary>
public sealed class StandardLibraryCache : IDisposable
{
    private readonly BuildWorkspace _w = new();

    public StandardLibraryCache()
    {
        _w.Write("p/p.go", "package p\n\nimport _ \"errors\"\n");
        _w.Compile();
    }

    public void Dispose() => _w.Dispose();

    public void CopyTo(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(_w.Cache, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(_w.Cache, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}

/// <summary>
/// A module in a temporary folder with a cache of its own, whose packages import nothing but each other and small packages of the standard
/// library.
/// </summary>
internal sealed class BuildWorkspace : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("build-test-").FullName;

    public BuildWorkspace()
    {
        Write("go.mod", "module example.com/m\n\ngo 1.27\n");
        Cache = Path.Combine(_root, "cache");
    }

    public string Cache { get; set; }
    public string Source => Path.Combine(_root, "src");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public void Write(string name, string text)
    {
        string path = Path.Combine(Source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Replace(string name, string old, string changed)
    {
        string path = Path.Combine(Source, name);
        string text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, changed, StringComparison.Ordinal));
    }

    public BuildOptions Options(params string[] patterns) => new()
    {
        WorkingDirectory = Source,
        Patterns = patterns.Length == 0 ? ["./..."] : patterns,
        Target = SupportedPlatforms.LinuxAmd64,
        StandardLibrary = GoSources.Root,
        CacheDirectory = Cache,
        Parallelism = 2,
    };

    /// <summary>
    /// Compiles the folder's packages with text for machine code. Several patterns are never linked, so "./..." only compiles when there
    /// are two programs or none.
    /// </summary>
    public BuildOutcome Compile(BuildOptions? options = null)
    {
        options ??= Options();
        BuildOutcome outcome = new BuildRun(options, new BuildServices
        {
            Cache = options.CacheDirectory is { } folder ? new ContentCache(folder) : null,
            NewCodeGenerator = _ => new TextCodeGenerator(),
        }, null, CancellationToken.None).Run();
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Diagnostics.Select(d => d.Message)));
        return outcome;
    }

    /// <summary>The packages of the module that a build compiles.</summary>
    public string[] Compiled(BuildOptions? options = null)
        => [.. Compile(options).CompiledPackages.Where(p => p.StartsWith("example.com/m", StringComparison.Ordinal))
            .Select(p => p["example.com/m".Length..])];

    /// <summary>Whether a file of the cache is a record.</summary>
    public static bool IsRecord(string file) => File.ReadAllBytes(file).AsSpan().StartsWith("GoSdkR2\n"u8);

    /// <summary>The package of a part whose contents begin so; null for all other files of a cache.</summary>
    public static string? PartIn(string file, ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(file);
        if (!bytes.StartsWith("GoSdkP2\n"u8))
        {
            return null;
        }
        int length = BitConverter.ToInt32(bytes[12..]);
        return bytes[(24 + length)..].StartsWith(start) ? System.Text.Encoding.UTF8.GetString(bytes.Slice(24, length)) : null;
    }

    /// <summary>Names of all entries of a cache, with a hash of their bytes.</summary>
    public static SortedDictionary<string, string> Entries(string cache)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f).Length == 64))
        {
            entries.Add(Path.GetFileName(file), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
        }
        return entries;
    }
}
