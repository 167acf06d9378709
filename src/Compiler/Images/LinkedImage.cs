using Go.Compiler.Text;

namespace Go.Compiler.Images;

/// <summary>A finished executable: the loaded part and the tables behind it, kept apart to save a copy.</summary>
public sealed class LinkedImage(byte[] loaded, byte[] trailer)
{
    public ReadOnlyMemory<byte> Loaded { get; } = loaded;
    public ReadOnlyMemory<byte> Trailer { get; } = trailer;
    public long Size => Loaded.Length + (long)Trailer.Length;

    /// <summary>The whole file.</summary>
    public byte[] ToArray()
    {
        var all = new byte[Size];
        Loaded.CopyTo(all);
        Trailer.CopyTo(all.AsMemory(Loaded.Length));
        return all;
    }

    /// <summary>
    /// Writes the executable so that <paramref name="path"/> holds either the old file or the whole new one, also when the program
    /// at that path is running. False (with a diagnostic's text in <paramref name="problem"/>) when the system refuses.
    /// </summary>
    public bool TryWriteTo(string path, out string problem)
    {
        string temporary = AbandonedFiles.NameFor(path);
        try
        {
            if (IsDevice(path))
            {
                using var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                device.Write(Loaded.Span);
                device.Write(Trailer.Span);
                problem = "";
                return true;
            }
            AbandonedFiles.RemoveFor(path);
            using (var stream = new FileStream(temporary, OpenOptions()))
            {
                stream.Write(Loaded.Span);
                stream.Write(Trailer.Span);
            }
            File.Move(temporary, path, overwrite: true);
            problem = "";
            return true;
        }
        // EFBIG (a limit on file sizes) arrives as ArgumentOutOfRangeException.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            problem = e is ArgumentOutOfRangeException ? "file too large" : e.Message;
            Discard(temporary);
            return false;
        }
    }

    /// <summary>A device (/dev/null) is written to, never replaced by a file, and cannot be read back.</summary>
    public static bool IsDevice(string path) => !OperatingSystem.IsWindows() && Path.GetDirectoryName(path) == "/dev";

    private FileStreamOptions OpenOptions()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, PreallocationSize = Size };
        if (!OperatingSystem.IsWindows())
        {
            // The process's umask narrows this, as it does for every linker.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        }
        return options;
    }

    /// <summary>The first failure is the one to report; a leftover temporary file is not worth another.</summary>
    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
