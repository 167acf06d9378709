using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Emitter
{
    /// <summary>Largest size zeroed without a loop.</summary>
    private const long InlineZeroLimit = 128;

    private static readonly uint PairQuad = Arm64Words.PairOf(16, isFloat: true);

    private void WriteBlockOperation(Arm64Op op, in MachineInstruction m)
    {
        switch (op)
        {
            case Arm64Op.ZeroMemory:
                ZeroMemory(PlaceOf(m.Memory, AddressScratch), m.Immediate);
                break;
            case Arm64Op.MoveMemory:
                MoveMemory(PlaceOf(m.Memory, AddressScratch), PlaceOf(m.Source, Scratch), m.Immediate);
                break;
            case Arm64Op.MoveMemoryLoop:
                WriteMoveLoop(m);
                break;
            case Arm64Op.MemoryEqual:
                WriteMemoryEqual(m);
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    private static bool FitsPair(Place place, long size, int unit)
        => place.Offset % unit == 0 && place.Offset >= -64 * unit && place.Offset + size <= 63L * unit;

    /// <summary>
    /// Sixteen bytes at a time, then what is left. Pointers are written whole: sizes with pointers are multiples of the word.
    /// </summary>
    private void ZeroMemory(Place to, long size)
    {
        if (size > InlineZeroLimit)
        {
            to = ZeroLoop(to, size);
            size %= 16;
        }
        else if (size >= 16 && !FitsPair(to, size, 8))
        {
            AddConstant(true, AddressScratch, to.Base, to.Offset);
            to = new Place(AddressScratch, 0);
        }
        else
        {
            to = Near(to, 8, size, AddressScratch);
        }
        for (; size >= 16; size -= 16, to = to.Plus(16))
        {
            Emit(Arm64Words.Pair(PairWord, false, Bits(Zero), Bits(Zero), Bits(to.Base), to.Offset / 8, 2));
        }
        for (int part = 8; part > 0; part /= 2)
        {
            if (size >= part)
            {
                Transfer(load: false, part, Zero, to);
                to = to.Plus(part);
                size -= part;
            }
        }
    }

    private Place ZeroLoop(Place to, long size)
    {
        AddConstant(true, AddressScratch, to.Base, to.Offset);
        LoadConstant(true, Scratch, size / 16);
        int loop = _w.NewLabel();
        _w.Bind(loop);
        Emit(Arm64Words.Pair(PairWord, false, Bits(Zero), Bits(Zero), Bits(AddressScratch), 2, 1));
        CountDown(loop);
        return new Place(AddressScratch, 0);
    }

    private void CountDown(int loop)
    {
        Emit(Arm64Words.AddImmediate(true, Subtract, Bits(Scratch), Bits(Scratch), 1));
        _w.JumpIfZero(true, false, Bits(Scratch), loop);
    }

    /// <summary>Everything is loaded into vector registers before it is stored as far as two of them go; no partial overlap.</summary>
    private void MoveMemory(Place to, Place from, long size)
    {
        int first = Arm64Registers.FloatScratch, second = Arm64Registers.FloatScratch2;
        if (size >= 32 && !FitsPair(from, size, 16))
        {
            AddConstant(true, Scratch, from.Base, from.Offset);
            from = new Place(Scratch, 0);
        }
        else
        {
            from = Near(from, size >= 16 ? 16 : 8, size, Scratch);
        }
        if (size >= 32 && !FitsPair(to, size, 16))
        {
            AddConstant(true, AddressScratch, to.Base, to.Offset);
            to = new Place(AddressScratch, 0);
        }
        else
        {
            to = Near(to, size >= 16 ? 16 : 8, size, AddressScratch);
        }
        for (; size >= 32; size -= 32, to = to.Plus(32), from = from.Plus(32))
        {
            Emit(Arm64Words.Pair(PairQuad, true, Bits(first), Bits(second), Bits(from.Base), from.Offset / 16, 2));
            Emit(Arm64Words.Pair(PairQuad, false, Bits(first), Bits(second), Bits(to.Base), to.Offset / 16, 2));
        }
        for (int part = 16; part > 0; part /= 2)
        {
            if (size >= part)
            {
                TransferNear(load: true, part, first, from);
                TransferNear(load: false, part, first, to);
                (to, from) = (to.Plus(part), from.Plus(part));
                size -= part;
            }
        }
    }

    /// <summary>One access; the place is near enough, also where its offset is no multiple of the size.</summary>
    private void TransferNear(bool load, int size, int register, Place place)
    {
        if (!Fits(place.Offset, size))
        {
            throw Unexpected.State($"an access of {size} bytes at {place}");
        }
        Transfer(load, size, register, place);
    }

    private void WriteMoveLoop(in MachineInstruction m)
    {
        int to = Operand(OperandCount - 2), from = Operand(OperandCount - 1);
        LoadAddress(to, m.Memory);
        LoadAddress(from, m.Source);
        LoadConstant(true, Scratch, m.Immediate / 32);
        uint first = Bits(Arm64Registers.FloatScratch), second = Bits(Arm64Registers.FloatScratch2);
        int loop = _w.NewLabel();
        _w.Bind(loop);
        Emit(Arm64Words.Pair(PairQuad, true, first, second, Bits(from), 2, 1));
        Emit(Arm64Words.Pair(PairQuad, false, first, second, Bits(to), 2, 1));
        CountDown(loop);
        MoveMemory(new Place(to, 0), new Place(from, 0), m.Immediate % 32);
    }

    private void WriteMemoryEqual(in MachineInstruction m)
    {
        int x = Operand(OperandCount - 3), y = Operand(OperandCount - 2);
        long size = m.Immediate;
        Place a = PlaceOf(m.Memory, AddressScratch), b = PlaceOf(m.Source, Scratch);
        (a, b) = (Near(a, 8, size, AddressScratch), Near(b, 8, size, Scratch));
        int done = _w.NewLabel();
        for (int part = 8; part > 0; part /= 2)
        {
            while (size >= part)
            {
                TransferNear(load: true, part, x, a);
                TransferNear(load: true, part, y, b);
                Emit(Arm64Words.AddShifted(part == 8, Arm64Words.Compare, Bits(Zero), Bits(x), Bits(y)));
                (a, b) = (a.Plus(part), b.Plus(part));
                size -= part;
                if (size > 0)
                {
                    _w.Jump(Arm64Condition.NotEqual, done);
                }
            }
        }
        _w.Bind(done);
        SetIf(Arm64Condition.Equal, Last);
    }
}
