using Go.Compiler.Backend;
using Go.Compiler.Code;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// What stands around the body of every function, compiled or assembled (contract 1.2, 2.1):
/// <code>
///       MOVQ  (TLS), R14        g, where callers do not promise it
///       CMPQ  SP, 16(R14)       stack check of a small frame
///       JLS   more
///       PUSHQ BP                frame
///       MOVQ  SP, BP
///       SUBQ  $locals, SP
///       ...
///       ADDQ  $locals, SP
///       POPQ  BP
///       RET
/// more: CALL  morestack; JMP start
/// </code>
/// Registers of arguments are live throughout: only R12 is used.
/// </summary>
internal sealed class Amd64FrameCode(Amd64InstructionWriter w, IFrameEvents events, Amd64ThreadLocal threadLocal)
{
    public const int Word = 8;

    private const int Sp = Amd64Registers.Sp, Bp = Amd64Registers.Bp, G = Amd64Registers.G, Probe = Amd64Registers.R12;

    /// <summary>A distance of so many bytes fits a byte with one sign only.</summary>
    private const int OneSided = 128;

    /// <summary>How a frame begins.</summary>
    public static byte[] SaveFramePointer { get; } = BytesOf(static w => w.Push(Bp));

    /// <summary>What follows that.</summary>
    public static byte[] SetFramePointer { get; } = BytesOf(static w => w.Move(8, Bp, Sp));

    /// <summary>
    /// For the assembler, whose output is compared with the original's to the byte: the shorter way is taken for steps of 128 bytes, and
    /// the check of a medium frame is unsafe from the comparison on, not from the instruction before it.
    /// </summary>
    public bool IsAssembly { get; init; }

    /// <summary>g, into its register.</summary>
    public void LoadG() => LoadThreadLocal(G, 0);

    /// <summary>The word at an offset from where g is.</summary>
    public void LoadThreadLocal(int register, int offset)
    {
        if (threadLocal.OffsetVariable is null)
        {
            w.Load(8, register, Amd64Memory.ThreadLocalG(threadLocal.SegmentPrefix, offset));
            return;
        }
        LoadThreadLocalBase(register);
        // The pointer is this thread's: code that goes on in another thread would follow it into the wrong one.
        events.SetUnsafe(true);
        w.Load(8, register, Amd64Memory.At(register, offset));
        events.SetUnsafe(false);
    }

    /// <summary>The pointer to where g is, where that is behind one; else nothing: accesses count from the segment's start.</summary>
    public void LoadThreadLocalBase(int register)
    {
        if (threadLocal.OffsetVariable is { } variable)
        {
            w.Load(8, register, Amd64Memory.Symbol(new CodeTarget(new SymbolKey(variable, SymbolAbi.Abi0), null)));
            w.Load(8, register, Amd64Memory.InSegment(threadLocal.SegmentPrefix, register));
        }
    }

    /// <summary>Goes to <paramref name="more"/> when there is no room for a frame of this size above the guard.</summary>
    /// <param name="guardOffset">Where the guard is in g.</param>
    public void StackCheck(int size, int guardOffset, int more)
    {
        int below = size - StackGuards.Small, compared = Sp;
        if (size > StackGuards.Big)
        {
            // SP - below may wrap around, which the carry tells.
            compared = Probe;
            w.Move(8, Probe, Sp);
            events.SetUnsafe(true);
            w.AluConstant(Amd64Alu.Sub, 8, Probe, below);
            w.Jump(Amd64Condition.Below, more);
        }
        else if (size > StackGuards.Small)
        {
            compared = Probe;
            w.LoadAddress(Probe, Amd64Memory.At(Sp, -below));
            if (!IsAssembly)
            {
                events.SetUnsafe(true);
            }
        }
        w.Alu(Amd64Alu.Cmp, 8, compared, Amd64Memory.At(G, guardOffset));
        events.SetUnsafe(true);
        w.Jump(Amd64Condition.BelowOrEqual, more);
        events.SetUnsafe(false);
    }

    /// <summary>Makes a frame. Its <paramref name="size"/> includes the word for the caller's frame pointer, if that is saved.</summary>
    public void Enter(int size, bool savesFramePointer)
    {
        if (savesFramePointer)
        {
            w.Push(Bp);
            events.MoveDepth(Word);
            w.Move(8, Bp, Sp);
            size -= Word;
        }
        MoveStack(size);
    }

    /// <summary>Takes the frame away again.</summary>
    public void Leave(int size, bool savesFramePointer)
    {
        MoveStack(savesFramePointer ? Word - size : -size);
        if (savesFramePointer)
        {
            w.Pop(Bp);
            events.MoveDepth(-Word);
        }
    }

    /// <summary>Moves SP down by so many bytes.</summary>
    public void MoveStack(int bytes)
    {
        if (bytes == 0)
        {
            return;
        }
        bool adds = bytes < 0;
        if (IsAssembly && (bytes == OneSided || bytes == -OneSided))
        {
            adds = !adds;
        }
        w.AluConstant(adds ? Amd64Alu.Add : Amd64Alu.Sub, 8, Sp, adds ? -bytes : bytes);
        events.MoveDepth(bytes);
    }

    private static byte[] BytesOf(Action<Amd64InstructionWriter> write)
    {
        var writer = new Amd64InstructionWriter();
        write(writer);
        return writer.Finish();
    }
}
