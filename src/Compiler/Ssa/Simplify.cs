using System.Numerics;

namespace Go.Compiler.Ssa;

/// <summary>Constant folding and algebraic rules that hold for every target. Works in execution order, so operands are simple already.</summary>
public sealed class Simplify
{
    private readonly SsaFunction _f;
    private readonly ValueId[] _map;
    private List<ValueId> _out = [];
    private Block _block = null!;
    private readonly bool _isLate;
    private bool _changed;

    private Simplify(SsaFunction function, bool isLate)
    {
        _f = function;
        _isLate = isLate;
        _map = new ValueId[function.ValueLimit];
    }

    public static void Run(SsaFunction function) => Run(function, false);

    /// <summary>Also makes divisions and multiplications by constants what is quicker, and which range analysis sees through less well.</summary>
    public static void RunLate(SsaFunction function) => Run(function, true);

    private static void Run(SsaFunction function, bool isLate)
    {
        // A few rounds: what a phi's operands become is known only after the loop's body.
        for (int round = 0; round < 3; round++)
        {
            function.Cancellation.ThrowIfCancellationRequested();
            var pass = new Simplify(function, isLate);
            pass.RunOnce();
            DeadCode.Run(function);
            if (!pass._changed)
            {
                return;
            }
        }
    }

    private void RunOnce()
    {
        foreach (BlockId id in new ControlFlow(_f).ReversePostorder)
        {
            _block = _f[id];
            _out = new List<ValueId>(_block.Instructions.Count + 4);
            foreach (ValueId v in _block.Instructions)
            {
                ResolveArguments(v);
                bool keep = _f[v].Op == Op.Phi || Visit(v);
                if (keep)
                {
                    _out.Add(v);
                }
                else
                {
                    _changed = true;
                }
            }
            _block.Instructions.Clear();
            _block.Instructions.AddRange(_out);
            SimplifyEnding();
        }
        _f.ReplaceUses(_map);
    }

    private ValueId Resolve(ValueId v)
    {
        while (v.Index < _map.Length && !_map[v.Index].IsNone)
        {
            v = _map[v.Index];
        }
        return v;
    }

    private void ResolveArguments(ValueId v)
    {
        for (int i = 0; i < _f.ArgumentCount(v); i++)
        {
            ValueId a = _f.Argument(v, i), r = Resolve(a);
            if (a != r)
            {
                _f.SetArgument(v, i, r);
            }
        }
    }

    private bool IsConst(ValueId v, out long value)
    {
        value = _f[v].AuxInt;
        return _f[v].Op == Op.Const;
    }

    private ValueId A(ValueId v, int i) => _f.Argument(v, i);

    /// <summary>The value is another one: uses are redirected, the instruction goes.</summary>
    private bool Is(ValueId v, ValueId other)
    {
        _map[v.Index] = other;
        return false;
    }

    private bool IsValue(ValueId v, long constant)
    {
        _f.BecomeConstant(v, SsaBuilder.SignExtended(constant, _f[v].Kind));
        _changed = true;
        return true;
    }

    private bool Becomes(ValueId v, Op op, ReadOnlySpan<ValueId> arguments, long imm = 0)
    {
        _f[v].Op = op;
        _f[v].AuxInt = imm;
        _f.SetArguments(v, arguments);
        _changed = true;
        return true;
    }

    private ValueId New(ValueId near, Op op, ValueKind kind, ReadOnlySpan<ValueId> arguments, long imm = 0)
    {
        ValueId v = _f.NewValue(op, kind, _f[near].Pos, arguments, imm);
        _f[v].Block = _block.Id;
        _f[v].InlineIndex = _f[near].InlineIndex;
        _out.Add(v);
        return v;
    }

    private static int Bits(ValueKind kind) => OpFacts.SizeOf(kind) * 8;

    private static long Unsigned(long value, ValueKind kind) => kind switch
    {
        ValueKind.I8 => (byte)value,
        ValueKind.I16 => (ushort)value,
        ValueKind.I32 => (uint)value,
        _ => value,
    };

    private bool Visit(ValueId v)
    {
        ValueKind kind = _f[v].Kind;
        switch (_f[v].Op)
        {
            case Op.Copy:
                return Is(v, A(v, 0));
            case Op.Add or Op.Sub or Op.Mul or Op.And or Op.Or or Op.Xor:
                return Binary(v, kind);
            case Op.DivS or Op.DivU or Op.RemS or Op.RemU:
                return Division(v, kind);
            case Op.Shl or Op.ShrU or Op.ShrS:
                return Shift(v, kind);
            case Op.Neg when IsConst(A(v, 0), out long n):
                return IsValue(v, -n);
            case Op.Not when IsConst(A(v, 0), out long m):
                return IsValue(v, ~m);
            case Op.Not when _f[A(v, 0)].Op == Op.Not:
                return Is(v, A(A(v, 0), 0));
            case >= Op.Eq and <= Op.LeU:
                return Comparison(v);
            case Op.NotB:
                return Negation(v);
            case Op.Select:
                return Selection(v);
            case Op.SignExtend or Op.ZeroExtend or Op.Truncate:
                return Conversion(v, kind);
            case Op.Bitcast when _f[A(v, 0)].Op == Op.Bitcast && _f[A(A(v, 0), 0)].Kind == kind && kind != ValueKind.Pointer && _f[A(v, 0)].Kind != ValueKind.Pointer:
                return Is(v, A(A(v, 0), 0));
            case Op.OffsetPointer:
                return Offset(v);
            case Op.AddPointer when IsConst(A(v, 1), out long by):
                return Becomes(v, Op.OffsetPointer, [A(v, 0)], by) && Offset(v);
            case Op.Load or Op.Store when _f[A(v, 0)].Op == Op.OffsetPointer && FitsDisplacement(_f[v].AuxInt + _f[A(v, 0)].AuxInt):
                _f[v].AuxInt += _f[A(v, 0)].AuxInt;
                _f.SetArgument(v, 0, A(A(v, 0), 0));
                _changed = true;
                return true;
            case Op.BoundsCheck when IsConst(A(v, 0), out long x) && IsConst(A(v, 1), out long y):
                bool isIndex = _f[v].AuxInt == (long)RuntimeContract.BoundsCode.Index;
                return !(isIndex ? (ulong)x < (ulong)y : (ulong)x <= (ulong)y);
            case Op.Zero or Op.Move when _f[v].AuxInt == 0:
                return false;
            case Op.KeepAlive when _f[A(v, 0)].Op is Op.Const or Op.GlobalAddress:
                return false;
            default:
                return true;
        }
    }

    private static bool FitsDisplacement(long offset) => offset is >= 0 and < 1 << 30;

    private bool Offset(ValueId v)
    {
        if (_f[v].AuxInt == 0)
        {
            return Is(v, A(v, 0));
        }
        if (_f[A(v, 0)].Op == Op.OffsetPointer)
        {
            long total = _f[v].AuxInt + _f[A(v, 0)].AuxInt;
            return Becomes(v, Op.OffsetPointer, [A(A(v, 0), 0)], total) && (total != 0 || Is(v, A(v, 0)));
        }
        return true;
    }

    private bool Binary(ValueId v, ValueKind kind)
    {
        Op op = _f[v].Op;
        ValueId x = A(v, 0), y = A(v, 1);
        if (IsConst(x, out long a))
        {
            if (IsConst(y, out long b))
            {
                return IsValue(v, op switch { Op.Add => a + b, Op.Sub => a - b, Op.Mul => a * b, Op.And => a & b, Op.Or => a | b, _ => a ^ b });
            }
            if (op != Op.Sub)
            {
                _f.SetArguments(v, [y, x]);
                (x, y) = (y, x);
            }
            else if (a == 0)
            {
                return Becomes(v, Op.Neg, [y]);
            }
        }
        if (!IsConst(y, out long c))
        {
            switch (op)
            {
                case Op.Sub when x == y:
                case Op.Xor when x == y:
                    return IsValue(v, 0);
                case Op.And or Op.Or when x == y:
                    return Is(v, x);
                case Op.Sub when _f[x].Op == Op.Add && A(x, 0) == y:
                    return Is(v, A(x, 1));
                case Op.Sub when _f[x].Op == Op.Add && A(x, 1) == y:
                    return Is(v, A(x, 0));
                default:
                    return true;
            }
        }
        long all = SsaBuilder.SignExtended(-1, kind);
        switch (op)
        {
            case Op.Add or Op.Sub or Op.Or or Op.Xor when c == 0:
            case Op.Mul when c == 1:
            case Op.And when c == all:
                return Is(v, x);
            case Op.Mul or Op.And when c == 0:
                return IsValue(v, 0);
            case Op.Or when c == all:
                return IsValue(v, -1);
            case Op.Sub when c != long.MinValue:
                return Becomes(v, Op.Add, [x, New(v, Op.Const, kind, [], SsaBuilder.SignExtended(-c, kind))]);
            case Op.Mul when c == -1:
                return Becomes(v, Op.Neg, [x]);
            case Op.Mul when long.IsPow2(Unsigned(c, kind)):
                return Becomes(v, Op.Shl, [x, New(v, Op.Const, ValueKind.I64, [], long.Log2(Unsigned(c, kind)))], 1);
            case Op.Mul when _isLate && (c & 1) == 0 && c >> BitOperations.TrailingZeroCount(c) is 3 or 5 or 9:
                // Sizes of elements: the shift becomes part of addresses.
                int zeros = BitOperations.TrailingZeroCount(c);
                ValueId odd = New(v, Op.Mul, kind, [x, New(v, Op.Const, kind, [], c >> zeros)]);
                return Becomes(v, Op.Shl, [odd, New(v, Op.Const, ValueKind.I64, [], zeros)], 1);
            case Op.Add or Op.And or Op.Or or Op.Xor when _f[x].Op == op && IsConst(A(x, 1), out long d):
                long folded = op switch { Op.Add => c + d, Op.And => c & d, Op.Or => c | d, _ => c ^ d };
                return Becomes(v, op, [A(x, 0), New(v, Op.Const, kind, [], SsaBuilder.SignExtended(folded, kind))]);
            case Op.Xor when c == all:
                return Becomes(v, Op.Not, [x]);
            default:
                return true;
        }
    }

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
        long magnitude = signed ? c : Unsigned(c, kind);
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

    /// <summary>Division by a constant as a multiplication by its reciprocal (Granlund and Montgomery, "Division by Invariant Integers").</summary>
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

    private ValueId Constant(ValueId near, ValueKind kind, long value) => New(near, Op.Const, kind, [], SsaBuilder.SignExtended(value, kind));

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
        ulong a = (ulong)Unsigned(n, kind), b = (ulong)Unsigned(d, kind);
        return (long)(isDivision ? a / b : a % b);
    }

    private bool Shift(ValueId v, ValueKind kind)
    {
        Op op = _f[v].Op;
        ValueId x = A(v, 0);
        if (!IsConst(A(v, 1), out long count))
        {
            if (IsConst(x, out long zero) && zero == 0)
            {
                return IsValue(v, 0);
            }
            // A count masked below the width needs no test for large counts.
            if (_f[v].AuxInt == 0 && UpperBound(A(v, 1), 0) < (ulong)Bits(kind))
            {
                _f[v].AuxInt = 1;
                _changed = true;
            }
            return true;
        }
        ulong by = (ulong)Unsigned(count, _f[A(v, 1)].Kind);
        int bits = Bits(kind);
        if (by == 0)
        {
            return Is(v, x);
        }
        if (by >= (ulong)bits)
        {
            if (op != Op.ShrS)
            {
                return IsValue(v, 0);
            }
            return Becomes(v, Op.ShrS, [x, New(v, Op.Const, ValueKind.I64, [], bits - 1)], 1);
        }
        if (_f[v].AuxInt == 0)
        {
            _f[v].AuxInt = 1;
            _changed = true;
        }
        if (IsConst(x, out long n))
        {
            return IsValue(v, op switch { Op.Shl => n << (int)by, Op.ShrS => n >> (int)by, _ => (long)((ulong)Unsigned(n, kind) >> (int)by) });
        }
        return true;
    }

    /// <summary>Largest value an integer can have, seen as unsigned; saturates.</summary>
    internal static ulong UpperBound(SsaFunction f, ValueId v, int depth)
    {
        ulong most = f[v].Kind switch { ValueKind.I8 => byte.MaxValue, ValueKind.I16 => ushort.MaxValue, ValueKind.I32 => uint.MaxValue, _ => ulong.MaxValue };
        if (depth > 6)
        {
            return most;
        }
        switch (f[v].Op)
        {
            case Op.Const:
                return (ulong)Unsigned(f[v].AuxInt, f[v].Kind);
            case Op.And:
                return Math.Min(UpperBound(f, f.Argument(v, 0), depth + 1), UpperBound(f, f.Argument(v, 1), depth + 1));
            case Op.ZeroExtend:
                return UpperBound(f, f.Argument(v, 0), depth + 1);
            case Op.ShrU when f[f.Argument(v, 1)].Op == Op.Const && f[f.Argument(v, 1)].AuxInt is >= 0 and < 64 and var by:
                return Math.Min(most, UpperBound(f, f.Argument(v, 0), depth + 1) >> (int)by);
            case Op.RemU when f[f.Argument(v, 1)].Op == Op.Const && f[f.Argument(v, 1)].AuxInt > 0:
                return Math.Min(most, (ulong)f[f.Argument(v, 1)].AuxInt - 1);
            case Op.Truncate:
                return Math.Min(most, UpperBound(f, f.Argument(v, 0), depth + 1));
            case >= Op.Eq and <= Op.NotB:
                return 1;
            case Op.TrailingZeros or Op.BitLength or Op.PopulationCount:
                return 64;
            default:
                return most;
        }
    }

    private ulong UpperBound(ValueId v, int depth) => UpperBound(_f, v, depth);

    private bool Comparison(ValueId v)
    {
        Op op = _f[v].Op;
        ValueId x = A(v, 0), y = A(v, 1);
        ValueKind kind = _f[x].Kind;
        if (IsConst(x, out long a))
        {
            if (IsConst(y, out long b))
            {
                ulong ua = (ulong)Unsigned(a, kind), ub = (ulong)Unsigned(b, kind);
                return IsValue(v, (op switch { Op.Eq => a == b, Op.Ne => a != b, Op.LtS => a < b, Op.LeS => a <= b, Op.LtU => ua < ub, _ => ua <= ub }) ? 1 : 0);
            }
            if (op is Op.Eq or Op.Ne)
            {
                _f.SetArguments(v, [y, x]);
                (x, y) = (y, x);
            }
        }
        if (x == y)
        {
            return IsValue(v, op is Op.Eq or Op.LeS or Op.LeU ? 1 : 0);
        }
        if (kind is ValueKind.Pointer or ValueKind.I64 && op is Op.Eq or Op.Ne && IsConst(y, out long nil) && nil == 0 && IsNeverNil(x))
        {
            return IsValue(v, op == Op.Ne ? 1 : 0);
        }
        if (kind == ValueKind.I8 && IsBoolean(x) && IsConst(y, out long flag) && op is Op.Eq or Op.Ne && flag is 0 or 1)
        {
            return (op == Op.Ne) == (flag == 0) ? Is(v, x) : Becomes(v, Op.NotB, [x]);
        }
        if (op == Op.LtU && IsConst(y, out long one) && one == 1)
        {
            return Becomes(v, Op.Eq, [x, New(v, Op.Const, kind, [], 0)]);
        }
        return true;
    }

    private bool IsNeverNil(ValueId v)
    {
        while (_f[v].Op == Op.OffsetPointer)
        {
            v = A(v, 0);
        }
        // An optional buffer is nil when it cannot be in the frame.
        return _f[v].Op == Op.Allocate ? !((AllocationSite)_f[v].Aux!).IsOptional : _f[v].Op is Op.AllocateMap or Op.LocalAddress or Op.GlobalAddress or Op.NilCheck;
    }

    private bool IsBoolean(ValueId v) => _f[v].Op is >= Op.Eq and <= Op.NotB or Op.MemoryEqual or Op.AtomicCompareExchange;

    private bool Negation(ValueId v)
    {
        ValueId x = A(v, 0);
        if (IsConst(x, out long value))
        {
            return IsValue(v, value == 0 ? 1 : 0);
        }
        return _f[x].Op switch
        {
            Op.NotB => Is(v, A(x, 0)),
            Op.Eq => Becomes(v, Op.Ne, [A(x, 0), A(x, 1)]),
            Op.Ne => Becomes(v, Op.Eq, [A(x, 0), A(x, 1)]),
            Op.LtS => Becomes(v, Op.LeS, [A(x, 1), A(x, 0)]),
            Op.LeS => Becomes(v, Op.LtS, [A(x, 1), A(x, 0)]),
            Op.LtU => Becomes(v, Op.LeU, [A(x, 1), A(x, 0)]),
            Op.LeU => Becomes(v, Op.LtU, [A(x, 1), A(x, 0)]),
            Op.EqF => Becomes(v, Op.NeF, [A(x, 0), A(x, 1)]),
            Op.NeF => Becomes(v, Op.EqF, [A(x, 0), A(x, 1)]),
            _ => true,
        };
    }

    private bool Selection(ValueId v)
    {
        if (IsConst(A(v, 0), out long condition))
        {
            return Is(v, condition != 0 ? A(v, 1) : A(v, 2));
        }
        return A(v, 1) == A(v, 2) ? Is(v, A(v, 1)) : true;
    }

    private bool Conversion(ValueId v, ValueKind kind)
    {
        Op op = _f[v].Op;
        ValueId x = A(v, 0);
        ValueKind from = _f[x].Kind;
        if (from == kind)
        {
            return Is(v, x);
        }
        if (IsConst(x, out long value))
        {
            return IsValue(v, op == Op.ZeroExtend ? Unsigned(value, from) : value);
        }
        Op inner = _f[x].Op;
        if (op == Op.Truncate && inner is Op.SignExtend or Op.ZeroExtend or Op.Truncate)
        {
            ValueId origin = A(x, 0);
            int size = OpFacts.SizeOf(_f[origin].Kind), wanted = OpFacts.SizeOf(kind);
            return size == wanted ? Is(v, origin) : Becomes(v, size > wanted ? Op.Truncate : inner, [origin]);
        }
        if (op == inner || (op == Op.SignExtend && inner == Op.ZeroExtend))
        {
            return Becomes(v, inner, [A(x, 0)]);
        }
        return true;
    }

    private void SimplifyEnding()
    {
        _block.Control = Resolve(_block.Control);
        if (_block.Kind != BlockKind.If)
        {
            return;
        }
        while (_f[_block.Control].Op == Op.NotB)
        {
            // Both edges change places together with the phi operands that belong to them: predecessors stay as they are unless both go to one block.
            if (_block.Successors[0] == _block.Successors[1])
            {
                return;
            }
            _block.Control = Resolve(A(_block.Control, 0));
            _block.Successors.Reverse();
            _block.Likely = (sbyte)-_block.Likely;
            _changed = true;
        }
    }
}
