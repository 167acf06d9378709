using System.Buffers.Binary;

namespace Go.Compiler.Link;

/// <summary>A record of the linker's own while its words are filled in; those that hold addresses are noted.</summary>
internal readonly struct RecordWords(byte[] bytes, ulong address, Rebases rebases)
{
    private const int WordSize = 8;

    public byte[] Bytes => bytes;

    public void Number(int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), value);

    public void Address(int offset, ulong value)
    {
        Number(offset, value);
        rebases.Add(address + (ulong)offset);
    }

    /// <summary>Address, length and capacity.</summary>
    public void Slice(int offset, ulong value, long length)
    {
        Address(offset, value);
        Number(offset + WordSize, (ulong)length);
        Number(offset + (2 * WordSize), (ulong)length);
    }
}
