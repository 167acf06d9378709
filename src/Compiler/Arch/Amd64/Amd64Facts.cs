using Go.Compiler.RuntimeContract;
using Go.Compiler.Targets;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Facts of amd64 (contract 1.3).</summary>
public static class Amd64Facts
{
    public static AbiFacts Abi { get; } = new()
    {
        PointerSize = 8,
        ByteOrder = ByteOrder.Little,
        IntegerRegisters = Amd64Registers.Roles.IntegerArguments.Length,
        FloatRegisters = Amd64Registers.Roles.FloatArguments.Length,
        FixedFrameSize = 0,
        MaxAlignment = 8,
        StackAlignment = 8,
        FunctionAlignment = 32,
        LoopAlignment = 64,
        PcQuantum = 1,
        CallSize = 8,
        NosplitReserve = 0,
        AccessAlignment = 1,
        CodeFill = 0xCC, // INT3
    };

    private const string HasRounding = RuntimeCalls.Prefix + "x86HasSSE41", HasFusedMultiply = RuntimeCalls.Prefix + "x86HasFMA",
        HasPopulationCount = RuntimeCalls.Prefix + "x86HasPOPCNT";

    /// <summary>Functions that are instructions here; some not on the first processors (contract 3.2).</summary>
    public static IntrinsicColumn Intrinsics { get; } = new(
        [.. IntrinsicColumn.Plain, .. IntrinsicColumn.Atomics, .. IntrinsicColumn.Words,
         Intrinsic.Prefetch, Intrinsic.PrefetchStreamed, Intrinsic.Sqrt, Intrinsic.Abs, Intrinsic.CopySign],
        (Intrinsic.Floor, HasRounding), (Intrinsic.Ceil, HasRounding), (Intrinsic.Trunc, HasRounding), (Intrinsic.RoundToEven, HasRounding),
        (Intrinsic.FusedMultiplyAdd, HasFusedMultiply), (Intrinsic.OnesCount16, HasPopulationCount),
        (Intrinsic.OnesCount32, HasPopulationCount), (Intrinsic.OnesCount64, HasPopulationCount));

    /// <summary>What assembly files are told of the level; see <see cref="With"/>.</summary>
    public static IReadOnlyList<string> AssemblerDefines { get; } = ["GOAMD64_v1"];

    /// <summary>The pair with a system (GOOS).</summary>
    public static Target With(string os)
        => new() { Os = os, Arch = "amd64", Abi = Abi, Intrinsics = Intrinsics, ImpliedTags = ["amd64.v1"] };
}
