using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Lowering
{
    /// <summary>Largest sizes zeroed and copied without a repeated string instruction, whose start is slow.</summary>
    private const long InlineZeroLimit = 256, InlineMoveLimit = 192;

    private static PendingMemory SlotMemory(StackSlot slot, int displacement)
        => new() { Memory = MachineMemory.OfKind(MemoryKind.Slot, displacement) with { Target = slot } };

    private static PendingMemory IncomingMemory(long offset) => new() { Memory = MachineMemory.OfKind(MemoryKind.Incoming, (int)offset) };

    private static PendingMemory OutgoingMemory(long offset) => new() { Memory = MachineMemory.OfKind(MemoryKind.Outgoing, (int)offset) };

    private static PendingMemory Plus(PendingMemory memory, int bytes)
    {
        memory.Memory.Displacement += bytes;
        return memory;
    }

    private int EmitLoad(ValueKind kind, PendingMemory memory)
    {
        int d = NewVreg(kind);
        EmitLoad(kind, memory, d);
        return d;
    }

    private void EmitLoad(ValueKind kind, PendingMemory memory, int d)
    {
        Begin(OpFacts.IsFloat(kind) ? Amd64Op.LoadFloat : Amd64Op.Load, SizeOf(kind));
        AddMemory(memory);
        AddDef(d);
        Emit();
    }

    private void EmitStore(ValueKind kind, PendingMemory memory, ValueId value)
    {
        if (!OpFacts.IsFloat(kind) && IsImmediate(value, out int constant))
        {
            Begin(Amd64Op.StoreConstant, SizeOf(kind));
            AddMemory(memory);
            _next.Immediate = constant;
            Emit();
            return;
        }
        EmitStore(kind, memory, Register(value));
    }

    /// <summary>The stored register is the first operand.</summary>
    private void EmitStore(ValueKind kind, PendingMemory memory, int vreg)
    {
        Begin(OpFacts.IsFloat(kind) ? Amd64Op.StoreFloat : Amd64Op.Store, SizeOf(kind));
        AddUse(vreg);
        AddMemory(memory);
        Emit();
    }

    private void LowerLoad(ValueId v)
    {
        PendingMemory memory = AddressOf(_f.Argument(v, 0), _f[v].AuxInt);
        EmitLoad(_f[v].Kind, memory, Definition(v));
    }

    private void LowerStore(ValueId v)
    {
        PendingMemory memory = AddressOf(_f.Argument(v, 0), _f[v].AuxInt);
        ValueId value = _f.Argument(v, 1);
        EmitStore(_f[value].Kind, memory, value);
    }

    private int AddressRegister(PendingMemory memory)
    {
        if (memory.Memory is { Kind: MemoryKind.Register, Index: -1, Displacement: 0 } && memory.Index == 0)
        {
            return memory.Base;
        }
        int d = NewInteger();
        Begin(Amd64Op.Address);
        AddMemory(memory);
        AddDef(d);
        Emit();
        return d;
    }

    private void LowerZero(ValueId v)
    {
        long size = _f[v].AuxInt;
        if (size == 0)
        {
            return;
        }
        PendingMemory memory = AddressOf(_f.Argument(v, 0), 0);
        if (size <= InlineZeroLimit)
        {
            Begin(Amd64Op.ZeroMemory);
            AddMemory(memory);
        }
        else
        {
            int address = AddressRegister(memory);
            Begin(Amd64Op.ZeroMemoryRepeat);
            AddFixedUse(address, Amd64Registers.Di);
            _clobbers = 1u << Amd64Registers.Di | 1u << Amd64Registers.Cx | 1u << Amd64Registers.Ax;
        }
        _next.Immediate = size;
        Emit();
    }

    private void LowerMove(ValueId v)
        => EmitMove(AddressOf(_f.Argument(v, 0), 0), AddressOf(_f.Argument(v, 1), 0), _f[v].AuxInt);

    private void EmitMove(PendingMemory to, PendingMemory from, long size)
    {
        if (size == 0)
        {
            return;
        }
        if (size <= InlineMoveLimit)
        {
            Begin(Amd64Op.MoveMemory);
            AddMemory(to);
            AddSource(from);
        }
        else
        {
            int target = AddressRegister(to), source = AddressRegister(from);
            Begin(Amd64Op.MoveMemoryRepeat);
            AddFixedUse(target, Amd64Registers.Di);
            AddFixedUse(source, Amd64Registers.Si);
            _clobbers = 1u << Amd64Registers.Di | 1u << Amd64Registers.Si | 1u << Amd64Registers.Cx;
        }
        _next.Immediate = size;
        Emit();
    }

    private void LowerMemoryEqual(ValueId v)
    {
        PendingMemory a = AddressOf(_f.Argument(v, 0), 0), b = AddressOf(_f.Argument(v, 1), 0);
        Begin(Amd64Op.MemoryEqual);
        AddMemory(a);
        AddSource(b);
        AddDef(Definition(v));
        _next.Immediate = _f[v].AuxInt;
        Emit();
    }

    private void LowerKeepAlive(ValueId v)
    {
        ValueId a = Root(_f.Argument(v, 0));
        if (IsRemade(a) || _isFolded[a.Index])
        {
            return;
        }
        Begin(Amd64Op.Use);
        _operands.Add(new Operand(Definition(a), OperandRole.Use, OperandConstraint.Any));
        Emit();
    }

    // Checks

    private void LowerNilCheck(ValueId v)
    {
        ValueId a = _f.Argument(v, 0);
        if ((_f[v].Flags & ValueFlags.NonFaulting) == 0 && _f[Root(a)].Op is not (Op.LocalAddress or Op.GlobalAddress) && !FaultsSoon(v))
        {
            PendingMemory memory = AddressOf(a, 0);
            Begin(Amd64Op.NilCheck, 1);
            AddMemory(memory);
            Emit();
        }
        if (IsKindChange(v))
        {
            EmitUnary(Amd64Op.Copy, 8, Register(a), Definition(v));
        }
    }

    /// <summary>
    /// An access close to the pointer follows with nothing in between that anybody could notice: it faults in the check's place, and
    /// takes over its position, which is the one that the trace of the panic must show.
    /// </summary>
    private bool FaultsSoon(ValueId check)
    {
        ValueId pointer = Root(check);
        List<ValueId> instructions = _f[_f[check].Block].Instructions;
        for (int i = _place + 1; i < instructions.Count; i++)
        {
            ValueId v = instructions[i];
            if (_f[v].Op is Op.Load or Op.Store && Reaches(_f.Argument(v, 0), _f[v].AuxInt, pointer))
            {
                _f[v].Pos = _f[check].Pos;
                _f[v].InlineIndex = _f[check].InlineIndex;
                return true;
            }
            if (!OpFacts.IsPure(_f[v].Op) && _f[v].Op != Op.NilCheck && !(_f[v].Op == Op.Load && OpFacts.IsRemovable(_f[v])))
            {
                return false;
            }
        }
        return false;
    }

    private bool Reaches(ValueId address, long offset, ValueId pointer)
    {
        for (; ; address = _f.Argument(address, 0))
        {
            address = Root(address);
            if (address == pointer)
            {
                return offset is >= 0 and < RuntimeContract.FrameConstants.NilPageSize;
            }
            if (_f[address].Op != Op.OffsetPointer)
            {
                return false;
            }
            offset += _f[address].AuxInt;
        }
    }

    /// <summary>Constants up to 31 are encoded in the panic's table entry, larger ones go through the scratch register on the cold path (contract 4.6).</summary>
    private void LowerBoundsCheck(ValueId v)
    {
        ValueId x = _f.Argument(v, 0), y = _f.Argument(v, 1);
        bool constantX = IsImmediate(x, out int valueX) && valueX is >= 0 and <= 31;
        bool constantY = IsImmediate(y, out int valueY) && valueY >= 0;
        if (constantX && constantY)
        {
            bool holds = (RuntimeContract.BoundsCode)_f[v].AuxInt == RuntimeContract.BoundsCode.Index ? valueX < valueY : valueX <= valueY;
            if (holds)
            {
                return;
            }
            constantX = false;
        }
        int a = constantX ? 0 : Register(x), b = constantY ? 0 : Register(y);
        Begin(Amd64Op.BoundsCheck);
        if (!constantX)
        {
            AddUse(a);
        }
        if (!constantY)
        {
            AddUse(b);
        }
        _next.Variant = (byte)((constantX ? 1 : 0) | (constantY ? 2 : 0));
        _next.Immediate = constantX ? valueX : valueY;
        _next.Condition = (byte)_f[v].AuxInt;
        _next.Source.Scale = (_f[v].Flags & ValueFlags.Signed) != 0 ? (byte)1 : (byte)0;
        _m.HasCall = true;
        Emit();
    }

    // Atomics: locked instructions are full barriers.

    private void LowerAtomic(ValueId v)
    {
        Op op = _f[v].Op;
        PendingMemory memory = AddressOf(_f.Argument(v, 0), _f[v].AuxInt);
        if (op == Op.AtomicLoad)
        {
            EmitLoad(_f[v].Kind, memory, Definition(v));
            return;
        }
        ValueId value = _f.Argument(v, 1);
        int size = SizeOf(_f[value].Kind);
        int x = Register(value);
        switch (op)
        {
            case Op.AtomicStore or Op.AtomicExchange:
                Begin(Amd64Op.AtomicExchange, size);
                AddUse(x);
                AddMemory(memory);
                AddTiedDef(op == Op.AtomicStore ? NewInteger() : Definition(v));
                break;
            case Op.AtomicAdd:
                Begin(Amd64Op.AtomicAdd, size);
                AddUse(x);
                AddMemory(memory);
                AddEarlyDef(Definition(v));
                break;
            case Op.AtomicCompareExchange:
                int replacement = Register(_f.Argument(v, 2));
                Begin(Amd64Op.AtomicCompareExchange, size);
                AddFixedUse(x, Amd64Registers.Ax);
                AddUse(replacement);
                AddMemory(memory);
                AddDef(Definition(v));
                _clobbers = 1u << Amd64Registers.Ax;
                break;
            case Op.AtomicAnd or Op.AtomicOr:
                Begin(Amd64Op.AtomicAlu, size);
                AddUse(x);
                AddMemory(memory);
                _next.Variant = (byte)(op == Op.AtomicAnd ? Amd64Alu.And : Amd64Alu.Or);
                break;
            case Op.AtomicAndOld or Op.AtomicOrOld:
                Begin(Amd64Op.AtomicAluOld, size);
                AddUse(x);
                AddMemory(memory);
                AddFixedDef(Definition(v), Amd64Registers.Ax, early: true);
                _next.Variant = (byte)(op == Op.AtomicAndOld ? Amd64Alu.And : Amd64Alu.Or);
                break;
            default:
                throw Unexpected.Value(op);
        }
        Emit();
    }

    private void LowerPrefetch(ValueId v)
    {
        PendingMemory memory = AddressOf(_f.Argument(v, 0), 0);
        Begin(Amd64Op.Prefetch);
        AddMemory(memory);
        _next.Variant = (byte)_f[v].AuxInt;
        Emit();
    }
}
