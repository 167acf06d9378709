using Go.Compiler.Targets;

namespace Go.Compiler.Arch.Arm64;

/// <summary>Facts of arm64 (contract 1.3).</summary>
public static class Arm64Facts
{
    public static AbiFacts Abi { get; } = new()
    {
        PointerSize = 8,
        ByteOrder = ByteOrder.Little,
        IntegerRegisters = 16,
        FloatRegisters = 16,
        FixedFrameSize = 8,
        MaxAlignment = 8,
        StackAlignment = 16,
        FunctionAlignment = 16,
        PcQuantum = 4,
        CallSize = 0,
        NosplitReserve = 8, // the word below SP where the frame pointer is
        AccessAlignment = 8,
        CodeFill = 0, // words of zeros are undefined instructions
    };
}
