namespace Go.Compiler.Modules.Resolution;

/// <summary>Why a version must not be in the graph: it cannot be read, or it is or requires something that must not be.</summary>
/// <param name="Dependency">Set without a failure.</param>
/// <param name="Failure">Why it cannot be read.</param>
internal sealed record DisqualifiedFor(ModuleVersion? Dependency, ModuleException? Failure);

/// <summary>
/// Keeps track of versions that would bring in a version above those that are asked for. A version that is a root with a pruned graph
/// brings in less than one whose whole graph counts, so each has two answers.
/// </summary>
internal sealed class Disqualification(IReadOnlyDictionary<ModuleVersion, Pruning> roots)
{
    private readonly Dictionary<ModuleVersion, DisqualifiedFor> _pruned = [], _unpruned = [];
    private readonly Dictionary<ModuleVersion, List<ModuleVersion>> _requirers = [];

    public IReadOnlyDictionary<ModuleVersion, Pruning> Roots => roots;

    public DisqualifiedFor? Of(ModuleVersion module, Pruning pruning)
        => (pruning == Pruning.Unpruned ? _unpruned : _pruned).GetValueOrDefault(module);

    /// <summary>Notes a requirement; false if it disqualifies the module so that others need not be looked at.</summary>
    public bool Require(ModuleVersion module, ModuleVersion required)
    {
        if (roots.TryGetValue(required, out Pruning rootPruning) && Of(required, rootPruning) is not null)
        {
            Disqualify(module, Pruning.Pruned, new DisqualifiedFor(required, null));
            return false;
        }
        if (Of(required, Pruning.Unpruned) is not null)
        {
            Disqualify(module, Pruning.Unpruned, new DisqualifiedFor(required, null));
            if (!roots.ContainsKey(module))
            {
                return false;
            }
        }
        if (!_requirers.TryGetValue(required, out List<ModuleVersion>? requirers))
        {
            _requirers.Add(required, requirers = []);
        }
        requirers.Add(module);
        return true;
    }

    /// <param name="from">Pruned: whatever is made of it. Unpruned: only if its whole graph counts.</param>
    public void Disqualify(ModuleVersion module, Pruning from, DisqualifiedFor reason)
    {
        var work = new Stack<(ModuleVersion Module, Pruning From, DisqualifiedFor Reason)>([(module, from, reason)]);
        while (work.TryPop(out (ModuleVersion Module, Pruning From, DisqualifiedFor Reason) next))
        {
            (ModuleVersion m, Pruning pruning, DisqualifiedFor why) = next;
            if (Of(m, pruning) is not null)
            {
                continue;
            }
            bool isRoot = roots.TryGetValue(m, out Pruning rootPruning);
            _unpruned.TryAdd(m, why);
            if (pruning != Pruning.Unpruned || (isRoot && rootPruning == Pruning.Unpruned))
            {
                _pruned.TryAdd(m, why);
            }
            bool isWhole = isRoot && (pruning != Pruning.Unpruned || rootPruning == Pruning.Unpruned);
            foreach (ModuleVersion requirer in _requirers.GetValueOrDefault(m, []))
            {
                work.Push((requirer, isWhole ? Pruning.Pruned : Pruning.Unpruned, new DisqualifiedFor(m, null)));
            }
            if (isWhole || !isRoot)
            {
                _requirers.Remove(m);
            }
        }
    }

    /// <summary>The chain from a version to what disqualifies it; empty if it is not disqualified.</summary>
    public (List<ModuleVersion> Path, ModuleException? Failure) PathFrom(ModuleVersion module, Pruning pruning)
    {
        var path = new List<ModuleVersion>();
        while (true)
        {
            if (roots.TryGetValue(module, out Pruning rootPruning) && rootPruning == Pruning.Unpruned)
            {
                pruning = Pruning.Unpruned;
            }
            if (Of(module, pruning) is not { } reason)
            {
                return (path, null);
            }
            path.Add(module);
            if (reason.Failure is not null || reason.Dependency == module)
            {
                return (path, reason.Failure);
            }
            module = reason.Dependency!;
        }
    }
}
