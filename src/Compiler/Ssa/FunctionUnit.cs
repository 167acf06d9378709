using Go.Compiler.Ir;

namespace Go.Compiler.Ssa;

/// <summary>
/// Closures that are passed on or kept somewhere, not only called or returned: none, bodies of range-over-func loops only, others too.
/// </summary>
internal enum ClosureUse : byte { None, RangeBodies, Any }

/// <summary>A function as the package's phases carry it.</summary>
public sealed class FunctionUnit(SsaFunction function, IrFunction source, IReadOnlyList<ClosureSite> closures)
{
    private readonly List<ClosureSite> _closures = [.. closures];
    private Dictionary<ValueId, ClosureSite>? _siteOf;

    public SsaFunction Function { get; } = function;
    public IrFunction Source { get; } = source;
    public IReadOnlyList<ClosureSite> Closures => _closures;

    /// <summary>The unit whose body contains this closure; null for declared functions.</summary>
    public FunctionUnit? Outer { get; set; }

    internal ClosureName Name
    {
        get => field ??= new ClosureName(Function.Symbol.Name, Source, Outer?.Name);
        init;
    }

    /// <summary>It is a closure inside that function, at any depth.</summary>
    internal bool IsIn(FunctionUnit function)
    {
        for (FunctionUnit? u = Outer; u is not null; u = u.Outer)
        {
            if (u == function)
            {
                return true;
            }
        }
        return false;
    }

    internal void AddClosure(ClosureSite site)
    {
        _closures.Add(site);
        _siteOf?.TryAdd(site.Object, site);
    }

    /// <summary>Where a closure object is made, or null.</summary>
    internal ClosureSite? ClosureAt(ValueId made)
    {
        if (_siteOf is null)
        {
            _siteOf = [];
            foreach (ClosureSite site in _closures)
            {
                _siteOf.TryAdd(site.Object, site);
            }
        }
        return _siteOf.GetValueOrDefault(made);
    }

    /// <summary>0 = not computed yet.</summary>
    internal int InlineCost { get; set; }

    /// <summary>With <see cref="InlineCost"/>: which closures it makes and passes on or keeps somewhere.</summary>
    internal ClosureUse KeptClosures { get; set; }

    /// <summary>
    /// A closure whose objects are also made outside of the function that contains its code, where a function that makes them was
    /// inlined: the code is shared, and captured variables that one maker has in its frame are in the heap of another.
    /// </summary>
    internal bool HasForeignSites { get; set; }

    /// <summary>All passes are done: the form is no longer one that others take in or copy.</summary>
    internal bool IsFinished { get; set; }

    /// <summary>What its code needs from elsewhere, for those who inline it.</summary>
    internal IReadOnlyList<InstanceKey> Instances { get; set; } = [];
    internal IReadOnlyList<IrFunction> Wrappers { get; set; } = [];

    /// <summary>By allocation (value index): it must live in the heap. Filled by the escape analysis.</summary>
    internal HashSet<int> HeapAllocations { get; } = [];
}
