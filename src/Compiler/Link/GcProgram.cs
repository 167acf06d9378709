using Go.Compiler.Collections;

namespace Go.Compiler.Link;

/// <summary>
/// Writes the collector's description of a data section (contract 5.3): 0x01-0x7F: that many literal bits follow; 0x80|n: repeat the last n
/// bits a varint number of times (n = 0: n is a varint first); 0: end.
/// </summary>
internal sealed class GcProgram
{
    private const int LiteralBits = 120;

    /// <summary>Shorter runs of equal bits cost no more as literals.</summary>
    private const long RepeatThreshold = 128;

    private readonly ByteWriter _bytes = new();
    private readonly byte[] _pending = new byte[LiteralBits / 8];
    private int _pendingBits;
    private long _position;

    /// <summary>Zero bits up to a word of the section.</summary>
    public void ZerosUntil(long word)
    {
        long count = word - _position;
        if (count <= RepeatThreshold)
        {
            for (; count > 0; count--)
            {
                PutBit(0);
            }
            return;
        }
        PutBit(0);
        Repeat(1, count - 1);
    }

    /// <summary>The pattern's bits, <paramref name="count"/> times.</summary>
    public void Append(ReadOnlySpan<byte> bits, int words, long count)
    {
        bool repeats = count > 1 && words * count > RepeatThreshold;
        long literal = repeats ? 1 : count;
        for (long n = 0; n < literal; n++)
        {
            for (int i = 0; i < words; i++)
            {
                PutBit((bits[i >> 3] >> (i & 7)) & 1);
            }
        }
        if (repeats)
        {
            Repeat(words, count - 1);
        }
    }

    public byte[] Finish()
    {
        Flush();
        _bytes.Byte(0);
        return _bytes.ToArray();
    }

    private void PutBit(int bit)
    {
        _pending[_pendingBits >> 3] |= (byte)(bit << (_pendingBits & 7));
        _position++;
        if (++_pendingBits == LiteralBits)
        {
            Flush();
        }
    }

    private void Flush()
    {
        if (_pendingBits != 0)
        {
            _bytes.Byte((byte)_pendingBits);
            _bytes.Raw(_pending.AsSpan(0, (_pendingBits + 7) / 8));
            _pending.AsSpan().Clear();
            _pendingBits = 0;
        }
    }

    private void Repeat(int bits, long times)
    {
        Flush();
        if (bits < 0x80)
        {
            _bytes.Byte((byte)(0x80 | bits));
        }
        else
        {
            _bytes.Byte(0x80);
            _bytes.Unsigned((ulong)bits);
        }
        _bytes.Unsigned((ulong)times);
        _position += bits * times;
    }
}
