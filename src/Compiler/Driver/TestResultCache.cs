using System.Globalization;
using System.Text;
using Go.Compiler.Build;
using Go.Compiler.Settings;
using Go.Compiler.Testing;

namespace Go.Compiler.Driver;

/// <summary>
/// Output of test programs that passed, kept for the next run of the same program with the same arguments, as long as the variables and
/// files that it asked for are what they were. What it asks for it tells in a log (<c>-test.testlogfile</c>); package testing writes it.
/// </summary>
/// <param name="roots">What programs do with files outside of these folders is their own affair.</param>
internal sealed class TestResultCache(ContentCache cache, GoEnvironment environment, IReadOnlyList<string> roots)
{
    /// <summary>Flags of test programs that change nothing but what the key of a result says of them.</summary>
    private static readonly HashSet<string> s_cacheable =
    [
        "-test.benchtime", "-test.cpu", "-test.failfast", "-test.fullpath", "-test.list", "-test.parallel", "-test.paniconexit0",
        "-test.run", "-test.short", "-test.skip",
        "-test.timeout", "-test.v", OutputFolder,
    ];

    /// <summary>Where profiles go: it changes no result. Those that cannot be told again have flags of their own.</summary>
    private const string OutputFolder = "-test.outputdir";

    /// <summary>Files that changed a moment ago may change again within the same time stamp.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    /// <param name="folder">Tests are told by files of its module, of the standard library and of GOPATH.</param>
    /// <param name="library">The standard library: only where it is a folder can tests read it.</param>
    public static TestResultCache Open(ContentCache cache, GoEnvironment environment, string folder, string library)
    {
        string[] roots =
        [
            .. ModulesAbove(folder), .. Directory.Exists(library) ? [Path.GetFullPath(library)] : Array.Empty<string>(),
            .. environment.WorkspacePath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        ];
        return new TestResultCache(cache, environment, roots);
    }

    /// <summary>The folders of the modules and workspaces that a folder is in.</summary>
    private static IEnumerable<string> ModulesAbove(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "go.work")) || File.Exists(Path.Combine(at, "go.mod")))
            {
                yield return at;
            }
        }
    }

    /// <summary>
    /// Runs a program, or gives on what it printed when it last ran in the same circumstances; keeps what it prints when it passes.
    /// </summary>
    /// <param name="counting">How it counts statements; null if it does not.</param>
    public TestRunResult Run(
        TestRunOptions options, CountedRun? counting, Action<ReadOnlyMemory<byte>> onOutput, bool isMarked, out bool isKnown,
            CancellationToken cancellation)
    {
        string key = KeyOf(options.Program, options.Directory, options.Arguments, counting?.Circumstances ?? "");
        string profile = counting?.Profile ?? "";
        byte[]? known = Find(key, options.Directory, profile);
        isKnown = known is not null;
        if (known is not null)
        {
            onOutput(known);
            return new TestRunResult(true, "", TimeSpan.Zero, false);
        }
        string log = options.Program + ".log";
        using var output = new MemoryStream();
        string[] arguments = ["-test.testlogfile=" + log, .. counting?.Arguments ?? [], .. options.Arguments];
        TestRunResult result = TestRun.Run(options with { Arguments = arguments }, bytes =>
        {
            output.Write(bytes.Span);
            onOutput(bytes);
        }, cancellation, isMarked);
        if (result.Passed && File.Exists(log))
        {
            Store(key, options.Directory, File.ReadAllBytes(log), output.GetBuffer().AsSpan(0, (int)output.Length), profile);
        }
        return result;
    }

    /// <summary>Whether results with these arguments may be kept.</summary>
    public static bool Takes(IReadOnlyList<string> arguments)
        => arguments.All(a => a.StartsWith('-') && s_cacheable.Contains(a.Split('=')[0]))
            && !arguments.Any(a => a.StartsWith("-test.v=", StringComparison.Ordinal) && a.Contains('\n'));

    /// <summary>The key of a program's runs with arguments.</summary>
    /// <param name="circumstances">What else the result depends on.</param>
    public string KeyOf(string program, string directory, IReadOnlyList<string> arguments, string circumstances = "")
    {
        using var key = new KeyHasher("test");
        key.Bytes(File.ReadAllBytes(program));
        key.Text(directory);
        key.Text(circumstances);
        foreach (string argument in arguments.Where(a => a.Split('=')[0] != OutputFolder))
        {
            key.Text(argument);
        }
        return Convert.ToHexStringLower(key.Finish());
    }

    /// <summary>What the program printed when it ran last, with the word that says that it did not run now; null if it has to.</summary>
    /// <param name="profile">The file that gets the profile which the program wrote then; empty if none is wanted.</param>
    public byte[]? Find(string key, string directory, string profile = "")
    {
        if (cache.TryRead(CacheKind.TestLog, key) is not { } log || InputsOf(log, directory, key) is not { } inputs
            || cache.TryRead(CacheKind.TestOutput, inputs) is not { Length: > sizeof(long) } record
            || BitConverter.ToInt64(record) <= Expiry())
        {
            return null;
        }
        if (profile.Length > 0)
        {
            if (cache.TryRead(CacheKind.TestProfile, ProfileKey(inputs)) is not { } counted)
            {
                return null;
            }
            File.WriteAllBytes(profile, counted);
            cache.Mark(ProfileKey(inputs));
        }
        cache.Mark(key);
        cache.Mark(inputs);
        return Marked(record.AsSpan(sizeof(long)));
    }

    /// <summary>Keeps what a program printed that passed.</summary>
    /// <param name="log">What it told of what it asked for.</param>
    /// <param name="profile">The file with its profile, which is not there if it counted nothing; empty if none is wanted.</param>
    public void Store(string key, string directory, ReadOnlySpan<byte> log, ReadOnlySpan<byte> output, string profile = "")
    {
        if (log.StartsWith("# test log\n"u8) && InputsOf(log, directory, key) is { } inputs)
        {
            if (profile.Length > 0)
            {
                cache.Write(CacheKind.TestProfile, ProfileKey(inputs), File.Exists(profile) ? File.ReadAllBytes(profile) : []);
            }
            cache.Write(CacheKind.TestLog, key, log);
            cache.Write(CacheKind.TestOutput, inputs, [.. BitConverter.GetBytes(DateTime.UtcNow.Ticks), .. output]);
        }
    }

    /// <summary>Forgets all results (<c>clean -testcache</c>). Where there is no cache there is nothing to forget.</summary>
    public static void Expire(ContentCache cache)
    {
        if (Directory.Exists(cache.Directory))
        {
            cache.Write(CacheKind.TestExpiry, ExpiryKey(), BitConverter.GetBytes(DateTime.UtcNow.Ticks));
        }
    }

    private long Expiry()
        => cache.TryRead(CacheKind.TestExpiry, ExpiryKey()) is { Length: sizeof(long) } ticks ? BitConverter.ToInt64(ticks) : 0;

    private static string ExpiryKey()
    {
        using var key = new KeyHasher("test expiry");
        return Convert.ToHexStringLower(key.Finish());
    }

    private static string ProfileKey(string inputs)
    {
        using var key = new KeyHasher("test profile");
        key.Text(inputs);
        return Convert.ToHexStringLower(key.Finish());
    }

    /// <summary>The last line's time gives way to a word.</summary>
    private static byte[]? Marked(ReadOnlySpan<byte> output)
    {
        string text = Encoding.UTF8.GetString(output);
        int line = text.TrimEnd('\n').LastIndexOf('\n') + 1;
        string[] fields = text[line..].Split('\t');
        if (fields.Length < 3 || fields[0] != "ok  ")
        {
            return null;
        }
        int end = fields[2].AsSpan().IndexOfAny(' ', '\n');
        fields[2] = "(cached)" + (end < 0 ? "" : fields[2][end..]);
        return Encoding.UTF8.GetBytes(text[..line] + string.Join('\t', fields));
    }

    /// <summary>The key of what a log says as things are now; null when that cannot be told.</summary>
    private string? InputsOf(ReadOnlySpan<byte> log, string directory, string key)
    {
        using var hash = new KeyHasher("test inputs");
        hash.Text(key);
        string folder = directory;
        foreach (string line in Encoding.UTF8.GetString(log).Split('\n').Skip(1))
        {
            int space = line.IndexOf(' ');
            if (line.Length == 0)
            {
                continue;
            }
            if (space < 0)
            {
                return null;
            }
            (string word, string name) = (line[..space], line[(space + 1)..]);
            hash.Text(line);
            switch (word)
            {
                case "getenv":
                    hash.Text(environment.OfOperatingSystem(name));
                    break;
                case "chdir":
                    folder = Path.GetFullPath(name, folder);
                    break;
                case "stat" or "open":
                    string path = Path.GetFullPath(name, folder);
                    if (roots.Any(r => path == r || path.StartsWith(r + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                        && !AddPath(hash, path, isOpened: word == "open"))
                    {
                        return null;
                    }
                    break;
                default:
                    return null;
            }
        }
        return Convert.ToHexStringLower(hash.Finish());
    }

    /// <summary>False if it changed too short a time ago.</summary>
    private static bool AddPath(KeyHasher hash, string path, bool isOpened)
    {
        if (Directory.Exists(path))
        {
            hash.Text("folder");
            var folder = new DirectoryInfo(path);
            hash.Number(folder.LastWriteTimeUtc.Ticks);
            foreach (FileSystemInfo entry in isOpened ? folder.EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal)
                : Enumerable.Empty<FileSystemInfo>())
            {
                hash.Text(string.Create(CultureInfo.InvariantCulture,
                    $"{entry.Name} {entry.LastWriteTimeUtc.Ticks} {(entry as FileInfo)?.Length ?? -1}"));
            }
            return DateTime.UtcNow - folder.LastWriteTimeUtc > s_settled;
        }
        var file = new FileInfo(path);
        hash.Text(file.Exists ? string.Create(CultureInfo.InvariantCulture,
            $"file {file.LastWriteTimeUtc.Ticks} {file.Length} {(OperatingSystem.IsWindows() ? 0 : (int)file.UnixFileMode)}") : "nothing");
        return !file.Exists || DateTime.UtcNow - file.LastWriteTimeUtc > s_settled;
    }
}
