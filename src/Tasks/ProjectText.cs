using System.Text.RegularExpressions;
using System.Xml;

namespace Go.Sdk.Tasks;

/// <summary>One place where a user's project file sets a property, adds an item or gives it metadata.</summary>
/// <param name="Name">Of the property or item.</param>
/// <param name="Metadata">Name of the metadata; empty for properties and items themselves.</param>
/// <param name="Value">The text as it is written; of an item what it includes.</param>
public sealed record ProjectAssignment(string Name, string Metadata, bool IsItem, string Value, string File, int Line, int Column)
{
    /// <summary>It, or something around it, has a condition: it may not count.</summary>
    public bool IsConditional { get; init; }

    /// <summary>A property that is given no text, or taken away.</summary>
    public bool IsEmpty => !IsItem && Value.Trim().Length == 0;
}

/// <summary>
/// What users wrote: the project file, its neighbours (Directory.Build.props and .targets, *.user) and the files that those import by a
/// plain path. MSBuild keeps values, not places; findings about a setting need the place.
/// </summary>
public sealed partial class ProjectText
{
    private readonly List<ProjectAssignment> _assignments = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _project;

    private ProjectText(string project) => _project = project;

    /// <summary>In order of the files, and within them of their lines.</summary>
    public IReadOnlyList<ProjectAssignment> Assignments => _assignments;

    /// <summary>A property or item list is used somewhere in these files: <c>$(Name)</c> or <c>@(Name)</c>.</summary>
    public bool Uses(string name) => _used.Contains(name);

    public static ProjectText Read(string project, IEnumerable<string> others)
    {
        var text = new ProjectText(project);
        text.Add(project);
        text.Add(project + ".user");
        foreach (string other in others)
        {
            text.Add(other);
        }
        return text;
    }

    /// <summary>
    /// Where a property got the value that it has: the last place with that text, else the last at all; null when no file sets it.
    /// </summary>
    public ProjectAssignment? PlaceOf(string name, string value)
    {
        ProjectAssignment? last = null, exact = null;
        foreach (ProjectAssignment a in _assignments)
        {
            if (a.Metadata.Length == 0 && a.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                last = a;
                exact = a.Value.Trim() == value.Trim() ? a : exact;
            }
        }
        return exact ?? last;
    }

    /// <summary>
    /// Where a file became an item: of the places that name it or have a pattern that begins as it does, the one that says most of it.
    /// </summary>
    public ProjectAssignment? PlaceOfItem(string name, string file)
    {
        ProjectAssignment? best = null;
        int length = -1;
        foreach (ProjectAssignment a in _assignments.Where(a => a.IsItem && a.Metadata.Length == 0
            && a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (string part in a.Value.Split(';', StringSplitOptions.TrimEntries))
            {
                int wildcard = part.IndexOf('*', StringComparison.Ordinal);
                string start = (wildcard < 0 ? part : part[..wildcard]).Replace('\\', '/');
                if (start.Length > length && file.Replace('\\', '/').StartsWith(start, StringComparison.Ordinal))
                {
                    (best, length) = (a, start.Length);
                }
            }
        }
        return best ?? PlaceOf(name, file);
    }

    private void Add(string file)
    {
        if (file.Length == 0 || !_seen.Add(file) || !File.Exists(file))
        {
            return;
        }
        try
        {
            // As a stream: a reader takes a name for an address, in which %41 is a letter.
            using FileStream stream = File.OpenRead(file);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore,
                IgnoreComments = true, IgnoreProcessingInstructions = true });
            ReadElements(reader, file);
        }
        catch (XmlException)
        {
            return; // MSBuild has read it, or says itself why not
        }
    }

    private void ReadElements(XmlReader reader, string file)
    {
        string group = "";
        int groupDepth = -1, conditionDepth = int.MaxValue;
        ProjectAssignment? item = null;
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                NoteUses(reader.Value);
                continue;
            }
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }
            NoteUsesInAttributes(reader);
            conditionDepth = reader.Depth <= conditionDepth
                ? reader.GetAttribute("Condition") is null && reader.LocalName is not ("Otherwise" or "Target")
                ? int.MaxValue : reader.Depth : conditionDepth;
            bool isConditional = reader.Depth >= conditionDepth;
            if (reader.Depth <= groupDepth)
            {
                group = "";
                groupDepth = -1;
            }
            if (reader.LocalName is "PropertyGroup" or "ItemGroup" or "ItemDefinitionGroup" && groupDepth < 0)
            {
                group = reader.LocalName;
                groupDepth = reader.Depth;
            }
            else if (reader.LocalName == "Import" && reader.GetAttribute("Sdk") is null
                && Resolve(reader.GetAttribute("Project") ?? "", file) is { } imported)
            {
                Add(imported);
            }
            else if (group == "PropertyGroup" && reader.Depth == groupDepth + 1)
            {
                AddAssignment(reader, file, isItem: false, isConditional);
            }
            else if (group.Length > 0 && reader.Depth == groupDepth + 1)
            {
                item = AddAssignment(reader, file, isItem: true, isConditional);
            }
            else if (group is "ItemGroup" or "ItemDefinitionGroup" && reader.Depth == groupDepth + 2 && item is not null)
            {
                (int line, int column) = PlaceOf(reader);
                _assignments.Add(item with { Metadata = reader.LocalName, Value = "", Line = line, Column = column });
            }
        }
    }

    private static readonly HashSet<string> s_itemAttributes = new(StringComparer.OrdinalIgnoreCase)
    {
        "Include", "Exclude", "Remove", "Update", "Condition", "Label", "KeepMetadata", "RemoveMetadata", "KeepDuplicates",
        "MatchOnMetadata", "MatchOnMetadataOptions",
    };

    private ProjectAssignment AddAssignment(XmlReader reader, string file, bool isItem, bool isConditional)
    {
        (int line, int column) = PlaceOf(reader);
        string value = isItem ? reader.GetAttribute("Include") ?? reader.GetAttribute("Update") ?? "" : "";
        var assignment = new ProjectAssignment(reader.LocalName, "", isItem, value, file, line, column) { IsConditional = isConditional };
        var metadata = new List<ProjectAssignment>();
        for (bool any = isItem && reader.MoveToFirstAttribute(); any; any = reader.MoveToNextAttribute())
        {
            if (!s_itemAttributes.Contains(reader.LocalName))
            {
                (int attributeLine, int attributeColumn) = PlaceOf(reader);
                metadata.Add(assignment with { Metadata = reader.LocalName, Value = reader.Value, Line = attributeLine,
                    Column = attributeColumn });
            }
        }
        reader.MoveToElement();
        if (!isItem && !reader.IsEmptyElement && reader.Read() && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
        {
            assignment = assignment with { Value = reader.Value };
            NoteUses(reader.Value);
        }
        _assignments.Add(assignment);
        _assignments.AddRange(metadata);
        return assignment;
    }

    /// <summary>Elements are at their bracket, as MSBuild counts.</summary>
    private static (int Line, int Column) PlaceOf(XmlReader reader)
        => reader is IXmlLineInfo place ? (place.LineNumber, place.LinePosition - (reader.NodeType == XmlNodeType.Element ? 1 : 0))
            : (0, 0);

    private void NoteUsesInAttributes(XmlReader reader)
    {
        for (bool any = reader.MoveToFirstAttribute(); any; any = reader.MoveToNextAttribute())
        {
            NoteUses(reader.Value);
        }
        reader.MoveToElement();
    }

    private void NoteUses(string text)
    {
        foreach (Match use in Use().Matches(text))
        {
            _used.Add(use.Groups[1].Value);
        }
    }

    /// <summary>The file that an import means; null when its path needs more than the two usual properties.</summary>
    private string? Resolve(string import, string file)
    {
        string folder = Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar;
        if (Above().Match(import) is { Success: true } above)
        {
            for (DirectoryInfo? at = new DirectoryInfo(folder).Parent; at is not null; at = at.Parent)
            {
                string candidate = Path.Combine(at.FullName, above.Groups[1].Value);
                if (File.Exists(candidate))
                {
                    return candidate;
                }
            }
            return null;
        }
        string path = import.Replace("$(MSBuildThisFileDirectory)", folder, StringComparison.OrdinalIgnoreCase)
            .Replace("$(MSBuildProjectDirectory)", Path.GetDirectoryName(_project), StringComparison.OrdinalIgnoreCase).Replace('\\', '/');
        return path.Length == 0 || path.Contains("$(", StringComparison.Ordinal) || path.Contains('*')
            ? null : Path.GetFullPath(path, folder);
    }

    [GeneratedRegex(@"[$@]\(\s*(\w+)")]
    private static partial Regex Use();

    [GeneratedRegex(@"GetPathOfFileAbove\(\s*'?([\w.]+)'?\s*,")]
    private static partial Regex Above();
}
