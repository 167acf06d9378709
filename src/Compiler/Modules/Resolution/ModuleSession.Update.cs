namespace Go.Compiler.Modules.Resolution;

/// <summary>What the rules for requirements ask of a package that was loaded.</summary>
internal interface IRequiringPackage
{
    string Path { get; }

    /// <summary>Empty path: the standard library.</summary>
    ModuleVersion Module { get; }

    /// <summary>A package or test of a main module needs it, directly or not.</summary>
    bool IsInAll { get; }

    /// <summary>It was asked for.</summary>
    bool IsRoot { get; }

    /// <summary>It, or what needs it, was asked for.</summary>
    bool IsFromRoot { get; }

    IEnumerable<IRequiringPackage> Imports { get; }

    IRequiringPackage? Test { get; }

    /// <summary>Modules that could have had the package by their paths, and have not.</summary>
    IReadOnlyList<ModuleVersion> Alternatives { get; }
}

// Requirements are kept such that the graph selects every root, and the roots are all that the main module's packages need.
internal sealed partial class ModuleSession
{
    private bool IsExternal(IRequiringPackage package) => package.Module.Path.Length > 0 && !Main.Contains(package.Module.Path);

    private static bool SetEquals(IReadOnlySet<string> a, IReadOnlySet<string> b) => a.Count == b.Count && a.SetEquals(b);

    /// <summary>Requirements that also cover packages and added modules, consistent with the graph.</summary>
    public Requirements UpdateRoots(IReadOnlySet<string> direct, Requirements old, IReadOnlyList<IRequiringPackage> packages,
        IReadOnlyList<ModuleVersion> added, bool rootsAreImported)
        => old.Pruning switch
        {
            Pruning.Pruned => UpdatePrunedRoots(direct, old, packages, added, rootsAreImported),
            Pruning.Unpruned => UpdateUnprunedRoots(direct, old, added),
            _ => new Requirements(Main, Pruning.Workspace, old.Roots, direct).With(old.LoadedGraph),
        };

    private Requirements UpdatePrunedRoots(
        IReadOnlySet<string> direct, Requirements old, IReadOnlyList<IRequiringPackage> packages, IReadOnlyList<ModuleVersion> added,
            bool rootsAreImported)
    {
        List<ModuleVersion> roots = [.. old.Roots];
        bool isUpgraded = false;
        var toCheck = new HashSet<ModuleVersion>();
        foreach (IRequiringPackage package in packages)
        {
            bool counts = IsExternal(package) && (package.IsInAll || package.IsRoot || (rootsAreImported && package.IsFromRoot));
            if (counts && old.RootVersion(package.Module.Path) is not null)
            {
                toCheck.Add(package.Module);
            }
            else if (counts)
            {
                roots.Add(package.Module);
                isUpgraded = true;
            }
        }
        foreach (ModuleVersion module in added)
        {
            if (old.RootVersion(module.Path) is not { } version || ModuleVersions.Compare(module.Path, version, module.Version) < 0)
            {
                roots.Add(module);
                isUpgraded = true;
            }
        }
        roots.Sort(ModuleVersions.Order);
        Requirements current = old;
        do
        {
            ModuleGraph? graph = null;
            if (isUpgraded)
            {
                if (MustBeComplete)
                {
                    throw GoModDirty();
                }
                current = new Requirements(Main, Pruning.Pruned, roots, direct);
                graph = Graph(current);
            }
            else if (current.LoadedGraph is { } loaded)
            {
                graph = loaded;
            }
            else if (!RootsSatisfy(current, toCheck))
            {
                graph = Graph(current);
            }
            (roots, isUpgraded) = SelectedRoots(current, graph);
        }
        while (isUpgraded);
        bool isSame = Mode != ModuleMode.Mod || (current.Pruning == Pruning.Pruned && current.HasRootsOf(roots)
            && SetEquals(direct, current.Direct));
        return isSame ? current : new Requirements(Main, Pruning.Pruned, roots, direct);
    }

    /// <summary>Each root once, at the version that is selected; whether that raised one.</summary>
    private (List<ModuleVersion> Roots, bool IsUpgraded) SelectedRoots(Requirements current, ModuleGraph? graph)
    {
        var roots = new List<ModuleVersion>();
        bool isUpgraded = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ModuleVersion root in current.Roots)
        {
            if (Main.Contains(root.Path) || !seen.Add(root.Path))
            {
                continue;
            }
            string version = graph is null ? current.RootVersion(root.Path)! : graph.Selected(root.Path);
            roots.Add(root with { Version = version });
            isUpgraded |= version != root.Version;
        }
        return (roots, isUpgraded);
    }

    /// <summary>Whether no module among those that packages come from requires more than the roots give.</summary>
    private bool RootsSatisfy(Requirements requirements, HashSet<ModuleVersion> modules)
    {
        bool isGood = true;
        Parallel.ForEach(modules, new ParallelOptions { CancellationToken = _cancellation, MaxDegreeOfParallelism = 16 }, (module, state) =>
        {
            try
            {
                foreach (ModuleVersion required in Summary(module).Requirements)
                {
                    if (requirements.RootVersion(required.Path) is { } version
                        && ModuleVersions.CompareSelected(required.Path, version, required.Version) < 0)
                    {
                        isGood = false;
                        state.Stop();
                    }
                }
            }
            catch (ModuleException)
            {
                isGood = false; // reading the whole graph says what is wrong
                state.Stop();
            }
        });
        return isGood;
    }

    private Requirements UpdateUnprunedRoots(IReadOnlySet<string> direct, Requirements old, IReadOnlyList<ModuleVersion> added)
    {
        ModuleGraph graph = Graph(old);
        if (MustBeComplete)
        {
            bool isComplete = old.Roots.Concat(added).All(m => graph.Selected(m.Path) == m.Version)
                && direct.All(p => old.RootVersion(p) is not null);
            return isComplete ? old : throw GoModDirty();
        }
        var paths = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        paths.AddRange(old.Roots.Where(r => graph.Selected(r.Path) == r.Version && seen.Add(r.Path)).Select(r => r.Path));
        List<ModuleVersion> keep = [.. graph.BuildList.Skip(Main.All.Count), .. added];
        paths.AddRange(keep.Where(m => direct.Contains(m.Path) && seen.Add(m.Path)).Select(m => m.Path));
        List<ModuleVersion> roots = MinimalRoots(paths, keep);
        return old.Pruning == Pruning.Unpruned && old.HasRootsOf(roots) && SetEquals(direct, old.Direct)
            ? old : new Requirements(Main, Pruning.Unpruned, roots, direct);
    }

    /// <summary>
    /// The shortest list of requirements, with given paths among them, whose whole graph selects the same versions as a longer list.
    /// </summary>
    public List<ModuleVersion> MinimalRoots(IReadOnlyList<string> paths, IReadOnlyList<ModuleVersion> all)
    {
        ModuleGraph graph = WholeGraph(all);
        var postorder = new List<ModuleVersion>();
        var visited = new HashSet<ModuleVersion> { Main.First.Version };
        foreach (ModuleVersion module in graph.BuildList)
        {
            Postorder(graph, module, visited, postorder);
        }
        var implied = new HashSet<ModuleVersion>();
        var minimal = new List<ModuleVersion>();
        void Include(ModuleVersion module)
        {
            minimal.Add(module);
            var work = new Stack<ModuleVersion>([module]);
            while (work.TryPop(out ModuleVersion? m))
            {
                if (implied.Add(m))
                {
                    foreach (ModuleVersion required in graph.RequiredBy(m) ?? [])
                    {
                        work.Push(required);
                    }
                }
            }
        }
        foreach (string path in paths.Distinct())
        {
            Include(new ModuleVersion(path, graph.Selected(path)));
        }
        for (int i = postorder.Count - 1; i >= 0; i--)
        {
            ModuleVersion module = postorder[i];
            if (graph.Selected(module.Path) == module.Version && !implied.Contains(module))
            {
                Include(module);
            }
        }
        minimal.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return minimal;
    }

    private static void Postorder(ModuleGraph graph, ModuleVersion module, HashSet<ModuleVersion> visited, List<ModuleVersion> order)
    {
        var stack = new Stack<(ModuleVersion Module, int Next)>();
        if (visited.Add(module))
        {
            stack.Push((module, 0));
        }
        while (stack.TryPop(out (ModuleVersion Module, int Next) top))
        {
            IReadOnlyList<ModuleVersion> required = graph.RequiredBy(top.Module) ?? [];
            if (top.Next == required.Count)
            {
                order.Add(top.Module);
                continue;
            }
            stack.Push((top.Module, top.Next + 1));
            if (visited.Add(required[top.Next]))
            {
                stack.Push((required[top.Next], 0));
            }
        }
    }

    /// <summary>The graph below given roots without any pruning.</summary>
    private ModuleGraph WholeGraph(IReadOnlyList<ModuleVersion> roots)
        => Graph(new Requirements(Main, Pruning.Unpruned, WithGo(roots), new HashSet<string>()));

    private List<ModuleVersion> WithGo(IReadOnlyList<ModuleVersion> roots)
        => roots.Any(r => r.Path == "go") ? [.. roots] : [.. roots, new ModuleVersion("go", Requirements.GoVersion)];

    private Requirements ConvertPruning(Requirements requirements, Pruning pruning)
    {
        if (requirements.Pruning == pruning)
        {
            return requirements;
        }
        if (pruning == Pruning.Unpruned)
        {
            return UpdateUnprunedRoots(requirements.Direct, requirements, []);
        }
        // The whole graph of unpruned modules is the pruned graph whose roots are all of its modules.
        return new Requirements(Main, Pruning.Pruned, [.. Graph(requirements).BuildList.Skip(Main.All.Count)], requirements.Direct);
    }

    /// <summary>The same requirements under another pruning.</summary>
    public Requirements ForPruning(Requirements requirements, Pruning pruning) => ConvertPruning(requirements, pruning);

    /// <summary>Requirements as another go version would have them.</summary>
    public Requirements ForGo(Requirements requirements, string goVersion)
        => requirements.Pruning == Pruning.Workspace ? requirements : ConvertPruning(requirements, ModFileSummary.PruningOf(goVersion));
}
