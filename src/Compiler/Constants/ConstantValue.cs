using System.Numerics;

namespace Go.Compiler.Constants;

/// <summary>Kinds of exact constant values. An integer-valued float is still <see cref="Float"/> until converted.</summary>
public enum ConstantKind : byte { Unknown, Bool, String, Int, Float, Complex }

/// <summary>
/// An exact, immutable Go constant. <see cref="ConstantArithmetic"/> computes with them; <see cref="Unknown"/> stands for erroneous ones
/// and is contagious.
/// </summary>
public abstract class ConstantValue
{
    public abstract ConstantKind Kind { get; }
    public static readonly ConstantValue Unknown = new UnknownConstant();
    public static readonly ConstantValue True = new BoolConstant(true), False = new BoolConstant(false);
    public static ConstantValue Of(bool value) => value ? True : False;
    public static ConstantValue Of(long value) => new IntConstant(value);
    public static ConstantValue Of(BigInteger value) => new IntConstant(value);

    /// <summary>A string constant of these bytes (UTF-8 by convention, any bytes by right).</summary>
    public static ConstantValue Of(byte[] bytes) => new StringConstant(bytes);

    /// <summary>A float constant with exactly this value; unknown for infinities and NaN.</summary>
    public static ConstantValue Of(double value) => ConstantFloats.FromDouble(value);

    /// <summary>Text as Go's messages show it, long strings shortened.</summary>
    public override string ToString() => ConstantText.Print(this);
}

/// <summary>The value of an erroneous constant expression.</summary>
public sealed class UnknownConstant : ConstantValue
{
    public override ConstantKind Kind => ConstantKind.Unknown;
}

/// <summary>true or false.</summary>
public sealed class BoolConstant(bool value) : ConstantValue
{
    public override ConstantKind Kind => ConstantKind.Bool;
    public bool Value { get; } = value;
}

/// <summary>A string: any bytes. Concatenations are flattened on first use, so that long chains of <c>+</c> stay linear.</summary>
public sealed class StringConstant : ConstantValue
{
    private byte[]? _bytes;
    private readonly StringConstant? _left;
    private readonly StringConstant? _right;

    public StringConstant(byte[] bytes)
    {
        _bytes = bytes;
        Length = bytes.Length;
    }

    internal StringConstant(StringConstant left, StringConstant right)
    {
        _left = left;
        _right = right;
        Length = left.Length + right.Length;
    }

    public override ConstantKind Kind => ConstantKind.String;

    /// <summary>Number of bytes.</summary>
    public long Length { get; }

    public byte[] Bytes => _bytes ?? Flatten();

    private byte[] Flatten()
    {
        byte[] result = new byte[Length];
        int end = result.Length;
        // Right to left: chains lean left, so the stack stays shallow.
        Stack<StringConstant> work = new();
        work.Push(this);
        while (work.TryPop(out StringConstant? s))
        {
            if (s._bytes is { } bytes)
            {
                end -= bytes.Length;
                bytes.CopyTo(result, end);
                continue;
            }
            work.Push(s._left!);
            work.Push(s._right!);
        }
        _bytes = result;
        return result;
    }
}

/// <summary>An integer or rune of any size.</summary>
public sealed class IntConstant(BigInteger value) : ConstantValue
{
    public override ConstantKind Kind => ConstantKind.Int;
    public BigInteger Value { get; } = value;
}

/// <summary>
/// A float: an exact fraction while its parts stay below 4096 bits, beyond that rounded to 512 bits of mantissa with a wide exponent,
/// as Go's compiler does. Once rounded, results stay rounded.
/// </summary>
public sealed class FloatConstant : ConstantValue
{
    private readonly BigRational _exact;
    private readonly ScaledFloat? _scaled;

    public FloatConstant(BigRational value) => _exact = value;
    internal FloatConstant(ScaledFloat value) => _scaled = value;

    public override ConstantKind Kind => ConstantKind.Float;

    /// <summary>The value is held with a rounded mantissa and a wide exponent.</summary>
    public bool IsRounded => _scaled is not null;

    /// <summary>The value as a fraction. Only for values whose exponent is within ±2^20 (all that fit a Go type are).</summary>
    public BigRational Value => _scaled is { } s ? s.ToRational() : _exact;

    internal ScaledFloat Scaled => _scaled ?? ScaledFloat.FromRational(_exact);
    public int Sign => _scaled is { } s ? s.Mantissa.Sign : _exact.Sign;
}

/// <summary>Real and imaginary parts, each Int or Float.</summary>
public sealed class ComplexConstant(ConstantValue real, ConstantValue imaginary) : ConstantValue
{
    public override ConstantKind Kind => ConstantKind.Complex;
    public ConstantValue Real { get; } = real;
    public ConstantValue Imaginary { get; } = imaginary;
}
