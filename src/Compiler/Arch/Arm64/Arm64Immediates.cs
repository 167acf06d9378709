using System.Numerics;

namespace Go.Compiler.Arch.Arm64;

/// <summary>Constants that instructions hold in forms of their own.</summary>
internal static class Arm64Immediates
{
    /// <summary>
    /// The bitmask immediate of logical instructions: a pattern of 2 to 64 bits, a rotated run of ones, repeated. <paramref name="bits"/>
    /// has N, immr and imms at their places. For 32-bit operations give the value twice.
    /// </summary>
    public static bool TryLogical(ulong value, bool is64, out uint bits)
    {
        bits = 0;
        if (value is 0 or ulong.MaxValue)
        {
            return false;
        }
        int size = 64;
        while (size > 2 && BitOperations.RotateRight(value, size / 2) == value)
        {
            size /= 2;
        }
        ulong mask = size == 64 ? ulong.MaxValue : (1UL << size) - 1;
        ulong pattern = value & mask;
        // Turned so that the run of ones starts at bit 0.
        int start = 0;
        while (start < size && !((Rotated(pattern, start, size, mask) & 1) == 1
            && (Rotated(pattern, start, size, mask) >> (size - 1)) == 0))
        {
            start++;
        }
        ulong run = Rotated(pattern, start, size, mask);
        int ones = BitOperations.PopCount(run);
        if (start == size || run != (1UL << ones) - 1 || (size == 64 && !is64))
        {
            return false;
        }
        uint rotate = (uint)((size - start) % size);
        uint sizes = (uint)(-size * 2) & 0x3f;
        bits = (size == 64 ? 1u << 22 : 0) | (rotate << 16) | ((sizes | (uint)(ones - 1)) << 10);
        return true;
    }

    public static bool IsLogical(long value) => TryLogical((ulong)value, true, out _);

    private static ulong Rotated(ulong pattern, int by, int size, ulong mask)
        => ((pattern >> by) | (by == 0 ? 0 : pattern << (size - by))) & mask;

    /// <summary>Place of the one halfword that is not zero, in bits; -1 = there are more.</summary>
    public static int Halfword(long value)
    {
        for (int shift = 0; shift < 64; shift += 16)
        {
            if (((ulong)value & ~(0xffffUL << shift)) == 0)
            {
                return shift;
            }
        }
        return -1;
    }

    /// <summary>12 bits, maybe shifted by 12.</summary>
    public static bool IsAdd(long value) => value >= 0 && ((value & 0xfff) == 0 ? value >> 12 : value) <= 0xfff;

    /// <summary>The 8-bit form of a floating-point constant: sign, three bits of exponent, four of fraction.</summary>
    public static bool TryFloat(double value, out uint bits)
    {
        ulong image = BitConverter.DoubleToUInt64Bits(value);
        uint exponent = (uint)(image >> 54) & 0x1ff;
        bits = (uint)((image >> 56) & 0x80) | (uint)((image >> 48) & 0x7f);
        bool fits = (image & 0xffff_ffff_ffff) == 0 && exponent is 0x100 or 0x0ff;
        return fits;
    }
}
