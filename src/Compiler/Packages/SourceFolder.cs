using Go.Compiler.FileSystem;

namespace Go.Compiler.Packages;

/// <summary>A package's folder, on disk or in the standard library. Names within are slash-separated and relative to it.</summary>
internal abstract class SourceFolder
{
    /// <summary>Where it is, for messages.</summary>
    public abstract string Location { get; }

    /// <summary>Names of the files in the folder itself that may be part of a package, by their extension; sorted.</summary>
    public abstract IReadOnlyList<string> PackageFiles();

    /// <summary>Names of files in a folder below (empty: itself), sorted. Anything else that is no folder counts too.</summary>
    public abstract IReadOnlyList<string> Files(string below);

    /// <summary>
    /// The files and folders in a folder below whose names match a pattern, sorted by name. A pattern without wildcards is a question about
    /// one name: what else is there, and may come and go, is no concern of it.
    /// </summary>
    public abstract IReadOnlyList<(string Name, bool IsFolder)> Matching(string below, string pattern);

    /// <summary>Names of folders in a folder below, sorted.</summary>
    public abstract IReadOnlyList<string> Folders(string below);

    public abstract byte[] Read(string name);

    public abstract string PathOf(string name);

    /// <summary>Whether it is an ordinary file: no link, device or the like.</summary>
    public abstract bool IsRegularFile(string name);

    /// <summary>Whether a folder below has a file of this name.</summary>
    public abstract bool HasNested(string folder, string name);
}

internal sealed class DiskFolder(string path, IFileView files) : SourceFolder
{
    public override string Location => path;

    public override IReadOnlyList<string> PackageFiles() => NamesOf(files.List(path, EntryFilter.PackageFiles), isFolder: false);

    public override IReadOnlyList<string> Files(string below) => NamesOf(files.List(PathOf(below), EntryFilter.All), isFolder: false);

    public override IReadOnlyList<(string Name, bool IsFolder)> Matching(string below, string pattern)
    {
        if (GlobPattern.HasWildcard(pattern))
        {
            return [.. files.List(PathOf(below), EntryFilter.All, pattern).Where(e => e.Kind != EntryKind.LinkToFolder)
                .Select(e => (e.Name, e.IsFolder))];
        }
        EntryKind kind = files.KindOf(PathOf(below.Length == 0 ? pattern : $"{below}/{pattern}"));
        return kind is EntryKind.None or EntryKind.LinkToFolder ? [] : [(pattern, kind == EntryKind.Folder)];
    }

    // A link to a folder is no folder: nothing is embedded through it.
    public override IReadOnlyList<string> Folders(string below) => NamesOf(files.List(PathOf(below), EntryFilter.All), isFolder: true);

    public override byte[] Read(string name) => files.Read(PathOf(name));

    public override string PathOf(string name)
        => name.Length == 0 ? path : Path.Combine(path, name.Replace('/', Path.DirectorySeparatorChar));

    public override bool IsRegularFile(string name) => files.KindOf(PathOf(name)) == EntryKind.File;

    public override bool HasNested(string folder, string name) => files.FileExists(PathOf(folder.Length == 0 ? name : $"{folder}/{name}"));

    private static string[] NamesOf(IReadOnlyList<FolderEntry> entries, bool isFolder)
        => [.. entries.Where(e => isFolder ? e.Kind == EntryKind.Folder : !e.IsFolder).Select(e => e.Name)];
}

internal sealed class StandardFolder(IStandardLibrary library, string folder) : SourceFolder
{
    public override string Location => library.PathOf(folder, "");

    public override IReadOnlyList<string> PackageFiles() => library.Files(folder);

    public override IReadOnlyList<(string Name, bool IsFolder)> Matching(string below, string pattern)
        =>
        [
            .. Files(below).Select(n => (n, false)).Concat(Folders(below).Select(n => (n, true)))
                .Where(e => GlobPattern.Matches(pattern, e.n)).OrderBy(e => e.n, StringComparer.Ordinal),
        ];

    public override IReadOnlyList<string> Files(string below) => library.Files(Join(below));

    public override IReadOnlyList<string> Folders(string below) => library.Folders(Join(below));

    public override byte[] Read(string name)
    {
        (string below, string file) = Split(name);
        return library.Read(Join(below), file);
    }

    public override string PathOf(string name)
    {
        (string below, string file) = Split(name);
        return library.PathOf(Join(below), file);
    }

    public override bool IsRegularFile(string name) => true;

    public override bool HasNested(string folder, string name) => Files(folder).Contains(name);

    private string Join(string below) => below.Length == 0 ? folder : $"{folder}/{below}";

    private static (string Folder, string Name) Split(string name)
    {
        int slash = name.LastIndexOf('/');
        return slash < 0 ? ("", name) : (name[..slash], name[(slash + 1)..]);
    }
}
