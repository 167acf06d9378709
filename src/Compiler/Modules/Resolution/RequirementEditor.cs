namespace Go.Compiler.Modules.Resolution;

/// <summary>
/// Changes requirements so that the graph selects given versions: other requirements are raised as those need it, and lowered where they
/// would bring in more.
/// </summary>
internal sealed class RequirementEditor
{
    private readonly ModuleSession _session;
    private readonly Requirements _original, _requirements;
    private readonly Pruning _pruning;
    private readonly Dictionary<string, string> _selected = new(StringComparer.Ordinal), _wanted = new(StringComparer.Ordinal);
    private readonly List<RequirementConflict> _conflicts = [];
    private readonly HashSet<ModuleVersion> _rejected = [];
    private ModuleGraph _graph = null!;
    private Disqualification _disqualified = null!;

    private RequirementEditor(ModuleSession session, IReadOnlyList<ModuleVersion> wanted)
    {
        (_session, _original) = (session, session.Requirements);
        _pruning = _original.Pruning;
        foreach (ModuleVersion module in wanted.Where(m => ModuleVersions.IsToolchain(m.Path)).Take(1))
        {
            _pruning = module.Path == "go" ? ModFileSummary.PruningOf(module.Version)
                : ModFileSummary.PruningOf(ModuleVersions.OfToolchain(module.Version)) == Pruning.Unpruned ? Pruning.Unpruned : _pruning;
        }
        _requirements = session.ForPruning(_original, _pruning);
    }

    /// <summary>Edits the session's requirements.</summary>
    /// <param name="upgrades">Versions that may be selected, if nothing speaks against them.</param>
    /// <param name="wanted">Versions that must be; <c>none</c> takes a module out.</param>
    /// <returns>Whether they changed.</returns>
    /// <exception cref="RequirementConflictException">The wanted versions rule each other out.</exception>
    public static bool Edit(ModuleSession session, IReadOnlyList<ModuleVersion> upgrades, IReadOnlyList<ModuleVersion> wanted)
    {
        var editor = new RequirementEditor(session, wanted);
        editor.Start(upgrades, wanted);
        List<ModuleVersion> roots = editor.Settle();
        return editor._conflicts.Count > 0 ? throw new RequirementConflictException(editor._conflicts) : editor.Finish(roots, wanted);
    }

    private void Start(IReadOnlyList<ModuleVersion> upgrades, IReadOnlyList<ModuleVersion> wanted)
    {
        IEnumerable<ModuleVersion> roots = _pruning == Pruning.Pruned
            ? _requirements.Roots : _session.Graph(_requirements).BuildList.Skip(_session.Main.All.Count);
        foreach (ModuleVersion root in roots)
        {
            _selected[root.Path] = _pruning == Pruning.Pruned ? _requirements.RootVersion(root.Path)! : root.Version;
        }
        foreach (ModuleVersion upgrade in upgrades)
        {
            if (!_selected.TryGetValue(upgrade.Path, out string? version)
                || ModuleVersions.CompareSelected(upgrade.Path, version, upgrade.Version) < 0)
            {
                _selected[upgrade.Path] = upgrade.Version;
            }
        }
        foreach (ModuleVersion module in wanted)
        {
            if (_wanted.TryGetValue(module.Path, out string? other) && other != module.Version)
            {
                var previous = module with { Version = other };
                bool isLower = ModuleVersions.Compare(module.Path, other, module.Version) > 0;
                _conflicts.Add(new RequirementConflict([isLower ? previous : module], isLower ? module : previous, null));
                continue;
            }
            _wanted[module.Path] = _selected[module.Path] = module.Version;
        }
    }

    /// <summary>Changes the selected roots until the graph below them agrees.</summary>
    private List<ModuleVersion> Settle()
    {
        var roots = new List<ModuleVersion>();
        for (bool isDirty = true; isDirty && _conflicts.Count == 0;)
        {
            roots = [.. _selected.Where(s => s.Value != ModuleVersions.None).Select(s => new ModuleVersion(s.Key, s.Value))];
            roots.Sort(ModuleVersions.Order);
            HashSet<ModuleVersion> upgraded = ExtendGraph(roots);
            FindDisqualified(roots, upgraded);
            isDirty = false;
            foreach (ModuleVersion root in roots)
            {
                isDirty |= Lower(root);
            }
            if (!isDirty && _conflicts.Count == 0)
            {
                isDirty = AcceptUpgrades();
            }
        }
        return roots;
    }

    /// <summary>Reads the graph, with what roots are raised to read as roots too.</summary>
    private HashSet<ModuleVersion> ExtendGraph(List<ModuleVersion> roots)
    {
        var upgraded = new HashSet<ModuleVersion>();
        while (true)
        {
            _graph = _session.ReadGraph(_pruning, roots, upgraded);
            int before = upgraded.Count;
            if (_pruning != Pruning.Unpruned)
            {
                foreach (string path in _selected.Keys)
                {
                    var module = new ModuleVersion(path, _graph.Selected(path));
                    if (module.Version != ModuleVersions.None && _graph.RequiredBy(module) is null && !_graph.Failures.ContainsKey(module))
                    {
                        upgraded.Add(module);
                    }
                }
            }
            if (upgraded.Count == before)
            {
                return _graph.Failures.Values.OfType<GoTooOldException>().FirstOrDefault() is { } tooOld ? throw tooOld : upgraded;
            }
        }
    }

    private void FindDisqualified(List<ModuleVersion> roots, HashSet<ModuleVersion> upgraded)
    {
        Pruning PruningOf(ModuleVersion m) => _pruning == Pruning.Pruned && _graph.Summaries.TryGetValue(m, out ModFileSummary? s)
            && s.Pruning == Pruning.Unpruned ? Pruning.Unpruned : _pruning;
        _disqualified = new Disqualification(roots.Concat(upgraded).Distinct().ToDictionary(m => m, PruningOf));
        foreach (ModuleVersion module in _graph.BreadthFirst())
        {
            if (IsTooHigh(module))
            {
                _disqualified.Disqualify(module, Pruning.Pruned, new DisqualifiedFor(module, null));
            }
            else if (_graph.Failures.TryGetValue(module, out ModuleException? failure))
            {
                _disqualified.Disqualify(module, Pruning.Pruned, new DisqualifiedFor(null, failure));
            }
            else if (_graph.RequiredBy(module) is { } required && module.Version.Length > 0)
            {
                ModuleVersion[] tooHigh = [.. required.Where(IsTooHigh).Take(1)];
                if (tooHigh.Length > 0)
                {
                    _disqualified.Disqualify(module, Pruning.Pruned, new DisqualifiedFor(tooHigh[0], null));
                    // What is too high is so by itself, wherever the walk meets it.
                    _disqualified.Disqualify(tooHigh[0], Pruning.Pruned, new DisqualifiedFor(tooHigh[0], null));
                    continue;
                }
                foreach (ModuleVersion r in required)
                {
                    if (!_disqualified.Require(module, r))
                    {
                        break;
                    }
                }
            }
        }
    }

    private bool IsTooHigh(ModuleVersion module)
        => _wanted.TryGetValue(module.Path, out string? max) && ModuleVersions.CompareSelected(module.Path, module.Version, max) > 0;

    /// <summary>Lowers a root that brings in too much; true if it was.</summary>
    private bool Lower(ModuleVersion root)
    {
        (List<ModuleVersion> path, ModuleException? failure) = _disqualified.PathFrom(root, _disqualified.Roots[root]);
        if (path.Count == 0)
        {
            return false;
        }
        ModuleVersion? constraint = failure is null ? path[^1] with { Version = _wanted[path[^1].Path] } : null;
        var conflict = new RequirementConflict(path, constraint, failure);
        if (_wanted.GetValueOrDefault(root.Path) == root.Version)
        {
            _conflicts.Add(conflict);
            return false;
        }
        string selected = _graph.Selected(root.Path);
        var higher = root with { Version = selected };
        if (selected != root.Version && _disqualified.Of(higher, _disqualified.Roots.GetValueOrDefault(root, _pruning)) is null
            && !_rejected.Contains(higher))
        {
            return false; // it is raised anyway, to one that will do
        }
        string originally = _session.GraphOrPart(_original).Selected(root.Path);
        if (failure is not null && originally == root.Version)
        {
            _conflicts.Add(conflict);
            return false;
        }
        _rejected.Add(root);
        ModuleVersion lower = LowerVersion(root, originally);
        _selected[root.Path] = lower.Version;
        if (failure is not null)
        {
            string action = lower.Version == ModuleVersions.None ? $"removing {root}" : lower.Version == originally
                ? $"restoring {lower}" : $"trying {lower}";
            _session.Note($"{conflict.Summary}\n\t{action}");
        }
        return true;
    }

    private ModuleVersion LowerVersion(ModuleVersion root, string originally)
    {
        ModuleVersion lower = root;
        while (true)
        {
            bool isAbove = ModuleVersions.CompareSelected(root.Path, root.Version, originally) > 0;
            try
            {
                lower = PreviousVersion(lower);
                if (isAbove && ModuleVersions.CompareSelected(root.Path, lower.Version, originally) < 0)
                {
                    lower = lower with { Version = originally };
                }
            }
            catch (ModuleException) when (isAbove)
            {
                lower = lower with { Version = originally };
            }
            if (_rejected.Contains(lower))
            {
                continue;
            }
            Pruning pruning = _pruning == Pruning.Pruned && _graph.Summaries.TryGetValue(root, out ModFileSummary? summary)
                ? summary.Pruning : _pruning;
            if (_disqualified.Of(lower, pruning) is null)
            {
                return lower;
            }
            _rejected.Add(lower);
        }
    }

    /// <summary>The tagged version before one, or <c>none</c>.</summary>
    private ModuleVersion PreviousVersion(ModuleVersion module)
    {
        if (module.Version.Length == 0 || module.Version == ModuleVersions.None || ModuleVersions.IsToolchain(module.Path))
        {
            return module with { Version = ModuleVersions.None };
        }
        try
        {
            string? previous = _session.Versions(module.Path, _session.CheckAllowed)
                .LastOrDefault(v => ModuleVersions.Compare(module.Path, v, module.Version) < 0);
            return module with { Version = previous ?? ModuleVersions.None };
        }
        catch (ModuleException e) when (e.IsNotFound)
        {
            return module with { Version = ModuleVersions.None };
        }
    }

    /// <summary>Takes over what the graph raises; true if it raises anything.</summary>
    private bool AcceptUpgrades()
    {
        bool isChanged = false;
        foreach ((string path, string version) in _selected.ToArray())
        {
            if (!_wanted.ContainsKey(path) && _graph.Selected(path) is var actual && actual != version)
            {
                _selected[path] = actual;
                isChanged = true;
            }
        }
        return isChanged;
    }

    private bool Finish(List<ModuleVersion> roots, IReadOnlyList<ModuleVersion> wanted)
    {
        if (_pruning == Pruning.Unpruned)
        {
            IEnumerable<string> paths = wanted.Where(m => m.Version != ModuleVersions.None && !_session.Main.Contains(m.Path))
                .Select(m => m.Path)
                .Concat(roots.Where(r => _requirements.RootVersion(r.Path) is { } v
                    && (v == r.Version || _requirements.Direct.Contains(r.Path))).Select(r => r.Path));
            roots = _session.MinimalRoots([.. paths], roots);
        }
        if (_pruning == _original.Pruning && _original.HasRootsOf(roots))
        {
            return false;
        }
        var edited = new Requirements(_session.Main, _pruning, roots,
            roots.Select(r => r.Path).Where(_requirements.Direct.Contains).ToHashSet(StringComparer.Ordinal));
        if (_pruning == Pruning.Unpruned && ModFileSummary.PruningOf(edited.GoVersion) == Pruning.Pruned)
        {
            edited = _session.ForPruning(edited, Pruning.Pruned);
        }
        _session.Requirements = edited;
        return true;
    }
}
