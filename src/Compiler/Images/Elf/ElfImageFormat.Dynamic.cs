using System.Buffers.Binary;
using System.Text;

namespace Go.Compiler.Images.Elf;

/// <summary>
/// What the loader of position-independent programs reads: its own path, the words that hold addresses, and an empty table of symbols,
/// which it insists on.
/// </summary>
public sealed partial class ElfImageFormat
{
    private const uint DynamicSegment = 2, InterpreterSegment = 3, ProtectedSegment = 0x6474E552;
    private const int DynamicSegments = 4; // loader, load and protection of what is written while loading, dynamic section
    private const uint RelocationTable = 4, HashTable = 5, DynamicTable = 6, DynamicSymbolTable = 11;
    private const int RelocationSize = 24, DynamicEntrySize = 16;
    private const ulong TagHash = 4, TagStrings = 5, TagSymbols = 6, TagRelocations = 7, TagRelocationsSize = 8, TagRelocationSize = 9,
    TagStringsSize = 10, TagSymbolSize = 11,
        TagDebug = 21, TagRelativeCount = 0x6FFF_FFF9, TagFlags = 0x6FFF_FFFB, PositionIndependentFlag = 0x0800_0000;
    private const int DynamicEntries = 12;

    private int InterpreterSize(ImageModel model) => model.IsPositionIndependent ? Encoding.UTF8.GetByteCount(InterpreterOf(model)) + 1 : 0;

    private string InterpreterOf(ImageModel model) => model.Interpreter ?? facts.Interpreter;

    /// <summary>Before the notes.</summary>
    private long InterpreterOffset(ImageModel model)
        => (model.Notes.Count == 0 ? model.Facts.HeaderRoom : StartOf(model.Notes[0])) - InterpreterSize(model);

    /// <summary>The sections that only the format needs; the dynamic section is the last. None for programs at a fixed address.</summary>
    private static List<ImageSection> DynamicSections(ImageModel model)
    {
        if (model.IsPositionIndependent && model.FormatSections.Count == 0)
        {
            model.FormatSections.AddRange(
            [
                new ImageSection(".rela", ImageProtection.ReadOnly) { Size = (long)model.RebaseCount * RelocationSize, Alignment = 8 },
                new ImageSection(".dynstr", ImageProtection.ReadOnly) { Size = 1 },
                new ImageSection(".hash", ImageProtection.ReadOnly) { Size = 5 * 4, Alignment = 8 },
                new ImageSection(".dynsym", ImageProtection.ReadOnly) { Size = SymbolSize, Alignment = 8 },
                new ImageSection(".dynamic", ImageProtection.ReadOnlyAfterRelocation) { Size = DynamicEntries * DynamicEntrySize,
                    Alignment = 8 },
            ]);
        }
        return model.FormatSections;
    }

    /// <summary>What the section table says of a section besides its place.</summary>
    private static (uint Kind, uint Link, uint Info, int EntrySize) DynamicRow(ImageSection section, int firstOwn, ImageModel model)
    {
        int own = model.FormatSections.IndexOf(section);
        // The four read-only ones stand side by side: the symbol table is the fourth, its names are the second.
        uint names = (uint)firstOwn + 1, symbols = (uint)firstOwn + 3;
        return own switch
        {
            0 => (RelocationTable, symbols, 0, RelocationSize),
            1 => (StringTable, 0, 0, 0),
            2 => (HashTable, symbols, 0, 4),
            3 => (DynamicSymbolTable, names, 1, SymbolSize),
            4 => (DynamicTable, names, 0, DynamicEntrySize),
            _ => (section.IsZero ? NoBits : ProgramBits, 0, 0, 0),
        };
    }

    private void WriteDynamicSections(ImageModel model, Span<byte> file)
    {
        if (!model.IsPositionIndependent)
        {
            return;
        }
        Encoding.UTF8.GetBytes(InterpreterOf(model), file[(int)InterpreterOffset(model)..]);
        List<ImageSection> own = DynamicSections(model);
        (ImageSection relocations, ImageSection strings, ImageSection hash, ImageSection symbols, ImageSection dynamic) =
            (own[0], own[1], own[2], own[3], own[4]);
        WriteRelocations(model, file, (int)relocations.FileOffset);
        // One bucket, one chain, both with the null symbol only.
        Put32(file, (int)hash.FileOffset, 1);
        Put32(file, (int)hash.FileOffset + 4, 1);
        int at = (int)dynamic.FileOffset;
        foreach ((ulong tag, ulong value) in (ReadOnlySpan<(ulong, ulong)>)
        [
            (TagHash, hash.Address), (TagSymbols, symbols.Address), (TagSymbolSize, SymbolSize), (TagStrings, strings.Address),
            (TagStringsSize, (ulong)strings.Size), (TagRelocations, relocations.Address), (TagRelocationsSize, (ulong)relocations.Size),
            (TagRelocationSize, RelocationSize), (TagRelativeCount, (ulong)model.RebaseCount), (TagDebug, 0),
            (TagFlags, PositionIndependentFlag), (0, 0),
        ])
        {
            Put64(file, at, tag);
            Put64(file, at + 8, value);
            at += DynamicEntrySize;
        }
    }

    /// <summary>One entry per word: its address, and the address that it holds before the program has been moved.</summary>
    private void WriteRelocations(ImageModel model, Span<byte> file, int at)
    {
        List<ImageSection> sections = InAddressOrder(model);
        int current = 0;
        foreach (ulong address in model.Rebases)
        {
            while (address >= sections[current].End)
            {
                current++;
            }
            int word = (int)(sections[current].FileOffset + (long)(address - sections[current].Address));
            Put64(file, at, address);
            Put64(file, at + 8, facts.RelativeRelocation);
            Put64(file, at + 16, BinaryPrimitives.ReadUInt64LittleEndian(file[word..]));
            at += RelocationSize;
        }
    }
}
