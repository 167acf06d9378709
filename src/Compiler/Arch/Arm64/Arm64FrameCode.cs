using Go.Compiler.Code;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// What stands around the body of every function, compiled or assembled (contract 2.1, 2.2). The link register is at the bottom of a frame;
/// the caller's frame pointer is right below SP, where the next frame's top is:
/// <code>
///       MOVD   16(g), R16            stack check of a small frame
///       CMP    R16, RSP
///       BLS    more
///       MOVD.W R30, -size(RSP)       frame
///       MOVD   R29, -8(RSP)
///       SUB    $8, RSP, R29
///       ...
///       MOVD   -8(RSP), R29
///       MOVD.P size(RSP), R30
///       RET
/// more: MOVD   R30, R3; CALL morestack; B start
/// </code>
/// Registers of arguments are live throughout.
/// </summary>
internal sealed class Arm64FrameCode(Arm64CodeWriter w, IFrameEvents events, IArm64Constants constants)
{
    public const int Word = 8;

    /// <summary>Largest frame that one store with writeback makes, and largest that one addition takes away.</summary>
    private const int SmallFrame = 0xf0, MaxAddition = 0xfff;

    /// <summary>What the check compares; the new SP while a large frame is made; where morestack looks for the link register.</summary>
    private const int Guard = 16, Below = 17, NewSp = 20, MoreStackLink = 3;

    private const uint Sp = Arm64Registers.Sp, Fp = Arm64Registers.FramePointer, Link = Arm64Registers.Link, Zero = Arm64Registers.Zero,
        G = Arm64Registers.G;

    private static readonly uint s_load = Arm64Words.Access(Word, isFloat: false, load: true),
        s_store = Arm64Words.Access(Word, isFloat: false, load: false);

    /// <summary>Goes to <paramref name="more"/> when there is no room for a frame of this size above the guard.</summary>
    /// <param name="guardOffset">Where the guard is in g.</param>
    /// <param name="temporary">For a distance that no instruction holds.</param>
    public void StackCheck(int size, int guardOffset, int more, int temporary)
    {
        w.Word(Arm64Words.ScaledOffset(s_load, Guard, G, guardOffset / Word));
        events.SetUnsafe(true);
        if (size <= StackGuards.Small)
        {
            w.Word(Arm64Words.AddExtended(true, Arm64Words.Compare, Zero, Sp, Guard, 3, 0));
        }
        else
        {
            // Far below SP there may be nothing: the subtraction wraps around, which the carry tells.
            bool wraps = size > StackGuards.Big;
            SubtractFromSp(size - StackGuards.Small, wraps ? Arm64Words.Compare : Arm64Words.Subtract, temporary);
            if (wraps)
            {
                w.Jump(Arm64Condition.Lower, more);
            }
            w.Word(Arm64Words.AddShifted(true, Arm64Words.Compare, Zero, Below, Guard));
        }
        w.Jump(Arm64Condition.LowerOrSame, more);
        events.SetUnsafe(false);
    }

    private void SubtractFromSp(int distance, uint operation, int temporary)
    {
        if (Arm64Immediates.IsAdd(distance))
        {
            w.Word(Arm64Words.AddImmediate(true, operation, Below, Sp, distance));
            return;
        }
        constants.Load(temporary, distance);
        w.Word(Arm64Words.AddExtended(true, operation, Below, Sp, (uint)temporary, 3, 0));
    }

    /// <summary>Makes a frame that saves the link register and the caller's frame pointer.</summary>
    public void Enter(int size)
    {
        if (size <= SmallFrame)
        {
            w.Word(Arm64Words.ByteOffset(s_store, Link, Sp, -size, 3));
            events.MoveDepth(size);
            w.Word(Arm64Words.ByteOffset(s_store, Fp, Sp, -Word, 0));
        }
        else
        {
            constants.Add(NewSp, Arm64Registers.Sp, -size);
            w.Word(Arm64Words.Pair(Arm64Words.PairWord, false, Fp, Link, NewSp, -1, 2));
            events.SetUnsafe(true);
            w.Word(Arm64Words.AddImmediate(true, 0, Sp, NewSp, 0));
            events.MoveDepth(size);
            events.SetUnsafe(false);
        }
        w.Word(Arm64Words.AddImmediate(true, Arm64Words.Subtract, Fp, Sp, Word));
    }

    /// <summary>Takes the frame away again; SP moves in one step, so that there is never half a frame.</summary>
    /// <param name="temporary">For a size that no instruction holds.</param>
    public void Leave(int size, int temporary)
    {
        if (size <= SmallFrame)
        {
            w.Word(Arm64Words.ByteOffset(s_load, Fp, Sp, -Word, 0));
            w.Word(Arm64Words.ByteOffset(s_load, Link, Sp, size, 1));
        }
        else
        {
            w.Word(Arm64Words.Pair(Arm64Words.PairWord, true, Fp, Link, Sp, -1, 2));
            if (size <= MaxAddition)
            {
                w.Word(Arm64Words.AddImmediate(true, 0, Sp, Sp, size));
            }
            else
            {
                constants.Load(temporary, size);
                w.Word(Arm64Words.AddExtended(true, 0, Sp, Sp, (uint)temporary, 3, 0));
            }
        }
        events.MoveDepth(-size);
    }

    /// <summary>The same where nothing was called: both registers still hold what was saved, or what it can be computed from.</summary>
    public void LeaveLeaf(int size)
    {
        constants.Add(Arm64Registers.FramePointer, Arm64Registers.Sp, size - Word);
        constants.Add(Arm64Registers.Sp, Arm64Registers.Sp, size);
        events.MoveDepth(-size);
    }

    /// <summary>Before morestack is called: the link register is handed over in another one.</summary>
    public void HandOverLink() => w.Word(Arm64Words.Move(MoreStackLink, Link));

    public void Return() => w.Word(Arm64Words.Return | (Link << 5));
}
