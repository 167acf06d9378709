using System.Collections.Concurrent;

namespace Go.Compiler.Modules.Resolution;

/// <summary>Reads the module graph below requirements, a layer of go.mod files at a time, each layer's in parallel.</summary>
internal sealed class ModuleGraphReader(ModuleSession session, CancellationToken cancellation)
{
    private readonly Dictionary<ModuleVersion, ModFileSummary> _summaries = [];
    private readonly Dictionary<ModuleVersion, ModuleException> _failures = [];
    private readonly HashSet<(ModuleVersion, Pruning)> _seen = [];
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
        ReadFrom(roots.Select(r => (r, pruning)));
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

    private void ReadFrom(IEnumerable<(ModuleVersion Module, Pruning Pruning)> first)
    {
        List<(ModuleVersion Module, Pruning Pruning)> layer = New(first);
        while (layer.Count > 0)
        {
            Load(layer.Select(m => m.Module));
            var next = new List<(ModuleVersion, Pruning)>();
            foreach ((ModuleVersion module, Pruning pruning) in layer)
            {
                if (!_summaries.TryGetValue(module, out ModFileSummary? summary))
                {
                    continue;
                }
                bool isPruned = pruning == Pruning.Pruned && summary.Pruning != Pruning.Unpruned;
                Pruning below = pruning == Pruning.Unpruned ? Pruning.Unpruned : summary.Pruning;
                next.AddRange(summary.Requirements.Where(r => !isPruned || _whole.Contains(r)).Select(r => (r, below)));
            }
            layer = New(next);
        }
    }

    private List<(ModuleVersion, Pruning)> New(IEnumerable<(ModuleVersion Module, Pruning Pruning)> modules)
        => [.. modules.Where(m => m.Module.Version != ModuleVersions.None && !IsOfReference(m.Module) && _seen.Add(m))];

    /// <summary>A version of a module that is in the build by reference need not exist anywhere.</summary>
    private bool IsOfReference(ModuleVersion module) => session is { IsWorkspace: true, WorkFilePath: null } && module.Version.Length > 0 && session.Main.Contains(module.Path);

    private void Load(IEnumerable<ModuleVersion> modules)
    {
        ModuleVersion[] missing = [.. modules.Distinct().Where(m => !_summaries.ContainsKey(m) && !_failures.ContainsKey(m))];
        var loaded = new (ModFileSummary? Summary, ModuleException? Failure)[missing.Length];
        Parallel.For(0, missing.Length, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellation }, i =>
        {
            try
            {
                loaded[i] = (session.Summary(missing[i]), null);
            }
            catch (ModuleException e)
            {
                loaded[i] = (null, e);
            }
        });
        for (int i = 0; i < missing.Length; i++)
        {
            if (loaded[i].Summary is { } summary)
            {
                _summaries.Add(missing[i], summary);
                _graph.Add(missing[i], summary.Requirements);
            }
            else
            {
                _failures.Add(missing[i], loaded[i].Failure!);
            }
        }
    }

    /// <summary>
    /// Modules of a workspace raise each other's dependencies: what a dependency needs at the version that is selected belongs to the graph too.
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
            ReadFrom(needed.OrderBy(m => m, Comparer<ModuleVersion>.Create(ModuleVersions.Order)).Select(m => (m, Pruning.Workspace)));
        }
    }
}
