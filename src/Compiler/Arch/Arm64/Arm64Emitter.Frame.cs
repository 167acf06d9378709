using Go.Compiler.Backend;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Emitter
{
    /// <summary>g is always in its register.</summary>
    private protected override void WriteEntry()
    {
    }

    private protected override void WriteStackCheck(int more) => _frames.StackCheck(_frame.Size, GuardOffset, more, Scratch);

    private protected override void WriteFrame()
    {
        if (_frame.Size > 0)
        {
            _frames.Enter(_frame.Size);
        }
    }

    private protected override void WriteEpilogue()
    {
        if (_frame.Size > 0)
        {
            _frames.Leave(_frame.Size, AddressScratch);
        }
    }

    /// <summary>Registers of arguments are live.</summary>
    private protected override void ZeroFrame(int offset, int bytes) => ZeroMemory(new Place(Sp, offset), bytes);

    private protected override void CallMoreStack(CodeTarget target)
    {
        _frames.HandOverLink();
        Call(target);
    }

    void IArm64Constants.Load(int register, long value) => LoadConstant(true, register, value);

    void IArm64Constants.Add(int d, int a, long value) => AddConstant(true, d, a, value);
}
