namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// What a comparison of an integer with a constant says: it is from <see cref="Least"/> to <see cref="Most"/>, or it is none of some
/// values. Bounds are those of the sign that the comparison has.
/// </summary>
internal readonly record struct ValueTest
{
    private enum Form : byte
    {
        Signed,
        Unsigned,

        /// <summary>Value, with the bits of <see cref="Ignored"/> set, is not <see cref="Least"/>.</summary>
        IsNot,
    }

    private ValueId Value { get; init; }
    private ValueKind Kind { get; init; }
    private Form Is { get; init; }
    private Int128 Least { get; init; }
    private Int128 Most { get; init; }
    private long Ignored { get; init; }

    /// <summary>What it means that the comparison holds, or does not; null when it is no such comparison.</summary>
    public static ValueTest? Of(SsaFunction f, ValueId comparison, bool holds)
    {
        Op op = f[comparison].Op;
        if (op == Op.NotB)
        {
            return Of(f, f.Argument(comparison, 0), !holds);
        }
        if (f.ArgumentCount(comparison) != 2)
        {
            return null;
        }
        ValueId x = f.Argument(comparison, 0), y = f.Argument(comparison, 1);
        bool isLeft = f[x].Op == Op.Const, isConstant = isLeft != (f[y].Op == Op.Const);
        ValueKind kind = f[x].Kind;
        if (!isConstant || !OpFacts.IsInteger(kind))
        {
            return null;
        }
        long constant = f[isLeft ? x : y].AuxInt;
        ValueId value = isLeft ? y : x;
        if (op is Op.Eq or Op.Ne)
        {
            return (op == Op.Ne) == holds ? new ValueTest { Value = value, Kind = kind, Is = Form.IsNot, Least = constant } : null;
        }
        if (op is not (Op.LtS or Op.LeS or Op.LtU or Op.LeU))
        {
            return null;
        }
        Form form = op is Op.LtS or Op.LeS ? Form.Signed : Form.Unsigned;
        Int128 c = form == Form.Signed ? constant : (ulong)ScalarBits.ZeroExtended(constant, kind);
        bool isStrict = op is Op.LtS or Op.LtU;
        (Int128 least, Int128 most) = Domain(form, kind);
        // Left: c < x or c <= x. The opposite of x < c is c <= x.
        if (isLeft == holds)
        {
            least = isStrict == holds ? c + 1 : c;
        }
        else
        {
            most = isStrict == holds ? c - 1 : c;
        }
        return new ValueTest { Value = value, Kind = kind, Is = form, Least = least, Most = most };
    }

    /// <summary>
    /// What a comparison with a constant that holds, or does not, says of another one of the same value: it is in all of its range, or
    /// in none of it. Null when neither is sure.
    /// </summary>
    public static bool? Decide(SsaFunction f, ValueId known, bool holds, ValueId wanted)
    {
        bool isOpposite = f[wanted].Op == Op.Eq;
        if (Of(f, wanted, !isOpposite) is not { } asked)
        {
            return null;
        }
        bool? inside = Of(f, known, holds) is { } range ? range.Value == asked.Value ? range.Decides(asked) : null
            // The value is equal to the constant.
            : Of(f, known, !holds) is { Is: Form.IsNot } other && other.Value == asked.Value ? asked.Contains((long)other.Least)
            : null;
        return inside is { } sure ? sure != isOpposite : null;
    }

    private bool? Decides(ValueTest other)
    {
        if (Is == Form.IsNot)
        {
            return other.Is == Form.IsNot && other.Least == Least ? true : null;
        }
        if (other.Is == Form.IsNot)
        {
            return !Contains((long)other.Least) ? true : Least == Most ? false : null;
        }
        return Is != other.Is ? null
            : Least >= other.Least && Most <= other.Most ? true
            : Most < other.Least || Least > other.Most ? false
            : null;
    }

    private bool Contains(long constant)
    {
        Int128 c = Is == Form.Unsigned ? (ulong)ScalarBits.ZeroExtended(constant, Kind) : constant;
        return Is == Form.IsNot ? Least != c : c >= Least && c <= Most;
    }

    private static (Int128 Least, Int128 Most) Domain(Form form, ValueKind kind)
    {
        int bits = OpFacts.SizeOf(kind) * 8;
        return form == Form.Signed ? (-(Int128.One << (bits - 1)), (Int128.One << (bits - 1)) - 1) : (0, (Int128.One << bits) - 1);
    }

    /// <summary>Both at once; null when that is no one comparison.</summary>
    public static ValueTest? Both(ValueTest a, ValueTest b)
    {
        if (a.Value != b.Value || a.Ignored != 0 || b.Ignored != 0)
        {
            return null;
        }
        if (a.Is == Form.IsNot && b.Is == Form.IsNot)
        {
            long x = ScalarBits.ZeroExtended((long)a.Least, a.Kind), y = ScalarBits.ZeroExtended((long)b.Least, a.Kind);
            return (x ^ y) != 0 && ((x ^ y) & ((x ^ y) - 1)) == 0 ? a with { Least = x | y, Ignored = x ^ y } : null;
        }
        if (a.Is == Form.IsNot)
        {
            return b.Without((long)a.Least);
        }
        if (b.Is == Form.IsNot)
        {
            return a.Without((long)b.Least);
        }
        var both = a with { Least = Int128.Max(a.Least, b.Least), Most = Int128.Min(a.Most, b.Most) };
        return a.Is == b.Is && both.Least <= both.Most ? both : null;
    }

    /// <summary>A range without one of its ends is a range.</summary>
    private ValueTest? Without(long constant)
    {
        Int128 c = Is == Form.Signed ? constant : (ulong)ScalarBits.ZeroExtended(constant, Kind);
        return Least == Most ? null : c == Least ? this with { Least = c + 1 } : c == Most ? this with { Most = c - 1 } : null;
    }

    /// <summary>Adds the comparison to the end of a block.</summary>
    /// <param name="near">Whose position it gets.</param>
    /// <param name="holds">False: its opposite.</param>
    public ValueId Emit(SsaFunction f, Block block, ValueId near, bool holds)
    {
        if (Is == Form.IsNot)
        {
            ValueId set = Ignored == 0 ? Value : New(f, block, near, Op.Or, Kind, Value, Constant(f, block, near, Ignored));
            return New(f, block, near, holds ? Op.Ne : Op.Eq, ValueKind.I8, set, Constant(f, block, near, (long)Least));
        }
        (Int128 first, Int128 last) = Domain(Is, Kind);
        bool isSigned = Is == Form.Signed;
        if (Most == last)
        {
            return Ordered(f, block, near, Constant(f, block, near, (long)Least), Value, isSigned, holds);
        }
        if (Least == first)
        {
            return Ordered(f, block, near, Value, Constant(f, block, near, (long)Most), isSigned, holds);
        }
        ValueId distance = New(f, block, near, Op.Add, Kind, Value, Constant(f, block, near, (long)-Least));
        return Ordered(f, block, near, distance, Constant(f, block, near, (long)(Most - Least)), isSigned: false, holds);
    }

    private static ValueId Ordered(SsaFunction f, Block block, ValueId near, ValueId x, ValueId y, bool isSigned, bool holds)
        => holds ? New(f, block, near, isSigned ? Op.LeS : Op.LeU, ValueKind.I8, x, y)
            : New(f, block, near, isSigned ? Op.LtS : Op.LtU, ValueKind.I8, y, x);

    private ValueId Constant(SsaFunction f, Block block, ValueId near, long value)
    {
        ValueId v = f.NewValue(Op.Const, Kind, f[near].Pos, default, ScalarBits.SignExtended(value, Kind));
        return Place(f, block, near, v);
    }

    private static ValueId New(SsaFunction f, Block block, ValueId near, Op op, ValueKind kind, ValueId x, ValueId y)
        => Place(f, block, near, f.NewValue(op, kind, f[near].Pos, [x, y]));

    private static ValueId Place(SsaFunction f, Block block, ValueId near, ValueId v)
    {
        f[v].Block = block.Id;
        f[v].InlineIndex = f[near].InlineIndex;
        block.Instructions.Add(v);
        return v;
    }
}
