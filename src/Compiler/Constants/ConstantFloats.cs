using System.Numerics;

namespace Go.Compiler.Constants;

/// <summary>Conversion between exact constants and IEEE 754 values, rounding to nearest even; too large values become infinities.</summary>
public static class ConstantFloats
{
    private const int DoubleBits = 53, DoubleMinimum = -1074, SingleBits = 24, SingleMinimum = -149;

    /// <summary>The nearest double of an Int or Float constant.</summary>
    public static double ToDouble(ConstantValue x)
        => Math.CopySign(BitConverter.UInt64BitsToDouble(Round(x, DoubleBits, DoubleMinimum, 1024, 52)), SignOf(x));

    /// <summary>The nearest single of an Int or Float constant (rounded once, not by way of double).</summary>
    public static float ToSingle(ConstantValue x)
        => MathF.CopySign(BitConverter.UInt32BitsToSingle((uint)Round(x, SingleBits, SingleMinimum, 128, 23)), SignOf(x));

    public static ulong DoubleBitsOf(ConstantValue x) => BitConverter.DoubleToUInt64Bits(ToDouble(x));
    public static uint SingleBitsOf(ConstantValue x) => BitConverter.SingleToUInt32Bits(ToSingle(x));

    /// <summary>The value rounded to float64, or null when it overflows.</summary>
    public static ConstantValue? RoundToDouble(ConstantValue x)
    {
        double d = ToDouble(x);
        return double.IsInfinity(d) ? null : FromDouble(d);
    }

    /// <summary>The value rounded to float32, or null when it overflows.</summary>
    public static ConstantValue? RoundToSingle(ConstantValue x)
    {
        float f = ToSingle(x);
        return float.IsInfinity(f) ? null : FromDouble(f);
    }

    /// <summary>The exact value of a finite double; unknown for others. Zero loses its sign.</summary>
    public static ConstantValue FromDouble(double value)
    {
        if (!double.IsFinite(value))
        {
            return ConstantValue.Unknown;
        }
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7ff;
        BigInteger mantissa = bits & ((1UL << 52) - 1);
        if (exponent != 0)
        {
            mantissa |= 1UL << 52;
        }
        int shift = Math.Max(exponent, 1) - 1075;
        if (value < 0)
        {
            mantissa = -mantissa;
        }
        return new FloatConstant(shift >= 0
            ? new BigRational(mantissa << shift, BigInteger.One) : new BigRational(mantissa, BigInteger.One << -shift));
    }

    private static int SignOf(ConstantValue x) => ConstantArithmetic.Sign(x) < 0 ? -1 : 1;

    /// <summary>Bit pattern of the absolute value. <paramref name="minimum"/> is the exponent of the smallest subnormal's unit.</summary>
    private static ulong Round(ConstantValue x, int precision, int minimum, int maximum, int fractionBits)
    {
        (BigInteger numerator, BigInteger denominator, long exponent) = x switch
        {
            IntConstant i => (i.Value, BigInteger.One, 0L),
            FloatConstant { IsRounded: true } f => (f.Scaled.Mantissa, BigInteger.One, f.Scaled.Exponent),
            FloatConstant f => (f.Value.Numerator, f.Value.Denominator, 0L),
            UnknownConstant => (BigInteger.Zero, BigInteger.One, 0L),
            _ => throw new ArgumentException($"float of {x.Kind}"),
        };
        numerator = BigInteger.Abs(numerator);
        ulong infinity = (ulong)(2 * maximum - 1) << fractionBits;
        if (numerator.IsZero)
        {
            return 0;
        }
        long top = (long)numerator.GetBitLength() - (long)denominator.GetBitLength() + exponent; // value in (2^(top-1), 2^(top+1))
        if (top > maximum + 1)
        {
            return infinity;
        }
        if (top < minimum - 2)
        {
            return 0;
        }
        // Unit of the last place kept; one bit too many at most, settled below.
        long unit = Math.Max(top - 1 - precision, minimum);
        ulong mantissa = Quotient(numerator, denominator, exponent - unit, precision, ref unit, minimum);
        if (mantissa >> precision != 0)
        {
            mantissa >>= 1;
            unit++;
        }
        if (mantissa >> (precision - 1) == 0)
        {
            return mantissa; // subnormal
        }
        long biased = unit - minimum + 1;
        if (biased >= 2 * maximum - 1)
        {
            return infinity;
        }
        return ((ulong)biased << fractionBits) | (mantissa & ((1UL << fractionBits) - 1));
    }

    private static ulong Quotient(BigInteger numerator, BigInteger denominator, long shift, int precision, ref long unit, int minimum)
    {
        BigInteger n = shift > 0 ? numerator << (int)shift : numerator, d = shift < 0 ? denominator << (int)-shift : denominator;
        BigInteger q = BigInteger.DivRem(n, d, out BigInteger r);
        if ((long)q.GetBitLength() > precision)
        {
            int excess = (int)((long)q.GetBitLength() - precision);
            r += (q & ((BigInteger.One << excess) - 1)) * d;
            d <<= excess;
            q >>= excess;
            unit += excess;
        }
        int order = (r << 1).CompareTo(d);
        if (order > 0 || order == 0 && !q.IsEven)
        {
            q += BigInteger.One;
        }
        return (ulong)q;
    }
}
