using System.Runtime.CompilerServices;

namespace Go.Compiler.Collections;

/// <summary>
/// Numbers of seven bits a byte, the lowest first, the high bit set in all bytes but the last: what DWARF calls LEB128, Go a uvarint.
/// Signed numbers are either zigzag
/// (Go's varint: the sign in the lowest bit) or sign-extended from their last byte (SLEB128).
/// </summary>
internal static class Leb128
{
    /// <summary>Bytes that any number fits into.</summary>
    public const int MaxSize = 10;

    private const int More = 0x80, Bits = 7, Payload = More - 1, Sign = 0x40;

    /// <summary>Writes at the beginning of <paramref name="room"/>; returns the number of bytes.</summary>
    public static int Write(Span<byte> room, ulong value)
    {
        int n = 0;
        for (; value >= More; value >>= Bits)
        {
            room[n++] = (byte)(value | More);
        }
        room[n++] = (byte)value;
        return n;
    }

    public static void Append(List<byte> to, ulong value)
    {
        for (; value >= More; value >>= Bits)
        {
            to.Add((byte)(value | More));
        }
        to.Add((byte)value);
    }

    /// <summary>
    /// False: the number does not end within the bytes (then <paramref name="at"/> is behind them), or has more than 64 bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        if ((uint)at < (uint)bytes.Length && bytes[at] < More)
        {
            value = bytes[at++];
            return true;
        }
        return TryReadLong(bytes, ref at, out value);
    }

    /// <summary>From tables of our own, in which numbers end.</summary>
    public static ulong Read(ReadOnlySpan<byte> bytes, ref int at)
        => TryRead(bytes, ref at, out ulong value) ? value : throw new InvalidDataException("a number does not end");

    /// <summary>As <see cref="TryRead"/>, of a number whose last byte has the sign.</summary>
    public static bool TryReadSigned(ReadOnlySpan<byte> bytes, ref int at, out long value)
    {
        int start = at;
        bool isRead = TryRead(bytes, ref at, out ulong unsigned);
        int bits = (at - start) * Bits;
        value = (long)unsigned;
        if (isRead && bits < 64 && (bytes[at - 1] & Sign) != 0)
        {
            value |= -1L << bits;
        }
        return isRead;
    }

    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static bool TryReadLong(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && (uint)at < (uint)bytes.Length; shift += Bits)
        {
            byte b = bytes[at++];
            value |= (ulong)(b & Payload) << shift;
            if (b < More)
            {
                return true;
            }
        }
        return false;
    }
}
