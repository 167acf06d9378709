namespace Go.Compiler.FileSystem;

/// <summary>Takes stamps of files; how depends on the system that the build runs on.</summary>
public interface IFileStamps
{
    /// <summary><see cref="FileStamp.None"/> for what is no file or cannot be reached.</summary>
    FileStamp Of(string path);
}
