using Go.Compiler.Images.MachO;
using static Go.Compiler.Tests.Images.FieldComparison;

namespace Go.Compiler.Tests.Images;

/// <summary>
/// Two Mach-O files of the same program by different linkers, field by field: where they must agree, and how their sizes differ.
/// </summary>
internal static class MachOComparison
{
    /// <summary>Sections of debug information are no part of the comparison: ours has none.</summary>
    private const string DebugSegment = "__DWARF";

    /// <summary>Lines that differ, each after the name of the field.</summary>
    public static List<string> Differences(MachOFile original, MachOFile ours)
    {
        var lines = new List<string>();
        Compare(lines, "header", HeaderOf(original), HeaderOf(ours));
        Compare(lines, "segments", SegmentsOf(original), SegmentsOf(ours));
        Compare(lines, "sections", SectionsOf(original), SectionsOf(ours));
        Compare(lines, "commands", CommandsOf(original), CommandsOf(ours));
        Compare(lines, "imports", MachOPrinter.BindsOf(original), MachOPrinter.BindsOf(ours));
        Compare(lines, "undefined symbols", UndefinedOf(original), UndefinedOf(ours));
        Compare(lines, "rebased sections", RebasedSectionsOf(original), RebasedSectionsOf(ours));
        Compare(lines, "indirect symbols", IndirectOf(original), IndirectOf(ours));
        Compare(lines, "signature", [original.VerifySignature() ?? "right"], [ours.VerifySignature() ?? "right"]);
        return lines;
    }

    /// <summary>Names of functions and variables that only one of the two has.</summary>
    public static (List<string> OnlyOriginal, List<string> OnlyOurs) Symbols(MachOFile original, MachOFile ours)
    {
        var first = new HashSet<string>(NamesOf(original), StringComparer.Ordinal);
        var second = new HashSet<string>(NamesOf(ours), StringComparer.Ordinal);
        return ([.. first.Except(second).Order(StringComparer.Ordinal)], [.. second.Except(first).Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> NamesOf(MachOFile file) => file.Symbols().Where(s => s.Section != 0).Select(s => s.Name);

    private static List<string> HeaderOf(MachOFile file)
        => [$"processor 0x{file.Processor:x}/{file.ProcessorKind}", $"kind {file.FileKind}", $"flags 0x{file.Flags:x}"];

    private static List<string> SegmentsOf(MachOFile file)
        => [.. file.Segments.Where(s => s.Name != DebugSegment)
            .Select(s => $"{s.Name} access {s.InitialProtection}/{s.MaximalProtection} flags 0x{s.Flags:x}")];

    private static List<string> SectionsOf(MachOFile file)
        => [.. file.Segments.Where(s => s.Name != DebugSegment).SelectMany(s => s.Sections)
            .Select(s => $"{s.Segment},{s.Name} flags 0x{s.Flags:x} stub {s.Reserved2}")];

    private static List<string> CommandsOf(MachOFile file)
        => [.. file.Commands.Where(c => c.Kind != LoadCommandKind.Segment).Select(c => MachOPrinter.Describe(file, c))];

    private static List<string> UndefinedOf(MachOFile file)
        => [.. file.Symbols().Where(s => s.Section == 0).Select(s => $"{s.Name} kind 0x{s.Kind:x} description {s.Description}")
            .Order(StringComparer.Ordinal)];

    private static List<string> RebasedSectionsOf(MachOFile file)
        => [.. file.Rebases().Select(r => MachOPrinter.SectionAt(file, file.Segments[r.Segment].Address + r.Offset)).Distinct()
            .Order(StringComparer.Ordinal)];

    private static List<string> IndirectOf(MachOFile file)
    {
        MachOSymbol[] symbols = file.Symbols();
        return [.. file.IndirectSymbols().Select(i => symbols[i].Name).Order(StringComparer.Ordinal)];
    }
}
