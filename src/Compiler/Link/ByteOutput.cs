using System.Buffers.Binary;

namespace Go.Compiler.Link;

/// <summary>A growing byte array with the few shapes the linker's tables are made of.</summary>
internal sealed class ByteOutput(int capacity = 1024)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }
        Span<byte> room = _bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }

    public void Put(byte value) => Reserve(1)[0] = value;

    public void Put(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    public void PutInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);

    public void PutVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Put((byte)(value | 0x80));
        }
        Put((byte)value);
    }

    public static void PutVarint(List<byte> into, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            into.Add((byte)(value | 0x80));
        }
        into.Add((byte)value);
    }

    /// <summary>Zero bytes up to a multiple of <paramref name="alignment"/>.</summary>
    public void Align(int alignment)
    {
        int gap = -Length & (alignment - 1);
        Reserve(gap).Clear();
    }

    public void Truncate(int length) => Length = length;

    public byte[] ToArray() => Span.ToArray();
}
