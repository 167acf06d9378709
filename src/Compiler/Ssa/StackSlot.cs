using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>
/// A variable of the frame that lives in memory: address taken, too large for scalars, a result in a function with defer, a temporary.
/// </summary>
public sealed class StackSlot(int index, string name, GoType type, long size, int alignment)
{
    public int Index { get; } = index;
    public string Name { get; } = name;
    public GoType Type { get; } = type;
    public long Size { get; } = size;
    public int Alignment { get; } = alignment;

    /// <summary>
    /// Zeroed in the prologue and live in every stack map: results of functions with defer, which may return from any call (contract 4.7).
    /// </summary>
    public bool IsAlwaysLive { get; set; }

    /// <summary>The address is used for more than loads and stores here: code elsewhere may read and write the variable.</summary>
    public bool IsAddressTaken { get; set; }

    /// <summary>
    /// What is stored here is handed to the heap by the runtime (sent values, keys of map assignments): for the escape analysis.
    /// </summary>
    internal bool LeaksContents { get; set; }

    /// <summary>
    /// The slot is this incoming stack parameter or stack result: index into the ABI assignment's parameters, or ~index for results; null
    /// for ordinary slots.
    /// </summary>
    public int? AbiIndex { get; set; }

    /// <summary>
    /// The slot is the variable of this register parameter: it lies in the parameter's spill place in the argument area; null for all
    /// others.
    /// </summary>
    public int? SpillPlaceOf { get; set; }

    /// <summary>Not among the locals but in the argument area, which the caller reserved.</summary>
    public bool IsInArguments => AbiIndex is not null || SpillPlaceOf is not null;

    /// <summary>Everything that is known of another function's slot, whose copy this is.</summary>
    internal void TakeFacts(StackSlot other)
    {
        IsAlwaysLive = other.IsAlwaysLive;
        IsAddressTaken = other.IsAddressTaken;
        LeaksContents = other.LeaksContents;
        AbiIndex = other.AbiIndex;
        SpillPlaceOf = other.SpillPlaceOf;
    }
}

/// <summary>What an <see cref="Op.Allocate"/> makes.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Count">1, or the number of elements of an array allocation.</param>
/// <param name="Reason">Shown in escape reports: <c>&amp;x</c>, <c>new(T)</c>, <c>x</c>, <c>func literal</c>.</param>
/// <param name="IsImplicit">Not written by the user (moved variable, boxed value): an error in runtime packages when it escapes.</param>
public sealed record AllocationSite(GoType Type, long Count, string Reason, bool IsImplicit)
{
    /// <summary>
    /// A buffer that a helper may use in place of the heap: nil when it cannot be in the frame. Its contents start undefined.
    /// </summary>
    public bool IsOptional { get; init; }

    /// <summary>An optional buffer that starts zero all the same: its contents are looked at before they are all written.</summary>
    public bool IsZeroed { get; init; }

    /// <summary>A value on its way, not a variable: stays in the frame however large it is, when nothing outlives it.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>
    /// The variable of this register parameter (index in the ABI assignment) of the function at hand; null for all others.
    /// </summary>
    public int? Parameter { get; init; }

    /// <summary>The type of map that an <see cref="Op.AllocateMap"/> makes.</summary>
    public GoType? Map { get; init; }

    /// <summary>The data of an interface value: nobody writes to it after the stores that follow.</summary>
    public bool IsBox { get; init; }

    /// <summary>Closure objects: the function's name without its package.</summary>
    public string? Closure { get; init; }

    /// <summary>Bytes of all elements together; <see cref="long.MaxValue"/> when no number can say.</summary>
    public required long Size { get; init; }

    /// <summary>
    /// Whether it may be in the frame when nothing outlives it. Declared variables may be larger than what new, literals and make put into
    /// frames.
    /// </summary>
    public bool FitsFrame
        => IsTemporary ? Size < long.MaxValue : Size <= (IsImplicit
            ? FrameConstants.MaxStackVariable : FrameConstants.MaxImplicitStackObject);
}
