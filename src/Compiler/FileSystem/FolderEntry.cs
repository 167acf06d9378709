namespace Go.Compiler.FileSystem;

/// <summary>One entry of a folder.</summary>
/// <param name="Name">Without the folder.</param>
/// <param name="Kind">Never <see cref="EntryKind.None"/>.</param>
/// <remarks>No value type, as collections of references are compiled ahead of time.</remarks>
public sealed record FolderEntry(string Name, EntryKind Kind)
{
    /// <summary>A folder or a link to one.</summary>
    public bool IsFolder => Kind is EntryKind.Folder or EntryKind.LinkToFolder;
}
