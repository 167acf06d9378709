using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Emitter
{
    private const int InlineZeroWords = 32;

    /// <summary>Callers of ABI0 code promise neither g nor the zero register.</summary>
    private protected override void WriteEntry()
    {
        if (IsAbi0)
        {
            LoadG();
        }
    }

    private void LoadG()
    {
        if (_threadLocal.OffsetVariable is not { } variable)
        {
            _w.Load(8, Amd64Registers.G, Amd64Memory.ThreadLocalG(_threadLocal.SegmentPrefix));
            return;
        }
        _w.Load(8, Amd64Registers.G, Amd64Memory.Symbol(new CodeTarget(new SymbolKey(variable, SymbolAbi.Abi0), null)));
        _w.Load(8, Amd64Registers.G, Amd64Memory.InSegment(_threadLocal.SegmentPrefix, Amd64Registers.G));
        MarkUnsafe(); // the pointer is this thread's, and code that goes on elsewhere would follow it there
        _w.Load(8, Amd64Registers.G, Amd64Memory.At(Amd64Registers.G));
        SetUnsafePoint();
    }

    private protected override void WriteFrame()
    {
        int size = _frame.Size;
        if (size > 0)
        {
            _w.Push(Amd64Registers.Bp);
            SetDepth(Word);
            _w.Move(8, Amd64Registers.Bp, Amd64Registers.Sp);
            if (size > Word)
            {
                _w.AluConstant(Amd64Alu.Sub, 8, Amd64Registers.Sp, size - Word);
                SetDepth(size);
            }
        }
        if (IsAbi0)
        {
            _w.ClearVector(Amd64Registers.Zero);
        }
    }

    private protected override void WriteStackCheck(int more)
    {
        var guard = Amd64Memory.At(Amd64Registers.G, GuardOffset);
        int size = _frame.Size, below = size - StackGuards.Small, compared = Amd64Registers.Sp;
        if (size > StackGuards.Big)
        {
            compared = Amd64Registers.R12;
            _w.Move(8, compared, Amd64Registers.Sp);
            MarkUnsafe();
            _w.AluConstant(Amd64Alu.Sub, 8, compared, below);
            _w.Jump(Amd64Condition.Below, more);
        }
        else if (size > StackGuards.Small)
        {
            compared = Amd64Registers.R12;
            _w.LoadAddress(compared, Amd64Memory.At(Amd64Registers.Sp, -below));
            MarkUnsafe();
        }
        _w.Alu(Amd64Alu.Cmp, 8, compared, guard);
        MarkUnsafe();
        _w.Jump(Amd64Condition.BelowOrEqual, more);
    }

    /// <summary>Argument registers are live: only R12 and the scratch register may be used.</summary>
    private protected override void ZeroFrame(int offset, int bytes)
    {
        if (bytes <= InlineZeroWords * Word)
        {
            ZeroMemory(Amd64Memory.At(Amd64Registers.Sp, offset), bytes);
            return;
        }
        int loop = _w.NewLabel();
        _w.LoadAddress(Amd64Registers.Scratch, Amd64Memory.At(Amd64Registers.Sp, offset));
        _w.LoadConstant(Amd64Registers.R12, bytes / 16);
        _w.Bind(loop);
        _w.StoreVector(Amd64Memory.At(Amd64Registers.Scratch), Amd64Registers.Zero);
        _w.AluConstant(Amd64Alu.Add, 8, Amd64Registers.Scratch, 16);
        _w.AluConstant(Amd64Alu.Sub, 4, Amd64Registers.R12, 1);
        _w.Jump(Amd64Condition.NotEqual, loop);
        ZeroMemory(Amd64Memory.At(Amd64Registers.Scratch), bytes % 16);
    }

    private protected override void WriteEpilogue()
    {
        int size = _frame.Size;
        if (size > Word)
        {
            _w.AluConstant(Amd64Alu.Add, 8, Amd64Registers.Sp, size - Word);
            SetDepth(Word);
        }
        if (size > 0)
        {
            _w.Pop(Amd64Registers.Bp);
            SetDepth(0);
        }
    }

    private protected override void CallMoreStack(CodeTarget target) => _w.Call(target);

    private protected override BoundsPanic PreparePanic(in BoundsPanic panic)
    {
        if (panic.YIsRegister || panic.Y <= BoundsPanic.MaxConstant)
        {
            return panic;
        }
        _w.LoadConstant(Scratch, panic.Y);
        return panic with { Y = Scratch, YIsRegister = true };
    }
}
