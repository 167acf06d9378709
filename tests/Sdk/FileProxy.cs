using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Sdk;

/// <summary>A module proxy that is a folder (<c>GOPROXY=file://...</c>), made of modules that are texts.</summary>
internal sealed partial class FileProxy : IDisposable
{
    private readonly Dictionary<string, SortedSet<string>> _versions = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("module-proxy-").FullName;

    /// <summary>Variables for a command that uses this proxy and a module cache of its own.</summary>
    public Dictionary<string, string> Environment(string cache) => new()
    {
        ["GOPROXY"] = "file://" + Root, ["GOMODCACHE"] = cache, ["GOSUMDB"] = "off", ["GOFLAGS"] = "-modcacherw", ["GOENV"] = "off",
        ["GOWORK"] = "", ["GO111MODULE"] = "", ["GOTOOLCHAIN"] = "local",
    };

    /// <summary>Adds a version: go.mod and other files.</summary>
    public FileProxy Add(string module, string version, string goMod, params (string Name, string Text)[] files)
        => Add(module, version, $"{{\"Version\":\"{version}\",\"Time\":\"2024-01-02T03:04:05Z\"}}\n", goMod,
            [("go.mod", Encoding.UTF8.GetBytes(goMod)), .. files.Select(f => (f.Name, Encoding.UTF8.GetBytes(f.Text)))]);

    private FileProxy Add(string module, string version, string info, string goMod, IEnumerable<(string Name, byte[] Content)> files)
    {
        string folder = Path.Combine(Root, Escape(module), "@v");
        Directory.CreateDirectory(folder);
        string start = Path.Combine(folder, Escape(version));
        File.WriteAllText(start + ".info", info);
        File.WriteAllText(start + ".mod", goMod);
        using (ZipArchive zip = ZipFile.Open(start + ".zip", ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry($"{module}@{version}/{name}").Open();
                entry.Write(content);
            }
        }
        if (!_versions.TryGetValue(module, out SortedSet<string>? versions))
        {
            _versions.Add(module, versions = new SortedSet<string>(StringComparer.Ordinal));
        }
        if (!Pseudo().IsMatch(version))
        {
            versions.Add(version);
        }
        File.WriteAllText(Path.Combine(folder, "list"), string.Concat(versions.Select(v => v + "\n")));
        return this;
    }

    /// <summary>Adds the modules of Go's own tests of its go command, one text archive each.</summary>
    public FileProxy AddArchives(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*_v*.txt").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            int at = name.LastIndexOf("_v", StringComparison.Ordinal);
            List<(string Name, byte[] Content)> files = Archive(File.ReadAllText(file));
            string? Text(string entry) => files.Find(f => f.Name == entry).Content is { } content ? Encoding.UTF8.GetString(content) : null;
            if (Text(".info") is { } info && Text(".mod") is { } goMod)
            {
                Add(Unescape(name[..at].Replace('_', '/')), Unescape(name[(at + 1)..]), info, goMod,
                    files.Where(f => f.Name is not (".info" or ".mod" or ".zip")));
            }
        }
        return this;
    }

    public IEnumerable<(string Module, string Version)> Newest
        => _versions.Where(v => v.Value.Count > 0).OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => (v.Key, v.Value.Max!));

    private static List<(string, byte[])> Archive(string text)
    {
        string[] parts = FileMark().Split(text);
        var files = new List<(string, byte[])>();
        for (int i = 1; i < parts.Length; i += 2)
        {
            files.Add((parts[i].Trim(), Encoding.UTF8.GetBytes(parts[i + 1].Length == 0 || parts[i + 1].EndsWith('\n')
                ? parts[i + 1] : parts[i + 1] + "\n")));
        }
        return files;
    }

    private static string Escape(string text)
        => string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? $"!{char.ToLowerInvariant(c)}" : c.ToString()));

    private static string Unescape(string text) => Escaped().Replace(text, m => m.Groups[1].Value.ToUpperInvariant());

    [GeneratedRegex("!([a-z])")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"^-- (.+) --\r?\n", RegexOptions.Multiline)]
    private static partial Regex FileMark();

    [GeneratedRegex(@"[0-9]{14}-[0-9a-f]{12}")]
    private static partial Regex Pseudo();

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
