using System.Numerics;

namespace Go.Compiler.Ssa.Passes;

public sealed partial class Simplify
{
    private bool Division(ValueId v, ValueKind kind)
    {
        Op op = _f[v].Op;
        ValueId x = A(v, 0);
        if (!IsConst(A(v, 1), out long c) || c == 0)
        {
            return true;
        }
        bool signed = op is Op.DivS or Op.RemS, isDivision = op is Op.DivS or Op.DivU;
        if (IsConst(x, out long n))
        {
            return IsValue(v, Divide(n, c, kind, signed, isDivision));
        }
        if (c == 1)
        {
            return isDivision ? Is(v, x) : IsValue(v, 0);
        }
        long magnitude = signed ? c : ScalarBits.ZeroExtended(c, kind);
        if (!signed && long.IsPow2(magnitude) && magnitude > 0)
        {
            return isDivision
                ? Becomes(v, Op.ShrU, [x, New(v, Op.Const, ValueKind.I64, [], long.Log2(magnitude))], 1)
                : Becomes(v, Op.And, [x, New(v, Op.Const, kind, [], magnitude - 1)]);
        }
        if (!_isLate)
        {
            return true;
        }
        if (signed && magnitude > 1 && long.IsPow2(magnitude))
        {
            // Round towards zero: add divisor - 1 to negative dividends first.
            int shift = (int)long.Log2(magnitude), bits = Bits(kind);
            ValueId sign = New(v, Op.ShrS, kind, [x, New(v, Op.Const, ValueKind.I64, [], bits - 1)], 1);
            ValueId bias = New(v, Op.ShrU, kind, [sign, New(v, Op.Const, ValueKind.I64, [], bits - shift)], 1);
            ValueId biased = New(v, Op.Add, kind, [x, bias]);
            if (isDivision)
            {
                return Becomes(v, Op.ShrS, [biased, New(v, Op.Const, ValueKind.I64, [], shift)], 1);
            }
            ValueId rounded = New(v, Op.And, kind, [biased, New(v, Op.Const, kind, [], -magnitude)]);
            return Becomes(v, Op.Sub, [x, rounded]);
        }
        return (signed ? c < 3 : magnitude is >= 0 and < 3) || MultiplyInstead(v, x, kind, magnitude, signed, isDivision);
    }

    /// <summary>
    /// Division by a constant as a multiplication by its reciprocal (Granlund and Montgomery, "Division by Invariant Integers").
    /// </summary>
    private bool MultiplyInstead(ValueId v, ValueId x, ValueKind kind, long divisor, bool signed, bool isDivision)
    {
        ValueId quotient = kind == ValueKind.I64
            ? signed ? SignedQuotient(v, x, divisor) : UnsignedQuotient(v, x, (ulong)divisor)
            : NarrowQuotient(v, x, kind, divisor, signed);
        if (isDivision)
        {
            return Becomes(v, Op.Copy, [quotient]);
        }
        ValueId product = New(v, Op.Mul, kind, [quotient, Constant(v, kind, divisor)]);
        return Becomes(v, Op.Sub, [x, product]);
    }

    /// <summary>Up to 32 bits: one high product with 2^64 / d rounded up is exact.</summary>
    private ValueId NarrowQuotient(ValueId v, ValueId x, ValueKind kind, long divisor, bool signed)
    {
        ValueId wide = New(v, signed ? Op.SignExtend : Op.ZeroExtend, ValueKind.I64, [x]);
        ValueId reciprocal = Constant(v, ValueKind.I64, (long)(ulong.MaxValue / (ulong)divisor + 1));
        ValueId high = New(v, signed ? Op.MulHighS : Op.MulHighU, ValueKind.I64, [wide, reciprocal]);
        if (signed)
        {
            high = New(v, Op.Sub, ValueKind.I64, [high, New(v, Op.ShrS, ValueKind.I64, [wide, Constant(v, ValueKind.I64, 63)], 1)]);
        }
        return New(v, Op.Truncate, kind, [high]);
    }

    private ValueId SignedQuotient(ValueId v, ValueId x, long divisor)
    {
        var d = new BigInteger(divisor);
        for (int shift = 0; ; shift++)
        {
            BigInteger power = BigInteger.One << (64 + shift), multiplier = power / d + 1;
            if (multiplier * d - power > BigInteger.One << (shift + 1))
            {
                continue;
            }
            bool tooLarge = multiplier >> 63 != 0;
            ValueId high = New(v, Op.MulHighS, ValueKind.I64, [x, Constant(v, ValueKind.I64, (long)(ulong)multiplier)]);
            if (tooLarge)
            {
                high = New(v, Op.Add, ValueKind.I64, [high, x]);
            }
            if (shift > 0)
            {
                high = New(v, Op.ShrS, ValueKind.I64, [high, Constant(v, ValueKind.I64, shift)], 1);
            }
            return New(v, Op.Sub, ValueKind.I64, [high, New(v, Op.ShrS, ValueKind.I64, [x, Constant(v, ValueKind.I64, 63)], 1)]);
        }
    }

    private ValueId UnsignedQuotient(ValueId v, ValueId x, ulong divisor)
    {
        var d = new BigInteger(divisor);
        int bits = 64 - BitOperations.LeadingZeroCount(divisor - 1);
        for (int shift = 0; shift <= bits; shift++)
        {
            BigInteger power = BigInteger.One << (64 + shift), multiplier = (power + d - 1) / d;
            if (multiplier >> 64 != 0 || multiplier * d - power > BigInteger.One << shift)
            {
                continue;
            }
            ValueId high = New(v, Op.MulHighU, ValueKind.I64, [x, Constant(v, ValueKind.I64, (long)(ulong)multiplier)]);
            return shift == 0 ? high : New(v, Op.ShrU, ValueKind.I64, [high, Constant(v, ValueKind.I64, shift)], 1);
        }
        // The multiplier has 65 bits: its top bit is one more x, added with care not to overflow.
        BigInteger full = ((BigInteger.One << (64 + bits)) + d - 1) / d - (BigInteger.One << 64);
        ValueId h = New(v, Op.MulHighU, ValueKind.I64, [x, Constant(v, ValueKind.I64, (long)(ulong)full)]);
        ValueId half = New(v, Op.ShrU, ValueKind.I64, [New(v, Op.Sub, ValueKind.I64, [x, h]), Constant(v, ValueKind.I64, 1)], 1);
        return New(v, Op.ShrU, ValueKind.I64, [New(v, Op.Add, ValueKind.I64, [half, h]), Constant(v, ValueKind.I64, bits - 1)], 1);
    }

    private static long Divide(long n, long d, ValueKind kind, bool signed, bool isDivision)
    {
        if (signed)
        {
            return d == -1 ? (isDivision ? -n : 0) : isDivision ? n / d : n % d;
        }
        ulong a = (ulong)ScalarBits.ZeroExtended(n, kind), b = (ulong)ScalarBits.ZeroExtended(d, kind);
        return (long)(isDivision ? a / b : a % b);
    }
}
