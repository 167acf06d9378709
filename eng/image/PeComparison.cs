namespace Go.Compiler.Tests.Images;

/// <summary>Two PE files of the same program by different linkers: what must agree besides sizes and places.</summary>
internal static class PeComparison
{
    /// <summary>Fields that say how large something is, or where.</summary>
    private static readonly HashSet<string> s_sizes =
        ["symbols", "sizeOfCode", "sizeOfInitializedData", "entry", "sizeOfImage"];

    /// <summary>Lines that only one of the two has.</summary>
    public static List<string> Differences(byte[] original, byte[] ours)
    {
        List<string> first = ComparableOf(original), second = ComparableOf(ours), lines = [];
        foreach (string line in first.Except(second))
        {
            lines.Add("only original: " + line);
        }
        foreach (string line in second.Except(first))
        {
            lines.Add("only ours: " + line);
        }
        return lines;
    }

    private static List<string> ComparableOf(byte[] file)
    {
        var lines = new List<string>();
        foreach (string line in PeImageText.Print(file).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "section" when words[1][0] == '/':
                    break; // debug information, of which ours has none
                case "section":
                    lines.Add($"section {words[1]} flags {words[^1]}");
                    break;
                case "directory":
                    lines.Add(string.Join(' ', words[..^2]));
                    break;
                case "unwind" or "relocation":
                    lines.Add(line[..line.LastIndexOf(':')]);
                    break;
                case var field when !s_sizes.Contains(field):
                    lines.Add(line);
                    break;
            }
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
