using Go.Compiler.FileSystem;

namespace Go.Compiler.Modules.Resolution;

/// <summary>The questions about files that decide which modules a build is made of.</summary>
internal sealed class ModuleFiles(IFileView view)
{
    public IFileView View => view;

    public bool FileExists(string path) => view.FileExists(path);

    public bool FolderExists(string path) => view.FolderExists(path);

    /// <summary>A file's contents come from another one (<c>-overlay</c>): it cannot be written.</summary>
    public bool IsReplaced(string path) => view.FileOf(path) != path;

    /// <summary>The bytes of a file, or null if there is none.</summary>
    public byte[]? Read(string path) => view.FileExists(path) ? view.Read(path) : null;

    /// <summary>Whether a folder has files that look like Go's, whatever their constraints.</summary>
    public bool HasGoFiles(string folder)
    {
        foreach (FolderEntry entry in view.List(folder, EntryFilter.PackageFiles))
        {
            if (entry.Name.EndsWith(".go", StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Names of the folders in a folder that patterns can mean, without links, sorted.</summary>
    public IEnumerable<string> Folders(string folder) => view.List(folder, EntryFilter.Folders).Select(e => e.Name);
}
