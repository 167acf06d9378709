namespace Go.Compiler.Ssa.Passes;

public sealed partial class Prove
{
    /// <summary>
    /// States of every phi of a loop header that only grows (or only shrinks) by constants where it starts: it never comes back to the
    /// other side of its start, unless it wraps around; so a condition in the loop must exclude that.
    /// </summary>
    private void StateCounters(Block header)
    {
        if (!IsLoopHeader(header))
        {
            return;
        }
        foreach (ValueId phi in header.Instructions)
        {
            if (_f[phi].Op != Op.Phi)
            {
                break;
            }
            if (OpFacts.IsInteger(_f[phi].Kind) && IsCounter(header, phi, out ValueId start, out bool isUp))
            {
                StateCounter(header, phi, start, isUp);
            }
        }
    }

    private bool IsLoopHeader(Block block)
    {
        foreach (BlockId p in block.Predecessors)
        {
            if (IsBackEdge(p, block))
            {
                return true;
            }
        }
        return false;
    }

    private bool IsBackEdge(BlockId from, Block to) => _flow.NumberOf(from) >= _flow.NumberOf(to.Id);

    /// <summary>One start, and on every back edge itself or itself plus a constant, always of the same sign.</summary>
    private bool IsCounter(Block header, ValueId phi, out ValueId start, out bool isUp)
    {
        start = default;
        bool up = false, down = false;
        for (int i = 0; i < header.Predecessors.Count; i++)
        {
            ValueId a = A(phi, i);
            if (!IsBackEdge(header.Predecessors[i], header))
            {
                if (!start.IsNone && start != a)
                {
                    isUp = false;
                    return false;
                }
                start = a;
            }
            else if (a != phi)
            {
                if (StepOf(a, phi) is not { } step)
                {
                    isUp = false;
                    return false;
                }
                up |= step > 0;
                down |= step < 0;
            }
        }
        isUp = up;
        return up != down && !start.IsNone;
    }

    private long? StepOf(ValueId next, ValueId phi)
        => _f[next].Op == Op.Add && A(next, 0) == phi && IsConst(A(next, 1), out long step) && step != 0 ? step : null;

    private void StateCounter(Block header, ValueId phi, ValueId start, bool isUp)
    {
        ValueKind kind = _f[phi].Kind;
        long extreme = ExtremeAtHeader(header, phi, start, isUp);
        for (int i = 0; i < header.Predecessors.Count; i++)
        {
            ValueId next = A(phi, i);
            if (!IsBackEdge(header.Predecessors[i], header) || next == phi)
            {
                continue;
            }
            long atStep = ExtremeAt(_f[next].Block, header, phi, isUp);
            Int128 reached = (Int128)(isUp ? Math.Min(atStep, extreme) : Math.Max(atStep, extreme)) + StepOf(next, phi)!.Value;
            if (reached > Highest(kind) || reached < Lowest(kind))
            {
                return;
            }
        }
        _counters.Add(phi);
        if (isUp)
        {
            _facts.Define(phi, Math.Max(Lowest(kind), _facts.LowerBound(start)), Math.Min(Highest(kind), extreme));
            _facts.StateAtMost(start, phi, 0);
        }
        else
        {
            _facts.Define(phi, Math.Max(Lowest(kind), extreme), Math.Min(Highest(kind), _facts.UpperBound(start)));
            _facts.StateAtMost(phi, start, 0);
        }
    }

    /// <summary>The greatest (least) value that can come in: the start's, or what the tests before the back edges let pass.</summary>
    private long ExtremeAtHeader(Block header, ValueId phi, ValueId start, bool isUp)
    {
        long extreme = isUp ? _facts.UpperBound(start) : _facts.LowerBound(start);
        for (int i = 0; i < header.Predecessors.Count; i++)
        {
            ValueId next = A(phi, i);
            if (IsBackEdge(header.Predecessors[i], header) && next != phi)
            {
                long passed = ExtremeAt(header.Predecessors[i], header, next, isUp);
                passed = Through(_f[header.Predecessors[i]], header, next, isUp, passed);
                extreme = isUp ? Math.Max(extreme, passed) : Math.Min(extreme, passed);
            }
        }
        return extreme;
    }

    /// <summary>The bound of a value at a block of a loop by the branches passed since the header.</summary>
    private long ExtremeAt(BlockId block, Block header, ValueId v, bool isUp)
    {
        long extreme = isUp ? long.MaxValue : long.MinValue;
        while (block != header.Id && !block.IsNone)
        {
            BlockId dominator = _flow.ImmediateDominator(block);
            if (!dominator.IsNone && _f[block].Predecessors.Count == 1 && _f[block].Predecessors[0] == dominator)
            {
                extreme = Through(_f[dominator], _f[block], v, isUp, extreme);
            }
            block = dominator;
        }
        return extreme;
    }

    /// <summary>The bound after taking the edge between two blocks.</summary>
    private long Through(Block from, Block to, ValueId v, bool isUp, long extreme)
    {
        if (from.Kind != BlockKind.If || from.Successors[0] == from.Successors[1])
        {
            return extreme;
        }
        return isUp
            ? Math.Min(extreme, Limit(from.Control, from.Successors[0] == to.Id, v, true))
            : Math.Max(extreme, Limit(from.Control, from.Successors[0] == to.Id, v, false));
    }

    /// <summary>The upper (lower) limit of a value that the outcome of a comparison sets.</summary>
    private long Limit(ValueId condition, bool holds, ValueId v, bool isUpper)
    {
        long none = isUpper ? long.MaxValue : long.MinValue;
        Op op = _f[condition].Op;
        if (op is not (Op.LtS or Op.LeS or Op.LtU or Op.LeU))
        {
            return none;
        }
        // Brought into the form less <= more or less < more.
        ValueId less = A(condition, holds ? 0 : 1), more = A(condition, holds ? 1 : 0);
        bool isStrict = op is Op.LtS or Op.LtU == holds;
        if (op is Op.LtU or Op.LeU && RangeOf(more).Low < 0)
        {
            return none;
        }
        if (isUpper && less == v)
        {
            long high = RangeOf(more).High;
            return isStrict && high != long.MinValue ? high - 1 : high;
        }
        if (!isUpper && more == v && op is Op.LtS or Op.LeS)
        {
            long low = RangeOf(less).Low;
            return isStrict && low != long.MaxValue ? low + 1 : low;
        }
        return none;
    }

    /// <summary>Also of values that the walk has not met yet.</summary>
    private (long Low, long High) RangeOf(ValueId v)
    {
        if (IsConst(v, out long c))
        {
            return (c, c);
        }
        if ((_f[v].Flags & ValueFlags.Length) != 0)
        {
            return (0, MaxLength);
        }
        ValueKind kind = _f[v].Kind;
        return (Math.Max(_facts.Low(v), Lowest(kind)), Math.Min(_facts.High(v), Highest(kind)));
    }
}
