using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Makes of a project's items <c>GoEmbed</c> the list of files that its <c>//go:embed</c> lines see: each with the place where they look
/// for it. Folders are looked through now, not when the project was evaluated: what other projects made is in them.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoCollectEmbeds : GoTaskBase
{
    private static readonly string[] s_versionControl = [".git", ".hg", ".svn", ".bzr"];
    private readonly SortedDictionary<string, EmbedItem> _items = new(StringComparer.Ordinal);
    private HashSet<string> _outputFolders = [];

    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Files and folders; metadata LogicalPath, IncludeHidden and Link say how they are seen.</summary>
    [Required]
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>Receives the list.</summary>
    [Required]
    public string ListFile { get; set; } = "";

    /// <summary>Folders that builds write to: a pattern that takes one in would embed the program's predecessor.</summary>
    public ITaskItem[] OutputFolders { get; set; } = [];

    protected override void ExecuteCore()
    {
        _outputFolders = [.. OutputFolders.Select(f => Path.TrimEndingDirectorySeparator(Path.GetFullPath(f.ItemSpec, ProjectDirectory)))];
        foreach (ITaskItem item in Items)
        {
            Cancellation.ThrowIfCancellationRequested();
            string source = Path.TrimEndingDirectorySeparator(Path.GetFullPath(item.ItemSpec.Replace('\\', '/'), ProjectDirectory));
            bool takesHidden = bool.TryParse(item.GetMetadata("IncludeHidden"), out bool hidden) && hidden;
            if (item.GetMetadata("IncludeHidden") is { Length: > 0 } text && !bool.TryParse(text, out _))
            {
                Report(Catalogue.InvalidProperty, item, $"item GoEmbed: IncludeHidden is '{text}'; want true or false");
            }
            else if (Place(item, source) is not { } place)
            {
                continue;
            }
            else if (Directory.Exists(source))
            {
                AddFolder(item, source, place, takesHidden);
            }
            else if (!File.Exists(source))
            {
                Report(Catalogue.EmbedItemInvalid, item, $"item GoEmbed: there is no file or folder {item.ItemSpec}");
            }
            else if (!TakesInOutput(item, source))
            {
                Add(item, source, place, takesHidden);
            }
        }
        CheckFolders();
        if (!HasLoggedErrors)
        {
            Write(Path.GetFullPath(ListFile, ProjectDirectory), EmbedItems.Text(_items.Values));
        }
    }

    /// <summary>Where patterns see an item; null after an error.</summary>
    private string? Place(ITaskItem item, string source)
    {
        string logical = (item.GetMetadata("LogicalPath") is { Length: > 0 } given ? given : item.GetMetadata("Link")).Replace('\\', '/')
            .TrimEnd('/');
        if (logical.Length == 0)
        {
            string relative = Path.GetRelativePath(ProjectDirectory, source).Replace('\\', '/');
            logical = relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative)
                ? Path.GetFileName(source) : relative;
        }
        logical = logical == "." ? "" : logical.StartsWith("./", StringComparison.Ordinal) ? logical[2..] : logical;
        if (Path.IsPathRooted(logical) || logical.Split('/').Any(e => e is "." or ".." || (e.Length == 0 && logical.Length > 0)))
        {
            Report(Catalogue.EmbedItemInvalid, item,
                $"item GoEmbed: LogicalPath is '{logical}'; want a path below the project's folder, without . and ..");
            return null;
        }
        return Path.GetFullPath(logical, ProjectDirectory);
    }

    private void AddFolder(ITaskItem item, string folder, string place, bool takesHidden)
    {
        bool isPublished = item.GetMetadata("IsPublished").Length > 0;
        foreach (string file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            Add(item, file, Path.Combine(place, Path.GetFileName(file)), takesHidden);
        }
        foreach (string child in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (!isPublished && WhatNobodyEmbeds(child) is { } what)
            {
                Report(Catalogue.EmbedsOutputFolder, item,
                    $"item GoEmbed: {item.ItemSpec} takes in {what} {Path.GetRelativePath(ProjectDirectory, child)}; name the files to embed");
                return;
            }
            AddFolder(item, child, Path.Combine(place, Path.GetFileName(child)), takesHidden);
        }
    }

    /// <summary>
    /// A pattern that starts further up takes the file in: it lies in a folder that nobody means to embed. A pattern within such a folder
    /// is meant.
    /// </summary>
    private bool TakesInOutput(ITaskItem item, string source)
    {
        string recursive = item.GetMetadata("RecursiveDir").Replace('\\', '/').Trim('/');
        string? at = Path.GetDirectoryName(source);
        for (int depth = recursive.Length == 0 ? 0 : recursive.Split('/').Length; depth > 0 && at is not null;
            depth--, at = Path.GetDirectoryName(at))
        {
            if (WhatNobodyEmbeds(at) is { } what)
            {
                Report(Catalogue.EmbedsOutputFolder, item,
                    $"item GoEmbed: the pattern takes in {what} {Path.GetRelativePath(ProjectDirectory, at)}; exclude it, or name the files to embed");
                return true;
            }
        }
        return false;
    }

    private string? WhatNobodyEmbeds(string folder)
    {
        string name = Path.GetFileName(folder);
        string parent = Path.GetDirectoryName(folder)!;
        return s_versionControl.Contains(name) ? "the folder of version control"
            : _outputFolders.Contains(folder) || (name is "bin" or "obj" && Directory.EnumerateFiles(parent, "*.*proj").Any())
            ? "the build's own folder"
            : name == "vendor" && File.Exists(Path.Combine(parent, "go.mod")) ? "the folder of modules" : null;
    }

    private void Add(ITaskItem item, string source, string place, bool takesHidden)
    {
        if (place != source && File.Exists(place))
        {
            Report(Catalogue.EmbedItemInvalid, item,
                $"item GoEmbed: {item.ItemSpec} is to be seen at {Path.GetRelativePath(ProjectDirectory, place)}, where there is another file");
        }
        else if (_items.TryGetValue(place, out EmbedItem? other) && other.Source != source)
        {
            Report(Catalogue.EmbedItemInvalid, item,
                $"item GoEmbed: {Path.GetRelativePath(ProjectDirectory, source)} and {Path.GetRelativePath(ProjectDirectory, other.Source)} are both to be seen at {Path.GetRelativePath(ProjectDirectory, place)}");
        }
        else
        {
            _items[place] = new EmbedItem(place, source, takesHidden || other is { TakesHidden: true });
        }
    }

    /// <summary>A file has no others below it.</summary>
    private void CheckFolders()
    {
        foreach (EmbedItem item in _items.Values)
        {
            for (string? folder = Path.GetDirectoryName(item.Path); folder is not null && folder.Length >= ProjectDirectory.Length;
                folder = Path.GetDirectoryName(folder))
            {
                if (_items.ContainsKey(folder) || File.Exists(folder))
                {
                    string place = Path.GetRelativePath(ProjectDirectory, item.Path), file = Path.GetRelativePath(ProjectDirectory, folder);
                    LogAtItem(Severity.Error, Catalogue.EmbedItemInvalid.Code, "GoEmbed",
                        Path.GetRelativePath(ProjectDirectory, item.Source),
                        $"item GoEmbed: {place} would be below {file}, which is a file");
                    return;
                }
            }
        }
    }

    private void Report(DiagnosticDescriptor descriptor, ITaskItem item, string message)
        => LogAtItem(descriptor.Severity, descriptor.Code, "GoEmbed", item.ItemSpec, message);

    /// <summary>Whole or not at all, and only when it says something new.</summary>
    private static void Write(string file, string text)
    {
        if (File.Exists(file) && File.ReadAllText(file) == text)
        {
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, file, overwrite: true);
    }
}
