using System.Numerics;
using Go.Compiler.Constants;

namespace Go.Compiler.Check;

/// <summary>A constant as a dictionary key: equal numbers are equal keys, whatever kind they are of.</summary>
internal readonly record struct ConstantKey(ConstantKind Kind, BigInteger Integer, double Real, double Imaginary, string Text)
{
    /// <summary>Null for unknown values, which equal nothing.</summary>
    public static ConstantKey? Of(ConstantValue value)
    {
        switch (value)
        {
            case BoolConstant b:
                return new ConstantKey(ConstantKind.Bool, b.Value ? BigInteger.One : BigInteger.Zero, 0, 0, "");
            case StringConstant s:
                return new ConstantKey(ConstantKind.String, default, 0, 0, System.Text.Encoding.Latin1.GetString(s.Bytes));
            case IntConstant i:
                return new ConstantKey(ConstantKind.Int, i.Value, 0, 0, "");
            case FloatConstant:
                return ConstantArithmetic.ToInt(value) is IntConstant whole
                    ? Of(whole)
                    : new ConstantKey(ConstantKind.Float, default, ConstantFloats.ToDouble(value), 0, "");
            case ComplexConstant c:
                ConstantValue f = ConstantArithmetic.ToFloat(value);
                return f.Kind == ConstantKind.Float
                    ? Of(f)
                    : new ConstantKey(ConstantKind.Complex, default, ConstantFloats.ToDouble(c.Real),
                        ConstantFloats.ToDouble(c.Imaginary), "");
            default:
                return null;
        }
    }
}
