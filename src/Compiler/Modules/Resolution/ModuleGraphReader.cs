using System.Collections.Concurrent;

namespace Go.Compiler.Modules.Resolution;

/// <summary>Reads the module graph below requirements, a layer of go.mod files at a time, each layer's in parallel.</summary>
internal sealed class ModuleGraphReader(ModuleSession session, CancellationToken cancellation)
{
    private readonly Dictionary<ModuleVersion, ModFileSummary> _summaries = [];
    private readonly Dictionary<ModuleVersion, ModuleException> _failures = [];
    private readonly HashSet<ModuleVersion>[] _seen = [[], [], []]; // by pruning
    private ModuleGraph _graph = null!;

    private IReadOnlySet<ModuleVersion> _whole = new HashSet<ModuleVersion>();

    public ModuleGraph Read(Requirements requirements) => Read(requirements.Pruning, requirements.Roots, _whole);

    /// <param name="whole">Versions whose requirements count even where they would be pruned.</param>
    public ModuleGraph Read(Pruning pruning, IReadOnlyList<ModuleVersion> roots, IReadOnlySet<ModuleVersion> whole)
    {
        _whole = whole;
        bool isWorkspace = pruning == Pruning.Workspace;
        _graph = new ModuleGraph(isWorkspace ? roots : [.. session.Main.Versions]) { Summaries = _summaries, Failures = _failures };
        if (!isWorkspace)
        {
            _graph.Add(session.Main.First.Version, roots);
        }
        ReadFrom(roots, pruning);
        if (isWorkspace)
        {
            ReadSelected(roots);
        }
        if (_failures.Count > 0)
        {
            IReadOnlyList<ModuleVersion> path = _graph.PathTo(_failures.ContainsKey);
            ModuleVersion failed = path.Count > 0 ? path[^1] : _failures.Keys.First();
            _graph.Failure = new ModuleGraphException(failed, _failures[failed], ModuleSession.FailureText(path, _failures[failed]));
        }
        return _graph;
    }

    /// <summary>A version, and how much of the graph below it counts.</summary>
    private sealed record Step(ModuleVersion Module, Pruning Pruning);

    private void ReadFrom(IEnumerable<ModuleVersion> first, Pruning pruning)
    {
        var layer = new List<Step>();
        foreach (ModuleVersion module in first)
        {
            AddTo(layer, module, pruning);
        }
        while (layer.Count > 0)
        {
            Load(layer);
            var next = new List<Step>();
            foreach (Step step in layer)
            {
                if (!_summaries.TryGetValue(step.Module, out ModFileSummary? summary))
                {
                    continue;
                }
                bool isPruned = step.Pruning == Pruning.Pruned && summary.Pruning != Pruning.Unpruned;
                if (isPruned && _whole.Count == 0)
                {
                    continue;
                }
                Pruning below = step.Pruning == Pruning.Unpruned ? Pruning.Unpruned : summary.Pruning;
                foreach (ModuleVersion required in summary.Requirements)
                {
                    if (!isPruned || _whole.Contains(required))
                    {
                        AddTo(next, required, below);
                    }
                }
            }
            layer = next;
        }
    }

    private void AddTo(List<Step> layer, ModuleVersion module, Pruning pruning)
    {
        if (module.Version != ModuleVersions.None && !IsOfReference(module) && _seen[(int)pruning].Add(module))
        {
            layer.Add(new Step(module, pruning));
        }
    }

    /// <summary>A version of a module that is in the build by reference need not exist anywhere.</summary>
    private bool IsOfReference(ModuleVersion module)
        => session is { IsWorkspace: true, WorkFilePath: null } && module.Version.Length > 0 && session.Main.Contains(module.Path);

    /// <summary>
    /// What is in the cache is read one after the other, which costs less than handing it to threads; what has to be fetched, many at a
    /// time.
    /// </summary>
    private void Load(List<Step> layer)
    {
        var missing = new List<ModuleVersion>();
        var asked = new HashSet<ModuleVersion>(); // a version may be there twice, with more and less of its graph
        foreach (Step step in layer)
        {
            if (!_summaries.ContainsKey(step.Module) && !_failures.ContainsKey(step.Module) && asked.Add(step.Module))
            {
                missing.Add(step.Module);
            }
        }
        var loaded = new object[missing.Count]; // summary or failure
        var absent = new List<int>();
        for (int i = 0; i < loaded.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (session.IsAtHand(missing[i]))
            {
                loaded[i] = Summary(missing[i]);
            }
            else
            {
                absent.Add(i);
            }
        }
        if (absent.Count > 0)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellation };
            Parallel.ForEach(absent, options, i => loaded[i] = Summary(missing[i]));
        }
        for (int i = 0; i < loaded.Length; i++)
        {
            if (loaded[i] is ModFileSummary summary)
            {
                _summaries.Add(missing[i], summary);
                _graph.Add(missing[i], summary.Requirements);
            }
            else
            {
                _failures.Add(missing[i], (ModuleException)loaded[i]);
            }
        }
    }

    private object Summary(ModuleVersion module)
    {
        try
        {
            return session.Summary(module);
        }
        catch (ModuleException e)
        {
            return e;
        }
    }

    /// <summary>
    /// Modules of a workspace raise each other's dependencies: what a dependency needs at the version that is selected belongs to the graph
    /// too.
    /// </summary>
    private void ReadSelected(IReadOnlyList<ModuleVersion> roots)
    {
        var paths = roots.Select(r => r.Path).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<ModuleVersion>();
        while (true)
        {
            var needed = new HashSet<ModuleVersion>();
            foreach (string path in paths)
            {
                var module = new ModuleVersion(path, _graph.Selected(path));
                if (!seen.Contains(module))
                {
                    needed.Add(module);
                    continue;
                }
                foreach (ModuleVersion required in _graph.RequiredBy(module) ?? [])
                {
                    var selected = required with { Version = _graph.Selected(required.Path) };
                    if (ModuleVersions.CompareSelected(required.Path, selected.Version, required.Version) > 0 && !seen.Contains(selected))
                    {
                        needed.Add(selected);
                    }
                }
            }
            if (needed.Count == 0)
            {
                return;
            }
            seen.UnionWith(needed);
            paths.UnionWith(needed.Select(m => m.Path));
            ReadFrom(needed.OrderBy(m => m, Comparer<ModuleVersion>.Create(ModuleVersions.Order)), Pruning.Workspace);
        }
    }
}
