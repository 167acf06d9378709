namespace Go.Compiler.RuntimeContract;

/// <summary>
/// Symbols of package runtime that generated code names, besides the functions of <see cref="RuntimeCalls"/> and what the linker knows
/// (contract 2.1, 4.7, 4.8).
/// </summary>
public static class RuntimeSymbols
{
    /// <summary>Its first four bytes are not zero while the collector marks.</summary>
    public const string WriteBarrier = RuntimeCalls.Prefix + "writeBarrier";

    public const string BarrierForMove = RuntimeCalls.Prefix + "wbMove", BarrierForZero = RuntimeCalls.Prefix + "wbZero";

    public const string DeferReturn = RuntimeCalls.Prefix + "deferreturn", PanicBounds = RuntimeCalls.Prefix + "panicBounds";

    /// <summary>Instead of <see cref="LinkerSymbols.MoreStack"/>, in functions that run on the system stack.</summary>
    public const string MoreStackOnSystemStack = RuntimeCalls.Prefix + "morestackc";

    /// <summary>Reserves room for that many pointers, 1 to 8, in the buffer of the write barrier.</summary>
    public static string BarrierBuffer(int pointers) => RuntimeCalls.Prefix + "gcWriteBarrier" + (char)('0' + pointers);
}
