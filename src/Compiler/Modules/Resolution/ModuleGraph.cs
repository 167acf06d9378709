namespace Go.Compiler.Modules.Resolution;

/// <summary>
/// Which version requires which. The version selected of a module is the highest that any module in the graph requires: minimal version
/// selection.
/// </summary>
internal sealed class ModuleGraph
{
    private readonly Dictionary<ModuleVersion, IReadOnlyList<ModuleVersion>> _requirements = [];
    private readonly Dictionary<string, string> _selected = new(StringComparer.Ordinal);
    private IReadOnlyList<ModuleVersion>? _buildList;

    public ModuleGraph(IReadOnlyList<ModuleVersion> roots)
    {
        Roots = roots;
        foreach (ModuleVersion root in roots)
        {
            Select(root);
        }
    }

    public IReadOnlyList<ModuleVersion> Roots { get; }

    /// <summary>The go.mod files that were read for it.</summary>
    public IReadOnlyDictionary<ModuleVersion, ModFileSummary> Summaries { get; init; } = new Dictionary<ModuleVersion, ModFileSummary>();

    /// <summary>Versions whose go.mod file could not be had, and why.</summary>
    public IReadOnlyDictionary<ModuleVersion, ModuleException> Failures { get; init; } = new Dictionary<ModuleVersion, ModuleException>();

    /// <summary>Why the graph is incomplete, or null.</summary>
    public ModuleGraphException? Failure { get; set; }

    public void Add(ModuleVersion module, IReadOnlyList<ModuleVersion> requirements)
    {
        _requirements[module] = requirements;
        foreach (ModuleVersion required in requirements)
        {
            Select(required);
        }
    }

    private void Select(ModuleVersion module)
    {
        if (!_selected.TryGetValue(module.Path, out string? version)
            || ModuleVersions.CompareSelected(module.Path, version, module.Version) < 0)
        {
            _selected[module.Path] = module.Version;
        }
    }

    /// <summary>The version selected of a path, or <c>none</c>; empty for a main module.</summary>
    public string Selected(string path) => _selected.GetValueOrDefault(path, ModuleVersions.None);

    /// <summary>What a version requires, or null if that is no part of the graph.</summary>
    public IReadOnlyList<ModuleVersion>? RequiredBy(ModuleVersion module) => _requirements.GetValueOrDefault(module);

    /// <summary>The selected version of every module: the roots first, the others by path.</summary>
    public IReadOnlyList<ModuleVersion> BuildList
    {
        get
        {
            if (_buildList is null)
            {
                var seen = new HashSet<string>(StringComparer.Ordinal);
                List<ModuleVersion> list = [.. Roots.Where(r => seen.Add(r.Path) && Selected(r.Path) != ModuleVersions.None)
                    .Select(r => new ModuleVersion(r.Path, Selected(r.Path)))];
                var others = _selected.Where(s => !seen.Contains(s.Key)).Select(s => new ModuleVersion(s.Key, s.Value)).ToList();
                others.Sort(ModuleVersions.Order);
                list.AddRange(others);
                _buildList = list;
            }
            return _buildList;
        }
    }

    /// <summary>Every version in the graph, selected or not, nearest to the roots first.</summary>
    public IEnumerable<ModuleVersion> BreadthFirst()
    {
        var seen = new HashSet<ModuleVersion>();
        var queue = new Queue<ModuleVersion>(Roots.Where(r => r.Version != ModuleVersions.None && seen.Add(r)));
        while (queue.TryDequeue(out ModuleVersion? module))
        {
            yield return module;
            foreach (ModuleVersion required in RequiredBy(module) ?? [])
            {
                if (required.Version != ModuleVersions.None && seen.Add(required))
                {
                    queue.Enqueue(required);
                }
            }
        }
    }

    /// <summary>The shortest chain of requirements from a root to a version that is looked for; empty if there is none.</summary>
    public IReadOnlyList<ModuleVersion> PathTo(Func<ModuleVersion, bool> isTarget)
    {
        var requirer = new Dictionary<ModuleVersion, ModuleVersion?>();
        var queue = new Queue<ModuleVersion>();
        foreach (ModuleVersion root in Roots)
        {
            if (requirer.TryAdd(root, null))
            {
                queue.Enqueue(root);
            }
        }
        while (queue.TryDequeue(out ModuleVersion? module))
        {
            if (isTarget(module))
            {
                var path = new List<ModuleVersion>();
                for (ModuleVersion? at = module; at is { } m; at = requirer[m])
                {
                    path.Add(m);
                }
                path.Reverse();
                return path;
            }
            foreach (ModuleVersion required in RequiredBy(module) ?? [])
            {
                if (requirer.TryAdd(required, module))
                {
                    queue.Enqueue(required);
                }
            }
        }
        return [];
    }
}
