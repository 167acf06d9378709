using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Emitter
{
    private void WriteBlockOperation(Amd64Op op, in MachineInstruction m)
    {
        switch (op)
        {
            case Amd64Op.UpdateMemory:
                _w.Alu((Amd64Alu)m.Variant, m.Size, Memory(m.Memory), Operand(0));
                break;
            case Amd64Op.UpdateMemoryConstant:
                UpdateMemory((Amd64Alu)m.Variant, m.Size, Memory(m.Memory), (int)m.Immediate);
                break;
            case Amd64Op.ZeroMemory:
                ZeroMemory(Memory(m.Memory), m.Immediate);
                break;
            case Amd64Op.ZeroMemoryRepeat:
                _w.LoadConstant(Amd64Registers.Cx, m.Immediate / Word);
                _w.Clear(Amd64Registers.Ax);
                _w.Repeat(move: false);
                ZeroMemory(Amd64Memory.At(Amd64Registers.Di), m.Immediate % Word);
                break;
            case Amd64Op.MoveMemory:
                MoveMemory(Memory(m.Memory), Memory(m.Source), m.Immediate);
                break;
            case Amd64Op.MoveMemoryRepeat:
                _w.LoadConstant(Amd64Registers.Cx, m.Immediate / Word);
                _w.Repeat(move: true);
                MoveMemory(Amd64Memory.At(Amd64Registers.Di), Amd64Memory.At(Amd64Registers.Si), m.Immediate % Word);
                break;
            case Amd64Op.MemoryEqual:
                WriteMemoryEqual(m);
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    private void UpdateMemory(Amd64Alu op, int size, Amd64Memory memory, int value)
    {
        if (op is Amd64Alu.Add or Amd64Alu.Sub && value is 1 or -1)
        {
            _w.Step(size, memory, isUp: (op == Amd64Alu.Add) == (value == 1));
        }
        else
        {
            _w.AluConstant(op, size, memory, value);
        }
    }

    /// <summary>
    /// Sixteen bytes at a time from the zero register, then what is left. Pointers are written whole: sizes with pointers are multiples of
    /// the word.
    /// </summary>
    private void ZeroMemory(Amd64Memory to, long size)
    {
        for (; size >= 16; size -= 16, to = to.Plus(16))
        {
            _w.StoreVector(to, Zero);
        }
        for (int part = 8; part > 0; part /= 2)
        {
            if (size >= part)
            {
                _w.StoreConstant(part, to, 0);
                to = to.Plus(part);
                size -= part;
            }
        }
    }

    private void MoveMemory(Amd64Memory to, Amd64Memory from, long size)
    {
        bool usesVector = size >= 16;
        for (; size >= 16; size -= 16)
        {
            _w.LoadVector(Zero, from);
            _w.StoreVector(to, Zero);
            (to, from) = (to.Plus(16), from.Plus(16));
        }
        if (usesVector)
        {
            _w.ClearVector(Zero);
        }
        for (int part = 8; part > 0; part /= 2)
        {
            if (size >= part)
            {
                _w.Load(part, Scratch, from);
                _w.Store(part, to, Scratch);
                (to, from) = (to.Plus(part), from.Plus(part));
                size -= part;
            }
        }
    }

    private void WriteMemoryEqual(in MachineInstruction m)
    {
        Amd64Memory a = Memory(m.Memory), b = Memory(m.Source);
        int done = _w.NewLabel();
        int size = (int)m.Immediate;
        int part = size >= 8 ? 8 : size >= 4 ? 4 : size >= 2 ? 2 : 1;
        // The last word may begin inside the one before.
        for (int at = 0; at < size; at += part)
        {
            at = Math.Min(at, size - part);
            _w.Load(part, Scratch, a.Plus(at));
            _w.Alu(Amd64Alu.Cmp, part, Scratch, b.Plus(at));
            if (at + part < size)
            {
                _w.Jump(Amd64Condition.NotEqual, done);
            }
        }
        _w.Bind(done);
        _w.Set(Amd64Condition.Equal, Last);
    }

    private void WriteSpecial(Amd64Op op, in MachineInstruction m)
    {
        switch (op)
        {
            case Amd64Op.AtomicExchange:
                _w.Exchange(m.Size, Memory(m.Memory), Last);
                break;
            case Amd64Op.AtomicAdd:
                _w.Move(8, Last, Operand(0));
                _w.AtomicAdd(m.Size, Memory(m.Memory), Last);
                _w.Alu(Amd64Alu.Add, m.Size, Last, Operand(0));
                break;
            case Amd64Op.AtomicCompareExchange:
                _w.AtomicCompareExchange(m.Size, Memory(m.Memory), Operand(1));
                _w.Set(Amd64Condition.Equal, Last);
                break;
            case Amd64Op.AtomicAlu:
                _w.AtomicAlu((Amd64Alu)m.Variant, m.Size, Memory(m.Memory), Operand(0));
                break;
            case Amd64Op.AtomicAluOld:
                int again = _w.NewLabel();
                _w.Load(m.Size, Amd64Registers.Ax, Memory(m.Memory));
                _w.Bind(again);
                _w.Move(8, Scratch, Amd64Registers.Ax);
                _w.Alu((Amd64Alu)m.Variant, m.Size, Scratch, Operand(0));
                _w.AtomicCompareExchange(m.Size, Memory(m.Memory), Scratch);
                _w.Jump(Amd64Condition.NotEqual, again);
                break;
            case Amd64Op.Prefetch:
                _w.Prefetch(Memory(m.Memory), m.Variant != 0);
                break;
            default:
                throw Unexpected.Value(op);
        }
    }
}
