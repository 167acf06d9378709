using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Emitter
{
    private const int InlineZeroWords = 32;

    /// <summary>Callers of ABI0 code promise neither g nor the zero register.</summary>
    private protected override void WriteEntry()
    {
        if (IsAbi0)
        {
            _frames.LoadG();
        }
    }

    private protected override void WriteStackCheck(int more) => _frames.StackCheck(_frame.Size, GuardOffset, more);

    private protected override void WriteFrame()
    {
        _frames.Enter(_frame.Size, HasFrame);
        if (IsAbi0)
        {
            _w.ClearVector(Amd64Registers.Zero);
        }
    }

    private protected override void WriteEpilogue() => _frames.Leave(_frame.Size, HasFrame);

    /// <summary>Every frame begins with the caller's frame pointer.</summary>
    private bool HasFrame => _frame.Size > 0;

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
