using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineLowering
{
    private protected static PendingMemory SlotMemory(StackSlot slot, int displacement)
        => new() { Memory = MachineMemory.OfKind(MemoryKind.Slot, displacement) with { Target = slot } };

    private protected static PendingMemory IncomingMemory(long offset)
        => new() { Memory = MachineMemory.OfKind(MemoryKind.Incoming, (int)offset) };

    private protected static PendingMemory OutgoingMemory(long offset)
        => new() { Memory = MachineMemory.OfKind(MemoryKind.Outgoing, (int)offset) };

    private protected static PendingMemory Plus(PendingMemory memory, int bytes)
    {
        memory.Memory.Displacement += bytes;
        return memory;
    }

    private protected int EmitLoad(ValueKind kind, PendingMemory memory)
    {
        int d = NewVreg(kind);
        EmitLoad(kind, memory, d);
        return d;
    }

    private protected void EmitLoad(ValueKind kind, PendingMemory memory, int d)
    {
        memory = Reachable(memory, SizeOf(kind));
        Begin(OpFacts.IsFloat(kind) ? MachineOp.LoadFloat : MachineOp.Load, SizeOf(kind));
        AddMemory(memory);
        AddDef(d);
        Emit();
    }

    private bool TryStoreConstant(ValueKind kind, PendingMemory memory, ValueId value)
    {
        ValueId root = Root(value);
        return _f[root].Op == Op.Const && TryStoreConstant(SizeOf(kind), memory, SignExtended(_f[root].AuxInt, kind));
    }

    private protected void EmitStore(ValueKind kind, PendingMemory memory, ValueId value)
    {
        if (TryStoreConstant(kind, memory, value))
        {
            return;
        }
        if (Root(value) is var constant && IsFloatInData(constant))
        {
            // Its bits by way of an integer: no load.
            int size = SizeOf(kind);
            EmitStore(size == 8 ? ValueKind.I64 : ValueKind.I32, memory, ConstantRegister(_f[constant].AuxInt, size));
            return;
        }
        EmitStore(kind, memory, Register(value));
    }

    /// <summary>The stored register is the first operand.</summary>
    private protected void EmitStore(ValueKind kind, PendingMemory memory, int vreg)
    {
        memory = Reachable(memory, SizeOf(kind));
        Begin(OpFacts.IsFloat(kind) ? MachineOp.StoreFloat : MachineOp.Store, SizeOf(kind));
        AddUse(vreg);
        AddMemory(memory);
        Emit();
    }

    private protected void LowerLoad(ValueId v)
    {
        PendingMemory memory = AddressOf(_f.Argument(v, 0), _f[v].AuxInt);
        EmitLoad(_f[v].Kind, memory, Definition(v));
    }

    private protected void LowerStore(ValueId v)
    {
        PendingMemory memory = AddressOf(_f.Argument(v, 0), _f[v].AuxInt);
        ValueId value = _f.Argument(v, 1);
        if (_isFolded[value.Index] && IsUpdate(value))
        {
            (ValueId load, ValueId other) = UpdateOperands(value);
            _pos = _f[load].Pos;
            _inline = _f[load].InlineIndex;
            EmitUpdate(value, other, memory);
            return;
        }
        EmitStore(_f[value].Kind, memory, value);
    }

    private void LowerMove(ValueId v)
        => EmitMoveOf(AddressOf(_f.Argument(v, 0), 0), AddressOf(_f.Argument(v, 1), 0), _f[v].AuxInt);

    private protected void EmitMoveOf(PendingMemory to, PendingMemory from, long size)
    {
        if (size != 0)
        {
            EmitMove(to, from, size);
        }
    }

    private protected int AddressRegister(PendingMemory memory)
    {
        if (memory.Memory is { Kind: MemoryKind.Register, Index: -1, Displacement: 0 } && memory.Index == 0)
        {
            return memory.Base;
        }
        memory = Reachable(memory, 0);
        int d = NewInteger();
        Begin(MachineOp.Address);
        AddMemory(memory);
        AddDef(d);
        Emit();
        return d;
    }

    private protected void LowerKeepAlive(ValueId v)
    {
        ValueId a = Root(_f.Argument(v, 0));
        if (IsRemade(a) || _isFolded[a.Index])
        {
            return;
        }
        Begin(MachineOp.Use);
        _operands.Add(new Operand(Definition(a), OperandRole.Use, OperandConstraint.Any));
        Emit();
    }

    // Checks

    private protected void LowerNilCheck(ValueId v)
    {
        ValueId a = _f.Argument(v, 0);
        if ((_f[v].Flags & ValueFlags.NonFaulting) == 0 && _f[Root(a)].Op is not (Op.LocalAddress or Op.GlobalAddress) && !FaultsSoon(v))
        {
            PendingMemory memory = Reachable(AddressOf(a, 0), 1);
            Begin(MachineOp.NilCheck, 1);
            AddMemory(memory);
            Emit();
        }
        if (IsKindChange(v))
        {
            EmitUnary(MachineOp.Copy, 8, Register(a), Definition(v));
        }
    }

    /// <summary>
    /// An access close to the pointer follows with nothing in between that anybody could notice: it faults in the check's place, and
    /// takes over its position, which is the one that the trace of the panic must show.
    /// </summary>
    private protected bool FaultsSoon(ValueId check)
    {
        ValueId pointer = Root(check);
        EntityList<ValueId> instructions = _f[_f[check].Block].Instructions;
        for (int i = _place + 1; i < instructions.Count; i++)
        {
            ValueId v = instructions[i];
            if ((_f[v].Op is Op.Load or Op.Store || OpFacts.GroupOf(_f[v].Op) == OpGroup.Atomic)
                && Reaches(_f.Argument(v, 0), _f[v].AuxInt, pointer))
            {
                _f[v].Pos = _f[check].Pos;
                _f[v].InlineIndex = _f[check].InlineIndex;
                return true;
            }
            if (!OpFacts.IsPure(_f[v].Op) && _f[v].Op != Op.NilCheck && _f[v].Op != Op.Load)
            {
                return false;
            }
        }
        return false;
    }

    private protected bool Reaches(ValueId address, long offset, ValueId pointer)
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

    /// <summary>
    /// Constants up to 31 are encoded in the panic's table entry, larger ones go through the scratch register on the cold path (contract
    /// 4.6).
    /// </summary>
    private protected void LowerBoundsCheck(ValueId v)
    {
        ValueId x = _f.Argument(v, 0), y = _f.Argument(v, 1);
        bool constantX = IsBoundsConstant(x, out int valueX) && valueX is >= 0 and <= 31;
        bool constantY = IsBoundsConstant(y, out int valueY) && valueY >= 0;
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
        Begin(MachineOp.BoundsCheck);
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
}
