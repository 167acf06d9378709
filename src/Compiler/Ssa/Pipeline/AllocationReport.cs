using Go.Compiler.Text;

namespace Go.Compiler.Ssa.Pipeline;

/// <summary>Where the escape analysis put what an allocation makes.</summary>
/// <param name="Place">In the function at hand: of inlined code the call.</param>
/// <param name="Source">Where the allocation is written.</param>
/// <param name="What">The allocation's reason: a variable's name, <c>new(T)</c>, <c>func literal</c>.</param>
/// <param name="IsInHeap">It lives in the heap; otherwise in the frame.</param>
public readonly record struct AllocationReport(Pos Place, Pos Source, string What, bool IsInHeap);
