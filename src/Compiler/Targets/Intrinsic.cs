namespace Go.Compiler.Targets;

/// <summary>Functions that become operations (contract 3.1, 3.2).</summary>
public enum Intrinsic : byte
{
    None,
    EscapeNonString, GetG, GetCallerPc, GetCallerSp, GetClosurePtr, FuncPcAbi0, FuncPcAbiInternal, BoolToUint8, KeepAlive,
    Load8, Load32, Load64, LoadPointer, Store8, Store32, Store64, Add32, Add64, Exchange8, Exchange32, Exchange64,
    CompareExchange32, CompareExchange64,
    And8, And32, Or8, Or32, And32Old, And64Old, Or32Old, Or64Old, Prefetch, PrefetchStreamed,
    Sqrt, Abs, CopySign, Float64Bits, Float64FromBits, Float32Bits, Float32FromBits,
    TrailingZeros8, TrailingZeros16, TrailingZeros32, TrailingZeros64, Length8, Length16, Length32, Length64,
    ByteSwap16, ByteSwap32, ByteSwap64,
    RotateLeft8, RotateLeft16, RotateLeft32, RotateLeft64, AddCarry64, SubBorrow64, MulWide64, MulUintptr,
    Floor, Ceil, Trunc, RoundToEven, FusedMultiplyAdd, OnesCount16, OnesCount32, OnesCount64,
}
