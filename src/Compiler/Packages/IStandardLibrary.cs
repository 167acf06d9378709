namespace Go.Compiler.Packages;

/// <summary>
/// Where the sources of Go's standard library and runtime come from. Thread-safe. Folders are named relative to GOROOT/src, with slashes.
/// </summary>
public interface IStandardLibrary : IDisposable
{
    /// <summary>The release, such as <c>go1.27.4</c>.</summary>
    string Version { get; }

    /// <summary>Names of the files of a folder, sorted ordinally; empty if there is no such folder.</summary>
    IReadOnlyList<string> Files(string folder);

    /// <summary>Names of the folders in a folder, sorted ordinally.</summary>
    IReadOnlyList<string> Folders(string folder);

    /// <summary>The bytes of a file that <see cref="Files"/> names.</summary>
    byte[] Read(string folder, string name);

    /// <summary>Where a file or folder is, for messages and line tables.</summary>
    string PathOf(string folder, string name);
}
