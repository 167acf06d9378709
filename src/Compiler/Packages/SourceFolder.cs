namespace Go.Compiler.Packages;

/// <summary>A package's folder, on disk or in the standard library. Names within are slash-separated and relative to it.</summary>
internal abstract class SourceFolder
{
    /// <summary>Where it is, for messages.</summary>
    public abstract string Location { get; }

    /// <summary>Names of files in a folder below (empty: itself), sorted. Anything else that is no folder counts too.</summary>
    public abstract IReadOnlyList<string> Files(string below);

    /// <summary>Names of folders in a folder below, sorted.</summary>
    public abstract IReadOnlyList<string> Folders(string below);

    public abstract byte[] Read(string name);

    public abstract string PathOf(string name);

    /// <summary>Whether it is an ordinary file: no link, device or the like.</summary>
    public abstract bool IsRegularFile(string name);
}

internal sealed class DiskFolder(string path) : SourceFolder
{
    public override string Location => path;

    public override IReadOnlyList<string> Files(string below) => NamesOf(below, Directory.EnumerateFiles);

    // A link to a folder is no folder: nothing is embedded through it.
    public override IReadOnlyList<string> Folders(string below)
        => NamesOf(below, p => Directory.EnumerateDirectories(p).Where(d => (File.GetAttributes(d) & FileAttributes.ReparsePoint) == 0));

    public override byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public override string PathOf(string name) => name.Length == 0 ? path : Path.Combine(path, name.Replace('/', Path.DirectorySeparatorChar));

    public override bool IsRegularFile(string name) => (File.GetAttributes(PathOf(name)) & (FileAttributes.ReparsePoint | FileAttributes.Directory | FileAttributes.Device)) == 0;

    private string[] NamesOf(string below, Func<string, IEnumerable<string>> list)
    {
        string folder = PathOf(below);
        if (!Directory.Exists(folder))
        {
            return [];
        }
        string[] names = [.. list(folder).Select(p => Path.GetFileName(p))];
        Array.Sort(names, string.CompareOrdinal);
        return names;
    }
}

internal sealed class StandardFolder(IStandardLibrary library, string folder) : SourceFolder
{
    public override string Location => library.PathOf(folder, "");

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

    private string Join(string below) => below.Length == 0 ? folder : $"{folder}/{below}";

    private static (string Folder, string Name) Split(string name)
    {
        int slash = name.LastIndexOf('/');
        return slash < 0 ? ("", name) : (name[..slash], name[(slash + 1)..]);
    }
}
