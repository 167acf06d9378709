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

    /// <summary>Functions that are instructions here.</summary>
    public static IntrinsicColumn Intrinsics { get; } = new(
        [.. IntrinsicColumn.Plain, .. IntrinsicColumn.Atomics, .. IntrinsicColumn.Words,
         Intrinsic.Prefetch, Intrinsic.PrefetchStreamed, Intrinsic.Sqrt, Intrinsic.Abs, Intrinsic.CopySign]);

    /// <summary>What assembly files are told of the level; see <see cref="With"/>.</summary>
    public static IReadOnlyList<string> AssemblerDefines { get; } = ["GOAMD64_v1"];

    /// <summary>The pair with a system (GOOS).</summary>
    public static Target With(string os)
        => new() { Os = os, Arch = "amd64", Abi = Abi, Intrinsics = Intrinsics, ImpliedTags = ["amd64.v1"] };
}
