using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Lowering
{
    // By value id: its virtual register, made on demand (a use may be lowered before the definition); registers of a tuple's parts; number of uses.
    private readonly int[] _vregs;
    private readonly int[][] _results;
    private readonly int[] _uses;

    // By value id: has no instruction of its own, because all its uses take it over.
    private readonly bool[] _isFolded;

    private static int SizeOf(ValueKind kind) => OpFacts.SizeOf(kind);

    private int NewVreg(ValueKind kind)
        => _problem.NewVreg(new VirtualRegister(OpFacts.IsFloat(kind) ? RegisterClass.Float : RegisterClass.Integer, IsTracked: kind == ValueKind.Pointer));

    private int NewInteger() => _problem.NewVreg(new VirtualRegister(RegisterClass.Integer));

    private int NewFloat() => _problem.NewVreg(new VirtualRegister(RegisterClass.Float));

    /// <summary>The value whose register this one shares.</summary>
    private ValueId Root(ValueId v)
    {
        while (_f[v].Op is Op.Copy or Op.Truncate or Op.NilCheck && !IsKindChange(v))
        {
            v = _f.Argument(v, 0);
        }
        return v;
    }

    private bool IsKindChange(ValueId v) => (_f[v].Kind == ValueKind.Pointer) != (_f[_f.Argument(v, 0)].Kind == ValueKind.Pointer);

    private bool IsConstant(ValueId v, out long value)
    {
        v = Root(v);
        value = _f[v].AuxInt;
        return _f[v].Op == Op.Const && !OpFacts.IsFloat(_f[v].Kind);
    }

    /// <summary>An integer constant of the value's kind that fits a sign-extended 32-bit immediate.</summary>
    private bool IsImmediate(ValueId v, out int value)
    {
        value = 0;
        if (!IsConstant(v, out long full))
        {
            return false;
        }
        full = SignExtended(full, _f[v].Kind);
        value = (int)full;
        return value == full;
    }

    private static long SignExtended(long value, ValueKind kind) => kind switch
    {
        ValueKind.I8 => (sbyte)value,
        ValueKind.I16 => (short)value,
        ValueKind.I32 => (int)value,
        _ => value,
    };

    /// <summary>Made again at each use instead of being kept in a register.</summary>
    private bool IsRemade(ValueId v) => _f[v].Op switch
    {
        Op.Const or Op.LocalAddress or Op.GlobalAddress or Op.FunctionAddress => true,
        Op.OffsetPointer => IsRemade(Root(_f.Argument(v, 0))) && _f[Root(_f.Argument(v, 0))].Op != Op.Const,
        _ => false,
    };

    /// <summary>A register that holds the value at the current place.</summary>
    private int Register(ValueId v)
    {
        v = Root(v);
        if (IsRemade(v) || _isFolded[v.Index])
        {
            return Remake(v);
        }
        return Definition(v);
    }

    /// <summary>The value's own register, for its definition and uses.</summary>
    private int Definition(ValueId v)
    {
        if (_f[v].Op == Op.Extract)
        {
            return _results[_f.Argument(v, 0).Index][_f[v].AuxInt] is > 0 and int part ? part : throw Unexpected.State($"{v} has no register");
        }
        ref int vreg = ref _vregs[v.Index];
        if (vreg == 0)
        {
            vreg = NewVreg(_f[v].Kind);
        }
        return vreg;
    }

    private int Remake(ValueId v)
    {
        ValueKind kind = _f[v].Kind;
        int d = NewVreg(kind == ValueKind.Pointer && _f[v].Op is Op.Const or Op.GlobalAddress ? ValueKind.I64 : kind);
        switch (_f[v].Op)
        {
            case Op.Const when OpFacts.IsFloat(kind):
                Begin(Amd64Op.FloatConstant, SizeOf(kind));
                _next.Immediate = _f[v].AuxInt;
                break;
            case Op.Const:
                Begin(Amd64Op.Constant, SizeOf(kind));
                _next.Immediate = SignExtended(_f[v].AuxInt, kind);
                break;
            case Op.FunctionAddress:
                Begin(Amd64Op.Address);
                _next.Memory = SymbolMemory(FunctionTarget((FunctionSymbol)_f[v].Aux!), 0);
                break;
            default:
                PendingMemory address = AddressOf(v, 0, noFold: _f[v].Op is not (Op.LocalAddress or Op.GlobalAddress));
                Begin(Amd64Op.Address);
                AddMemory(address);
                break;
        }
        AddDef(d);
        Emit();
        return d;
    }

    private int ConstantRegister(long value, int size = 8)
    {
        int d = NewInteger();
        Begin(Amd64Op.Constant, size);
        _next.Immediate = value;
        AddDef(d);
        Emit();
        return d;
    }

    // Uses

    private void CountUses(ControlFlow flow)
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
    }

    private void AddResult(ValueId tuple, int index, ValueKind kind)
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
    private int Result(ValueId tuple, int index, ValueKind kind)
    {
        AddResult(tuple, index, kind);
        return _results[tuple.Index][index];
    }

    private bool HasResult(ValueId tuple, int index) => _results[tuple.Index] is { } parts && index < parts.Length && parts[index] != 0;

    // By value id: uses that take the value over. Users are visited before the values they use, except phis, which take nothing over.
    private void FindFolded(ControlFlow flow)
    {
        int[] taken = new int[_f.ValueLimit];
        BlockId[] order = flow.ReversePostorder;
        for (int b = order.Length - 1; b >= 0; b--)
        {
            Block block = _f[order[b]];
            if (block.Kind == BlockKind.If && OpFacts.IsDecision(_f[block.Control].Op))
            {
                taken[block.Control.Index]++;
            }
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                ValueId v = block.Instructions[i];
                _isFolded[v.Index] = _uses[v.Index] > 0 && taken[v.Index] == _uses[v.Index] && CanFold(v);
                Take(v, taken);
            }
        }
    }

    private bool CanFold(ValueId v) => _f[v].Op switch
    {
        Op.OffsetPointer => _f[v].AuxInt == (int)_f[v].AuxInt && _f[_f.Argument(v, 0)].Kind == _f[v].Kind,
        Op.AddPointer => true,
        // Only address arithmetic takes these over.
        Op.Add => _f[v].Kind == ValueKind.I64 && IsConstant(_f.Argument(v, 1), out long distance) && distance is > -MaxFoldedDistance and < MaxFoldedDistance,
        Op.Shl when IsSingleBit(v) => _uses[v.Index] == 1,
        Op.Shl => _f[v].Kind == ValueKind.I64 && IsConstant(_f.Argument(v, 1), out long count) && count is >= 1 and <= 3,
        Op.Mul => _f[v].Kind == ValueKind.I64 && IsConstant(_f.Argument(v, 1), out long factor) && factor is 2 or 4 or 8,
        >= Op.Eq and <= Op.LeF => _uses[v.Index] == 1,
        Op.NotB => _uses[v.Index] == 1,
        // Only comparisons with zero and shifts take these over.
        Op.And => _f[v].Kind != ValueKind.Pointer,
        _ => false,
    };

    /// <summary>Distance of an index that becomes part of a displacement: far from 32 bits whatever the scale.</summary>
    private const long MaxFoldedDistance = 1 << 24;

    private void Take(ValueId v, int[] taken)
    {
        switch (_f[v].Op)
        {
            case Op.Load or Op.Store or Op.Zero or Op.NilCheck or Op.Prefetch:
            case >= Op.AtomicLoad and <= Op.AtomicOrOld:
                taken[_f.Argument(v, 0).Index]++;
                break;
            case Op.Move or Op.MemoryEqual:
                taken[_f.Argument(v, 0).Index]++;
                taken[_f.Argument(v, 1).Index]++;
                break;
            case Op.OffsetPointer when _isFolded[v.Index]:
                taken[_f.Argument(v, 0).Index]++;
                break;
            case Op.AddPointer:
                if (_f[_f.Argument(v, 1)].Op is Op.Shl or Op.Mul or Op.Add && !IsSingleBit(_f.Argument(v, 1)))
                {
                    taken[_f.Argument(v, 1).Index]++;
                }
                if (_isFolded[v.Index] && _f[_f.Argument(v, 0)].Op == Op.OffsetPointer)
                {
                    taken[_f.Argument(v, 0).Index]++;
                }
                break;
            case Op.Shl or Op.Mul when _isFolded[v.Index] && _f[_f.Argument(v, 0)].Op == Op.Add:
                taken[_f.Argument(v, 0).Index]++;
                break;
            case Op.Select:
                if (_f[_f.Argument(v, 0)].Op is >= Op.Eq and <= Op.LeU && !OpFacts.IsFloat(_f[v].Kind))
                {
                    taken[_f.Argument(v, 0).Index]++;
                }
                break;
            case Op.NotB when _isFolded[v.Index] && OpFacts.IsDecision(_f[_f.Argument(v, 0)].Op):
                taken[_f.Argument(v, 0).Index]++;
                break;
            case Op.Eq or Op.Ne when IsMaskTest(v):
                taken[_f.Argument(v, 0).Index]++;
                break;
            case Op.And or Op.Or or Op.Xor:
                if (FindBit(v) is { IsNone: false } bit)
                {
                    taken[bit.Index]++;
                }
                break;
            case Op.Shl or Op.ShrU or Op.ShrS when IsCountMask(v):
                taken[_f.Argument(v, 1).Index]++;
                break;
        }
    }

    /// <summary>Compares a conjunction of the same block that nobody else wants with zero.</summary>
    private bool IsMaskTest(ValueId v)
    {
        ValueId mask = _f.Argument(v, 0);
        return _f[v].Op is Op.Eq or Op.Ne && _f[mask].Op == Op.And && _uses[mask.Index] == 1 && _f[mask].Block == _f[v].Block && IsConstant(_f.Argument(v, 1), out long zero) && zero == 0;
    }

    /// <summary>Shifts by a count reduced modulo the width, as the machine does by itself.</summary>
    private bool IsCountMask(ValueId shift)
    {
        ValueId count = _f.Argument(shift, 1);
        int width = SizeOf(_f[shift].Kind) * 8;
        return _f[shift].AuxInt == 1 && width >= 32 && _f[count].Op == Op.And && IsConstant(_f.Argument(count, 1), out long mask) && (mask & (width - 1)) == width - 1;
    }

    /// <summary>One at a place that varies, below the width.</summary>
    private bool IsSingleBit(ValueId v)
        => _f[v].Op == Op.Shl && _f[v].AuxInt == 1 && SizeOf(_f[v].Kind) >= 4 && IsConstant(_f.Argument(v, 0), out long one) && one == 1 && !IsConstant(_f.Argument(v, 1), out _);

    /// <summary>The operand of a logic operation that is a single bit for it alone, where there is an instruction for that; none otherwise.</summary>
    private ValueId FindBit(ValueId v)
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

    /// <summary>Splits a logic operation with a single bit into the other operand and the bit's number, which the machine takes modulo the width.</summary>
    private bool TryBit(ValueId v, out ValueId word, out ValueId number)
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

    // Addresses

    /// <summary>A memory operand whose registers are known but not yet operands.</summary>
    private struct PendingMemory
    {
        public MachineMemory Memory;
        public int Base, Index;
    }

    private static MachineMemory SymbolMemory(Backend.CodeTarget target, int displacement)
        => new() { Kind = MemoryKind.Symbol, Base = -1, Index = -1, Scale = 1, Displacement = displacement, Target = target };

    /// <summary>The memory at address <paramref name="v"/> plus <paramref name="displacement"/>; emits what it needs. <paramref name="noFold"/>: look through the first value even if it has a register of its own.</summary>
    private PendingMemory AddressOf(ValueId v, long displacement, bool noFold = false)
    {
        var result = new PendingMemory { Memory = MachineMemory.OfKind(MemoryKind.Register, 0) };
        ValueId index = default;
        int scale = 1;
        while (true)
        {
            v = Root(v);
            bool open = noFold || _isFolded[v.Index] || IsRemade(v);
            noFold = false;
            if (open && _f[v].Op == Op.OffsetPointer)
            {
                displacement += _f[v].AuxInt;
                v = _f.Argument(v, 0);
            }
            else if (open && _f[v].Op == Op.AddPointer && index.IsNone)
            {
                index = _f.Argument(v, 1);
                v = _f.Argument(v, 0);
                if (IsConstant(index, out long bytes) && Fits(displacement + bytes))
                {
                    displacement += bytes;
                    index = default;
                }
                else
                {
                    (index, scale) = Scaled(index);
                    if (_isFolded[index.Index] && _f[index].Op == Op.Add && IsConstant(_f.Argument(index, 1), out long distance))
                    {
                        displacement += distance * scale;
                        index = _f.Argument(index, 0);
                    }
                }
            }
            else
            {
                break;
            }
        }
        if (!Fits(displacement))
        {
            FarBase(ref result, v, displacement);
        }
        else
        {
            result.Memory.Displacement = (int)displacement;
            SetBase(ref result, v, !index.IsNone);
        }
        if (!index.IsNone)
        {
            result.Index = Register(index);
            result.Memory.Scale = (byte)scale;
        }
        return result;
    }

    // An offset beyond 32 bits is added to the base first.
    private void FarBase(ref PendingMemory result, ValueId v, long displacement)
    {
        int start = Register(v), offset = ConstantRegister(displacement), sum = NewVreg(ValueKind.Pointer);
        Begin(Amd64Op.Add);
        AddUse(start);
        AddUse(offset);
        AddDef(sum);
        Emit();
        result.Base = sum;
    }

    private static bool Fits(long displacement) => displacement == (int)displacement;

    private (ValueId Index, int Scale) Scaled(ValueId index)
    {
        ref Value v = ref _f[index];
        if (!_isFolded[index.Index] || v.Op == Op.Add)
        {
            return (index, 1);
        }
        IsConstant(_f.Argument(index, 1), out long by);
        return (_f.Argument(index, 0), v.Op == Op.Shl ? 1 << (int)by : (int)by);
    }

    private void SetBase(ref PendingMemory result, ValueId v, bool hasIndex)
    {
        switch (_f[v].Op)
        {
            case Op.LocalAddress:
                var slot = (StackSlot)_f[v].Aux!;
                if (slot.AbiIndex is { } abi)
                {
                    result.Memory.Kind = MemoryKind.Incoming;
                    result.Memory.Displacement += (int)(abi >= 0 ? _f.Abi.Parameters[abi] : _f.Abi.Results[~abi]).StackOffset;
                }
                else
                {
                    result.Memory.Kind = MemoryKind.Slot;
                    result.Memory.Target = slot;
                }
                break;
            case Op.GlobalAddress when !hasIndex && Fits(result.Memory.Displacement + _f[v].AuxInt):
                result.Memory.Kind = MemoryKind.Symbol;
                result.Memory.Target = DataTarget(_f[v].Aux);
                result.Memory.Displacement += (int)_f[v].AuxInt;
                break;
            case Op.GlobalAddress:
                int d = NewInteger();
                Begin(Amd64Op.Address);
                _next.Memory = SymbolMemory(DataTarget(_f[v].Aux), (int)_f[v].AuxInt);
                AddDef(d);
                Emit();
                result.Base = d;
                break;
            default:
                result.Base = Register(v);
                break;
        }
    }

    /// <summary>Adds a memory operand's registers to the instruction.</summary>
    private MachineMemory Attach(PendingMemory memory)
    {
        MachineMemory m = memory.Memory;
        m.Base = memory.Base != 0 ? (sbyte)AddUse(memory.Base) : (sbyte)-1;
        m.Index = memory.Index != 0 ? (sbyte)AddUse(memory.Index) : (sbyte)-1;
        return m;
    }

    private void AddMemory(PendingMemory memory) => _next.Memory = Attach(memory);

    private void AddSource(PendingMemory memory) => _next.Source = Attach(memory);
}
