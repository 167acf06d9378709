namespace Go.Compiler.FileSystem;

/// <summary>One entry of a folder.</summary>
/// <param name="Name">Without the folder.</param>
/// <param name="Kind">Never <see cref="EntryKind.None"/>.</param>
public readonly record struct FolderEntry(string Name, EntryKind Kind)
{
    /// <summary>A folder or a link to one.</summary>
    public bool IsFolder => Kind is EntryKind.Folder or EntryKind.LinkToFolder;
}
