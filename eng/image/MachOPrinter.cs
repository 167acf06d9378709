using System.Globalization;
using System.Text;
using Go.Compiler.Images.MachO;

namespace Go.Compiler.Tests.Images;

/// <summary>
/// A Mach-O file as text: what its load commands say, what the loader will do, and whether every hash of the signature is right.
/// </summary>
internal static class MachOPrinter
{
    private const int Shown = 4;

    /// <param name="isFull">All symbols and all words that the loader changes, not only their numbers.</param>
    public static string Print(MachOFile file, bool isFull)
    {
        var text = new StringBuilder();
        Line(text, $"processor 0x{file.Processor:x}/{file.ProcessorKind} kind {file.FileKind} flags 0x{file.Flags:x} commands {file.Commands.Count}");
        foreach (MachOSegment segment in file.Segments)
        {
            Line(text, $"segment {segment.Name} address 0x{segment.Address:x}+0x{segment.Size:x} file 0x{segment.FileOffset:x}+0x{segment.FileSize:x} "
                + $"access {segment.InitialProtection}/{segment.MaximalProtection} flags 0x{segment.Flags:x}");
            foreach (MachOSection section in segment.Sections)
            {
                Line(text, $"  section {section.Name} 0x{section.Address:x}+0x{section.Size:x} file 0x{section.FileOffset:x} align {section.Alignment} flags 0x{section.Flags:x} "
                    + $"reserved {section.Reserved1} {section.Reserved2}");
            }
        }
        foreach (LoadCommand command in file.Commands)
        {
            if (command.Kind != LoadCommandKind.Segment)
            {
                Line(text, Describe(file, command));
            }
        }
        PrintLists(file, isFull, text);
        return text.ToString();
    }

    /// <summary>One load command without what is where in the file.</summary>
    public static string Describe(MachOFile file, LoadCommand command) => command.Kind switch
    {
        LoadCommandKind.LoadLibrary
            => $"library {file.TextOf(command)} time {file.Number(command, 12)} version {file.Number(command, 16)} compatible {file.Number(command, 20)}",
        LoadCommandKind.LoadDynamicLinker => $"loader {file.TextOf(command)}",
        LoadCommandKind.BuildVersion
            => $"platform {file.Number(command, 8)} system {Version(file.Number(command, 12))} sdk {Version(file.Number(command, 16))} tools {file.Number(command, 20)}",
        LoadCommandKind.Uuid => $"uuid version {file.Uuid[6] >> 4} variant {file.Uuid[8] >> 6}",
        LoadCommandKind.Main => $"entry {SymbolAt(file, Start(file) + file.Number64(command, 8))} stack {file.Number64(command, 16)}",
        LoadCommandKind.UnixThread
            => $"thread {file.Number(command, 8)} words {file.Number(command, 12)} entry {SymbolAt(file, file.Number64(command, 16 + (16 * 8)))}",
        LoadCommandKind.SymbolTable => "symbol table",
        LoadCommandKind.DynamicSymbolTable
            => $"dynamic symbol table undefined {file.Number(command, 28)} indirect {file.Number(command, 60)}",
        LoadCommandKind.DynamicLinkerInformation => "loader lists" + (file.HasOtherLoaderLists ? " and others" : ""),
        LoadCommandKind.CodeSignature => "signature",
        _ => $"command 0x{(uint)command.Kind:x} size {command.Size}",
    };

    private static void PrintLists(MachOFile file, bool isFull, StringBuilder text)
    {
        IReadOnlyList<(int Segment, ulong Offset)> rebases = file.Rebases();
        Line(text, $"rebases {rebases.Count}");
        for (int i = 0; i < (isFull ? rebases.Count : 0); i++)
        {
            Line(text, $"  {file.Segments[rebases[i].Segment].Name} 0x{rebases[i].Offset:x}");
        }
        IReadOnlyList<MachOBind> binds = file.Binds();
        Line(text, $"binds {binds.Count}");
        foreach (string bind in isFull ? BindsOf(file) : [])
        {
            Line(text, "  " + bind);
        }
        MachOSymbol[] symbols = file.Symbols();
        Line(text, $"symbols {symbols.Length}");
        foreach (MachOSymbol s in isFull ? symbols : [])
        {
            Line(text, $"  {s.Name} kind 0x{s.Kind:x2} section {s.Section} 0x{s.Value:x}");
        }
        uint[] indirect = file.IndirectSymbols();
        Line(text, $"indirect symbols {indirect.Length}");
        for (int i = 0; i < (isFull ? indirect.Length : Math.Min(Shown, indirect.Length)); i++)
        {
            Line(text, $"  {(indirect[i] < symbols.Length ? symbols[indirect[i]].Name : "0x" + indirect[i].ToString("x", CultureInfo.InvariantCulture))}");
        }
        if (file.DescribeSignature() is { } signature)
        {
            Line(text, $"signature: {signature}");
            Line(text, $"signature: {file.VerifySignature() ?? "all hashes are right"}");
        }
    }

    /// <summary>Library and symbol of every bind, with its section; sorted.</summary>
    public static List<string> BindsOf(MachOFile file)
    {
        var lines = new List<string>();
        foreach (MachOBind bind in file.Binds())
        {
            string library = bind.Library >= 1 && bind.Library <= file.Libraries.Count
                ? file.Libraries[bind.Library - 1] : $"library {bind.Library}";
            lines.Add($"{library} {bind.Symbol} flags {bind.Flags} addend {bind.Addend} in {SectionAt(file, file.Segments[bind.Segment].Address + bind.Offset)}");
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    public static string SectionAt(MachOFile file, ulong address)
    {
        foreach (MachOSegment segment in file.Segments)
        {
            foreach (MachOSection section in segment.Sections)
            {
                if (address >= section.Address && address < section.End)
                {
                    return section.Segment + "," + section.Name;
                }
            }
        }
        return "no section";
    }

    private static string SymbolAt(MachOFile file, ulong address)
    {
        foreach (MachOSymbol symbol in file.Symbols())
        {
            if (symbol.Value == address && symbol.Section != 0)
            {
                return symbol.Name;
            }
        }
        return SectionAt(file, address);
    }

    private static ulong Start(MachOFile file)
    {
        foreach (MachOSegment segment in file.Segments)
        {
            if (segment.FileOffset == 0 && segment.FileSize != 0)
            {
                return segment.Address;
            }
        }
        return 0;
    }

    private static string Version(uint packed) => $"{packed >> 16}.{(packed >> 8) & 0xFF}.{packed & 0xFF}";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
