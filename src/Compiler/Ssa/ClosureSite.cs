using Go.Compiler.Ir;

namespace Go.Compiler.Ssa;

/// <summary>Where a closure object is made: for the escape analysis, which sees a function and its closures together.</summary>
/// <param name="Object">The <see cref="Op.Allocate"/> of the object.</param>
/// <param name="Function">The closure's code.</param>
/// <param name="References">Offsets in the object where the address of a captured variable stands. What stands there is what the code
/// stores: passes replace values.</param>
public sealed record ClosureSite(ValueId Object, IrFunction Function, IReadOnlyList<long> References)
{
    /// <summary>The site came here by inlining: the closure's code belongs to another function and is not analysed with this one.</summary>
    public bool IsCopy { get; init; }

    /// <summary>Symbol of the closure's code.</summary>
    public string Symbol { get; init; } = "";
}
