using System.Text.RegularExpressions;

namespace Go.Compiler.Tests.Images;

/// <summary>Two ELF files of the same program by different linkers, field by field: what must agree besides sizes and places.</summary>
internal static class ElfComparison
{
    /// <summary>
    /// Fields by the word that begins their lines in <see cref="ElfImageText"/>, and what of a line says neither how large something is nor
    /// where. Of a note that is its kind: its content is an identity of the very file.
    /// </summary>
    private static readonly (string Word, string Field, Regex Pattern)[] s_fields =
    [
        ("ident", "header", new("ident .*")), ("type", "header", new("type .*")),
        ("segment", "segments", new(@"segment \w+ flags \d+| align .*")), ("/", "loader", new("/.*")),
        ("note", "notes", new(@"note \S+ \d+")),
        ("section", "sections", new(@"section (?!\.z?debug)\S* kind \d+ flags \w+")),
        ("dynamic", "dynamic table", new(@"dynamic \w+")), ("relocation", "relocations", new(@"kind \w+")),
    ];

    /// <summary>Lines that differ, each after the name of the field.</summary>
    public static List<string> Differences(byte[] original, byte[] ours)
    {
        string[] first = LinesOf(original), second = LinesOf(ours);
        var lines = new List<string>();
        foreach ((string word, string field, Regex pattern) in s_fields)
        {
            FieldComparison.Compare(lines, field, Comparable(first, word, pattern), Comparable(second, word, pattern));
        }
        return lines;
    }

    private static string[] LinesOf(byte[] file)
        => ElfImageText.Print(file).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Debug information, of which ours has none, leaves no line.</summary>
    private static List<string> Comparable(string[] lines, string word, Regex pattern)
    {
        IEnumerable<string> all = lines.Where(l => l.StartsWith(word, StringComparison.Ordinal))
            .Select(l => string.Concat(pattern.Matches(l).Select(m => m.Value))).Where(l => l.Length > 0);
        return word == "relocation" ? [.. all.Distinct().Order(StringComparer.Ordinal)] : [.. all];
    }
}
