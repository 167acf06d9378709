using Go.Compiler.Targets;

namespace Go.Compiler.Arch.Arm64;

/// <summary>Facts of arm64 (contract 1.3).</summary>
public static class Arm64Facts
{
    public static AbiFacts Abi { get; } = new()
    {
        PointerSize = 8,
        ByteOrder = ByteOrder.Little,
        IntegerRegisters = Arm64Registers.Roles.IntegerArguments.Length,
        FloatRegisters = Arm64Registers.Roles.FloatArguments.Length,
        FixedFrameSize = 8,
        MaxAlignment = 8,
        StackAlignment = 16,
        FunctionAlignment = 16,
        LoopAlignment = 16,
        PcQuantum = 4,
        CallSize = 0,
        NosplitReserve = 8, // the word below SP where the frame pointer is
        AccessAlignment = 8,
        CodeFill = 0, // words of zeros are undefined instructions
    };

    /// <summary>Functions that are instructions here.</summary>
    public static IntrinsicColumn Intrinsics { get; } = new(
        [.. IntrinsicColumn.Plain, .. IntrinsicColumn.Atomics, .. IntrinsicColumn.Words,
         Intrinsic.Prefetch, Intrinsic.PrefetchStreamed, Intrinsic.Sqrt, Intrinsic.Abs, Intrinsic.CopySign,
         Intrinsic.Floor, Intrinsic.Ceil, Intrinsic.Trunc, Intrinsic.RoundToEven, Intrinsic.FusedMultiplyAdd,
         Intrinsic.OnesCount16, Intrinsic.OnesCount32, Intrinsic.OnesCount64]);

    /// <summary>What assembly files are told of the level; see <see cref="With"/>.</summary>
    public static IReadOnlyList<string> AssemblerDefines { get; } = [];

    /// <summary>The pair with a system (GOOS).</summary>
    public static Target With(string os)
        => new()
        {
            Os = os, Arch = "arm64", Abi = Abi, Intrinsics = Intrinsics, ImpliedTags = ["arm64.v8.0"], FusesFloats = true,
        };
}
