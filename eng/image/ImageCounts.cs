using Go.Compiler.Images.MachO;

namespace Go.Compiler.Tests.Images;

/// <summary>How many of everything a file has, for comparing with what another reader of the format counts.</summary>
internal static class ImageCounts
{
    public static string Of(byte[] file) => file switch
    {
        [(byte)'M', (byte)'Z', ..] => OfPe(PeImageText.Print(file), PeImageText.Fields(file)),
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => OfElf(ElfImageText.Print(file)),
        _ => OfMachO(MachOFile.Read(file)),
    };

    private static string OfPe(string text, SortedDictionary<string, string> fields)
    {
        long relocations = 0, unwind = 0;
        foreach (string line in text.Split('\n'))
        {
            long count = line.StartsWith("unwind ", StringComparison.Ordinal) || line.StartsWith("relocation ", StringComparison.Ordinal)
                ? long.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture) : 0;
            relocations += line[..Math.Min(1, line.Length)] == "r" ? count : 0;
            unwind += line[..Math.Min(1, line.Length)] == "u" ? count : 0;
        }
        // A line that names a library has two words, one of a symbol three.
        int imports = text.Split('\n').Count(l => l.StartsWith("  import ", StringComparison.Ordinal) && l.Trim().Split(' ').Length > 2);
        int symbols = Convert.ToInt32(fields["symbols"], 16);
        return $"sections {Lines(text, "section ")} symbols {symbols} imports {imports} relocations {relocations} unwind {unwind}";
    }

    private static string OfElf(string text)
        => $"sections {Lines(text, "section ")} symbols {Lines(text, "symbol ")} "
            + $"segments {Lines(text, "segment ")} notes {Lines(text, "  note ")}";

    private static string OfMachO(MachOFile file)
        => $"sections {file.Segments.Sum(s => s.Sections.Count)} symbols {file.Symbols().Length} "
            + $"imports {file.Binds().Count} rebases {file.Rebases().Count}";

    private static int Lines(string text, string start) => text.Split('\n').Count(l => l.StartsWith(start, StringComparison.Ordinal));
}
