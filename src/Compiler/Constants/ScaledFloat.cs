using System.Numerics;

namespace Go.Compiler.Constants;

/// <summary>
/// <c>Mantissa * 2^Exponent</c> with at most <see cref="Precision"/> bits of mantissa, rounded to nearest even. For constants too large or
/// too small to stay fractions; sizes stay bounded whatever the exponent.
/// </summary>
internal readonly struct ScaledFloat
{
    public const int Precision = 512;

    /// <summary>Values at or beyond 2^this are infinite, below 2^-this zero.</summary>
    public const long ExponentLimit = int.MaxValue;

    private ScaledFloat(BigInteger mantissa, long exponent)
    {
        Mantissa = mantissa;
        Exponent = exponent;
    }

    public BigInteger Mantissa { get; }
    public long Exponent { get; }
    public bool IsZero => Mantissa.IsZero;

    /// <summary>Exponent e with 0.5 &lt;= |value| / 2^e &lt; 1.</summary>
    public long TopExponent => Exponent + BitLength(Mantissa);
    public bool IsInfinite => !IsZero && TopExponent > ExponentLimit;

    /// <summary>Small enough to be handled as a fraction without growing large.</summary>
    public bool IsSmall => IsZero || TopExponent is > -ConstantArithmetic.FractionBits and < ConstantArithmetic.FractionBits;

    public static long BitLength(BigInteger value) => BigInteger.Abs(value).GetBitLength();

    /// <summary>Rounds to nearest even; <paramref name="sticky"/> says that the true value lies beyond the mantissa given.</summary>
    public static ScaledFloat Round(BigInteger mantissa, long exponent, bool sticky = false, int precision = Precision)
    {
        bool negative = mantissa.Sign < 0;
        BigInteger m = BigInteger.Abs(mantissa);
        long excess = (long)m.GetBitLength() - precision;
        if (excess > 0)
        {
            BigInteger kept = m >> (int)excess;
            BigInteger rest = m - (kept << (int)excess);
            int order = rest.CompareTo(BigInteger.One << (int)(excess - 1));
            if (order > 0 || order == 0 && (sticky || !kept.IsEven))
            {
                kept += BigInteger.One;
            }
            m = kept;
            exponent += excess;
        }
        if (m.IsZero || exponent + (long)m.GetBitLength() < -ExponentLimit)
        {
            return default;
        }
        return new ScaledFloat(negative ? -m : m, exponent);
    }

    public static ScaledFloat FromInteger(BigInteger value) => Round(value, 0);

    public static ScaledFloat FromRational(BigRational value) => Divide(value.Numerator, value.Denominator, 0);

    /// <summary>Numerator / denominator * 2^exponent, correctly rounded.</summary>
    public static ScaledFloat Divide(BigInteger numerator, BigInteger denominator, long exponent)
    {
        if (numerator.IsZero)
        {
            return default;
        }
        long shift = Math.Max(0, Precision + 2 - (BitLength(numerator) - BitLength(denominator)));
        BigInteger quotient =
            BigInteger.DivRem(BigInteger.Abs(numerator) << (int)shift, BigInteger.Abs(denominator), out BigInteger remainder);
        // One more bit below the last keeps the sticky information inside the mantissa.
        quotient = (quotient << 1) | (remainder.IsZero ? BigInteger.Zero : BigInteger.One);
        return Round(numerator.Sign * denominator.Sign < 0 ? -quotient : quotient, exponent - shift - 1);
    }

    public static ScaledFloat operator *(ScaledFloat a, ScaledFloat b) => Round(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);
    public static ScaledFloat operator /(ScaledFloat a, ScaledFloat b) => Divide(a.Mantissa, b.Mantissa, a.Exponent - b.Exponent);
    public static ScaledFloat operator -(ScaledFloat a) => new(-a.Mantissa, a.Exponent);

    public static ScaledFloat operator +(ScaledFloat a, ScaledFloat b)
    {
        if (a.IsZero)
        {
            return b;
        }
        if (b.IsZero)
        {
            return a;
        }
        if (a.TopExponent < b.TopExponent)
        {
            (a, b) = (b, a);
        }
        const int Guard = 8;
        if (a.TopExponent - b.TopExponent > 2 * Precision + Guard)
        {
            // b cannot reach the rounding position except as a sticky bit.
            int pad = (int)(Precision + Guard);
            return Round((a.Mantissa << pad) + b.Mantissa.Sign, a.Exponent - pad);
        }
        long low = Math.Min(a.Exponent, b.Exponent);
        return Round((a.Mantissa << (int)(a.Exponent - low)) + (b.Mantissa << (int)(b.Exponent - low)), low);
    }

    public int CompareTo(ScaledFloat other)
    {
        int sign = Mantissa.Sign;
        if (sign != other.Mantissa.Sign || sign == 0)
        {
            return sign.CompareTo(other.Mantissa.Sign);
        }
        if (TopExponent != other.TopExponent)
        {
            return TopExponent < other.TopExponent ? -sign : sign;
        }
        long low = Math.Min(Exponent, other.Exponent);
        return (Mantissa << (int)(Exponent - low)).CompareTo(other.Mantissa << (int)(other.Exponent - low));
    }

    public bool IsInteger
    {
        get
        {
            if (Exponent >= 0 || IsZero)
            {
                return true;
            }
            return TopExponent > 0 && (BigInteger.Abs(Mantissa) & ((BigInteger.One << (int)-Exponent) - 1)).IsZero;
        }
    }

    /// <summary>The integer part, towards zero. Only for values that are <see cref="IsSmall"/>.</summary>
    public BigInteger Truncate()
    {
        BigInteger m = BigInteger.Abs(Mantissa);
        m = Exponent >= 0 ? m << (int)Exponent : m >> (int)Math.Min(-Exponent, int.MaxValue);
        return Mantissa.Sign < 0 ? -m : m;
    }

    /// <summary>Drops mantissa bits beyond <paramref name="precision"/>, towards zero or away from it.</summary>
    public ScaledFloat Shorten(int precision, bool awayFromZero)
    {
        BigInteger m = BigInteger.Abs(Mantissa);
        int excess = (int)((long)m.GetBitLength() - precision);
        if (excess <= 0)
        {
            return this;
        }
        BigInteger kept = m >> excess;
        if (awayFromZero && kept << excess != m)
        {
            kept += BigInteger.One;
        }
        return new ScaledFloat(Mantissa.Sign < 0 ? -kept : kept, Exponent + excess);
    }

    public BigRational ToRational()
    {
        if (Math.Abs(Exponent) > 1 << 20)
        {
            throw new InvalidOperationException("constant exponent too large for a fraction");
        }
        return Exponent >= 0
            ? new BigRational(Mantissa << (int)Exponent, BigInteger.One)
            : new BigRational(Mantissa, BigInteger.One << (int)-Exponent);
    }

    /// <summary>10^exponent with guard bits, for literals.</summary>
    public static ScaledFloat TimesPowerOfTen(BigInteger mantissa, long exponent)
    {
        const int Working = Precision + 128;
        ScaledFloat power = new(BigInteger.One, 0), square = new(5, 0);
        for (long n = Math.Abs(exponent); n != 0; n >>= 1)
        {
            if ((n & 1) != 0)
            {
                power = Round(power.Mantissa * square.Mantissa, power.Exponent + square.Exponent, precision: Working);
            }
            square = Round(square.Mantissa * square.Mantissa, square.Exponent + square.Exponent, precision: Working);
            if (power.IsZero || power.IsInfinite)
            {
                break;
            }
        }
        return exponent >= 0
            ? Round(mantissa * power.Mantissa, power.Exponent + exponent)
            : Divide(mantissa, power.Mantissa, exponent - power.Exponent);
    }
}
