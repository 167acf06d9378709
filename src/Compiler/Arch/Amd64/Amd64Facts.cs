using Go.Compiler.Targets;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Facts of amd64 (contract 1.3).</summary>
public static class Amd64Facts
{
    public static AbiFacts Abi { get; } = new()
    {
        PointerSize = 8,
        ByteOrder = ByteOrder.Little,
        IntegerRegisters = 9,
        FloatRegisters = 15,
        FixedFrameSize = 0,
        MaxAlignment = 8,
        StackAlignment = 8,
        FunctionAlignment = 32,
        PcQuantum = 1,
        CallSize = 8,
        NosplitReserve = 0,
        AccessAlignment = 1,
        CodeFill = 0xCC, // INT3
    };
}
