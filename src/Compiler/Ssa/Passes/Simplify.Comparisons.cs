using System.Numerics;

namespace Go.Compiler.Ssa.Passes;

public sealed partial class Simplify
{
    private bool Comparison(ValueId v)
    {
        Op op = _f[v].Op;
        ValueId x = A(v, 0), y = A(v, 1);
        ValueKind kind = _f[x].Kind;
        if (IsConst(x, out long a))
        {
            if (IsConst(y, out long b))
            {
                return IsValue(v, ScalarBits.Compare(op, a, b, kind) == true ? 1 : 0);
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
        if (op is Op.Eq or Op.Ne && _f[x].Op == Op.RemS && IsConst(y, out long rest) && rest == 0 && IsConst(A(x, 1), out long divisor)
            && divisor != long.MinValue && long.IsPow2(Math.Abs(divisor)))
        {
            // Whether something is left does not depend on the sign.
            ValueId low = New(v, Op.And, kind, [A(x, 0), Constant(v, kind, Math.Abs(divisor) - 1)]);
            return Becomes(v, op, [low, y]);
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
        return _f[v].Op == Op.Allocate ? !((AllocationSite)_f[v].Aux!).IsOptional
            : _f[v].Op is Op.AllocateMap or Op.LocalAddress or Op.GlobalAddress or Op.NilCheck;
    }

    private bool IsBoolean(ValueId v) => OpFacts.IsDecision(_f[v].Op) || _f[v].Op is Op.MemoryEqual or Op.AtomicCompareExchange;

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

    private void SimplifyEnding()
    {
        _block.Control = Resolve(_block.Control);
        if (_block.Kind != BlockKind.If)
        {
            return;
        }
        while (_f[_block.Control].Op == Op.NotB)
        {
            // Both edges change places together with the phi operands that belong to them: predecessors stay as they are unless both go to
            // one block.
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
