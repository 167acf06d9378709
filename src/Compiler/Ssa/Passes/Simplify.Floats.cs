namespace Go.Compiler.Ssa.Passes;

public sealed partial class Simplify
{
    /// <summary>Rules that give the same bits for every operand, NaN, zeroes and infinities included.</summary>
    private bool FloatArithmetic(ValueId v, ValueKind kind)
    {
        ValueId x = A(v, 0), y = A(v, 1);
        if (_f[v].Op == Op.MulF)
        {
            return IsTwo(y, kind) ? Becomes(v, Op.AddF, [x, x]) : !IsTwo(x, kind) || Becomes(v, Op.AddF, [y, y]);
        }
        // The reciprocal of a power of two is exact, as long as both are normal numbers.
        if (!IsPowerOfTwo(y, kind, out int exponent) || !IsNormal(-exponent, kind))
        {
            return true;
        }
        (int fraction, int bias) = FormatOf(kind);
        long sign = _f[y].AuxInt & (kind == ValueKind.F32 ? int.MinValue : long.MinValue);
        long reciprocal = sign | ((long)(bias - exponent) << fraction);
        return Becomes(v, Op.MulF, [x, New(v, Op.Const, kind, [], reciprocal)]);
    }

    private bool IsTwo(ValueId v, ValueKind kind) => IsPowerOfTwo(v, kind, out int exponent) && exponent == 1 && _f[v].AuxInt > 0;

    /// <summary>A constant of a normal power of two, of either sign.</summary>
    private bool IsPowerOfTwo(ValueId v, ValueKind kind, out int exponent)
    {
        exponent = 0;
        if (!IsConst(v, out long bits))
        {
            return false;
        }
        (int fraction, int bias) = FormatOf(kind);
        exponent = (int)((bits >> fraction) & ((2 * bias) + 1)) - bias;
        return (bits & ((1L << fraction) - 1)) == 0 && IsNormal(exponent, kind);
    }

    private static bool IsNormal(int exponent, ValueKind kind) => Math.Abs(exponent) < FormatOf(kind).Bias;

    /// <summary>Bits of the fraction, and what the exponent is stored with.</summary>
    private static (int Fraction, int Bias) FormatOf(ValueKind kind) => kind == ValueKind.F32 ? (23, 127) : (52, 1023);
}
