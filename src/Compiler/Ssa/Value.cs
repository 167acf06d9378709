using Go.Compiler.Text;

namespace Go.Compiler.Ssa;

/// <summary>Flags of a value.</summary>
[Flags]
public enum ValueFlags : byte
{
    None = 0,
    /// <summary>Store: needs no write barrier.</summary>
    NoBarrier = 1,
    /// <summary>BoundsCheck: the checked index is signed.</summary>
    Signed = 2,
    /// <summary>Load/NilCheck: the address is known to be non-nil and readable.</summary>
    NonFaulting = 4,
    /// <summary>Load/Store that must happen exactly once as written (runtime packages' races, contract trap 25).</summary>
    Volatile = 8,
    /// <summary>Store/Zero/Move into memory known to be zero (fresh object): no old value to shade.</summary>
    FreshMemory = 16,
    /// <summary>Call that does not return.</summary>
    NoReturn = 32,
    /// <summary>Param, Load, Extract, Phi: a length or capacity (<see cref="Types.ScalarComponent.IsLength"/>).</summary>
    Length = 64,
    /// <summary>CallInterface: the receiver is a variable that holds values of several types.</summary>
    VaryingType = 128,
}

/// <summary>
/// One instruction: a row of <see cref="SsaFunction"/>'s value table. Take it by <c>ref</c> and never keep the reference across an append.
/// Arguments beyond three live in <see cref="SsaFunction"/>'s overflow lists; use <c>function.Arguments(id)</c>.
/// </summary>
public struct Value
{
    /// <summary>Immediate of a bitcast between a pointer and a word that is still the same pointer for escape analysis.</summary>
    public const long KeepsFlow = 1;

    public Op Op;
    public ValueKind Kind;
    public ValueFlags Flags;
    internal int ArgumentCount;
    internal int Argument0, Argument1, Argument2;

    /// <summary>Start in the overflow pool when there are more than three arguments.</summary>
    internal int OverflowStart;
    internal int OverflowCapacity;
    public BlockId Block;

    /// <summary>Immediate operand; meaning by op.</summary>
    public long AuxInt;

    /// <summary>Object operand; meaning by op.</summary>
    public object? Aux;
    public Pos Pos;

    /// <summary>Index into <see cref="SsaFunction.InlineTree"/> of the inlined call this came from, or -1.</summary>
    public int InlineIndex;
}
