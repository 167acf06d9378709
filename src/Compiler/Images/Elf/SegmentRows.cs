using System.Buffers.Binary;

namespace Go.Compiler.Images.Elf;

/// <summary>Writes the program headers of an ELF file, one behind the other.</summary>
internal ref struct SegmentRows(Span<byte> table)
{
    public const int Size = 56;

    private Span<byte> _rest = table;

    public void Add(uint kind, uint flags, ulong offset, ulong address, ulong fileSize, ulong memorySize, ulong alignment)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_rest, kind);
        BinaryPrimitives.WriteUInt32LittleEndian(_rest[4..], flags);
        int at = 8;
        foreach (ulong field in (ReadOnlySpan<ulong>)[offset, address, address, fileSize, memorySize, alignment])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_rest[at..], field);
            at += 8;
        }
        _rest = _rest[Size..];
    }

    public void Add(uint kind, uint flags, (ulong Offset, ulong Start, ulong FileEnd, ulong End) extent, ulong alignment)
        => Add(kind, flags, extent.Offset, extent.Start, extent.FileEnd - extent.Start, extent.End - extent.Start, alignment);
}
