using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Go.Compiler.Tests.Images;

/// <summary>
/// An ELF image of 64 bits as text: header, segments, notes, sections, symbols, and what the loader reads. Reads by itself, with nothing of
/// the compiler.
/// </summary>
internal sealed class ElfImageText
{
    private const uint NoteSegment = 4, DynamicSegment = 2, InterpreterSegment = 3, SymbolSection = 2, RelocationSection = 4;
    private const int SectionSize = 64, SegmentSize = 56, SymbolSize = 24, RelocationSize = 24, DynamicSize = 16;

    private readonly byte[] _file;
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, uint Kind, ulong Flags, ulong Address, int Offset, int Size, int Link)> _sections = [];

    private ElfImageText(byte[] file)
    {
        _file = file;
        int table = (int)U64(0x28), count = U16(0x3C), names = Offset(table + (U16(0x3E) * SectionSize));
        for (int i = 0; i < count; i++)
        {
            int at = table + (i * SectionSize);
            _sections.Add((Name(names + (int)U32(at)), U32(at + 4), U64(at + 8), U64(at + 16), Offset(at), (int)U64(at + 32),
                (int)U32(at + 40)));
        }
    }

    public static string Print(byte[] file)
    {
        var image = new ElfImageText(file);
        image.PrintHeader();
        image.PrintSegments();
        image.PrintSections();
        image.PrintRelocations();
        foreach ((string name, ulong value, ulong size, byte info, int section) in image.ReadSymbols())
        {
            image.Line($"symbol {name} 0x{value:x} {size} info {info:x2} section {section}");
        }
        return image._text.ToString();
    }

    /// <summary>Addresses by name.</summary>
    public static Dictionary<string, ulong> Symbols(byte[] file)
    {
        var all = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach ((string name, ulong value, _, _, _) in new ElfImageText(file).ReadSymbols())
        {
            all[name] = value;
        }
        return all;
    }

    /// <summary>Where the byte of an address is in the file.</summary>
    public static int OffsetOf(byte[] file, ulong address)
        => new ElfImageText(file)._sections.Where(s => s.Address != 0 && address >= s.Address && address < s.Address + (ulong)s.Size)
            .Select(s => s.Offset + (int)(address - s.Address)).Single();

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(at));

    private ulong U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_file.AsSpan(at));

    private int Offset(int section) => (int)U64(section + 24);

    private string Name(int at) => Encoding.UTF8.GetString(_file.AsSpan(at, _file.AsSpan(at).IndexOf((byte)0)));

    private void Line(string text) => _text.Append(text).Append('\n');

    private void PrintHeader()
    {
        Line($"ident {Convert.ToHexStringLower(_file.AsSpan(0, 16))}");
        Line($"type {U16(16)} machine {U16(18)} version {U32(20)} flags 0x{U32(48):x}");
        Line($"entry 0x{U64(24):x}");
        Line($"segments {U16(56)} of {U16(54)} at 0x{U64(32):x}, sections {U16(60)} of {U16(58)} at 0x{U64(40):x}, names {U16(62)}");
    }

    private void PrintSegments()
    {
        int table = (int)U64(0x20);
        for (int i = 0; i < U16(0x38); i++)
        {
            int at = table + (i * SegmentSize), offset = (int)U64(at + 8), size = (int)U64(at + 32);
            Line($"segment {U32(at):x} flags {U32(at + 4)} at 0x{U64(at + 16):x} file 0x{offset:x}+0x{size:x} memory 0x{U64(at + 40):x} align 0x{U64(at + 48):x}");
            switch (U32(at))
            {
                case NoteSegment:
                    PrintNotes(offset, offset + size);
                    break;
                case InterpreterSegment:
                    Line("  " + Name(offset));
                    break;
                case DynamicSegment:
                    PrintDynamic(offset, offset + size);
                    break;
            }
        }
    }

    private void PrintNotes(int at, int end)
    {
        while (at < end)
        {
            int name = (int)U32(at), description = (int)U32(at + 4);
            int content = at + 12 + ((name + 3) & ~3);
            Line($"  note {Name(at + 12)} {U32(at + 8)}: {Convert.ToHexStringLower(_file.AsSpan(content, description))}");
            at = content + ((description + 3) & ~3);
        }
    }

    private void PrintDynamic(int at, int end)
    {
        for (; at < end; at += DynamicSize)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"  dynamic 0x{U64(at):x} 0x{U64(at + 8):x}"));
        }
    }

    private void PrintSections()
    {
        foreach ((string name, uint kind, ulong flags, ulong address, int offset, int size, int link) in _sections)
        {
            Line($"section {name} kind {kind} flags {flags:x} at 0x{address:x} file 0x{offset:x}+0x{size:x} link {link}");
        }
    }

    private void PrintRelocations()
    {
        foreach (var section in _sections.Where(s => s.Kind == RelocationSection))
        {
            for (int at = section.Offset; at < section.Offset + section.Size; at += RelocationSize)
            {
                Line($"relocation 0x{U64(at):x} kind {U64(at + 8):x} addend 0x{U64(at + 16):x}");
            }
        }
    }

    private IEnumerable<(string Name, ulong Value, ulong Size, byte Info, int Section)> ReadSymbols()
    {
        foreach (var section in _sections.Where(s => s.Kind == SymbolSection))
        {
            int names = _sections[section.Link].Offset;
            for (int at = section.Offset; at < section.Offset + section.Size; at += SymbolSize)
            {
                yield return (Name(names + (int)U32(at)), U64(at + 8), U64(at + 16), _file[at + 4], U16(at + 6));
            }
        }
    }
}
