using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineLowering
{
    // Uses

    private protected void CountUses(ControlFlow flow)
    {
        foreach (BlockId id in _f.Order)
        {
            Block block = _f[id];
            foreach (ValueId v in block.Instructions)
            {
                for (int i = 0; i < _f.ArgumentCount(v); i++)
                {
                    _uses[_f.Argument(v, i).Index]++;
                }
                if (_f[v].Op == Op.Extract)
                {
                    AddResult(_f.Argument(v, 0), (int)_f[v].AuxInt, _f[v].Kind);
                }
            }
            foreach (ValueId a in block.Arguments)
            {
                _uses[a.Index]++;
            }
            if (!block.Control.IsNone)
            {
                _uses[block.Control.Index]++;
            }
        }
        FindFolded(flow);
        FindKeptAddresses(flow);
    }

    private protected void AddResult(ValueId tuple, int index, ValueKind kind)
    {
        ref int[] parts = ref _results[tuple.Index];
        parts ??= new int[Math.Max(index + 1, 4)];
        if (parts.Length <= index)
        {
            Array.Resize(ref parts, index + 4);
        }
        if (parts[index] == 0)
        {
            parts[index] = NewVreg(kind);
        }
    }

    /// <summary>A part of a tuple; unused parts get a register for nothing.</summary>
    private protected int Result(ValueId tuple, int index, ValueKind kind)
    {
        AddResult(tuple, index, kind);
        return _results[tuple.Index][index];
    }

    private protected bool HasResult(ValueId tuple, int index) => _results[tuple.Index] is { } parts && index < parts.Length
        && parts[index] != 0;

    // By value id: uses that take the value over. Users are visited before the values they use, except phis, which take nothing over.
    private protected void FindFolded(ControlFlow flow)
    {
        int[] taken = new int[_f.ValueLimit];
        BlockId[] order = flow.ReversePostorder;
        for (int b = order.Length - 1; b >= 0; b--)
        {
            Block block = _f[order[b]];
            int firstChange = block.Instructions.Count, firstCall = firstChange;
            if (block.Kind == BlockKind.If && (OpFacts.IsDecision(_f[block.Control].Op) || (CanTestMemory && IsLoadForOne(block.Control))))
            {
                taken[block.Control.Index]++;
                TakeAt(block.Control, block.Id, firstChange);
            }
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                ValueId v = block.Instructions[i];
                bool isWanted = _uses[v.Index] > 0 && taken[v.Index] == _uses[v.Index];
                _isFolded[v.Index] = isWanted && _f[v].Op switch
                {
                    Op.Load => MayMove(v, block.Id, firstChange),
                    Op.GetG => MayMove(v, block.Id, firstCall),
                    _ => CanFold(v),
                };
                if (!_isFolded[v.Index])
                {
                    WriteInPlace(v, block.Id, i);
                }
                TakeUpdate(block, i, taken);
                TakeOperands(v, taken);
                firstChange = StopsLoads(_f[v]) ? i : firstChange;
                firstCall = OpFacts.IsCall(_f[v].Op) ? i : firstCall;
            }
        }
    }

    private protected bool CanFold(ValueId v) => _f[v].Op switch
    {
        _ when IsUpdate(v) || IsCombined(v) => true,
        Op.OffsetPointer => _f[v].AuxInt == (int)_f[v].AuxInt && _f[_f.Argument(v, 0)].Kind == _f[v].Kind,
        Op.AddPointer => HasFullAddresses || IsIndexOfAccesses(v),
        // Only address arithmetic takes these over.
        Op.Add => HasFullAddresses && _f[v].Kind == ValueKind.I64 && IsConstant(_f.Argument(v, 1), out long distance)
            && distance is > -MaxFoldedDistance and < MaxFoldedDistance,
        Op.Shl when IsSingleBit(v) => _uses[v.Index] == 1,
        Op.Shl => _f[v].Kind == ValueKind.I64 && IsConstant(_f.Argument(v, 1), out long count) && count >= 1 && count <= MaxScale,
        Op.Mul => _f[v].Kind == ValueKind.I64 && IsConstant(_f.Argument(v, 1), out long factor) && factor is 2 or 4 or 8,
        var op when OpFacts.IsDecision(op) => _uses[v.Index] == 1,
        // Only comparisons with zero and shifts take these over.
        Op.And => _f[v].Kind != ValueKind.Pointer,
        _ => false,
    };

    /// <summary>Distance of an index that becomes part of a displacement: far from 32 bits whatever the scale.</summary>
    private protected const long MaxFoldedDistance = 1 << 24;

    /// <summary>One use of a value becomes part of its user.</summary>
    private void Take(ValueId operand, ValueId user, int[] taken)
    {
        taken[operand.Index]++;
        TakeWith(operand, user);
    }

    /// <summary>An address that is part of a memory operand. Memory does not hold addresses for other operands.</summary>
    private void TakeAddress(ValueId operand, ValueId user, int[] taken)
    {
        if (_f[operand].Op != Op.Load)
        {
            Take(operand, user, taken);
            CountAccess(operand, user);
        }
    }

    private void TakeOperands(ValueId v, int[] taken)
    {
        if (IsUpdate(v))
        {
            Take(UpdateOperands(v).Load, v, taken);
            return;
        }
        if (MemoryOperand(v) is { IsNone: false } load)
        {
            Take(load, v, taken);
        }
        if (!_isFolded[v.Index] && CombinedOperand(v) is { IsNone: false } part)
        {
            _isCombined[part.Index] = true;
            Take(part, v, taken);
        }
        switch (_f[v].Op)
        {
            case Op.Load or Op.Store or Op.Zero or Op.Prefetch:
            case var op when OpFacts.GroupOf(op) == OpGroup.Atomic:
                TakeAddress(_f.Argument(v, 0), v, taken);
                break;
            case Op.NilCheck:
                // Others use the pointer through the check, wherever they are.
                TakeAddress(_f.Argument(v, 0), v, taken);
                TakeAt(_f.Argument(v, 0), default, 0);
                break;
            case Op.Move or Op.MemoryEqual:
                TakeAddress(_f.Argument(v, 0), v, taken);
                TakeAddress(_f.Argument(v, 1), v, taken);
                break;
            case Op.OffsetPointer when _isFolded[v.Index]:
                TakeAddress(_f.Argument(v, 0), v, taken);
                break;
            case Op.AddPointer:
                if (_f[_f.Argument(v, 1)].Op is Op.Shl or Op.Mul or Op.Add && !IsSingleBit(_f.Argument(v, 1)))
                {
                    Take(_f.Argument(v, 1), v, taken);
                }
                if (HasFullAddresses && _isFolded[v.Index] && _f[_f.Argument(v, 0)].Op == Op.OffsetPointer)
                {
                    Take(_f.Argument(v, 0), v, taken);
                }
                break;
            case Op.Shl or Op.Mul when _isFolded[v.Index] && _f[_f.Argument(v, 0)].Op == Op.Add:
                Take(_f.Argument(v, 0), v, taken);
                break;
            case Op.Select:
                if (OpFacts.GroupOf(_f[_f.Argument(v, 0)].Op) == OpGroup.Comparison && !OpFacts.IsFloat(_f[v].Kind))
                {
                    Take(_f.Argument(v, 0), v, taken);
                }
                break;
            case Op.NotB when _isFolded[v.Index] && OpFacts.IsDecision(_f[_f.Argument(v, 0)].Op):
                Take(_f.Argument(v, 0), v, taken);
                break;
            case Op.Eq or Op.Ne when IsMaskTest(v):
                Take(_f.Argument(v, 0), v, taken);
                break;
            case Op.And or Op.Or or Op.Xor:
                if (FindBit(v) is { IsNone: false } bit)
                {
                    Take(bit, v, taken);
                }
                break;
            case Op.Shl or Op.ShrU or Op.ShrS when IsCountMask(v):
                Take(_f.Argument(v, 1), v, taken);
                break;
        }
    }

    /// <summary>Compares a conjunction of the same block that nobody else wants with zero.</summary>
    private protected bool IsMaskTest(ValueId v)
    {
        ValueId mask = _f.Argument(v, 0);
        return _f[v].Op is Op.Eq or Op.Ne && _f[mask].Op == Op.And && _uses[mask.Index] == 1 && _f[mask].Block == _f[v].Block
            && IsConstant(_f.Argument(v, 1), out long zero) && zero == 0;
    }

    /// <summary>Shifts by a count reduced modulo the width, as the machine does by itself.</summary>
    private protected bool IsCountMask(ValueId shift)
    {
        ValueId count = _f.Argument(shift, 1);
        int width = SizeOf(_f[shift].Kind) * 8;
        return _f[shift].AuxInt == 1 && width >= 32 && _f[count].Op == Op.And && IsConstant(_f.Argument(count, 1), out long mask)
            && (mask & (width - 1)) == width - 1;
    }

    /// <summary>One at a place that varies, below the width.</summary>
    private protected bool IsSingleBit(ValueId v)
        => HasBitInstructions && _f[v].Op == Op.Shl && _f[v].AuxInt == 1 && SizeOf(_f[v].Kind) >= 4
            && IsConstant(_f.Argument(v, 0), out long one) && one == 1 && !IsConstant(_f.Argument(v, 1), out _);

    /// <summary>
    /// The operand of a logic operation that is a single bit for it alone, where there is an instruction for that; none otherwise.
    /// </summary>
    private protected ValueId FindBit(ValueId v)
    {
        if (_f[v].Op == Op.And && !_isFolded[v.Index])
        {
            return default;
        }
        for (int i = 1; i >= 0; i--)
        {
            ValueId operand = _f.Argument(v, i);
            if (IsSingleBit(operand) && _uses[operand.Index] == 1)
            {
                return operand;
            }
        }
        return default;
    }

    /// <summary>
    /// Splits a logic operation with a single bit into the other operand and the bit's number, which the machine takes modulo the width.
    /// </summary>
    private protected bool TryBit(ValueId v, out ValueId word, out ValueId number)
    {
        ValueId bit = FindBit(v);
        word = number = default;
        if (bit.IsNone)
        {
            return false;
        }
        word = _f.Argument(v, _f.Argument(v, 0) == bit ? 1 : 0);
        number = _f.Argument(bit, 1);
        number = _isFolded[number.Index] && IsCountMask(bit) ? _f.Argument(number, 0) : number;
        return true;
    }
}
