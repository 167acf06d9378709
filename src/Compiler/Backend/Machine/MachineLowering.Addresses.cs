using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineLowering
{
    // Addresses

    /// <summary>A memory operand whose registers are known but not yet operands.</summary>
    private protected struct PendingMemory
    {
        public MachineMemory Memory;
        public int Base, Index;
    }

    private protected static MachineMemory SymbolMemory(CodeTarget target, int displacement)
        => new() { Kind = MemoryKind.Symbol, Base = -1, Index = -1, Scale = 1, Displacement = displacement, Target = target };

    /// <summary>
    /// The memory at address <paramref name="v"/> plus <paramref name="displacement"/>; emits what it needs. <paramref name="noFold"/>:
    /// look through the first value even if it has a register of its own.
    /// </summary>
    private protected PendingMemory AddressOf(ValueId v, long displacement, bool noFold = false)
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
    private protected void FarBase(ref PendingMemory result, ValueId v, long displacement)
    {
        int start = Register(v), offset = ConstantRegister(displacement), sum = NewVreg(ValueKind.Pointer);
        Begin(MachineOp.Add);
        AddUse(start);
        AddUse(offset);
        AddDef(sum);
        Emit();
        result.Base = sum;
    }

    private protected static bool Fits(long displacement) => displacement == (int)displacement;

    private protected (ValueId Index, int Scale) Scaled(ValueId index)
    {
        ref Value v = ref _f[index];
        if (!_isFolded[index.Index] || v.Op == Op.Add)
        {
            return (index, 1);
        }
        IsConstant(_f.Argument(index, 1), out long by);
        return (_f.Argument(index, 0), v.Op == Op.Shl ? 1 << (int)by : (int)by);
    }

    private protected void SetBase(ref PendingMemory result, ValueId v, bool hasIndex)
    {
        switch (_f[v].Op)
        {
            case Op.LocalAddress when hasIndex && _isKept[v.Index]:
                result.Base = Definition(v);
                break;
            case Op.LocalAddress or Op.GlobalAddress when hasIndex && !HasFullAddresses
                && Fits(result.Memory.Displacement + _f[v].AuxInt):
                SetBase(ref result, v, hasIndex: false);
                result = new PendingMemory { Memory = MachineMemory.OfKind(MemoryKind.Register, 0), Base = AddressRegister(result) };
                break;
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
            case Op.GetG when _isFolded[v.Index]:
                result.Memory.Kind = MemoryKind.Goroutine;
                break;
            case Op.GlobalAddress:
                int d = NewInteger();
                Begin(MachineOp.Address);
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
    private protected MachineMemory Attach(PendingMemory memory)
    {
        MachineMemory m = memory.Memory;
        m.Base = memory.Base != 0 ? (sbyte)AddUse(memory.Base) : (sbyte)-1;
        m.Index = memory.Index != 0 ? (sbyte)AddUse(memory.Index) : (sbyte)-1;
        return m;
    }

    private protected void AddMemory(PendingMemory memory) => _next.Memory = Attach(memory);

    private protected void AddSource(PendingMemory memory) => _next.Source = Attach(memory);
}
