using System.Text.Json;

namespace Go.Compiler.FileSystem;

/// <summary>
/// Files that a project lets <c>//go:embed</c> lines see at places of its choice: made by the build, of other projects, or hidden ones.
/// Nothing but the patterns of such lines sees them there; no package gets a source file by it.
/// </summary>
public sealed class EmbedItems
{
    private readonly SortedDictionary<string, EmbedItem> _items;

    // Folders on the way to items that are taken in though they are hidden.
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);

    private EmbedItems(SortedDictionary<string, EmbedItem> items)
    {
        _items = items;
        foreach (EmbedItem item in items.Values.Where(i => i.TakesHidden))
        {
            for (string? at = item.Path; at is not null && _hidden.Add(at); at = Path.GetDirectoryName(at))
            {
            }
        }
    }

    /// <summary>No files.</summary>
    public static EmbedItems None { get; } = new(new SortedDictionary<string, EmbedItem>(StringComparer.Ordinal));

    /// <summary>By their places.</summary>
    public IReadOnlyCollection<EmbedItem> All => _items.Values;

    /// <summary>Reads the list that <see cref="Text"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is no such list.</exception>
    public static EmbedItems Read(string file, IFileView view)
    {
        var items = new SortedDictionary<string, EmbedItem>(StringComparer.Ordinal);
        byte[] json = view.Read(file);
        try
        {
            foreach (EmbedItem item in JsonSerializer.Deserialize(json, EmbedItemTexts.Default.EmbedItemArray) ?? [])
            {
                items[item.Path] = item;
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file} is no list of files to embed: {JsonProblem.Of(json, e)}", e);
        }
        return new EmbedItems(items);
    }

    /// <summary>The list as a file holds it.</summary>
    public static string Text(IEnumerable<EmbedItem> items)
        => JsonSerializer.Serialize([.. items.OrderBy(i => i.Path, StringComparer.Ordinal)], EmbedItemTexts.Default.EmbedItemArray) + "\n";

    /// <summary>An item that asks to be taken in though names on its way hide it is at this path, or below it.</summary>
    public bool TakesHidden(string path) => _hidden.Contains(path);

    /// <summary>Files as patterns see them: those of a view, and the items at their places.</summary>
    public IFileView Over(IFileView view)
    {
        var replacements = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (EmbedItem item in _items.Values)
        {
            replacements.Add(item.Path, item.Source);
        }
        return OverlayFileView.Of(replacements, view);
    }
}
