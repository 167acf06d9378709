using System.Buffers.Binary;
using System.Text;
using Go.Compiler.Collections;

namespace Go.Compiler.Images.Elf;

/// <summary>
/// 64-bit little-endian ELF: a static executable without dynamic section, or one that a loader may put anywhere (contract 10.1).
/// </summary>
public sealed partial class ElfImageFormat(ElfFacts facts) : IImageFormat
{
    private const int HeaderSize = 64, ProgramHeaderSize = SegmentRows.Size, SectionHeaderSize = 64, SymbolSize = 24;
    private const uint LoadSegment = 1, NoteSegment = 4, HeaderSegment = 6, StackSegment = 0x6474E551;
    private const uint ProgramBits = 1, SymbolTable = 2, StringTable = 3, NoteSection = 7, NoBits = 8;
    private const int FixedSegments = 5; // program headers, three loads, stack; and one of each note
    private const int NoteHead = 12;
    private const ushort ExecutableKind = 2, DynamicKind = 3; // ET_EXEC, ET_DYN

    /// <inheritdoc/>
    public bool Place(ImageModel model)
    {
        ulong alignment = AlignmentOf(model);
        ulong at = StartOf(model) + (ulong)model.Facts.HeaderRoom, offset = (ulong)model.Facts.HeaderRoom;
        ImageProtection current = ImageProtection.Execute;
        long fileEnd = model.Facts.HeaderRoom;
        foreach (ImageSection section in InAddressOrder(model))
        {
            if (section.Protection != current)
            {
                (at, offset) = (Alignment.Up(at, alignment), Alignment.Up(offset, alignment));
                at = section.Protection == ImageProtection.Writable ? model.DataAddress ?? at : at;
                current = section.Protection;
            }
            // Addresses and offsets advance together within a segment: file gaps are at most a page, and the congruence that loading needs
            // is free.
            ulong gap = Alignment.Up(at, (ulong)section.Alignment) - at;
            section.Address = at += gap;
            section.FileOffset = (long)(offset += gap);
            at += (ulong)section.Size;
            offset += (ulong)section.Size;
            if (!section.IsZero)
            {
                fileEnd = section.FileOffset + section.Size;
            }
        }
        model.LoadedSize = fileEnd;
        return PlaceNotes(model);
    }

    /// <inheritdoc/>
    public void Seal(ImageModel model, Span<byte> loaded, Span<byte> rest)
    {
        // Nothing in the file depends on the build ids.
    }

    /// <inheritdoc/>
    public int SystemIdSize => 20;

    /// <summary>As Go's linker makes it: a hash that is none of anything else.</summary>
    public void MarkSystemId(Span<byte> id) => id[0] ^= 0xFF;

    /// <inheritdoc/>
    public ImageExamination Examine(byte[] file)
    {
        if (file.Length < HeaderSize || !file.AsSpan().StartsWith("\u007fELF"u8))
        {
            return new ImageExamination("it is no ELF file");
        }
        int machine = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(18)),
        kind = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(16));
        return machine != facts.Machine
            ? new ImageExamination($"its head says processor {machine} (e_machine), and programs of this target have {facts.Machine}")
            : new ImageExamination(null, kind == DynamicKind ? "position independent" : "static");
    }

    private static ulong AlignmentOf(ImageModel model)
        => (ulong)(model.SegmentAlignment == 0 ? model.Facts.SegmentAlignment : model.SegmentAlignment);

    /// <summary>The address of the file's first byte.</summary>
    private static ulong StartOf(ImageModel model)
        => model.TextAddress is { } text ? text - (ulong)model.Facts.HeaderRoom : Alignment.Up(model.Facts.BaseAddress, AlignmentOf(model));

    /// <summary>The linker's sections and the format's own behind those of their kind.</summary>
    private static List<ImageSection> InAddressOrder(ImageModel model)
    {
        List<ImageSection> own = DynamicSections(model);
        var all = new List<ImageSection>(model.Sections.Count + own.Count);
        for (var kind = ImageProtection.Execute; kind <= ImageProtection.Writable; kind++)
        {
            AddOfKind(model.Sections, kind, all);
            AddOfKind(own, kind, all);
        }
        return all;
    }

    private static void AddOfKind(IReadOnlyList<ImageSection> from, ImageProtection kind, List<ImageSection> to)
    {
        foreach (ImageSection section in from)
        {
            if (section.Protection == kind)
            {
                to.Add(section);
            }
        }
    }

    /// <summary>At the end of the room for headers; the loader's path is before them.</summary>
    private bool PlaceNotes(ImageModel model)
    {
        long at = model.Facts.HeaderRoom;
        for (int i = model.Notes.Count - 1; i >= 0; i--)
        {
            ImageNote note = model.Notes[i];
            at -= SizeOf(note);
            note.FileOffset = at + NoteHead + OwnerSize(note);
        }
        return at - InterpreterSize(model) >= HeaderSize + (SegmentsOf(model) * ProgramHeaderSize);
    }

    private static int SegmentsOf(ImageModel model)
        => FixedSegments + model.Notes.Count + (model.IsPositionIndependent ? DynamicSegments : 0);

    private static int OwnerSize(ImageNote note) => (note.Owner.Length + 1 + 3) & ~3;

    private static int SizeOf(ImageNote note) => NoteHead + OwnerSize(note) + ((note.Size + 3) & ~3);

    private static long StartOf(ImageNote note) => note.FileOffset - NoteHead - OwnerSize(note);

    /// <inheritdoc/>
    public byte[] Finish(ImageModel model, Span<byte> loaded)
    {
        var names = new StringTableBuilder();
        var trailer = new List<(string Name, uint Kind, byte[] Bytes, uint Link, uint Info, int EntrySize)>();
        int[] sectionIndex = NumberSections(model, out int sections, out int firstOwn);
        if (model.Symbols.Length != 0)
        {
            byte[] symbols = WriteSymbols(model, sectionIndex, out byte[] strings, out int locals);
            trailer.Add((".symtab", SymbolTable, symbols, (uint)sections + 1, (uint)locals, SymbolSize));
            trailer.Add((".strtab", StringTable, strings, 0, 0, 0));
        }
        int headerNames = sections + trailer.Count;
        using var headers = new MemoryStream();
        Span<byte> row = stackalloc byte[SectionHeaderSize];
        row.Clear();
        headers.Write(row);
        if (model.IsPositionIndependent)
        {
            long path = InterpreterOffset(model);
            WriteSection(row, names.Add(".interp"), ProgramBits, 2, StartOf(model) + (ulong)path, path, InterpreterSize(model), 0, 0, 1, 0);
            headers.Write(row);
        }
        foreach (ImageNote note in model.Notes)
        {
            WriteSection(row, names.Add(note.Section), NoteSection, 2, StartOf(model) + (ulong)StartOf(note), StartOf(note), SizeOf(note),
                0, 0, 4, 0);
            headers.Write(row);
        }
        foreach (ImageSection s in InAddressOrder(model))
        {
            if (s.Size != 0)
            {
                ulong flags = 2UL | (s.Protection == ImageProtection.Execute ? 4UL : s.Protection >= ImageProtection.ReadOnlyAfterRelocation
                    ? 1UL : 0);
                (uint kind, uint link, uint info, int entrySize) = DynamicRow(s, firstOwn, model);
                WriteSection(row, names.Add(s.Name), kind, flags, s.Address, s.FileOffset, s.Size, link, info, s.Alignment, entrySize);
                headers.Write(row);
            }
        }
        using var tail = new MemoryStream();
        Pad(tail, model.LoadedSize, 8);
        foreach ((string name, uint kind, byte[] bytes, uint link, uint info, int entrySize) in trailer)
        {
            Pad(tail, model.LoadedSize, 8);
            WriteSection(row, names.Add(name), kind, 0, 0, model.LoadedSize + tail.Length, bytes.Length, link, info, kind == SymbolTable ? 8
                : 1, entrySize);
            headers.Write(row);
            tail.Write(bytes);
        }
        uint nameOffset = names.Add(".shstrtab");
        byte[] nameBytes = names.Build();
        WriteSection(row, nameOffset, StringTable, 0, 0, model.LoadedSize + tail.Length, nameBytes.Length, 0, 0, 1, 0);
        headers.Write(row);
        tail.Write(nameBytes);
        Pad(tail, model.LoadedSize, 8);
        long sectionTable = model.LoadedSize + tail.Length;
        tail.Write(headers.GetBuffer().AsSpan(0, (int)headers.Length));
        WriteHeader(model, loaded, sectionTable, headerNames + 1, headerNames);
        WriteDynamicSections(model, loaded);
        return tail.ToArray();
    }

    private void WriteHeader(ImageModel model, Span<byte> file, long sectionTable, int sections, int nameSection)
    {
        ReadOnlySpan<byte> identification = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0];
        identification.CopyTo(file);
        Put16(file, 16, model.IsPositionIndependent ? DynamicKind : ExecutableKind);
        Put16(file, 18, facts.Machine);
        Put32(file, 20, 1);
        Put64(file, 24, model.Entry);
        Put64(file, 32, HeaderSize);
        Put64(file, 40, (ulong)sectionTable);
        Put16(file, 52, HeaderSize);
        Put16(file, 54, ProgramHeaderSize);
        Put16(file, 56, (ushort)SegmentsOf(model));
        Put16(file, 58, SectionHeaderSize);
        Put16(file, 60, (ushort)sections);
        Put16(file, 62, (ushort)nameSection);
        WriteSegments(model, file[HeaderSize..]);
        foreach (ImageNote note in model.Notes)
        {
            Span<byte> head = file[(int)StartOf(note)..];
            Put32(head, 0, (uint)OwnerSize(note)); // readers of "Go" want its padding counted
            Put32(head, 4, (uint)note.Size);
            Put32(head, 8, note.Kind);
            Encoding.ASCII.GetBytes(note.Owner, head[NoteHead..]);
        }
    }

    private void WriteSegments(ImageModel model, Span<byte> table)
    {
        ulong start = StartOf(model), alignment = AlignmentOf(model), headerBytes = (ulong)(SegmentsOf(model) * ProgramHeaderSize);
        var rows = new SegmentRows(table);
        rows.Add(HeaderSegment, 4, HeaderSize, start + HeaderSize, headerBytes, headerBytes, alignment);
        if (model.IsPositionIndependent)
        {
            ulong path = (ulong)InterpreterOffset(model), size = (ulong)InterpreterSize(model);
            rows.Add(InterpreterSegment, 4, path, start + path, size, size, 1);
        }
        for (var kind = ImageProtection.Execute; kind <= ImageProtection.Writable; kind++)
        {
            if (kind != ImageProtection.ReadOnlyAfterRelocation || model.IsPositionIndependent)
            {
                uint flags = kind == ImageProtection.Execute ? 5u : kind == ImageProtection.ReadOnly ? 4u : 6u;
                rows.Add(LoadSegment, flags, Extent(model, kind), alignment);
            }
        }
        if (model.IsPositionIndependent)
        {
            rows.Add(ProtectedSegment, 4, Extent(model, ImageProtection.ReadOnlyAfterRelocation), alignment);
            ImageSection dynamic = DynamicSections(model)[^1];
            rows.Add(DynamicSegment, 6, (ulong)dynamic.FileOffset, dynamic.Address, (ulong)dynamic.Size, (ulong)dynamic.Size, 8);
        }
        rows.Add(StackSegment, 6, 0, 0, 0, 0, 8);
        foreach (ImageNote note in model.Notes)
        {
            (ulong offset, ulong size) = ((ulong)StartOf(note), (ulong)SizeOf(note));
            rows.Add(NoteSegment, 4, offset, start + offset, size, size, 4);
        }
    }

    /// <summary>Where a segment starts in the file and in memory, and its end in both; the first one has the headers too.</summary>
    private static (ulong Offset, ulong Start, ulong FileEnd, ulong End) Extent(ImageModel model, ImageProtection protection)
    {
        ulong offset = 0, start = protection == ImageProtection.Execute ? StartOf(model) : 0, fileEnd = start, end = start;
        foreach (ImageSection s in InAddressOrder(model))
        {
            if (s.Protection != protection)
            {
                continue;
            }
            if (start == 0)
            {
                offset = (ulong)s.FileOffset;
                start = fileEnd = end = s.Address;
            }
            end = Math.Max(end, s.End);
            if (!s.IsZero)
            {
                fileEnd = Math.Max(fileEnd, s.End);
            }
        }
        return (offset, start, fileEnd, end);
    }

    /// <param name="firstOwn">The number of the first of the format's own sections.</param>
    private static int[] NumberSections(ImageModel model, out int count, out int firstOwn)
    {
        firstOwn = 0;
        var index = new int[model.Sections.Count];
        Array.Fill(index, 0xFFF1); // SHN_ABS: symbols of an empty section are bare addresses
        count = 1 + model.Notes.Count + (model.IsPositionIndependent ? 1 : 0);
        foreach (ImageSection section in InAddressOrder(model))
        {
            int at = IndexOf(model.Sections, section);
            if (at >= 0 && section.Size != 0)
            {
                index[at] = count;
            }
            firstOwn = at < 0 && firstOwn == 0 ? count : firstOwn;
            count += section.Size != 0 ? 1 : 0;
        }
        return index;
    }

    private static int IndexOf(IReadOnlyList<ImageSection> sections, ImageSection section)
    {
        for (int i = 0; i < sections.Count; i++)
        {
            if (ReferenceEquals(sections[i], section))
            {
                return i;
            }
        }
        return -1;
    }

    private static byte[] WriteSymbols(ImageModel model, int[] sectionIndex, out byte[] strings, out int locals)
    {
        var names = new StringTableBuilder();
        var table = new byte[(model.Symbols.Length + 1) * SymbolSize];
        int at = SymbolSize;
        // Local symbols come first.
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (ref readonly ImageSymbol s in model.Symbols.AsSpan())
            {
                if (s.IsLocal != (pass == 0))
                {
                    continue;
                }
                Span<byte> row = table.AsSpan(at, SymbolSize);
                Put32(row, 0, names.Add(s.Name));
                row[4] = (byte)((s.IsLocal ? 0 : 0x10) | (s.IsFunction ? 2 : 1));
                Put16(row, 6, (ushort)sectionIndex[s.Section]);
                Put64(row, 8, s.Address);
                Put64(row, 16, (ulong)s.Size);
                at += SymbolSize;
            }
        }
        locals = 1;
        foreach (ref readonly ImageSymbol s in model.Symbols.AsSpan())
        {
            locals += s.IsLocal ? 1 : 0;
        }
        strings = names.Build();
        return table;
    }

    private static void WriteSection(
        Span<byte> row, uint name, uint kind, ulong flags, ulong address, long offset, long size, uint link, uint info, int alignment,
        int entrySize)
    {
        Put32(row, 0, name);
        Put32(row, 4, kind);
        Put64(row, 8, flags);
        Put64(row, 16, address);
        Put64(row, 24, (ulong)offset);
        Put64(row, 32, (ulong)size);
        Put32(row, 40, link);
        Put32(row, 44, info);
        Put64(row, 48, (ulong)alignment);
        Put64(row, 56, (ulong)entrySize);
    }

    private static void Pad(MemoryStream stream, long start, int alignment)
    {
        while ((start + stream.Length) % alignment != 0)
        {
            stream.WriteByte(0);
        }
    }
    private static void Put16(Span<byte> at, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(at[offset..], value);
    private static void Put32(Span<byte> at, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(at[offset..], value);
    private static void Put64(Span<byte> at, int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(at[offset..], value);
}
