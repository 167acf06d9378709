using System.Collections.Concurrent;
using Go.Compiler.FileSystem;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Packages;

/// <summary>The standard library in a GOROOT folder.</summary>
public sealed class GorootStandardLibrary : IStandardLibrary
{
    private readonly IFileView _files;
    private readonly string _source;

    /// <summary>What each folder holds: every import of a package asks for it, and nothing in here changes while a command runs.</summary>
    private readonly ConcurrentDictionary<string, IReadOnlyList<FolderEntry>> _folders = new(StringComparer.Ordinal);

    public GorootStandardLibrary(string goroot)
        : this(goroot, DiskFileView.Instance)
    {
    }

    public GorootStandardLibrary(string goroot, IFileView files)
    {
        _files = files;
        _source = Path.Combine(Path.GetFullPath(goroot), "src");
        Version = ReadVersion(files, goroot);
    }

    public string Version { get; }

    public IReadOnlyList<string> Files(string folder) => NamesOf(folder, isFolder: false);

    public IReadOnlyList<string> Folders(string folder) => NamesOf(folder, isFolder: true);

    public byte[] Read(string folder, string name) => _files.Read(PathOf(folder, name));

    public string PathOf(string folder, string name) => Path.Combine(_source, folder.Replace('/', Path.DirectorySeparatorChar), name);

    public void Dispose()
    {
    }

    private string[] NamesOf(string folder, bool isFolder)
        => [.. _folders.GetOrAdd(folder, ListOf).Where(e => e.IsFolder == isFolder).Select(e => e.Name)];

    private IReadOnlyList<FolderEntry> ListOf(string folder)
        => _files.List(PathOf(folder, "").TrimEnd(Path.DirectorySeparatorChar), EntryFilter.All);

    /// <summary>First line of GOROOT/VERSION; distributions leave it out, and then the language version has to do.</summary>
    private static string ReadVersion(IFileView files, string goroot)
    {
        string file = Path.Combine(goroot, "VERSION");
        return files.FileExists(file) && files.ReadLines(file).FirstOrDefault()?.Trim() is { Length: > 0 } line
            ? line : "go" + GoRelease.Language;
    }
}
