namespace Go.Compiler.Modules.Resolution;

/// <summary>The questions about files that decide which modules a build is made of; all go through here.</summary>
internal sealed class ModuleFiles
{
    public bool FileExists(string path) => File.Exists(path);

    public bool FolderExists(string path) => Directory.Exists(path);

    /// <summary>The bytes of a file, or null if there is none.</summary>
    public byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether a folder has files that look like Go's, whatever their constraints.</summary>
    public bool HasGoFiles(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.go").Any();

    /// <summary>Names of the folders in a folder, without links, sorted.</summary>
    public IReadOnlyList<string> Folders(string folder)
    {
        string[] names = [.. new DirectoryInfo(folder).EnumerateDirectories().Where(d => (d.Attributes & FileAttributes.ReparsePoint) == 0).Select(d => d.Name)];
        Array.Sort(names, string.CompareOrdinal);
        return names;
    }
}
