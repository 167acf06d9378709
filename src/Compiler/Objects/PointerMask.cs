using System.Numerics;

namespace Go.Compiler.Objects;

/// <summary>Pointer bitmaps: one bit a word, least significant bit first.</summary>
public static class PointerMask
{
    /// <summary>A mask with the bits of the given words set, as long as the last of them needs.</summary>
    public static byte[] FromWords(IReadOnlyList<long> words) => FromWords(words, words.Count == 0 ? 0 : words[^1] + 1);

    /// <summary>A mask of so many bits with those of the given words set.</summary>
    public static byte[] FromWords(IReadOnlyList<long> words, long bits)
    {
        var mask = new byte[(bits + 7) / 8];
        for (int i = 0; i < words.Count; i++)
        {
            mask[words[i] >> 3] |= (byte)(1 << (int)(words[i] & 7));
        }
        return mask;
    }

    /// <summary>A mask padded as type descriptors need it: a multiple of eight bytes (contract 5.3).</summary>
    public static byte[] PadToWords(byte[] mask)
    {
        int length = (mask.Length + 7) & ~7;
        if (length != mask.Length)
        {
            Array.Resize(ref mask, length);
        }
        return mask;
    }

    public static bool Get(ReadOnlySpan<byte> mask, long bit) => (mask[(int)(bit >> 3)] >> (int)(bit & 7) & 1) != 0;

    /// <summary>The highest set bit, or -1.</summary>
    public static long LastSet(ReadOnlySpan<byte> mask)
    {
        for (int i = mask.Length - 1; i >= 0; i--)
        {
            if (mask[i] != 0)
            {
                return i * 8L + 31 - BitOperations.LeadingZeroCount((uint)mask[i]);
            }
        }
        return -1;
    }

}
