using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Packages;

/// <summary>The standard library in a GOROOT folder.</summary>
public sealed class GorootStandardLibrary : IStandardLibrary
{
    private readonly string _source;

    public GorootStandardLibrary(string goroot)
    {
        _source = Path.Combine(Path.GetFullPath(goroot), "src");
        Version = ReadVersion(goroot);
    }

    public string Version { get; }

    public IReadOnlyList<string> Files(string folder) => NamesOf(folder, Directory.EnumerateFiles);

    public IReadOnlyList<string> Folders(string folder) => NamesOf(folder, Directory.EnumerateDirectories);

    public byte[] Read(string folder, string name) => File.ReadAllBytes(PathOf(folder, name));

    public string PathOf(string folder, string name) => Path.Combine(_source, folder.Replace('/', Path.DirectorySeparatorChar), name);

    public void Dispose()
    {
    }

    private string[] NamesOf(string folder, Func<string, IEnumerable<string>> list)
    {
        string path = PathOf(folder, "");
        if (!Directory.Exists(path))
        {
            return [];
        }
        string[] names = [.. list(path).Select(p => Path.GetFileName(p))];
        Array.Sort(names, string.CompareOrdinal);
        return names;
    }

    /// <summary>First line of GOROOT/VERSION; distributions leave it out, and then the language version has to do.</summary>
    private static string ReadVersion(string goroot)
    {
        string file = Path.Combine(goroot, "VERSION");
        return File.Exists(file) && File.ReadLines(file).FirstOrDefault()?.Trim() is { Length: > 0 } line ? line : "go" + GoRelease.Language;
    }
}
