using System.Numerics;
using System.Text;
using Go.Compiler.Collections;

namespace Go.Compiler.ExportData;

/// <summary>Reads what <see cref="ByteWriter"/> wrote; running over the end means damage.</summary>
internal struct ByteCursor(byte[] bytes, int position, int end)
{
    private int _position = position;

    public readonly bool IsAtEnd => _position >= end;

    public byte Byte() => _position < end ? bytes[_position++] : throw Damaged();
    public bool Bool() => Byte() != 0;

    public ulong Unsigned() => Leb128.TryRead(bytes.AsSpan(0, end), ref _position, out ulong value) ? value : throw Damaged();

    /// <summary>A number of things that each take a byte at least, or an index.</summary>
    public int Count()
    {
        ulong value = Unsigned();
        return value <= int.MaxValue ? (int)value : throw Damaged();
    }

    /// <summary>Length of a list that follows.</summary>
    public int ListLength()
    {
        int n = Count();
        return n <= end - _position ? n : throw Damaged();
    }

    public long Signed() => Leb128.UnZigZag(Unsigned());

    public ReadOnlySpan<byte> Blob()
    {
        int n = ListLength();
        ReadOnlySpan<byte> span = bytes.AsSpan(_position, n);
        _position += n;
        return span;
    }

    public string Text() => Encoding.UTF8.GetString(Blob());
    public BigInteger Integer() => new(Blob());

    public static ExportDataException Damaged() => new("damaged interface part");
}
