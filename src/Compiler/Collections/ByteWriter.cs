using System.Buffers.Binary;
using System.Text;

namespace Go.Compiler.Collections;

/// <summary>
/// A growing array of bytes, and the ways in which numbers and texts stand in it. Numbers of fixed size are little endian.
/// </summary>
internal sealed class ByteWriter(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Room at the end for the caller to fill; what stands there is undefined.</summary>
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

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), value);

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>As LEB128.</summary>
    public void Unsigned(ulong value)
    {
        Span<byte> room = Reserve(Leb128.MaxSize);
        Length -= Leb128.MaxSize - Leb128.Write(room, value);
    }

    /// <summary>As LEB128, zigzag.</summary>
    public void Signed(long value) => Unsigned(Leb128.ZigZag(value));

    public void Count(int value) => Unsigned((uint)value);

    /// <summary>Length, then bytes.</summary>
    public void Blob(ReadOnlySpan<byte> bytes)
    {
        Count(bytes.Length);
        Raw(bytes);
    }

    /// <summary>Length, then UTF-8.</summary>
    public void Text(string text)
    {
        int size = Encoding.UTF8.GetByteCount(text);
        Count(size);
        Encoding.UTF8.GetBytes(text, Reserve(size));
    }

    /// <summary>UTF-8 and the NUL behind it.</summary>
    public void TerminatedText(string text)
    {
        Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetByteCount(text)));
        Byte(0);
    }

    /// <summary>Zero bytes up to a multiple of <paramref name="alignment"/>.</summary>
    public void Align(int alignment) => Reserve(Alignment.Up(Length, alignment) - Length).Clear();

    public byte[] ToArray() => Written.ToArray();
}
