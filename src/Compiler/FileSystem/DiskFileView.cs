using System.IO.Enumeration;

namespace Go.Compiler.FileSystem;

/// <summary>The file system as it is.</summary>
public sealed class DiskFileView : IFileView
{
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false,
        MatchType = MatchType.Simple };

    private static readonly HashSet<string> s_packageExtensions = new(StringComparer.Ordinal)
    {
        ".go", ".s", ".S", ".sx", ".h", ".hh", ".hpp", ".hxx", ".c", ".cc", ".cpp", ".cxx", ".m", ".f", ".F", ".for", ".f90", ".swig",
        ".swigcxx", ".syso",
    };

    private DiskFileView()
    {
    }

    public static DiskFileView Instance { get; } = new();

    public EntryKind KindOf(string path)
    {
        if (path.Length == 0)
        {
            return EntryKind.None;
        }
        var file = new FileInfo(path);
        FileAttributes attributes;
        try
        {
            attributes = file.Attributes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return EntryKind.None;
        }
        if ((int)attributes == -1)
        {
            return EntryKind.None;
        }
        // What a trailing separator says is only true of folders.
        bool isFolder = (attributes & FileAttributes.Directory) != 0;
        if ((attributes & FileAttributes.ReparsePoint) == 0)
        {
            return isFolder ? EntryKind.Folder : Path.EndsInDirectorySeparator(path) ? EntryKind.None : EntryKind.File;
        }
        return isFolder ? EntryKind.LinkToFolder : EntryKind.LinkToFile;
    }

    public byte[] Read(string path) => File.ReadAllBytes(path);

    public IReadOnlyList<FolderEntry> List(string folder, EntryFilter filter, string pattern = "*")
    {
        if (folder.Length == 0)
        {
            return [];
        }
        FolderEntry[] entries;
        try
        {
            entries = [.. new FileSystemEnumerable<FolderEntry>(folder,
                static (ref FileSystemEntry e) => new FolderEntry(e.FileName.ToString(), KindOf(ref e)), s_everything)
            {
                ShouldIncludePredicate = (ref FileSystemEntry e)
                    => Selects(filter, ref e) && (pattern == "*" || GlobPattern.Matches(pattern, e.FileName)),
            }];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (IOException) when (!Directory.Exists(folder))
        {
            return [];
        }
        Array.Sort(entries, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    /// <summary>Whether a question is about an entry.</summary>
    internal static bool Selects(EntryFilter filter, string name, EntryKind kind) => filter switch
    {
        EntryFilter.PackageFiles
            => kind is not (EntryKind.Folder or EntryKind.LinkToFolder) && s_packageExtensions.Contains(Path.GetExtension(name)),
        EntryFilter.Folders => kind == EntryKind.Folder && name[0] is not ('.' or '_'),
        _ => true,
    };

    private static bool Selects(EntryFilter filter, ref FileSystemEntry entry) => filter switch
    {
        EntryFilter.PackageFiles => !entry.IsDirectory && s_packageExtensions.Contains(Path.GetExtension(entry.FileName).ToString()),
        EntryFilter.Folders
            => entry.IsDirectory && entry.FileName[0] is not ('.' or '_') && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        _ => true,
    };

    private static EntryKind KindOf(ref FileSystemEntry entry)
        => (entry.Attributes & FileAttributes.ReparsePoint) != 0 ? entry.IsDirectory ? EntryKind.LinkToFolder : EntryKind.LinkToFile
            : entry.IsDirectory ? EntryKind.Folder : EntryKind.File;
}
