namespace Go.Compiler.Modules.Resolution;

// The fewest requirements that keep all loaded packages where they are.
internal sealed partial class ModuleSession
{
    public Requirements TidyRoots(Requirements old, IReadOnlyList<IRequiringPackage> packages)
        => old.Pruning == Pruning.Unpruned ? TidyUnprunedRoots(old, packages) : TidyPrunedRoots(old, packages);

    private static void AddToolchain(Requirements old, List<ModuleVersion> roots, HashSet<string> paths)
    {
        foreach (string path in (string[])["go", "toolchain"])
        {
            if (old.RootVersion(path) is { } version)
            {
                roots.Add(new ModuleVersion(path, version));
                paths.Add(path);
            }
        }
    }

    private Requirements TidyPrunedRoots(Requirements old, IReadOnlyList<IRequiringPackage> packages)
    {
        var roots = new List<ModuleVersion>();
        var paths = new HashSet<string>(StringComparer.Ordinal) { Main.First.Path };
        AddToolchain(old, roots, paths);
        var queue = new List<IRequiringPackage>();
        var queued = new HashSet<IRequiringPackage>(ReferenceEqualityComparer.Instance);
        foreach (IRequiringPackage package in packages.Where(p => p.IsInAll))
        {
            if (IsExternal(package) && paths.Add(package.Module.Path))
            {
                roots.Add(package.Module);
            }
            queue.Add(package);
            queued.Add(package);
        }
        roots.Sort(ModuleVersions.Order);
        var tidy = new Requirements(Main, Pruning.Pruned, roots, old.Direct);
        // Tests of dependencies need modules that no root may give: one layer of imports after the other, since near ones often bring the
        // far ones.
        while (queue.Count > 0)
        {
            roots = [.. tidy.Roots];
            ModuleGraph graph = Graph(tidy);
            List<IRequiringPackage> layer = queue;
            queue = [];
            foreach (IRequiringPackage package in layer.Where(p => p.Module.Path.Length > 0))
            {
                queue.AddRange(package.Imports.Where(queued.Add));
                if (package.Test is { } test && queued.Add(test))
                {
                    queue.Add(test);
                }
                ModuleVersion module = package.Module;
                if (!paths.Contains(module.Path) && ModuleVersions.Compare(module.Path, graph.Selected(module.Path), module.Version) < 0)
                {
                    roots.Add(module);
                    paths.Add(module.Path);
                }
            }
            if (roots.Count > tidy.Roots.Count)
            {
                roots.Sort(ModuleVersions.Order);
                tidy = new Requirements(Main, Pruning.Pruned, roots, tidy.Direct);
            }
        }
        Graph(tidy);
        return WithoutAmbiguity(tidy, packages, paths);
    }

    /// <summary>Packages that become ambiguous when a root is dropped get theirs back.</summary>
    private Requirements WithoutAmbiguity(Requirements tidy, IReadOnlyList<IRequiringPackage> packages, HashSet<string> paths)
    {
        while (true)
        {
            var needed = new HashSet<ModuleVersion>();
            foreach (IRequiringPackage package in packages.Where(p => p.Module.Path.Length > 0 && !paths.Contains(p.Module.Path)))
            {
                if (TryLocate(package.Path, tidy, null, skipsGoMod: true).Failure is AmbiguousImportException)
                {
                    needed.Add(package.Module);
                }
            }
            if (needed.Count == 0)
            {
                return tidy;
            }
            paths.UnionWith(needed.Select(m => m.Path));
            List<ModuleVersion> roots = [.. tidy.Roots, .. needed];
            roots.Sort(ModuleVersions.Order);
            tidy = new Requirements(Main, Pruning.Pruned, roots, tidy.Direct);
            Graph(tidy);
        }
    }

    private Requirements TidyUnprunedRoots(Requirements old, IReadOnlyList<IRequiringPackage> packages)
    {
        var keep = new List<ModuleVersion>();
        var kept = new HashSet<string>(StringComparer.Ordinal);
        AddToolchain(old, keep, kept);
        var rootPaths = new List<string>();
        var alternatives = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (IRequiringPackage package in packages.Where(IsExternal))
        {
            if (kept.Add(package.Module.Path))
            {
                keep.Add(package.Module);
                if (old.Direct.Contains(package.Module.Path))
                {
                    rootPaths.Add(package.Module.Path);
                }
            }
            foreach (ModuleVersion other in package.Alternatives)
            {
                alternatives[other.Path] = other.Version;
            }
        }
        List<ModuleVersion> roots = MinimalRoots(rootPaths, keep);
        // A module that could have had a package must not fall to a version that go.sum does not know.
        ModuleVersion[] lowered = [.. WholeGraph(keep).BuildList.Where(m => alternatives.TryGetValue(m.Path, out string? v)
            && ModuleVersions.CompareSelected(m.Path, m.Version, v) < 0)
            .Select(m => m with { Version = alternatives[m.Path] })];
        if (lowered.Length > 0)
        {
            roots = MinimalRoots(rootPaths, [.. keep, .. lowered]);
        }
        return new Requirements(Main, Pruning.Unpruned, roots, old.Direct);
    }
}
