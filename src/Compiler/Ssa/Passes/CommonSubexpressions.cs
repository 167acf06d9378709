using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Replaces a value by an equal one computed earlier in a dominating block; removes nil and bounds checks that a dominating check or branch
/// has made already. Memory reads are never merged (contract trap 25).
/// </summary>
public sealed class CommonSubexpressions
{
    private readonly SsaFunction _f;
    private readonly ControlFlow _flow;
    private readonly ValueTable _table;
    private readonly Scratch<int> _number;
    private readonly Scratch<ValueId> _map;

    private CommonSubexpressions(SsaFunction function)
    {
        _f = function;
        _flow = new ControlFlow(function);
        _table = new ValueTable(function.ValueLimit);
        _number = Scratch<int>.Rent(function.ValueLimit);
        _map = Scratch<ValueId>.Rent(function.ValueLimit);
    }

    public static void Run(SsaFunction function)
    {
        var pass = new CommonSubexpressions(function);
        pass.NumberValues();
        pass._table.Dispose();
        pass._number.Dispose();
        pass._map.Dispose();
    }

    private void NumberValues()
    {
        bool changed = false;
        foreach (BlockId id in _flow.ReversePostorder)
        {
            Block block = _f[id];
            int kept = 0;
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                ValueId v = block.Instructions[i];
                _number[v.Index] = v.Index;
                if (Replace(v, block))
                {
                    changed = true;
                }
                else
                {
                    block.Instructions[kept++] = v;
                }
            }
            block.Instructions.RemoveRange(kept, block.Instructions.Count - kept);
        }
        if (changed)
        {
            _f.ReplaceUses(_map.Span);
        }
    }

    private int Number(ValueId v)
    {
        int n = _number[v.Index];
        return n == 0 ? v.Index : n;
    }

    /// <summary>Whether the instruction goes.</summary>
    private bool Replace(ValueId v, Block block)
    {
        Op op = _f[v].Op;
        switch (op)
        {
            case Op.Const or Op.GlobalAddress or Op.LocalAddress or Op.FunctionAddress:
                // Cheap to make again: equal ones get one number, but each stays where it is used.
                ValueKey address = KeyOf(v);
                if (_table.Last(address) is var known and not 0)
                {
                    _number[v.Index] = _table.ValueOf(known).Index;
                }
                else
                {
                    _table.Add(address, v);
                }
                return false;
            case Op.NilCheck:
                if (IsNonNil(_f.Argument(v, 0), block) || Find(KeyOf(v), block) is { IsNone: false })
                {
                    _map[v.Index] = _f.Argument(v, 0);
                    _number[v.Index] = Number(_f.Argument(v, 0));
                    return true;
                }
                _table.Add(KeyOf(v), v);
                _number[v.Index] = Number(_f.Argument(v, 0));
                return false;
            case Op.BoundsCheck:
                return IsInBounds(v, block);
            case Op.Bitcast when _f[_f.Argument(v, 0)].Kind == ValueKind.Pointer && _f[v].AuxInt != Value.KeepsFlow:
                return false; // the address of a variable as a number changes when the stack moves
            case Op.Extract when !OpFacts.IsPure(_f[_f.Argument(v, 0)].Op):
                return false;
        }
        if (!OpFacts.IsPure(op) || _f.ArgumentCount(v) > 3)
        {
            return false;
        }
        ValueKey key = KeyOf(v);
        ValueId same = Find(key, block);
        if (same.IsNone)
        {
            _table.Add(key, v);
            return false;
        }
        _map[v.Index] = same;
        _number[v.Index] = Number(same);
        return true;
    }

    private ValueKey KeyOf(ValueId v)
    {
        int count = _f.ArgumentCount(v);
        int a = count > 0 ? Number(_f.Argument(v, 0)) : 0, b = count > 1 ? Number(_f.Argument(v, 1)) : 0, c = count > 2
            ? Number(_f.Argument(v, 2)) : 0;
        if (OpFacts.IsCommutative(_f[v].Op) && a > b)
        {
            (a, b) = (b, a);
        }
        return new ValueKey(_f[v].Op, _f[v].Kind, _f[v].AuxInt, _f[v].Aux, a, b, c);
    }

    private const int MaxAlternatives = 64;

    private ValueId Find(ValueKey key, Block block)
    {
        // Equal values that do not dominate one another: the nearest ones only, or code with very many would take the square of their
        // number.
        int entry = _table.Last(key);
        for (int i = 0; i < MaxAlternatives && entry != 0; i++, entry = _table.Before(entry))
        {
            // Blocks are visited in an order in which everything of a dominator, and what stands before in the same block, is in the
            // table.
            ValueId v = _table.ValueOf(entry);
            if (_flow.Dominates(_f[v].Block, block.Id))
            {
                return v;
            }
        }
        return default;
    }

    // Checks

    private bool IsNonNil(ValueId p, Block block)
    {
        ValueId origin = p;
        while (_f[origin].Op is Op.OffsetPointer or Op.Copy)
        {
            origin = _f.Argument(origin, 0);
        }
        if (_f[origin].Op is Op.Allocate or Op.LocalAddress or Op.GlobalAddress or Op.GetG || (origin == p && _f[p].Op == Op.NilCheck))
        {
            return true;
        }
        if (_f[p].Op == Op.Extract && _f[_f.Argument(p, 0)].Aux is CallInfo { Runtime.IsAllocation: true })
        {
            return true;
        }
        return Facts(block, (control, holds) =>
        {
            Op op = _f[control].Op;
            return (op == Op.Ne) == holds && op is Op.Ne or Op.Eq && Number(_f.Argument(control, 0)) == Number(p)
                && _f[_f.Argument(control, 1)].Op == Op.Const && _f[_f.Argument(control, 1)].AuxInt == 0;
        });
    }

    private const int MaxFacts = 24;

    /// <summary>Asks about the branch conditions known to hold (or not) in a block, innermost first, until one satisfies.</summary>
    private bool Facts(Block block, Func<ValueId, bool, bool> satisfies)
    {
        BlockId at = block.Id;
        for (int i = 0; i < MaxFacts && !at.IsNone; i++)
        {
            BlockId dominator = _flow.ImmediateDominator(at);
            if (dominator.IsNone)
            {
                return false;
            }
            Block d = _f[dominator];
            if (d.Kind == BlockKind.If && _f[at].Predecessors.Count == 1 && _f[at].Predecessors[0] == dominator
                && d.Successors[0] != d.Successors[1])
            {
                if (satisfies(d.Control, d.Successors[0] == at))
                {
                    return true;
                }
            }
            at = dominator;
        }
        return false;
    }

    private bool IsInBounds(ValueId check, Block block)
    {
        ValueId index = _f.Argument(check, 0), bound = _f.Argument(check, 1);
        bool strict = _f[check].AuxInt == (long)RuntimeContract.BoundsCode.Index;
        int i = Number(index), n = Number(bound);
        // A dominating check of the same index and bound: one that is as strict, or stricter.
        var strictKey = new ValueKey(Op.BoundsCheck, ValueKind.None, 1, null, i, n, 0);
        var looseKey = new ValueKey(Op.BoundsCheck, ValueKind.None, 0, null, i, n, 0);
        if (!Find(strictKey, block).IsNone || (!strict && (!Find(looseKey, block).IsNone || i == n && IsNonNegative(index, block, 0))))
        {
            return true;
        }
        ulong most = Simplify.UpperBound(_f, index, 0);
        if (_f[bound].Op == Op.Const && _f[bound].AuxInt >= 0
            && (strict ? most < (ulong)_f[bound].AuxInt : most <= (ulong)_f[bound].AuxInt))
        {
            return true;
        }
        if (strict && IsBelowCheckedConstant(check, n, block))
        {
            return true;
        }
        bool proven = Facts(block, (control, holds) => Implies(control, holds, i, n, strict, out bool unsigned)
            && (unsigned || IsNonNegative(index, block, 0)));
        if (!proven)
        {
            _table.Add(strict ? strictKey : looseKey, check);
        }
        return proven;
    }

    /// <summary>
    /// A dominating check of a larger constant (<c>_ = b[7]</c>). Without one, this check is remembered for those that come.
    /// </summary>
    private bool IsBelowCheckedConstant(ValueId check, int bound, Block block)
    {
        ref Value index = ref _f[_f.Argument(check, 0)];
        if (index.Op != Op.Const)
        {
            return false;
        }
        var key = new ValueKey(Op.BoundsCheck, ValueKind.None, 2, null, 0, bound, 0);
        ValueId other = Find(key, block);
        if (!other.IsNone && index.AuxInt >= 0 && index.AuxInt <= _f[_f.Argument(other, 0)].AuxInt)
        {
            return true;
        }
        _table.Add(key, check);
        return false;
    }

    /// <summary>Whether a branch outcome says index &lt; bound (or &lt;= when not strict).</summary>
    private bool Implies(ValueId control, bool holds, int index, int bound, bool strict, out bool unsigned)
    {
        Op op = _f[control].Op;
        unsigned = op is Op.LtU or Op.LeU;
        if (op is not (Op.LtS or Op.LeS or Op.LtU or Op.LeU))
        {
            return false;
        }
        int x = Number(_f.Argument(control, 0)), y = Number(_f.Argument(control, 1));
        bool isLess = op is Op.LtS or Op.LtU;
        if (holds)
        {
            return x == index && y == bound && (isLess || !strict);
        }
        // not (y < x) is x <= y; not (y <= x) is x < y.
        return y == index && x == bound && (!isLess || !strict);
    }

    private bool IsNonNegative(ValueId v, Block block, int depth)
    {
        if (depth > 5)
        {
            return false;
        }
        switch (_f[v].Op)
        {
            case Op.Const:
                return _f[v].AuxInt >= 0;
            case Op.ZeroExtend:
                return true;
            case Op.And:
                return IsNonNegative(_f.Argument(v, 0), block, depth + 1) || IsNonNegative(_f.Argument(v, 1), block, depth + 1);
            case Op.ShrU:
                return _f[_f.Argument(v, 1)].Op == Op.Const && _f[_f.Argument(v, 1)].AuxInt > 0;
            case Op.ShrS or Op.DivS when _f[_f.Argument(v, 1)].Op == Op.Const && _f[_f.Argument(v, 1)].AuxInt > 0:
                return IsNonNegative(_f.Argument(v, 0), block, depth + 1);
            case Op.TrailingZeros or Op.BitLength or Op.PopulationCount:
                return true;
            case Op.Phi:
                return IsUpwardCounter(v, block, depth);
            default:
                return Facts(block, (control, holds) =>
                {
                    // 0 <= v, 0 < v, or not v < 0.
                    Op op = _f[control].Op;
                    ValueId x = _f.ArgumentCount(control) == 2 ? _f.Argument(control, 0) : default, y = _f.ArgumentCount(control) == 2
                        ? _f.Argument(control, 1) : default;
                    return holds
                        ? op is Op.LeS or Op.LtS && Number(y) == Number(v) && _f[x].Op == Op.Const && _f[x].AuxInt >= 0
                        : op == Op.LtS && Number(x) == Number(v) && _f[y].Op == Op.Const && _f[y].AuxInt >= 0;
                });
        }
    }

    /// <summary>
    /// A loop variable that starts at zero or above and only grows, by constants, where a signed upper bound was tested before.
    /// </summary>
    private bool IsUpwardCounter(ValueId phi, Block block, int depth)
    {
        bool counts = false;
        for (int i = 0; i < _f.ArgumentCount(phi); i++)
        {
            ValueId a = _f.Argument(phi, i);
            if (_f[a].Op == Op.Add && _f.Argument(a, 0) == phi && _f[_f.Argument(a, 1)].Op == Op.Const
                && _f[_f.Argument(a, 1)].AuxInt is > 0 and < 1 << 16)
            {
                // phi < something (signed) before the increment: below the largest integer by at least one; steps above one need slack that
                // lengths have.
                bool tested = Facts(_f[_f[a].Block], (control, holds) => holds && _f[control].Op == Op.LtS
                    && _f.Argument(control, 0) == phi);
                if (!tested || (_f[_f.Argument(a, 1)].AuxInt != 1 && !IsLengthTest(phi, _f[_f[a].Block])))
                {
                    return false;
                }
                counts = true;
            }
            else if (!IsNonNegative(a, block, depth + 1))
            {
                return false;
            }
        }
        return counts;
    }

    /// <summary>The bound tested is a constant far from overflow.</summary>
    private bool IsLengthTest(ValueId phi, Block block)
        => Facts(block, (control, holds) => holds && _f[control].Op == Op.LtS && _f.Argument(control, 0) == phi
        && _f[_f.Argument(control, 1)].Op == Op.Const && _f[_f.Argument(control, 1)].AuxInt < long.MaxValue >> 1);
}
