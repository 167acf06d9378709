using System.Numerics;
using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Constant folding and algebraic rules that hold for every target. Works in execution order, so operands are simple already.
/// </summary>
public sealed partial class Simplify
{
    private readonly SsaFunction _f;
    private readonly Scratch<ValueId> _map;
    private readonly EntityList<ValueId> _out = [];
    private Block _block = null!;
    private readonly bool _isLate;
    private bool _changed;

    private Simplify(SsaFunction function, bool isLate)
    {
        _f = function;
        _isLate = isLate;
        _map = Scratch<ValueId>.Rent(function.ValueLimit);
    }

    public static void Run(SsaFunction function) => Run(function, false);

    /// <summary>
    /// Also makes divisions and multiplications by constants what is quicker, and which range analysis sees through less well.
    /// </summary>
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
        foreach (BlockId id in ControlFlow.ReversePostorderOf(_f))
        {
            _block = _f[id];
            _out.Clear();
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
        _f.ReplaceUses(_map.Span);
        _map.Dispose();
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
        _f.BecomeConstant(v, ScalarBits.SignExtended(constant, _f[v].Kind));
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
            case Op.MulF or Op.DivF:
                return FloatArithmetic(v, kind);
            case Op.FloatToFloat:
                return Rounding(v, kind);
            case Op.Eq or Op.Ne or Op.LtS or Op.LeS or Op.LtU or Op.LeU:
                return Comparison(v);
            case Op.NotB:
                return Negation(v);
            case Op.Select:
                return Selection(v);
            case Op.SignExtend or Op.ZeroExtend or Op.Truncate:
                return Conversion(v, kind);
            case Op.Bitcast when _f[A(v, 0)].Op == Op.Bitcast && _f[A(A(v, 0), 0)].Kind == kind && kind != ValueKind.Pointer
                && _f[A(v, 0)].Kind != ValueKind.Pointer:
                return Is(v, A(A(v, 0), 0));
            case Op.Bitcast when OpFacts.IsInteger(kind) && _f[A(v, 0)].Op == Op.Const && OpFacts.IsFloat(_f[A(v, 0)].Kind):
                return IsValue(v, _f[A(v, 0)].AuxInt);
            case Op.OffsetPointer:
                return Offset(v);
            case Op.AddPointer when IsConst(A(v, 1), out long by):
                return Becomes(v, Op.OffsetPointer, [A(v, 0)], by) && Offset(v);
            case Op.Load when OpFacts.IsInteger(kind) && TextAt(A(v, 0)) is { } text && IsIn(text, _f[v].AuxInt, kind):
                return IsValue(v, ScalarBits.In(text.AsSpan((int)_f[v].AuxInt), kind));
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
            case Op.CallStatic:
                return MoveInWords(v) && EqualInWords(v);
            case Op.Extract when _f[A(v, 0)].Kind != ValueKind.Tuple:
                return Is(v, A(v, 0));
            case Op.MemoryEqual:
                return EqualToText(v);
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
                return IsValue(v, op switch { Op.Add => a + b, Op.Sub => a - b, Op.Mul => a * b, Op.And => a & b, Op.Or => a | b,
                    _ => a ^ b });
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
                case Op.Or or Op.Xor or Op.Add when IsRotation(x, y, kind, out ValueId rotated, out long by):
                    return Becomes(v, Op.RotateLeft, [rotated, New(v, Op.Const, ValueKind.I64, [], by)]);
                case Op.Sub when _f[x].Op == Op.Add && A(x, 0) == y:
                    return Is(v, A(x, 1));
                case Op.Sub when _f[x].Op == Op.Add && A(x, 1) == y:
                    return Is(v, A(x, 0));
                default:
                    return true;
            }
        }
        long all = ScalarBits.SignExtended(-1, kind);
        switch (op)
        {
            case Op.Add or Op.Sub or Op.Or or Op.Xor when c == 0:
            case Op.Mul when c == 1:
            case Op.And when c == all || (c == 1 && kind == ValueKind.I8 && IsBoolean(x)):
                return Is(v, x);
            case Op.Mul or Op.And when c == 0:
                return IsValue(v, 0);
            case Op.Or when c == all:
                return IsValue(v, -1);
            case Op.Sub when c != long.MinValue:
                return Becomes(v, Op.Add, [x, New(v, Op.Const, kind, [], ScalarBits.SignExtended(-c, kind))]);
            case Op.Mul when c == -1:
                return Becomes(v, Op.Neg, [x]);
            case Op.Mul when long.IsPow2(ScalarBits.ZeroExtended(c, kind)):
                return Becomes(v, Op.Shl, [x, New(v, Op.Const, ValueKind.I64, [], long.Log2(ScalarBits.ZeroExtended(c, kind)))], 1);
            case Op.Mul when _isLate && (c & 1) == 0 && c >> BitOperations.TrailingZeroCount(c) is 3 or 5 or 9:
                // Sizes of elements: the shift becomes part of addresses.
                int zeros = BitOperations.TrailingZeroCount(c);
                ValueId odd = New(v, Op.Mul, kind, [x, New(v, Op.Const, kind, [], c >> zeros)]);
                return Becomes(v, Op.Shl, [odd, New(v, Op.Const, ValueKind.I64, [], zeros)], 1);
            case Op.Add or Op.And or Op.Or or Op.Xor when _f[x].Op == op && IsConst(A(x, 1), out long d):
                long folded = op switch { Op.Add => c + d, Op.And => c & d, Op.Or => c | d, _ => c ^ d };
                return Becomes(v, op, [A(x, 0), New(v, Op.Const, kind, [], ScalarBits.SignExtended(folded, kind))]);
            case Op.Xor when c == all:
                return Becomes(v, Op.Not, [x]);
            default:
                return true;
        }
    }

    /// <summary>Both halves of a word that was shifted out of itself, in either order: <c>x &lt;&lt; 7 | x &gt;&gt; 57</c>.</summary>
    private bool IsRotation(ValueId x, ValueId y, ValueKind kind, out ValueId rotated, out long by)
    {
        (ValueId left, ValueId right) = _f[x].Op == Op.Shl ? (x, y) : (y, x);
        (rotated, by) = (default, 0);
        if (_f[left].Op != Op.Shl || _f[right].Op != Op.ShrU || A(left, 0) != A(right, 0) || !IsConst(A(left, 1), out by)
            || !IsConst(A(right, 1), out long down) || by <= 0 || down <= 0 || by + down != Bits(kind))
        {
            return false;
        }
        rotated = A(left, 0);
        return true;
    }

    private ValueId Constant(ValueId near, ValueKind kind, long value)
        => New(near, Op.Const, kind, [], ScalarBits.SignExtended(value, kind));

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
        ulong by = (ulong)ScalarBits.ZeroExtended(count, _f[A(v, 1)].Kind);
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
            return IsValue(v, op switch { Op.Shl => n << (int)by, Op.ShrS => n >> (int)by,
                _ => (long)((ulong)ScalarBits.ZeroExtended(n, kind) >> (int)by) });
        }
        return true;
    }

    /// <summary>Largest value an integer can have, seen as unsigned; saturates.</summary>
    internal static ulong UpperBound(SsaFunction f, ValueId v, int depth)
    {
        ulong most = f[v].Kind switch { ValueKind.I8 => byte.MaxValue, ValueKind.I16 => ushort.MaxValue, ValueKind.I32 => uint.MaxValue,
            _ => ulong.MaxValue };
        if (depth > 6)
        {
            return most;
        }
        switch (f[v].Op)
        {
            case Op.Const:
                return (ulong)ScalarBits.ZeroExtended(f[v].AuxInt, f[v].Kind);
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
            case var op when OpFacts.IsDecision(op):
                return 1;
            case Op.TrailingZeros or Op.BitLength or Op.PopulationCount:
                return 64;
            default:
                return most;
        }
    }

    private ulong UpperBound(ValueId v, int depth) => UpperBound(_f, v, depth);

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
            return IsValue(v, op == Op.ZeroExtend ? ScalarBits.ZeroExtended(value, from) : value);
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
}
