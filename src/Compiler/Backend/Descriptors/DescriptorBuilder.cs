using System.Buffers.Binary;
using Go.Compiler.Collections;
using Go.Compiler.Objects;

namespace Go.Compiler.Backend.Descriptors;

/// <summary>Bytes and relocations of one data symbol while it is put together, in any order of offsets.</summary>
internal sealed class DescriptorBuilder(int size)
{
    private readonly EntityList<Relocation> _relocations = [];

    public byte[] Data { get; } = new byte[size];

    public void PutByte(int offset, byte value) => Data[offset] = value;

    public void Put16(int offset, int value) => BinaryPrimitives.WriteUInt16LittleEndian(Data.AsSpan(offset), (ushort)value);

    public void Put32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Data.AsSpan(offset), value);

    public void Put64(int offset, long value) => BinaryPrimitives.WriteInt64LittleEndian(Data.AsSpan(offset), value);

    /// <summary>A pointer; none for the nil reference.</summary>
    public void PutAddress(int offset, SymbolRef target, long addend = 0)
    {
        if (!target.IsNone)
        {
            Relocate(offset, RelocationKind.Address, target, addend);
        }
    }

    /// <summary>An offset from the start of the types; 0 for the nil reference.</summary>
    public void PutTypeOffset(int offset, SymbolRef target)
    {
        if (!target.IsNone)
        {
            Relocate(offset, RelocationKind.TypeOffset, target);
        }
    }

    /// <summary>A slice header whose elements lie in the symbol itself.</summary>
    public void PutOwnSlice(int offset, SymbolRef self, int elements, int count)
    {
        PutAddress(offset, self, elements);
        Put64(offset + 8, count);
        Put64(offset + 16, count);
    }

    public void Relocate(int offset, RelocationKind kind, SymbolRef target, long addend = 0)
        => _relocations.Add(new Relocation(offset, kind, target, addend));

    /// <summary>Relocations by offset; those at one offset (markers) keep their order.</summary>
    public Relocation[] Relocations()
    {
        Relocation[] sorted = [.. _relocations];
        for (int i = 1; i < sorted.Length; i++)
        {
            Relocation r = sorted[i];
            int at = i;
            for (; at > 0 && sorted[at - 1].Offset > r.Offset; at--)
            {
                sorted[at] = sorted[at - 1];
            }
            sorted[at] = r;
        }
        return sorted;
    }
}
