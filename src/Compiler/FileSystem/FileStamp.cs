namespace Go.Compiler.FileSystem;

/// <summary>What the file system says of a file without reading it.</summary>
/// <param name="Length">Bytes; -1: there is no such file.</param>
/// <param name="Ticks">Time of the last write, UTC.</param>
/// <param name="IsExecutable">The owner may run it; always, where files have no such permission.</param>
public readonly record struct FileStamp(long Length, long Ticks, bool IsExecutable)
{
    public static FileStamp None => new(-1, 0, false);

    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        try
        {
            if (!file.Exists)
            {
                return None;
            }
            // A link says nothing of the file that it leads to.
            FileSystemInfo target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return target is FileInfo { Exists: true } found
                ? new FileStamp(found.Length, found.LastWriteTimeUtc.Ticks, OperatingSystem.IsWindows() || (found.UnixFileMode & UnixFileMode.UserExecute) != 0)
                : None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return None;
        }
    }
}
