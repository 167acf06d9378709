using System.Globalization;
using System.Text;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>
/// Keeps a cache within its limit: what was used longest ago goes first. Looks at the whole folder once a day, and when the builds since
/// then have added so much that the limit is passed; all other builds look at two small files. Safe beside running builds, which compile
/// again what vanishes under their hands.
/// </summary>
public static class CacheTrimming
{
    /// <summary>The limit when nobody says another: about a hundred times what all of std takes.</summary>
    public const long DefaultLimit = 5L << 30;

    /// <summary>What nobody has asked for in that time goes, limit or not.</summary>
    private static readonly TimeSpan s_age = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_interval = TimeSpan.FromDays(1);

    /// <summary>Trimming goes a little below the limit, so that it does not run again with the next build.</summary>
    private const double Target = 0.9;

    private const string StateFile = "trimmed", GrowthFile = "growth", LockFile = "trim.lock", ToolFolder = "tools",
        SourcesFolder = "sources";

    /// <summary>
    /// A limit as text: bytes with an optional suffix (K, M, G, T, with or without B or iB; powers of 1024), or <c>off</c>. Null when it is
    /// neither; <see cref="long.MaxValue"/> is no limit.
    /// </summary>
    public static long? ParseLimit(string text)
    {
        if (text == "off")
        {
            return long.MaxValue;
        }
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }
        int shift = text[digits..].ToUpperInvariant() switch
        {
            "" or "B" => 0,
            "K" or "KB" or "KIB" => 10,
            "M" or "MB" or "MIB" => 20,
            "G" or "GB" or "GIB" => 30,
            "T" or "TB" or "TIB" => 40,
            _ => -1,
        };
        return shift >= 0 && long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number <= long.MaxValue >> shift
            ? number << shift : null;
    }

    /// <summary>How many bytes the cache holds: as the last trimming found it, and what has been added since.</summary>
    public static long SizeOf(string directory) => Sum(Path.Combine(directory, StateFile)) + Sum(Path.Combine(directory, GrowthFile));

    /// <summary>Removes everything in a cache. Running builds go on: they make again what they need.</summary>
    /// <exception cref="IOException">Something cannot be removed.</exception>
    public static void Clear(string directory)
    {
        var folder = new DirectoryInfo(directory);
        foreach (DirectoryInfo d in folder.Exists ? folder.EnumerateDirectories() : [])
        {
            if (IsOurs(d.Name) || d.Name == SourcesFolder)
            {
                Remove(d);
            }
        }
        foreach (string file in (string[])[StateFile, GrowthFile, LockFile])
        {
            File.Delete(Path.Combine(directory, file));
        }
    }

    /// <summary>
    /// Where archives of Go's sources are unpacked: folders that are used as a whole or not at all, and are not trimmed file by file.
    /// </summary>
    internal static string SourceFolder(string cache) => Path.Combine(cache, SourcesFolder);

    /// <summary>To be called at the end of a build.</summary>
    internal static void AfterBuild(ContentCache cache, long limit)
    {
        string directory = cache.Directory;
        try
        {
            if (cache.Written > 0)
            {
                // One short line in one write: builds at the same time do not lose each other's.
                File.AppendAllText(Path.Combine(directory, GrowthFile), cache.Written.ToString(CultureInfo.InvariantCulture) + "\n");
            }
            AbandonedFiles.RemoveIn(ContentCache.TemporaryFolder(directory));
            bool isDue = DateTime.UtcNow - File.GetLastWriteTimeUtc(Path.Combine(directory, StateFile)) > s_interval;
            if (Directory.Exists(directory) && (isDue || cache.Written > 0 && SizeOf(directory) > limit))
            {
                Run(directory, limit);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // a cache that cannot be written does not grow; the store has said so
        }
    }

    /// <summary>Trims now, unless another process is at it.</summary>
    internal static void Run(string directory, long limit)
    {
        using FileStream? only = TryLock(Path.Combine(directory, LockFile));
        if (only is null)
        {
            return;
        }
        File.Delete(Path.Combine(directory, GrowthFile));
        List<FileInfo> files = FilesOf(directory);
        DateTime oldest = DateTime.UtcNow - s_age;
        long total = 0;
        foreach (FileInfo f in files)
        {
            total += f.Length;
        }
        long wanted = total > limit ? (long)(limit * Target) : limit;
        files.Sort((a, b) => a.LastWriteTimeUtc != b.LastWriteTimeUtc
            ? a.LastWriteTimeUtc.CompareTo(b.LastWriteTimeUtc) : string.CompareOrdinal(a.FullName, b.FullName));
        foreach (FileInfo f in files)
        {
            if (total <= wanted && f.LastWriteTimeUtc >= oldest)
            {
                break;
            }
            long length = f.Length;
            f.Delete();
            total -= length;
        }
        string state = Path.Combine(directory, StateFile),
            temporary = AbandonedFiles.NameFor(Path.Combine(ContentCache.TemporaryFolder(directory), StateFile));
        Directory.CreateDirectory(ContentCache.TemporaryFolder(directory));
        File.WriteAllText(temporary, total.ToString(CultureInfo.InvariantCulture) + "\n");
        File.Move(temporary, state, overwrite: true);
    }

    /// <summary>Entries, files for other tools, and programs. Not what others may have put here.</summary>
    private static List<FileInfo> FilesOf(string directory)
    {
        var files = new List<FileInfo>();
        foreach (DirectoryInfo folder in new DirectoryInfo(directory).EnumerateDirectories())
        {
            if (!IsOurs(folder.Name) || folder.FullName == Path.GetFullPath(ContentCache.TemporaryFolder(directory)))
            {
                continue;
            }
            foreach (FileInfo file in folder.EnumerateFiles("*",
                folder.Name == ToolFolder ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly))
            {
                files.Add(file);
            }
        }
        return files;
    }

    private static bool IsOurs(string folder)
        => folder.Length == 2 && folder.All(char.IsAsciiHexDigitLower)
            || folder == ToolFolder || folder == Path.GetFileName(ExportFiles.Folder(""))
            || folder == Path.GetFileName(ContentCache.TemporaryFolder(""));

    /// <summary>Builds may be writing into it.</summary>
    private static void Remove(DirectoryInfo folder)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                folder.Delete(recursive: true);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (IOException) when (attempt < 5)
            {
                Thread.Sleep(20 << attempt);
            }
        }
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The sum of a file's lines; a line that was cut short by a hard end counts as far as it goes.</summary>
    private static long Sum(string file)
    {
        try
        {
            long sum = 0;
            foreach (string line in File.Exists(file) ? File.ReadAllLines(file, Encoding.ASCII) : [])
            {
                sum += long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out long n) ? n : 0;
            }
            return sum;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
