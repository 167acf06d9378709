namespace Go.Compiler.Ssa.Escape;

/// <summary>
/// What a store adds to an unknown object. A pointer that was loaded from the same object (<c>b.buf = b.buf[:n]</c>) was in it before, and
/// lives as long as that object needs it already.
/// </summary>
internal static class SelfStores
{
    /// <summary>
    /// Tells every value that may be stored and does not come from the object. The object is one and the same although its address is a
    /// value of its function that may be computed again and again: the load cannot have happened before the address was computed for the
    /// store, because then there would be a way to the store around the load, which dominates it.
    /// </summary>
    public static void Sources(SsaFunction f, ControlFlow flow, ValueId address, ValueId stored, Action<ValueId> tell)
    {
        ValueId target = f.ObjectAddress(address);
        var seen = new HashSet<ValueId>();
        var work = new Stack<ValueId>();
        work.Push(stored);
        while (work.TryPop(out ValueId value))
        {
            ValueId source = f.ObjectAddress(value);
            if (f[source].Op == Op.Load && f.ObjectAddress(f.Argument(source, 0)) == target)
            {
                continue;
            }
            if (f[source].Op == Op.Phi && IsComputedBefore(f, flow, target, source))
            {
                if (seen.Add(source))
                {
                    for (int i = 0; i < f.ArgumentCount(source); i++)
                    {
                        work.Push(f.Argument(source, i));
                    }
                }
                continue;
            }
            tell(value);
        }
    }

    /// <summary>What the phi joins was then loaded from the same object too: the address is not computed anew on the way.</summary>
    private static bool IsComputedBefore(SsaFunction f, ControlFlow flow, ValueId target, ValueId phi)
        => f[target].Block != f[phi].Block && flow.Dominates(f[target].Block, f[phi].Block);
}
