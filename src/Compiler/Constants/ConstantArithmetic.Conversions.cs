using System.Numerics;

namespace Go.Compiler.Constants;

public static partial class ConstantArithmetic
{
    /// <summary>
    /// The value as an Int if it is one exactly (or differs only by rounding of huge intermediate results), else unknown.
    /// </summary>
    public static ConstantValue ToInt(ConstantValue x)
    {
        switch (x)
        {
            case IntConstant:
                return x;
            case FloatConstant { IsRounded: false } f:
                return f.Value.IsInteger ? new IntConstant(f.Value.Numerator) : ConstantValue.Unknown;
            case FloatConstant f:
                return RoundedToInt(f.Scaled);
            case ComplexConstant c when Sign(c.Imaginary) == 0:
                return ToInt(c.Real);
            default:
                return ConstantValue.Unknown;
        }
    }

    private static ConstantValue RoundedToInt(ScaledFloat f)
    {
        if (!f.IsSmall)
        {
            return ConstantValue.Unknown; // would be a huge integer
        }
        // Prior rounding may have missed an integer by a few units in the last place.
        const int Slack = 4;
        if (f.IsInteger)
        {
            return new IntConstant(f.Truncate());
        }
        ScaledFloat down = f.Shorten(ScaledFloat.Precision - Slack, awayFromZero: false);
        if (down.IsInteger)
        {
            return new IntConstant(down.Truncate());
        }
        ScaledFloat up = f.Shorten(ScaledFloat.Precision - Slack, awayFromZero: true);
        return up.IsInteger ? new IntConstant(up.Truncate()) : ConstantValue.Unknown;
    }

    /// <summary>The value as a Float, unknown when it has no such value.</summary>
    public static ConstantValue ToFloat(ConstantValue x) => x switch
    {
        IntConstant i => ScaledFloat.BitLength(i.Value) < FractionBits
            ? new FloatConstant(new BigRational(i.Value, BigInteger.One))
            : Float(ScaledFloat.FromInteger(i.Value)),
        FloatConstant => x,
        ComplexConstant c when Sign(c.Imaginary) == 0 => ToFloat(c.Real),
        _ => ConstantValue.Unknown,
    };

    /// <summary>The value as a Complex, unknown when it is not numeric.</summary>
    public static ConstantValue ToComplex(ConstantValue x) => x switch
    {
        IntConstant or FloatConstant => new ComplexConstant(x, ConstantValue.Of(0)),
        ComplexConstant => x,
        _ => ConstantValue.Unknown,
    };

    /// <summary>A complex constant; unknown if a part is.</summary>
    public static ConstantValue Complex(ConstantValue real, ConstantValue imaginary)
        => real.Kind == ConstantKind.Unknown || imaginary.Kind == ConstantKind.Unknown ? ConstantValue.Unknown
            : new ComplexConstant(real, imaginary);

    /// <summary>The real part of a numeric constant.</summary>
    public static ConstantValue Real(ConstantValue x)
        => x is ComplexConstant c ? c.Real : x is IntConstant or FloatConstant ? x : ConstantValue.Unknown;

    /// <summary>The imaginary part of a numeric constant.</summary>
    public static ConstantValue Imaginary(ConstantValue x)
        => x is ComplexConstant c ? c.Imaginary : x is IntConstant or FloatConstant ? ConstantValue.Of(0) : ConstantValue.Unknown;

    /// <summary>-1, 0 or 1; for a complex value 0 exactly when it is zero; 1 for unknown values.</summary>
    public static int Sign(ConstantValue x) => x switch
    {
        IntConstant i => i.Value.Sign,
        FloatConstant f => f.Sign,
        ComplexConstant c => Sign(c.Real) | Sign(c.Imaginary),
        UnknownConstant => 1,
        _ => throw new ArgumentException($"sign of {x.Kind}"),
    };

    /// <summary>Bits needed for the absolute value of an Int.</summary>
    public static int BitLength(ConstantValue x) => x is IntConstant i ? (int)ScaledFloat.BitLength(i.Value) : 0;

    /// <summary>The value as a 64-bit signed integer, if it is an Int that fits.</summary>
    public static bool TryInt64(ConstantValue? x, out long value)
    {
        if (x is IntConstant i && i.Value >= long.MinValue && i.Value <= long.MaxValue)
        {
            value = (long)i.Value;
            return true;
        }
        value = 0;
        return false;
    }

    /// <summary>The value as a 64-bit unsigned integer, if it is an Int that fits.</summary>
    public static bool TryUint64(ConstantValue? x, out ulong value)
    {
        if (x is IntConstant i && i.Value.Sign >= 0 && i.Value <= ulong.MaxValue)
        {
            value = (ulong)i.Value;
            return true;
        }
        value = 0;
        return false;
    }

    /// <summary>Whether an Int lies in the range of an integer type of this many bits.</summary>
    public static bool FitsInteger(BigInteger value, int bits, bool unsigned)
    {
        if (unsigned)
        {
            return value.Sign >= 0 && (long)value.GetBitLength() <= bits;
        }
        // GetBitLength counts two's complement without the sign bit for negative powers of two.
        return (long)value.GetBitLength() <= bits - 1;
    }

    internal static ConstantValue Float(BigRational value)
        => ScaledFloat.BitLength(value.Numerator) < FractionBits && ScaledFloat.BitLength(value.Denominator) < FractionBits
            ? new FloatConstant(value)
            : Float(ScaledFloat.FromRational(value));

    internal static ConstantValue Float(ScaledFloat value) => value.IsInfinite ? ConstantValue.Unknown : new FloatConstant(value);
}
