using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Go.Compiler.Text;

/// <summary>
/// Names of temporary files that say whose they are, and the removal of those whose owner has died: a process that is killed cannot remove
/// its own. A process number alone is not enough, because containers may share a folder: the name also says in which space of process
/// numbers it counts. What belongs to another space is removed when it is so old that no build can still be at work on it.
/// </summary>
public static class AbandonedFiles
{
    /// <summary>No build takes that long.</summary>
    private static readonly TimeSpan s_age = TimeSpan.FromDays(1);
    private static readonly string s_owner = $"{SpaceOfProcessNumbers()}-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
    private const string Extension = ".tmp";
    private static int s_count;

    /// <summary>A new name for a file that is renamed to <paramref name="path"/> once it is whole.</summary>
    public static string NameFor(string path)
        => string.Create(CultureInfo.InvariantCulture, $"{path}.{s_owner}-{Interlocked.Increment(ref s_count)}{Extension}");

    /// <summary>Start of the name of a temporary folder for <paramref name="purpose"/>.</summary>
    public static string FolderPrefix(string purpose) => $"{purpose}{s_owner}-";

    /// <summary>Removes what dead processes left of files that were to become <paramref name="path"/>.</summary>
    public static void RemoveFor(string path)
        => Remove(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path) + ".", Extension);

    /// <summary>Removes temporary files of dead processes in a folder, whatever they were for.</summary>
    public static void RemoveIn(string folder) => Remove(folder, "", Extension);

    /// <summary>Removes temporary folders for a purpose whose processes are dead.</summary>
    public static void RemoveFolders(string folder, string purpose) => Remove(folder, purpose, "");

    /// <summary>Whether a process of this number runs, in this process's own space of numbers.</summary>
    public static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Remove(string folder, string start, string end)
    {
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos(start + "*" + end))
            {
                if (entry.Name.StartsWith(start, StringComparison.Ordinal) && OwnerIn(entry.Name, end) is { } owner
                    && IsAbandoned(owner, entry))
                {
                    Delete(entry);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // no such folder, or not ours to look into
        }
    }

    /// <summary>
    /// Space and process in <c>anything.space-process-number.tmp</c> or <c>purpose-space-process-anything</c>; null for names that are not
    /// ours.
    /// </summary>
    private static (string Space, int Process)? OwnerIn(string name, string end)
    {
        ReadOnlySpan<char> text = name.AsSpan(0, name.Length - end.Length);
        string[] parts = (end.Length > 0 ? text[(text.LastIndexOf('.') + 1)..] : text).ToString().Split('-');
        int last = parts.Length - 1;
        return last >= 2 && parts[last - 2].Length == SpaceLength && parts[last - 2].All(char.IsAsciiHexDigitLower)
            && int.TryParse(parts[last - 1], NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? (parts[last - 2], process)
            : null;
    }

    private static bool IsAbandoned((string Space, int Process) owner, FileSystemInfo entry)
    {
        if (DateTime.UtcNow - entry.LastWriteTimeUtc > s_age)
        {
            return true;
        }
        return s_owner.StartsWith(owner.Space, StringComparison.Ordinal) && owner.Process != Environment.ProcessId
            && !IsRunning(owner.Process);
    }

    /// <summary>Somebody else may be at it too.</summary>
    private static void Delete(FileSystemInfo entry)
    {
        try
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private const int SpaceLength = 8;

    /// <summary>
    /// Equal only where a process number means the same process: machine, its start, and on Linux the name space of process numbers.
    /// </summary>
    private static string SpaceOfProcessNumbers()
    {
        string text = $"{Environment.MachineName}\n{Read("/proc/sys/kernel/random/boot_id")}\n{Target("/proc/self/ns/pid")}";
        uint hash = 2166136261; // FNV-1a
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 16777619;
        }
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string Read(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
