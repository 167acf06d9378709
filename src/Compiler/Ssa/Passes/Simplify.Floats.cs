namespace Go.Compiler.Ssa.Passes;

public sealed partial class Simplify
{
    private int[]? _uses;

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

    /// <summary>
    /// What is computed of a single in double precision and rounded back is computed in single precision: a root of 53 bits is long enough
    /// not to round twice, and integers of a single's size are singles. An absolute value stays, for it would keep a signaling NaN.
    /// </summary>
    private bool Rounding(ValueId v, ValueKind kind)
    {
        ValueId wide = A(v, 0);
        if (kind != ValueKind.F32 || _f[wide].Kind != ValueKind.F64
            || _f[wide].Op is not (Op.SqrtF or Op.FloorF or Op.CeilF or Op.TruncF or Op.RoundToEvenF))
        {
            return true;
        }
        ValueId widened = A(wide, 0);
        return _f[widened].Op != Op.FloatToFloat || _f[A(widened, 0)].Kind != ValueKind.F32 || !IsUsedOnce(wide)
            || Becomes(v, _f[wide].Op, [A(widened, 0)]);
    }

    /// <summary>As it was when first asked: for rules that are right either way, and worth it only so.</summary>
    private bool IsUsedOnce(ValueId v)
    {
        _uses ??= CountUses();
        return v.Index < _uses.Length && _uses[v.Index] == 1;
    }

    private int[] CountUses()
    {
        int[] uses = new int[_f.ValueLimit];
        foreach (BlockId id in _f.Order)
        {
            Block block = _f[id];
            foreach (ValueId v in block.Instructions)
            {
                for (int i = 0; i < _f.ArgumentCount(v); i++)
                {
                    uses[_f.Argument(v, i).Index]++;
                }
            }
            foreach (ValueId v in block.Arguments)
            {
                uses[v.Index]++;
            }
            uses[block.Control.Index]++;
        }
        return uses;
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
