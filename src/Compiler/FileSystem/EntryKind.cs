namespace Go.Compiler.FileSystem;

/// <summary>What is at a path.</summary>
public enum EntryKind : byte
{
    None,

    /// <summary>A file, or anything else that is no folder and no link: devices too.</summary>
    File,
    Folder,

    /// <summary>Also a link to nothing.</summary>
    LinkToFile,
    LinkToFolder,
}
