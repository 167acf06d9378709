using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Cache;

/// <summary>
/// Files that several processes lock, as the original go command does: <c>flock</c> on the whole file, shared to read, exclusive to write. .NET takes just that lock
/// when it opens a file, without waiting; here is the waiting. Locks end with the process, whatever its end.
/// </summary>
internal static class FileLock
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(50);

    /// <summary>Creates the file if need be and waits until it is ours alone.</summary>
    public static FileStream Exclusive(string path, CancellationToken cancellation)
        => Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, cancellation);

    /// <summary>All bytes of a file that others may write at any time; null if there is none.</summary>
    public static byte[]? Read(string path, CancellationToken cancellation)
    {
        try
        {
            using FileStream file = Open(path, FileMode.Open, FileAccess.Read, FileShare.Read, cancellation);
            byte[] content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Replaces a file's content while no other process reads it. The folder must exist.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, CancellationToken cancellation)
    {
        using FileStream file = Exclusive(path, cancellation);
        Replace(file, content);
    }

    /// <summary>
    /// Replaces the content of a file that is open. First the length, which fills with zeros: whoever finds zeros in it knows that the writer came to a sudden end.
    /// </summary>
    public static void Replace(FileStream file, ReadOnlySpan<byte> content)
    {
        file.SetLength(0);
        file.SetLength(content.Length);
        file.Position = 0;
        file.Write(content);
        file.Flush();
    }

    private static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, CancellationToken cancellation)
    {
        TimeSpan wait = TimeSpan.FromMilliseconds(1);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, mode, access, share, bufferSize: 1);
            }
            catch (IOException e) when (IsLockedByOther(e))
            {
                cancellation.WaitHandle.WaitOne(wait);
                wait = wait < s_longestWait ? wait * 2 : s_longestWait;
            }
        }
    }

    // EWOULDBLOCK of flock, which .NET reports as a sharing violation; everything else has an exception type or number of its own.
    private static bool IsLockedByOther(IOException e)
    {
        const int WouldBlock = 11, SharingViolation = unchecked((int)0x80070020);
        return e.GetType() == typeof(IOException) && e.HResult is WouldBlock or SharingViolation;
    }

    /// <summary>The error that a file of the cache could not be written or read, in words of our own: the system's are not always there.</summary>
    public static ModuleException Failure(string what, string path, Exception e)
    {
        const int NoSpace = 28, ReadOnlyFileSystem = 30, DiskFull = unchecked((int)0x80070070);
        string reason = e switch
        {
            UnauthorizedAccessException => "permission denied",
            PathTooLongException => "file name too long",
            FileNotFoundException or DirectoryNotFoundException => "no such file or directory",
            IOException { HResult: NoSpace or DiskFull } => "no space left on device",
            IOException { HResult: ReadOnlyFileSystem } => "read-only file system",
            _ => e.Message,
        };
        return new ModuleException(Catalogue.ModuleCacheUnusable, $"{what} {path}: {reason}", e);
    }
}
