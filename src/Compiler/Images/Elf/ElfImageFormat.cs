using System.Buffers.Binary;
using System.Text;

namespace Go.Compiler.Images.Elf;

/// <summary>64-bit little-endian ELF: a static executable without dynamic section (contract 10.1).</summary>
public sealed class ElfImageFormat : IImageFormat
{
    private const int HeaderSize = 64, ProgramHeaderSize = 56, SectionHeaderSize = 64, SymbolSize = 24;
    private const uint LoadSegment = 1, NoteSegment = 4, HeaderSegment = 6, StackSegment = 0x6474E551;
    private const uint ProgramBits = 1, SymbolTable = 2, StringTable = 3, NoteSection = 7, NoBits = 8;
    private const int FixedSegments = 5; // program headers, three loads, stack; and one of each note
    private const int NoteHead = 12;

    /// <inheritdoc/>
    public bool Place(ImageModel model)
    {
        ImageFacts facts = model.Facts;
        ulong at = facts.BaseAddress + (ulong)facts.HeaderRoom;
        ImageProtection current = ImageProtection.Execute;
        long fileEnd = facts.HeaderRoom;
        foreach (ImageSection section in model.Sections)
        {
            if (section.Protection != current)
            {
                at = Align(at, facts.SegmentAlignment);
                current = section.Protection;
            }
            section.Address = at = Align(at, section.Alignment);
            // Addresses and offsets advance together: file gaps are at most a page, and the congruence that loading needs is free.
            section.FileOffset = (long)(at - facts.BaseAddress);
            at += (ulong)section.Size;
            if (!section.IsZero)
            {
                fileEnd = section.FileOffset + section.Size;
            }
        }
        model.LoadedSize = fileEnd;
        return PlaceNotes(model);
    }

    /// <summary>At the end of the room for headers.</summary>
    private static bool PlaceNotes(ImageModel model)
    {
        long at = model.Facts.HeaderRoom;
        for (int i = model.Notes.Count - 1; i >= 0; i--)
        {
            ImageNote note = model.Notes[i];
            at -= SizeOf(note);
            note.FileOffset = at + NoteHead + OwnerSize(note);
        }
        return at >= HeaderSize + (SegmentsOf(model) * ProgramHeaderSize);
    }

    private static int SegmentsOf(ImageModel model) => FixedSegments + model.Notes.Count;

    private static int OwnerSize(ImageNote note) => (note.Owner.Length + 1 + 3) & ~3;

    private static int SizeOf(ImageNote note) => NoteHead + OwnerSize(note) + ((note.Size + 3) & ~3);

    private static long StartOf(ImageNote note) => note.FileOffset - NoteHead - OwnerSize(note);

    /// <inheritdoc/>
    public byte[] Finish(ImageModel model, Span<byte> loaded)
    {
        var names = new StringTableBuilder();
        var trailer = new List<(string Name, uint Kind, byte[] Bytes, uint Link, uint Info, int EntrySize)>();
        int[] sectionIndex = NumberSections(model, out int sections);
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
        foreach (ImageNote note in model.Notes)
        {
            WriteSection(row, names.Add(note.Section), NoteSection, 2, model.Facts.BaseAddress + (ulong)StartOf(note), StartOf(note), SizeOf(note), 0, 0, 4, 0);
            headers.Write(row);
        }
        foreach (ImageSection s in model.Sections)
        {
            if (s.Size != 0)
            {
                ulong flags = 2UL | (s.Protection == ImageProtection.Execute ? 4UL : s.Protection == ImageProtection.Writable ? 1UL : 0);
                WriteSection(row, names.Add(s.Name), s.IsZero ? NoBits : ProgramBits, flags, s.Address, s.FileOffset, s.Size, 0, 0, s.Alignment, 0);
                headers.Write(row);
            }
        }
        using var tail = new MemoryStream();
        Pad(tail, model.LoadedSize, 8);
        foreach ((string name, uint kind, byte[] bytes, uint link, uint info, int entrySize) in trailer)
        {
            Pad(tail, model.LoadedSize, 8);
            WriteSection(row, names.Add(name), kind, 0, 0, model.LoadedSize + tail.Length, bytes.Length, link, info, kind == SymbolTable ? 8 : 1, entrySize);
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
        return tail.ToArray();
    }

    private static void WriteHeader(ImageModel model, Span<byte> file, long sectionTable, int sections, int nameSection)
    {
        ReadOnlySpan<byte> identification = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0];
        identification.CopyTo(file);
        Put16(file, 16, 2); // ET_EXEC
        Put16(file, 18, model.Facts.Machine);
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

    private static void WriteSegments(ImageModel model, Span<byte> table)
    {
        ImageFacts facts = model.Facts;
        ulong headerBytes = (ulong)(SegmentsOf(model) * ProgramHeaderSize);
        WriteSegment(table, HeaderSegment, 4, HeaderSize, facts.BaseAddress + HeaderSize, headerBytes, headerBytes, facts.SegmentAlignment);
        for (int i = 0; i < 3; i++)
        {
            var protection = (ImageProtection)i;
            (ulong start, ulong fileEnd, ulong end) = Extent(model, protection);
            uint flags = protection == ImageProtection.Execute ? 5u : protection == ImageProtection.ReadOnly ? 4u : 6u;
            WriteSegment(table[((i + 1) * ProgramHeaderSize)..], LoadSegment, flags, start - facts.BaseAddress, start, fileEnd - start, end - start, facts.SegmentAlignment);
        }
        WriteSegment(table[(4 * ProgramHeaderSize)..], StackSegment, 6, 0, 0, 0, 0, 8);
        for (int i = 0; i < model.Notes.Count; i++)
        {
            (ulong offset, ulong size) = ((ulong)StartOf(model.Notes[i]), (ulong)SizeOf(model.Notes[i]));
            WriteSegment(table[((FixedSegments + i) * ProgramHeaderSize)..], NoteSegment, 4, offset, facts.BaseAddress + offset, size, size, 4);
        }
    }

    /// <summary>Start, end in the file and end in memory of a segment; the first one has the headers too.</summary>
    private static (ulong Start, ulong FileEnd, ulong End) Extent(ImageModel model, ImageProtection protection)
    {
        ulong start = protection == ImageProtection.Execute ? model.Facts.BaseAddress : 0, fileEnd = start, end = start;
        foreach (ImageSection s in model.Sections)
        {
            if (s.Protection != protection)
            {
                continue;
            }
            if (start == 0)
            {
                start = fileEnd = end = s.Address;
            }
            end = Math.Max(end, s.End);
            if (!s.IsZero)
            {
                fileEnd = Math.Max(fileEnd, s.End);
            }
        }
        return (start, fileEnd, end);
    }

    private static int[] NumberSections(ImageModel model, out int count)
    {
        var index = new int[model.Sections.Count];
        count = 1 + model.Notes.Count;
        for (int i = 0; i < index.Length; i++)
        {
            index[i] = model.Sections[i].Size != 0 ? count++ : 0xFFF1; // SHN_ABS: symbols of an empty section are bare addresses
        }
        return index;
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

    private static void WriteSegment(Span<byte> row, uint kind, uint flags, ulong offset, ulong address, ulong fileSize, ulong memorySize, int alignment)
    {
        Put32(row, 0, kind);
        Put32(row, 4, flags);
        Put64(row, 8, offset);
        Put64(row, 16, address);
        Put64(row, 24, address);
        Put64(row, 32, fileSize);
        Put64(row, 40, memorySize);
        Put64(row, 48, (ulong)alignment);
    }

    private static void WriteSection(
        Span<byte> row, uint name, uint kind, ulong flags, ulong address, long offset, long size, uint link, uint info, int alignment, int entrySize)
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

    private static ulong Align(ulong value, int alignment) => (value + (ulong)alignment - 1) & ~((ulong)alignment - 1);
    private static void Put16(Span<byte> at, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(at[offset..], value);
    private static void Put32(Span<byte> at, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(at[offset..], value);
    private static void Put64(Span<byte> at, int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(at[offset..], value);

    /// <summary>NUL-terminated names, the empty one first.</summary>
    private sealed class StringTableBuilder
    {
        private byte[] _bytes = new byte[4096];
        private int _length = 1;

        public uint Add(string name)
        {
            int room = Encoding.UTF8.GetMaxByteCount(name.Length) + 1;
            if (_bytes.Length - _length < room)
            {
                Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + room));
            }
            uint at = (uint)_length;
            _length += Encoding.UTF8.GetBytes(name, _bytes.AsSpan(_length)) + 1;
            return at;
        }

        public byte[] Build() => _bytes.AsSpan(0, _length).ToArray();
    }
}
