using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// What an innermost loop computes anew in every round from values that do not change moves before it, while registers are free: products
/// of indices, sums and shifts, floating-point arithmetic. Addresses, constants and comparisons stay, for they become parts of other
/// instructions; so does everything in loops that call, where a register does not outlive a round.
/// </summary>
public sealed class LoopInvariants
{
    /// <summary>Instructions of a loop that is looked at.</summary>
    private const int MostInstructions = 100;

    /// <summary>
    /// Registers of a class that every architecture has for values, and how many of them hold what is made and used within a round.
    /// </summary>
    private const int Registers = 12, Temporaries = 3;

    /// <summary>Shifts by fewer bits are part of an address.</summary>
    private const int LargestScale = 3;

    private readonly SsaFunction _f;
    private readonly ControlFlow _flow;
    private readonly Scratch<int> _uses; // in the loop at hand, by value
    private readonly Scratch<int> _counted; // by value: the header of the last loop in which it was found to want a register
    private readonly EntityList<BlockId> _body = [];
    private readonly int[] _wanted = new int[2]; // registers of the loop at hand, by class
    private bool _changed;

    private LoopInvariants(SsaFunction function)
    {
        _f = function;
        _flow = new ControlFlow(function);
        _uses = Scratch<int>.Rent(function.ValueLimit);
        _counted = Scratch<int>.Rent(function.ValueLimit);
    }

    public static void Run(SsaFunction function)
    {
        if (!MayHaveSome(function))
        {
            return;
        }
        var pass = new LoopInvariants(function);
        pass.VisitLoops();
        pass._uses.Dispose();
        pass._counted.Dispose();
        if (pass._changed)
        {
            DeadCode.Run(function);
        }
    }

    /// <summary>An instruction of its own that takes time, whatever becomes of its operands; division may fail before its check.</summary>
    private static bool IsWorth(SsaFunction f, ValueId v)
    {
        bool isByConstant = f.ArgumentCount(v) == 2 && (IsConstant(f, v, 1) || IsConstant(f, v, 0));
        return f[v].Op switch
        {
            Op.Mul => !isByConstant || f[f.Argument(v, 1)].AuxInt is not (2 or 4 or 8),
            Op.Add or Op.Sub or Op.And or Op.Or or Op.Xor => !isByConstant,
            Op.Shl => !IsConstant(f, v, 1) || f[f.Argument(v, 1)].AuxInt > LargestScale,
            Op.ShrU or Op.ShrS or Op.RotateLeft or Op.MulHighU or Op.MulHighS or Op.TrailingZeros or Op.BitLength or Op.PopulationCount
                or Op.ByteSwap => true,
            Op.IntToFloatS or Op.IntToFloatU or Op.FloatToIntS or Op.FloatToIntU or Op.FloatToFloat => true,
            var op => OpFacts.GroupOf(op) == OpGroup.Float,
        };
    }

    private static bool IsConstant(SsaFunction f, ValueId v, int operand) => f[f.Argument(v, operand)].Op == Op.Const;

    /// <summary>Nothing to do in code without loops, or without anything that may move; asked before loops are looked for.</summary>
    private static bool MayHaveSome(SsaFunction f)
    {
        bool hasCandidate = false, hasLoop = false;
        using Scratch<bool> passed = Scratch<bool>.Rent(f.Blocks.Count);
        foreach (BlockId id in f.Order)
        {
            passed[id.Index] = true;
            foreach (BlockId s in f[id].Successors)
            {
                hasLoop |= passed[s.Index];
            }
            for (int i = 0; i < f[id].Instructions.Count && !hasCandidate; i++)
            {
                hasCandidate = IsWorth(f, f[id].Instructions[i]);
            }
        }
        return hasCandidate && hasLoop;
    }

    private void VisitLoops()
    {
        // Blocks of a loop follow its header in reverse postorder; those of the loops inside are theirs.
        int[] next = new int[_f.Blocks.Count], last = new int[_f.Blocks.Count];
        using Scratch<bool> hasInner = Scratch<bool>.Rent(_f.Blocks.Count);
        foreach (BlockId id in _flow.ReversePostorder)
        {
            BlockId header = _flow.LoopHeader(id);
            if (header == id)
            {
                hasInner[_flow.OuterHeader(id).Index] = true;
                last[id.Index] = id.Index;
            }
            else if (!header.IsNone)
            {
                next[last[header.Index]] = id.Index;
                last[header.Index] = id.Index;
            }
        }
        foreach (BlockId id in _flow.ReversePostorder)
        {
            if (_flow.LoopHeader(id) == id && !hasInner[id.Index] && Entry(_f[id]) is { } before)
            {
                _body.Clear();
                for (int b = id.Index; b != 0; b = next[b])
                {
                    _body.Add(new BlockId(b));
                }
                Visit(_f[id], before);
            }
        }
    }

    /// <summary>The block before a loop, if one and no other leads there and nowhere else.</summary>
    private Block? Entry(Block header)
    {
        Block? before = null;
        foreach (BlockId p in header.Predecessors)
        {
            if (_flow.LoopHeader(p) != header.Id)
            {
                if (before is not null || _f[p].Kind != BlockKind.Jump)
                {
                    return null;
                }
                before = _f[p];
            }
        }
        return before;
    }

    private void Visit(Block header, Block before)
    {
        if (CountUses())
        {
            CountRegisters();
            foreach (BlockId id in _body)
            {
                if (_flow.Dominates(header.Id, id) && IsPassedInEveryRound(header, id))
                {
                    MoveFrom(_f[id], before);
                }
            }
        }
        ForgetUses();
    }

    /// <summary>False when the loop calls, or is too large.</summary>
    private bool CountUses()
    {
        int instructions = 0;
        bool isFit = true;
        foreach (BlockId id in _body)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                isFit &= _f[v].Op == Op.Const || ++instructions <= MostInstructions;
                isFit &= OpFacts.GroupOf(_f[v].Op) is not (OpGroup.Call or OpGroup.Allocation or OpGroup.Runtime);
                for (int i = 0; i < _f.ArgumentCount(v); i++)
                {
                    _uses[_f.Argument(v, i).Index]++;
                }
            }
            _uses[_f[id].Control.Index]++;
            if (!isFit)
            {
                return false;
            }
        }
        return true;
    }

    private void ForgetUses()
    {
        foreach (BlockId id in _body)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                for (int i = 0; i < _f.ArgumentCount(v); i++)
                {
                    _uses[_f.Argument(v, i).Index] = 0;
                }
            }
            _uses[_f[id].Control.Index] = 0;
        }
    }

    /// <summary>Values from outside, those that stay from round to round, and those that one block of the loop makes for another.</summary>
    private void CountRegisters()
    {
        _wanted.AsSpan().Fill(Temporaries);
        foreach (BlockId id in _body)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                if (_f[v].Op == Op.Phi)
                {
                    // Its operands are in its own register when they get here.
                    Count(v);
                    continue;
                }
                for (int i = 0; i < _f.ArgumentCount(v); i++)
                {
                    CountUse(_f.Argument(v, i), id);
                }
            }
            if (!_f[id].Control.IsNone)
            {
                CountUse(_f[id].Control, id);
            }
        }
    }

    private void CountUse(ValueId v, BlockId user)
    {
        if (_f[v].Block != user && NeedsRegister(v))
        {
            Count(v);
        }
    }

    private void Count(ValueId v)
    {
        int loop = _body[0].Index;
        _wanted[ClassOf(v)] += _counted[v.Index] != loop ? 1 : 0;
        _counted[v.Index] = loop;
    }

    /// <summary>Others are made where they are used.</summary>
    private bool NeedsRegister(ValueId v)
        => _f[v].Op is not (Op.Const or Op.LocalAddress or Op.GlobalAddress or Op.FunctionAddress) && !OpFacts.IsDecision(_f[v].Op);

    private int ClassOf(ValueId v) => OpFacts.IsFloat(_f[v].Kind) ? 1 : 0;

    private bool IsPassedInEveryRound(Block header, BlockId block)
    {
        foreach (BlockId p in header.Predecessors)
        {
            if (_flow.LoopHeader(p) == header.Id && !_flow.Dominates(block, p))
            {
                return false;
            }
        }
        return true;
    }

    private void MoveFrom(Block block, Block before)
    {
        EntityList<ValueId> instructions = block.Instructions;
        int kept = 0;
        for (int i = 0; i < instructions.Count; i++)
        {
            ValueId v = instructions[i];
            if (!IsWorth(_f, v) || _wanted[ClassOf(v)] + NetRegisters(v) > Registers || !AreOperandsBefore(v))
            {
                instructions[kept++] = v;
                continue;
            }
            _wanted[ClassOf(v)]++;
            for (int o = 0; o < _f.ArgumentCount(v); o++)
            {
                Release(v, o, before);
            }
            _f[v].Block = before.Id;
            before.Instructions.Add(v);
            _changed = true;
        }
        instructions.RemoveRange(kept, instructions.Count - kept);
    }

    /// <summary>One for the value, but for each operand that nobody else in the loop needs.</summary>
    private int NetRegisters(ValueId v)
    {
        int net = 1;
        for (int o = 0; o < _f.ArgumentCount(v); o++)
        {
            ValueId operand = _f.Argument(v, o);
            net -= _uses[operand.Index] == 1 && NeedsRegister(operand) && ClassOf(operand) == ClassOf(v) ? 1 : 0;
        }
        return net;
    }

    private bool AreOperandsBefore(ValueId v)
    {
        for (int o = 0; o < _f.ArgumentCount(v); o++)
        {
            ValueId operand = _f.Argument(v, o);
            if (_f[operand].Op != Op.Const && _body.AsSpan().Contains(_f[operand].Block))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The loop uses an operand once less. A constant of the loop gets a twin before it.</summary>
    private void Release(ValueId v, int o, Block before)
    {
        ValueId operand = _f.Argument(v, o);
        if (--_uses[operand.Index] == 0 && NeedsRegister(operand))
        {
            _wanted[ClassOf(operand)]--;
        }
        if (_f[operand].Op == Op.Const && _body.AsSpan().Contains(_f[operand].Block))
        {
            ValueId twin = _f.NewValue(Op.Const, _f[operand].Kind, _f[operand].Pos, default, _f[operand].AuxInt);
            _f[twin].Block = before.Id;
            before.Instructions.Add(twin);
            _f.SetArgument(v, o, twin);
        }
    }
}
