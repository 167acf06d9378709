using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Writes amd64's instructions. Partials by topic: Control, Frame, Integer, Floats, Memory.</summary>
internal sealed partial class Amd64Emitter : MachineEmitter
{
    private readonly Amd64InstructionWriter _w;
    private readonly Amd64FrameCode _frames;

    public Amd64Emitter(MachineFunction machine, AllocationResult allocation, MachineFrame frame, Amd64InstructionWriter writer,
        Amd64ThreadLocal threadLocal)
        : base(machine, allocation, frame, Amd64Registers.Roles, writer)
    {
        _w = writer;
        _frames = new Amd64FrameCode(writer, this, threadLocal);
        _w.Reset();
    }

    private Amd64Memory Memory(in MachineMemory m)
    {
        int displacement = m.Displacement;
        int index = m.Index < 0 ? Amd64Memory.None : Operand(m.Index), start = Amd64Registers.Sp;
        switch (m.Kind)
        {
            case MemoryKind.Symbol:
                return Amd64Memory.Symbol((CodeTarget)m.Target!, displacement);
            case MemoryKind.Register:
                start = Operand(m.Base);
                break;
            case MemoryKind.Goroutine:
                start = Amd64Registers.G;
                break;
            case MemoryKind.Slot:
                displacement += _frame.OffsetOf((StackSlot)m.Target!);
                break;
            case MemoryKind.Incoming:
                displacement += _frame.ArgumentStart;
                break;
            case MemoryKind.Outgoing:
                break;
            default:
                throw Unexpected.Value(m.Kind);
        }
        return index < 0 ? Amd64Memory.At(start, displacement) : Amd64Memory.Indexed(start, index, m.Scale, displacement);
    }

    private static bool IsVector(int register) => register >= Amd64Registers.X0;

    private protected override void CopyRegister(int from, int to)
    {
        switch (IsVector(from), IsVector(to))
        {
            case (false, false):
                _w.Move(8, to, from);
                break;
            case (true, true):
                _w.MoveVector(to, from);
                break;
            case (true, false):
                _w.MoveFromVector(8, to, from);
                break;
            default:
                _w.MoveToVector(8, to, from);
                break;
        }
    }

    private protected override void LoadFromFrame(int size, int register, int offset)
    {
        var place = Amd64Memory.At(Amd64Registers.Sp, offset);
        if (IsVector(register))
        {
            _w.LoadFloat(size, register, place);
        }
        else
        {
            _w.Load(size, register, place);
        }
    }

    private protected override void StoreToFrame(int size, int register, int offset)
    {
        var place = Amd64Memory.At(Amd64Registers.Sp, offset);
        if (IsVector(register))
        {
            _w.StoreFloat(size, place, register);
        }
        else
        {
            _w.Store(size, place, register);
        }
    }
}
