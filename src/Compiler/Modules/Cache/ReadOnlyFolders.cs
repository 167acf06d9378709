namespace Go.Compiler.Modules.Cache;

/// <summary>Folders that nobody shall change by mistake: unpacked modules.</summary>
internal static class ReadOnlyFolders
{
    private const UnixFileMode Write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Takes the right to write from a folder and those in it, inner ones first. What cannot be changed stays.</summary>
    public static void Protect(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        foreach (string inner in Directory.EnumerateDirectories(folder))
        {
            if (new FileInfo(inner).LinkTarget is null)
            {
                Protect(inner);
            }
        }
        try
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) & ~Write);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return; // another user's folder, or a file system without rights: as safe as it gets
        }
    }

    /// <summary>Removes a folder, read-only ones in it too. Nothing happens if there is none.</summary>
    public static void Remove(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }
        if (!OperatingSystem.IsWindows())
        {
            Unprotect(folder);
        }
        Directory.Delete(folder, recursive: true);
    }

    private static void Unprotect(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.UserRead | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute);
        }
        foreach (string inner in Directory.EnumerateDirectories(folder))
        {
            if (new FileInfo(inner).LinkTarget is null)
            {
                Unprotect(inner);
            }
        }
    }
}
