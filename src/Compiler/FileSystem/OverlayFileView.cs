using System.Text.Json;

namespace Go.Compiler.FileSystem;

/// <summary>
/// Another view with some files replaced, added or taken away (<c>-overlay</c>): a JSON object with one field, <c>Replace</c>, which gives
/// for each path the file with its contents, or an empty string where there is to be nothing. Folders of files that are added exist.
/// </summary>
public sealed class OverlayFileView : IFileView
{
    private readonly IFileView _view;
    private readonly SortedDictionary<string, string> _replacements;

    // Folders that lead to files that are added, and what is in each.
    private readonly Dictionary<string, HashSet<string>> _folders = new(StringComparer.Ordinal);

    private OverlayFileView(IFileView view, SortedDictionary<string, string> replacements)
    {
        _view = view;
        _replacements = replacements;
        foreach (string path in replacements.Where(r => r.Value.Length > 0).Select(r => r.Key))
        {
            for (string below = path; Path.GetDirectoryName(below) is { } folder; below = folder)
            {
                if (!_folders.TryGetValue(folder, out HashSet<string>? names))
                {
                    _folders.Add(folder, names = new HashSet<string>(StringComparer.Ordinal));
                }
                names.Add(Path.GetFileName(below));
            }
        }
    }

    /// <summary>A view with files added or replaced: for each path the file with its contents. No file is below another one.</summary>
    internal static OverlayFileView Of(SortedDictionary<string, string> replacements, IFileView view)
    {
        CheckFolders(replacements);
        return new OverlayFileView(view, replacements);
    }

    /// <summary>Reads the file that describes the replacements; paths in it start from the working folder.</summary>
    /// <exception cref="InvalidDataException">It cannot be read or is no such description; the message is Go's.</exception>
    public static OverlayFileView Read(string file, string workingDirectory, IFileView view)
    {
        string path = Path.GetFullPath(file, workingDirectory);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"reading overlay: open {ShortPath.Of(path, workingDirectory)}: no such file or directory");
        }
        var replacements = new SortedDictionary<string, string>(StringComparer.Ordinal);
        byte[] json = File.ReadAllBytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.TryGetProperty("Replace", out JsonElement replace) && replace.ValueKind != JsonValueKind.Null)
            {
                foreach (JsonProperty entry in replace.EnumerateObject())
                {
                    Add(replacements, entry.Name, entry.Value.GetString() ?? "", workingDirectory);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"parsing overlay JSON: {(e is JsonException problem ? JsonProblem.Of(json, problem) : e.Message)}", e);
        }
        CheckFolders(replacements);
        return new OverlayFileView(view, replacements);
    }

    /// <summary>A path below a folder that is replaced, added or taken away; null when there is none.</summary>
    public string? ReplacedBelow(string folder)
        => folder.Length == 0 ? null : _replacements.Keys.FirstOrDefault(p
            => p.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static void Add(SortedDictionary<string, string> replacements, string from, string to, string workingDirectory)
    {
        if (from.Length == 0)
        {
            throw new InvalidDataException("empty string key in overlay map");
        }
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(from, workingDirectory));
        if (!replacements.TryAdd(path, to.Length == 0 ? "" : Path.GetFullPath(to, workingDirectory)))
        {
            throw new InvalidDataException($"duplicate paths {path} and {from} in overlay map");
        }
    }

    /// <summary>A file cannot have others below it.</summary>
    private static void CheckFolders(SortedDictionary<string, string> replacements)
    {
        foreach (string path in replacements.Where(r => r.Value.Length > 0).Select(r => r.Key))
        {
            for (string? folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (replacements.TryGetValue(folder, out string? content) && content.Length > 0)
                {
                    throw new InvalidDataException($"inconsistent files {folder} and {path} in overlay map");
                }
            }
        }
    }

    public EntryKind KindOf(string path)
    {
        string plain = Path.TrimEndingDirectorySeparator(path);
        if (_replacements.TryGetValue(plain, out string? content) && content.Length > 0)
        {
            return _view.FileExists(content) ? EntryKind.File : EntryKind.None;
        }
        if (_folders.ContainsKey(plain))
        {
            return EntryKind.Folder;
        }
        return IsHidden(plain) ? EntryKind.None : _view.KindOf(path);
    }

    public string FileOf(string path)
        => _replacements.TryGetValue(path, out string? content) && content.Length > 0 ? content : _view.FileOf(path);

    public byte[] Read(string path)
    {
        if (_replacements.TryGetValue(path, out string? content) && content.Length > 0)
        {
            return _view.Read(content);
        }
        return IsHidden(path) ? throw new FileNotFoundException($"open {path}: no such file or directory", path) : _view.Read(path);
    }

    public IReadOnlyList<FolderEntry> List(string folder, EntryFilter filter, string pattern = "*")
    {
        string plain = Path.TrimEndingDirectorySeparator(folder);
        _folders.TryGetValue(plain, out HashSet<string>? added);
        IReadOnlyList<FolderEntry> there = IsHidden(plain) ? [] : _view.List(folder, filter, pattern);
        if (added is null && !there.Any(e => _replacements.ContainsKey(Path.Combine(plain, e.Name))))
        {
            return there;
        }
        var entries = new SortedDictionary<string, FolderEntry>(StringComparer.Ordinal);
        foreach (FolderEntry entry in there.Where(e => !_replacements.ContainsKey(Path.Combine(plain, e.Name))))
        {
            entries[entry.Name] = entry;
        }
        foreach (string name in added ?? [])
        {
            EntryKind kind = KindOf(Path.Combine(plain, name));
            if (kind != EntryKind.None && DiskFileView.Selects(filter, name, kind)
                && (pattern == "*" || GlobPattern.Matches(pattern, name)))
            {
                entries[name] = new FolderEntry(name, kind);
            }
        }
        return [.. entries.Values];
    }

    /// <summary>Taken away, or below something that is: a folder that is no more, or a file now.</summary>
    private bool IsHidden(string path)
    {
        for (string? at = path; at is not null; at = Path.GetDirectoryName(at))
        {
            if (_replacements.ContainsKey(at))
            {
                return true;
            }
        }
        return false;
    }
}
