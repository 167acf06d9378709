using Go.Compiler.Backend;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Emitter
{
    /// <summary>Largest frame that one store with writeback makes, and largest that one addition takes away.</summary>
    private const int SmallFrame = 0xf0, MaxAddition = 0xfff;

    private const int MoreStackLink = 3, BigFrame = 20;

    /// <summary>g is always in its register.</summary>
    private protected override void WriteEntry()
    {
    }

    /// <summary>Contract 2.2.</summary>
    private protected override void WriteStackCheck(int more)
    {
        int size = _frame.Size;
        uint guard = Bits(AddressScratch), below = Bits(Scratch);
        Transfer(load: true, Word, AddressScratch, new Place(Arm64MachineRegisters.G, GuardOffset));
        MarkUnsafe();
        if (size <= StackGuards.Small)
        {
            Emit(Arm64Words.AddExtended(true, Subtract | SetFlags, Bits(Zero), Bits(Sp), guard, 3, 0));
        }
        else
        {
            BelowStack(size - StackGuards.Small, wraps: size > StackGuards.Big);
            if (size > StackGuards.Big)
            {
                _w.Jump(Arm64Condition.Lower, more);
            }
            Emit(Arm64Words.AddShifted(true, Subtract | SetFlags, Bits(Zero), below, guard));
        }
        _w.Jump(Arm64Condition.LowerOrSame, more);
    }

    /// <summary>SP minus a distance in the scratch register; with the carry clear when there is nothing so far below.</summary>
    private void BelowStack(int distance, bool wraps)
    {
        uint flags = wraps ? SetFlags : 0;
        if (Arm64Immediates.IsAdd(distance))
        {
            Emit(Arm64Words.AddImmediate(true, Subtract | flags, Bits(Scratch), Bits(Sp), distance));
            return;
        }
        LoadConstant(true, Scratch, distance);
        Emit(Arm64Words.AddExtended(true, Subtract | flags, Bits(Scratch), Bits(Sp), Bits(Scratch), 3, 0));
    }

    /// <summary>Link register at the bottom, the caller's frame pointer right below SP, where the next frame's top is.</summary>
    private protected override void WriteFrame()
    {
        int size = _frame.Size;
        if (size == 0)
        {
            return;
        }
        uint sp = Bits(Sp), fp = Bits(Arm64MachineRegisters.FramePointer), link = Bits(Arm64MachineRegisters.Link);
        if (size <= SmallFrame)
        {
            Emit(Arm64Words.ByteOffset(KindOf(Word, false, load: false), link, sp, -size, 3));
            SetDepth(size);
            Emit(Arm64Words.ByteOffset(KindOf(Word, false, load: false), fp, sp, -Word, 0));
        }
        else
        {
            AddConstant(true, BigFrame, Sp, -size);
            Emit(Arm64Words.Pair(PairWord, false, fp, link, BigFrame, -1, 2));
            MarkUnsafe();
            Emit(Arm64Words.AddImmediate(true, 0, sp, BigFrame, 0));
            SetDepth(size);
            SetUnsafePoint();
        }
        Emit(Arm64Words.AddImmediate(true, Subtract, fp, sp, Word));
    }

    /// <summary>Registers of arguments are live.</summary>
    private protected override void ZeroFrame(int offset, int bytes) => ZeroMemory(new Place(Sp, offset), bytes);

    /// <summary>The stack pointer moves in one step, so that there is never half a frame.</summary>
    private protected override void WriteEpilogue()
    {
        int size = _frame.Size;
        if (size == 0)
        {
            return;
        }
        uint sp = Bits(Sp), fp = Bits(Arm64MachineRegisters.FramePointer), link = Bits(Arm64MachineRegisters.Link);
        if (size <= SmallFrame)
        {
            Emit(Arm64Words.ByteOffset(KindOf(Word, false, load: true), fp, sp, -Word, 0));
            Emit(Arm64Words.ByteOffset(KindOf(Word, false, load: true), link, sp, size, 1));
        }
        else
        {
            Emit(Arm64Words.Pair(PairWord, true, fp, link, sp, -1, 2));
            if (size <= MaxAddition)
            {
                Emit(Arm64Words.AddImmediate(true, 0, sp, sp, size));
            }
            else
            {
                LoadConstant(true, AddressScratch, size);
                Emit(Arm64Words.AddExtended(true, 0, sp, sp, Bits(AddressScratch), 3, 0));
            }
        }
        SetDepth(0);
    }

    /// <summary>The link register is handed over in another one.</summary>
    private protected override void CallMoreStack(CodeTarget target)
    {
        Move(MoreStackLink, Arm64MachineRegisters.Link);
        Call(target);
    }
}
