using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Cache;

/// <summary>
/// Files that several processes lock, as the original go command does: <c>flock</c> on the whole file, shared to read, exclusive to write.
/// .NET takes just that lock when it opens a file, without waiting; here is the waiting. Locks end with the process, whatever its end.
/// </summary>
internal static class FileLock
{
    // errno, and the code of Windows.
    private const int NoSpace = 28, QuotaExceeded = 122, DiskFull = unchecked((int)0x80070070);

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
        byte[] old = new byte[file.Length];
        file.ReadExactly(old);
        Replace(file, old, content);
    }

    /// <summary>
    /// Replaces the content of a file that is open. What does not become shorter is written over, so that no moment has less than before;
    /// else first the length, which fills with zeros: whoever finds zeros in it knows that the writer came to a sudden end.
    /// If it cannot be written, as on a full disk, the old content comes back.
    /// </summary>
    public static void Replace(FileStream file, ReadOnlySpan<byte> old, ReadOnlySpan<byte> content)
    {
        try
        {
            if (content.Length < old.Length)
            {
                file.SetLength(0);
                file.SetLength(content.Length);
            }
            Overwrite(file, content);
        }
        catch (Exception e) when (IsFailure(e))
        {
            file.SetLength(old.Length);
            Overwrite(file, old);
            throw;
        }
    }

    private static void Overwrite(FileStream file, ReadOnlySpan<byte> content)
    {
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

    /// <summary>There was no room: none on the disk, none in the user's share of it, or a file may not become so large.</summary>
    public static bool IsFull(Exception? e) => e is IOException { HResult: NoSpace or QuotaExceeded or DiskFull } || IsTooLarge(e);

    /// <summary>A write went beyond the largest file that the system or the user's limit allows: for .NET the caller's mistake.</summary>
    public static bool IsTooLarge(Exception? e) => e is ArgumentOutOfRangeException { ParamName: "value" }
        && e.StackTrace?.Contains(" System.IO.RandomAccess.", StringComparison.Ordinal) == true;

    /// <summary>A failure of the file system, as opposed to one of ours.</summary>
    public static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException || IsTooLarge(e);

    /// <summary>
    /// The error that a file of the cache could not be written or read, in words of our own: the system's are not always there.
    /// </summary>
    public static ModuleException Failure(string what, string path, Exception e)
    {
        const int ReadOnlyFileSystem = 30;
        string reason = e switch
        {
            UnauthorizedAccessException => "permission denied",
            PathTooLongException => "file name too long",
            FileNotFoundException or DirectoryNotFoundException => "no such file or directory",
            IOException { HResult: NoSpace or DiskFull } => "no space left on device",
            ArgumentOutOfRangeException => "file too large",
            IOException { HResult: QuotaExceeded } => "disk quota exceeded",
            IOException { HResult: ReadOnlyFileSystem } => "read-only file system",
            _ => e.Message,
        };
        return new ModuleException(Catalogue.ModuleCacheUnusable, $"{what} {path}: {reason}", e);
    }
}
