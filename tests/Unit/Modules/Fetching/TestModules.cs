using System.IO.Compression;
using System.Text;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Checksums;
using Go.Compiler.Modules.Fetching;

namespace Go.Compiler.Tests.Modules.Fetching;

/// <summary>A folder with a proxy's files, a module cache, and go.sum lines, for one test.</summary>
internal sealed class TestModules : IDisposable, IModuleProgress, IRecordedSums
{
    private readonly Dictionary<ModuleVersion, List<RecordedSum>> _sums = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("modules-").FullName;

    public string Proxy => Path.Combine(Root, "proxy");

    public string Cache => Path.Combine(Root, "cache-folder");

    public List<ModuleVersion> Downloads { get; } = [];

    public List<string> Warnings { get; } = [];

    public ModuleSettings Settings => new() { CacheDirectory = Cache, Proxy = "file://" + Proxy, SumDatabase = "off" };

    public void Dispose() => Go.Compiler.Modules.Cache.ReadOnlyFolders.Remove(Root);

    public ModuleSource Source(ModuleSettings? settings = null, FetchLimits? limits = null)
        => new(settings ?? Settings, this, this, limits);

    public void Downloading(ModuleVersion module)
    {
        lock (Downloads)
        {
            Downloads.Add(module);
        }
    }

    public void Warn(ModuleException warning) => Warnings.Add(warning.Message);

    public IReadOnlyList<RecordedSum> Of(ModuleVersion module)
    {
        lock (_sums)
        {
            return _sums.TryGetValue(module, out List<RecordedSum>? sums) ? [.. sums] : [];
        }
    }

    public void Add(ModuleVersion module, string hash)
    {
        lock (_sums)
        {
            if (!_sums.TryGetValue(module, out List<RecordedSum>? sums))
            {
                _sums.Add(module, sums = []);
            }
            sums.Add(new("go.sum", hash));
        }
    }

    /// <summary>Puts a version into the proxy. Names of files are relative to the module.</summary>
    public ModuleVersion Publish(string path, string version, params (string Name, string Text)[] files)
        => PublishEntries(path, version, [.. files.Select(f => ($"{path}@{version}/{f.Name}", f.Text))],
            files.FirstOrDefault(f => f.Name == "go.mod").Text);

    /// <summary>Puts a version into the proxy whose zip has entries of any name.</summary>
    public ModuleVersion PublishEntries(string path, string version, (string Name, string Text)[] entries, string? goMod = null)
    {
        string folder = Folder(path);
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, ModulePaths.Escape(version)!);
        File.WriteAllText(file + ".info", $$"""{"Version":"{{version}}","Time":"2024-01-02T03:04:05Z"}""");
        File.WriteAllText(file + ".mod", goMod ?? $"module {path}\n");
        File.AppendAllText(Path.Combine(folder, "list"), version + "\n");
        using ZipArchive zip = ZipFile.Open(file + ".zip", ZipArchiveMode.Create);
        foreach ((string name, string text) in entries)
        {
            using Stream stream = zip.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        return new(path, version);
    }

    public string Folder(string path) => Path.Combine(Proxy, ModulePaths.Escape(path)!, "@v");

    /// <summary>The zip in the proxy.</summary>
    public string ZipOf(ModuleVersion module) => Path.Combine(Folder(module.Path), ModulePaths.Escape(module.Version) + ".zip");

    /// <summary>A module with a few files, whose hashes the original toolchain has been asked for.</summary>
    public ModuleVersion PublishHello() => Publish("example.com/Hello", "v1.2.0", HelloFiles);

    public static (string Name, string Text)[] HelloFiles { get; } =
        [("go.mod", "module example.com/Hello\n\ngo 1.21\n"), ("hello.go", "package hello\n"), ("sub/é b.txt", "text\n"),
            ("LICENSE", "free\n")];

    public const string HelloHash = "h1:Awi46KjJKIBK+nKRylw1iz3/XiEkHIZTStgnS3QG/QU=";

    public const string HelloGoModHash = "h1:wGsLgmROS+/nerWaxfegXFsbzjmrdfslm41IPSFPBkg=";
}
