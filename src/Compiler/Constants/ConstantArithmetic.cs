using System.Numerics;

namespace Go.Compiler.Constants;

/// <summary>
/// Exact computation with constants. Operands of different numeric kinds are promoted (Int, Float, Complex); an unknown operand, division
/// by zero and results beyond any exponent give <see cref="ConstantValue.Unknown"/>. Operands of kinds the operator does not take are a
/// caller's error.
/// </summary>
public static partial class ConstantArithmetic
{
    /// <summary>Fractions whose parts reach this many bits are rounded to 512 bits of mantissa.</summary>
    internal const int FractionBits = 4096;

    /// <summary>
    /// Unary <c>+ - ^ !</c>. For <c>^</c> on an unsigned type, <paramref name="unsignedBits"/> is its width; 0 otherwise.
    /// </summary>
    public static ConstantValue Unary(ConstantOperator op, ConstantValue x, int unsignedBits = 0)
    {
        switch (op, x)
        {
            case (_, UnknownConstant):
                return ConstantValue.Unknown;
            case (ConstantOperator.Add, IntConstant or FloatConstant or ComplexConstant):
                return x;
            case (ConstantOperator.Subtract, IntConstant i):
                return new IntConstant(-i.Value);
            case (ConstantOperator.Subtract, FloatConstant f):
                return f.IsRounded ? Float(-f.Scaled) : new FloatConstant(-f.Value);
            case (ConstantOperator.Subtract, ComplexConstant c):
                return Complex(Unary(op, c.Real), Unary(op, c.Imaginary));
            case (ConstantOperator.Xor, IntConstant i):
                BigInteger complement = -i.Value - BigInteger.One;
                return new IntConstant(unsignedBits == 0 ? complement : complement & ((BigInteger.One << unsignedBits) - 1));
            case (ConstantOperator.Not, BoolConstant b):
                return ConstantValue.Of(!b.Value);
            default:
                throw BadOperands(op, x);
        }
    }

    /// <summary>Binary operations other than shifts and comparisons.</summary>
    public static ConstantValue Binary(ConstantValue x, ConstantOperator op, ConstantValue y)
    {
        if (!Match(ref x, ref y))
        {
            return ConstantValue.Unknown;
        }
        return (x, y) switch
        {
            (BoolConstant a, BoolConstant b) => op switch
            {
                ConstantOperator.AndAnd => ConstantValue.Of(a.Value && b.Value),
                ConstantOperator.OrOr => ConstantValue.Of(a.Value || b.Value),
                _ => throw BadOperands(op, x),
            },
            (StringConstant a, StringConstant b) when op == ConstantOperator.Add => Concatenate(a, b),
            (IntConstant a, IntConstant b) => Binary(a.Value, op, b.Value),
            (FloatConstant a, FloatConstant b)
                => a.IsRounded || b.IsRounded ? Binary(a.Scaled, op, b.Scaled) : Binary(a.Value, op, b.Value),
            (ComplexConstant a, ComplexConstant b) => Binary(a, op, b),
            _ => throw BadOperands(op, x),
        };
    }

    private static StringConstant Concatenate(StringConstant a, StringConstant b)
        => a.Length == 0 ? b : b.Length == 0 ? a : new StringConstant(a, b);

    private static ConstantValue Binary(BigInteger a, ConstantOperator op, BigInteger b) => op switch
    {
        ConstantOperator.Add => new IntConstant(a + b),
        ConstantOperator.Subtract => new IntConstant(a - b),
        ConstantOperator.Multiply => new IntConstant(a * b),
        ConstantOperator.Divide => b.IsZero ? ConstantValue.Unknown : Float(new BigRational(a, b)),
        ConstantOperator.DivideInteger => b.IsZero ? ConstantValue.Unknown : new IntConstant(BigInteger.Divide(a, b)),
        ConstantOperator.Remainder => b.IsZero ? ConstantValue.Unknown : new IntConstant(BigInteger.Remainder(a, b)),
        ConstantOperator.And => new IntConstant(a & b),
        ConstantOperator.Or => new IntConstant(a | b),
        ConstantOperator.Xor => new IntConstant(a ^ b),
        ConstantOperator.AndNot => new IntConstant(a & (-b - BigInteger.One)),
        _ => throw BadOperands(op, new IntConstant(a)),
    };

    private static ConstantValue Binary(BigRational a, ConstantOperator op, BigRational b) => op switch
    {
        ConstantOperator.Add => Float(a + b),
        ConstantOperator.Subtract => Float(a - b),
        ConstantOperator.Multiply => Float(a * b),
        ConstantOperator.Divide => b.Sign == 0 ? ConstantValue.Unknown : Float(a / b),
        _ => throw BadOperands(op, new FloatConstant(a)),
    };

    private static ConstantValue Binary(ScaledFloat a, ConstantOperator op, ScaledFloat b) => op switch
    {
        ConstantOperator.Add => Float(a + b),
        ConstantOperator.Subtract => Float(a + -b),
        ConstantOperator.Multiply => Float(a * b),
        ConstantOperator.Divide => b.IsZero ? ConstantValue.Unknown : Float(a / b),
        _ => throw BadOperands(op, new FloatConstant(a)),
    };

    private static ConstantValue Binary(ComplexConstant x, ConstantOperator op, ComplexConstant y)
    {
        (ConstantValue a, ConstantValue b, ConstantValue c, ConstantValue d) = (x.Real, x.Imaginary, y.Real, y.Imaginary);
        switch (op)
        {
            case ConstantOperator.Add:
            case ConstantOperator.Subtract:
                return Complex(Binary(a, op, c), Binary(b, op, d));
            case ConstantOperator.Multiply:
                return Complex(
                    Binary(Times(a, c), ConstantOperator.Subtract, Times(b, d)),
                    Binary(Times(b, c), ConstantOperator.Add, Times(a, d)));
            case ConstantOperator.Divide:
                ConstantValue square = Binary(Times(c, c), ConstantOperator.Add, Times(d, d));
                return Complex(
                    Binary(Binary(Times(a, c), ConstantOperator.Add, Times(b, d)), ConstantOperator.Divide, square),
                    Binary(Binary(Times(b, c), ConstantOperator.Subtract, Times(a, d)), ConstantOperator.Divide, square));
            default:
                throw BadOperands(op, x);
        }
    }

    private static ConstantValue Times(ConstantValue a, ConstantValue b) => Binary(a, ConstantOperator.Multiply, b);

    /// <summary>Shifts an integer (or integer-valued) constant. The caller bounds the count.</summary>
    public static ConstantValue Shift(ConstantValue x, ConstantOperator op, int count)
    {
        if (ToInt(x) is not IntConstant i)
        {
            return ConstantValue.Unknown;
        }
        return op switch
        {
            ConstantOperator.ShiftLeft => i.Value.IsZero ? i : new IntConstant(i.Value << count),
            ConstantOperator.ShiftRight => new IntConstant(i.Value >> count),
            _ => throw BadOperands(op, x),
        };
    }

    /// <summary>Comparison; false when an operand is unknown.</summary>
    public static bool Compare(ConstantValue x, ConstantOperator op, ConstantValue y)
    {
        if (!Match(ref x, ref y))
        {
            return false;
        }
        switch (x, y)
        {
            case (BoolConstant a, BoolConstant b):
                return op == ConstantOperator.Equal ? a.Value == b.Value : a.Value != b.Value;
            case (ComplexConstant a, ComplexConstant b):
                bool equal = Compare(a.Real, ConstantOperator.Equal, b.Real) && Compare(a.Imaginary, ConstantOperator.Equal, b.Imaginary);
                return op == ConstantOperator.Equal ? equal : !equal;
        }
        int order = (x, y) switch
        {
            (StringConstant a, StringConstant b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes),
            (IntConstant a, IntConstant b) => a.Value.CompareTo(b.Value),
            (FloatConstant a, FloatConstant b) => a.IsRounded || b.IsRounded ? a.Scaled.CompareTo(b.Scaled) : a.Value.CompareTo(b.Value),
            _ => throw BadOperands(op, x),
        };
        return op switch
        {
            ConstantOperator.Equal => order == 0,
            ConstantOperator.NotEqual => order != 0,
            ConstantOperator.Less => order < 0,
            ConstantOperator.LessEqual => order <= 0,
            ConstantOperator.Greater => order > 0,
            ConstantOperator.GreaterEqual => order >= 0,
            _ => throw BadOperands(op, x),
        };
    }

    /// <summary>Brings two operands to the larger kind; false when one is unknown.</summary>
    private static bool Match(ref ConstantValue x, ref ConstantValue y)
    {
        if (x.Kind == ConstantKind.Unknown || y.Kind == ConstantKind.Unknown)
        {
            return false;
        }
        if (x.Kind < y.Kind)
        {
            x = Promote(x, y.Kind);
        }
        else if (y.Kind < x.Kind)
        {
            y = Promote(y, x.Kind);
        }
        return true;
    }

    private static ConstantValue Promote(ConstantValue x, ConstantKind kind) => kind switch
    {
        ConstantKind.Float => ToFloat(x),
        ConstantKind.Complex => ToComplex(x),
        _ => x,
    };

    private static ArgumentException BadOperands(ConstantOperator op, ConstantValue x) => new($"constant operator {op} on {x.Kind}");
}
