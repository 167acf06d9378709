namespace Go.Compiler.FileSystem;

/// <summary>
/// Leaves folders out of what <c>...</c> patterns walk through: those that builds write to. Go files in them are products or copies, and
/// belong to nobody's packages. By name they can be reached as ever.
/// </summary>
/// <param name="folders">Absolute paths without a separator at the end.</param>
public sealed class FileViewWithoutFolders(IFileView view, IEnumerable<string> folders) : IFileView
{
    private readonly HashSet<string> _folders = [.. folders.Select(f => Path.TrimEndingDirectorySeparator(Path.GetFullPath(f)))];

    public EntryKind KindOf(string path) => view.KindOf(path);

    public byte[] Read(string path) => view.Read(path);

    public IReadOnlyList<FolderEntry> List(string folder, EntryFilter filter, string pattern = "*")
    {
        IReadOnlyList<FolderEntry> entries = view.List(folder, filter, pattern);
        return filter == EntryFilter.Folders && _folders.Count > 0
            ? [.. entries.Where(e => !_folders.Contains(Path.Combine(folder, e.Name)))] : entries;
    }
}
