namespace Go.Compiler.FileSystem;

/// <summary>
/// Which entries of a folder a question is about. A question should ask for no more than it needs: a build is repeated when an answer
/// changes, and folders of projects get entries that no build looks at.
/// </summary>
public enum EntryFilter : byte
{
    /// <summary>All entries: for patterns that may match anything.</summary>
    All,

    /// <summary>What may be part of a package: entries that are no folders, by their extension.</summary>
    PackageFiles,

    /// <summary>Folders, but no links to folders, without names that Go passes by.</summary>
    Folders,
}
