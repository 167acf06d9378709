using Go.Compiler.Ir;

namespace Go.Compiler.Ssa.Build;

// Counters of edges, by which a fuzzing engine sees that an input has gone a new way: a byte where the function begins and for every way a
// branch can take (contract 7.6).
internal sealed partial class SsaBuilder
{
    private readonly EdgeCountersSymbol? _edges;

    /// <summary>A statement on a way of its own.</summary>
    private void OnEdge(IrStatement body)
    {
        CountEdge();
        Statement(body);
    }

    /// <summary>
    /// Adds one to a new counter. After 255 comes 1: a way that was gone is never at zero again. Without a branch, which would itself be a
    /// way, and not atomically, as the original.
    /// </summary>
    private void CountEdge()
    {
        if (_edges is null || IsDead)
        {
            return;
        }
        int number = _edges.Count++;
        ValueId address = Symbol(_edges);
        ValueId next = Emit(Op.Add, ValueKind.I8, LoadScalar(address, number, ValueKind.I8), Const(ValueKind.I8, 1));
        ValueId isOverflown = Emit(Op.Eq, ValueKind.I8, next, Const(ValueKind.I8, 0));
        StoreScalar(address, number, Emit(Op.Add, ValueKind.I8, next, isOverflown));
    }

    /// <summary>Where a switch goes that has no default clause: a way of its own where ways are counted, else its end.</summary>
    private Block WithoutClause(Block end) => _edges is null ? end : NewBlock();

    /// <summary>Counts the way to <paramref name="otherwise"/>, if it is not the end itself.</summary>
    private void FinishWithoutClause(Block otherwise, Block end)
    {
        if (otherwise != end)
        {
            SealAndStart(otherwise);
            CountEdge();
            JumpTo(end);
        }
    }
}
