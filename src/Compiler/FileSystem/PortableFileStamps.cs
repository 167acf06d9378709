namespace Go.Compiler.FileSystem;

/// <summary>Stamps as far as every system has them.</summary>
public sealed class PortableFileStamps : IFileStamps
{
    public FileStamp Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            // A link says nothing of the file that it leads to.
            FileSystemInfo target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return target is FileInfo { Exists: true } found
                ? new FileStamp(found.Length, found.LastWriteTimeUtc.Ticks, 0, 0,
                    OperatingSystem.IsWindows() || (found.UnixFileMode & UnixFileMode.UserExecute) != 0)
                : FileStamp.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FileStamp.None;
        }
    }
}
