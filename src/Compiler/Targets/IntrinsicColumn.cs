namespace Go.Compiler.Targets;

/// <summary>
/// Which intrinsics one architecture has, on each of its processors or on those that a variable of the runtime tells of. What it has not is
/// an ordinary call. Immutable.
/// </summary>
public sealed class IntrinsicColumn
{
    private readonly bool[] _has = new bool[Enum.GetValues<Intrinsic>().Length];
    private readonly string?[] _guards = new string?[Enum.GetValues<Intrinsic>().Length];

    /// <param name="all">On each processor.</param>
    /// <param name="guarded">Where a variable, a bool by its symbol, is true; elsewhere the function is called.</param>
    public IntrinsicColumn(ReadOnlySpan<Intrinsic> all, params ReadOnlySpan<(Intrinsic Intrinsic, string Guard)> guarded)
    {
        foreach (Intrinsic intrinsic in all)
        {
            _has[(int)intrinsic] = true;
        }
        foreach ((Intrinsic intrinsic, string guard) in guarded)
        {
            (_has[(int)intrinsic], _guards[(int)intrinsic]) = (true, guard);
        }
    }

    /// <summary>Those that need no instruction of their own: every architecture has them.</summary>
    public static IReadOnlyList<Intrinsic> Plain { get; } =
    [
        Intrinsic.EscapeNonString, Intrinsic.GetG, Intrinsic.GetCallerPc, Intrinsic.GetCallerSp, Intrinsic.GetClosurePtr,
        Intrinsic.FuncPcAbi0, Intrinsic.FuncPcAbiInternal, Intrinsic.BoolToUint8, Intrinsic.KeepAlive,
        Intrinsic.Float64Bits, Intrinsic.Float64FromBits, Intrinsic.Float32Bits, Intrinsic.Float32FromBits,
    ];

    /// <summary>Accesses that are one for all processors.</summary>
    public static IReadOnlyList<Intrinsic> Atomics { get; } =
    [
        Intrinsic.Load8, Intrinsic.Load32, Intrinsic.Load64, Intrinsic.LoadPointer, Intrinsic.Store8, Intrinsic.Store32, Intrinsic.Store64,
        Intrinsic.Add32, Intrinsic.Add64, Intrinsic.Exchange8, Intrinsic.Exchange32, Intrinsic.Exchange64,
        Intrinsic.CompareExchange32, Intrinsic.CompareExchange64, Intrinsic.And8, Intrinsic.And32, Intrinsic.Or8, Intrinsic.Or32,
        Intrinsic.And32Old, Intrinsic.And64Old, Intrinsic.Or32Old, Intrinsic.Or64Old,
    ];

    /// <summary>Arithmetic on words of up to 64 bits.</summary>
    public static IReadOnlyList<Intrinsic> Words { get; } =
    [
        Intrinsic.TrailingZeros8, Intrinsic.TrailingZeros16, Intrinsic.TrailingZeros32, Intrinsic.TrailingZeros64,
        Intrinsic.Length8, Intrinsic.Length16, Intrinsic.Length32, Intrinsic.Length64,
        Intrinsic.ByteSwap16, Intrinsic.ByteSwap32, Intrinsic.ByteSwap64,
        Intrinsic.RotateLeft8, Intrinsic.RotateLeft16, Intrinsic.RotateLeft32, Intrinsic.RotateLeft64,
        Intrinsic.AddCarry64, Intrinsic.SubBorrow64, Intrinsic.MulWide64, Intrinsic.MulUintptr,
    ];

    public bool Has(Intrinsic intrinsic) => _has[(int)intrinsic];

    /// <summary>The variable that says whether this processor has it; null: each has.</summary>
    public string? GuardOf(Intrinsic intrinsic) => _guards[(int)intrinsic];
}
