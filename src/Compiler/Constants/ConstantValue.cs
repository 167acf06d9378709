using System.Numerics;

namespace Go.Compiler.Constants;

/// <summary>Kinds of exact constant values. An integer-valued float is still <see cref="Float"/> until converted.</summary>
public enum ConstantKind : byte { Unknown, Bool, String, Int, Float, Complex }

/// <summary>An exact, immutable Go constant. <c>ConstantArithmetic</c> computes with them; <see cref="Unknown"/> stands for erroneous ones and is contagious.</summary>
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

/// <summary>A string: any bytes.</summary>
public sealed class StringConstant(byte[] bytes) : ConstantValue
{
    public override ConstantKind Kind => ConstantKind.String;
    public byte[] Bytes { get; } = bytes;
}

/// <summary>An integer or rune of any size.</summary>
public sealed class IntConstant(BigInteger value) : ConstantValue
{
    public override ConstantKind Kind => ConstantKind.Int;
    public BigInteger Value { get; } = value;
}

/// <summary>An exact rational (huge exponents are capped as Go's compiler does: 512 bits of mantissa at least).</summary>
public sealed class FloatConstant(BigRational value) : ConstantValue
{
    public override ConstantKind Kind => ConstantKind.Float;
    public BigRational Value { get; } = value;
}

/// <summary>Real and imaginary parts, each Int or Float.</summary>
public sealed class ComplexConstant(ConstantValue real, ConstantValue imaginary) : ConstantValue
{
    public override ConstantKind Kind => ConstantKind.Complex;
    public ConstantValue Real { get; } = real;
    public ConstantValue Imaginary { get; } = imaginary;
}
