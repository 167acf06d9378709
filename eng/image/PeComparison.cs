namespace Go.Compiler.Tests.Images;

/// <summary>Two PE files of the same program by different linkers, field by field: what must agree besides sizes and places.</summary>
internal static class PeComparison
{
    private const string Header = "header";

    /// <summary>Fields of the header that say how large something is, or where.</summary>
    private static readonly HashSet<string> s_sizes = ["symbols", "sizeOfCode", "sizeOfInitializedData", "entry", "sizeOfImage"];

    /// <summary>Fields by the word that begins their lines; whether their order counts.</summary>
    private static readonly (string Word, string Field, bool IsOrdered)[] s_fields =
    [
        (Header, Header, true), ("section", "sections", true), ("directory", "directories", true), ("import", "imports", false),
        ("unwind", "unwind data", false), ("relocation", "base relocations", false),
    ];

    /// <summary>Lines that differ, each after the name of the field.</summary>
    public static List<string> Differences(byte[] original, byte[] ours)
    {
        ILookup<string, string> first = ComparableOf(original), second = ComparableOf(ours);
        var lines = new List<string>();
        foreach ((string word, string field, bool isOrdered) in s_fields)
        {
            FieldComparison.Compare(lines, field, LinesOf(first, word, isOrdered), LinesOf(second, word, isOrdered));
        }
        return lines;
    }

    private static List<string> LinesOf(ILookup<string, string> all, string word, bool isOrdered)
        => isOrdered ? [.. all[word]] : [.. all[word].Order(StringComparer.Ordinal)];

    private static ILookup<string, string> ComparableOf(byte[] file)
    {
        var lines = new List<(string Word, string Line)>();
        foreach (string line in PeImageText.Print(file).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = line.Split(' ');
            switch (words[0])
            {
                case "section" when words[1][0] == '/':
                    break; // debug information, of which ours has none
                case "section":
                    lines.Add((words[0], $"{words[1]} flags {words[^1]}"));
                    break;
                case "directory":
                    lines.Add((words[0], string.Join(' ', words[1..^2])));
                    break;
                case "unwind" or "relocation":
                    lines.Add((words[0], line[..line.LastIndexOf(':')]));
                    break;
                case "import":
                    lines.Add((words[0], line));
                    break;
                case var field when !s_sizes.Contains(field):
                    lines.Add((Header, line));
                    break;
            }
        }
        return lines.ToLookup(l => l.Word, l => l.Line);
    }
}
