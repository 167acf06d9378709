namespace Go.Compiler.FileSystem;

/// <summary>
/// The file system as a build sees it. Every question about files that decides what a build makes goes through here, so that what was asked
/// and answered can be written down (<see cref="RecordingFileView"/>). Paths are absolute. Thread-safe.
/// </summary>
public interface IFileView
{
    /// <summary>What is at a path; <see cref="EntryKind.None"/> also for what cannot be reached.</summary>
    EntryKind KindOf(string path);

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    byte[] Read(string path);

    /// <summary>
    /// The entries of a folder whose names match a pattern of Go's path.Match, sorted by name (ordinal); none when there is no such folder.
    /// </summary>
    IReadOnlyList<FolderEntry> List(string folder, EntryFilter filter, string pattern = "*");

    /// <summary>The file on disk that a path's contents come from: for messages to people.</summary>
    string FileOf(string path) => path;
}
