using Go.Compiler.Ir;

namespace Go.Compiler.Ssa;

/// <summary>
/// The symbol of a function, and for closures where it comes from. Of a closure that was inlined into its function only the name may be
/// left.
/// </summary>
/// <param name="Symbol">Symbol of the code.</param>
/// <param name="Source">The function.</param>
/// <param name="Outer">The function that the closure is a literal (loop body, wrapper) of; null for declared functions.</param>
internal sealed record ClosureName(string Symbol, IrFunction Source, ClosureName? Outer);
