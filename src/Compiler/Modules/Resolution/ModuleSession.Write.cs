using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Cache;

namespace Go.Compiler.Modules.Resolution;

/// <summary>What <c>go get</c> changes in go.mod besides requirements.</summary>
internal sealed record GoModChanges
{
    public bool DropsToolchain { get; init; }

    public bool HasExplicitToolchain { get; init; }

    public IReadOnlyList<string> AddedTools { get; init; } = [];

    public IReadOnlyList<string> DroppedTools { get; init; } = [];
}

// go.mod and go.sum as the requirements have it.
internal sealed partial class ModuleSession
{
    /// <summary>Brings the main module's file into line with the requirements, in memory; null where there is none.</summary>
    public GoModFile? UpdatedGoMod(GoModChanges changes)
    {
        if (!HasModule || IsWorkspace || Main.First.File is not { } file)
        {
            return null;
        }
        string go = Requirements.GoVersion, toolchain = Requirements.Roots.LastOrDefault(r => r.Path == "toolchain")?.Version ?? "";
        if (IsTooNew(go))
        {
            throw TooOld("updating go.mod", go);
        }
        bool alwaysStatesGo = Mode == ModuleMode.Mod || _options.Command is ModuleCommand.Tidy or ModuleCommand.Get;
        if (file.Go?.Text != go && (file.Go is not null || go != GoVersion.Unstated.Text || alwaysStatesGo))
        {
            file.SetGo(go);
        }
        var tools = file.Tools.Except(changes.DroppedTools).Concat(changes.AddedTools);
        if (_options.Command == ModuleCommand.Get && tools.Any() && ModuleVersions.CompareGo(go, "1.24") < 0)
        {
            go = "1.24";
            file.SetGo(go);
        }
        SetToolchain(file, go, toolchain.Length == 0 ? "go" + go : toolchain, changes);
        foreach (string tool in changes.AddedTools)
        {
            file.AddTool(tool);
        }
        foreach (string tool in changes.DroppedTools)
        {
            file.DropTool(tool);
        }
        RequiredModule[] wanted = [.. Requirements.Roots.Where(r => !ModuleVersions.IsToolchain(r.Path))
            .Select(r => new RequiredModule(r, !Requirements.Direct.Contains(r.Path)))];
        file.SetRequirements(wanted, ModuleVersions.CompareGo(go, "1.17") < 0 ? RequirementLayout.Mixed
            : ModuleVersions.CompareGo(go, "1.27") < 0 ? RequirementLayout.SeparateIndirect : RequirementLayout.AtMostTwoBlocks);
        file.CleanUp();
        return file;
    }

    private static void SetToolchain(GoModFile file, string go, string toolchain, GoModChanges changes)
    {
        bool isOld = ModuleVersions.CompareGo(ModuleVersions.OfToolchain(toolchain), "1.21") < 0 && !changes.HasExplicitToolchain;
        if (changes.DropsToolchain || toolchain == "go" + go || isOld)
        {
            file.DropToolchain();
        }
        else
        {
            file.SetToolchain(toolchain);
        }
    }

    /// <summary>Writes go.mod and go.sum where they changed in what they mean.</summary>
    /// <param name="imports">The packages that were loaded, if any were.</param>
    /// <param name="command">An error if files may not be written.</param>
    /// <exception cref="ModuleException">They must change, and may not.</exception>
    public void Commit(GoModChanges changes, ImportLoader? imports)
    {
        if (IsWorkspace)
        {
            Sums.Write(KeptSums(imports, Requirements, withBuildList: true), _files, MustBeComplete, LockOut);
            return;
        }
        GoModFile? file = UpdatedGoMod(changes);
        if (file is null)
        {
            return;
        }
        bool isDirty = Main.First.Read.DiffersFrom(file, Mode == ModuleMode.ReadOnly) || changes.AddedTools.Count > 0
            || changes.DroppedTools.Count > 0;
        if (isDirty && Mode != ModuleMode.Mod)
        {
            throw GoModDirty();
        }
        if (isDirty || _options.Command == ModuleCommand.Tidy)
        {
            WriteGoMod(file);
        }
        Sums.Write(KeptSums(imports, Requirements, withBuildList: true), _files, MustBeComplete, LockOut);
    }

    /// <summary>Writes go.sum with the sums that are kept.</summary>
    public void WriteSums(HashSet<ModuleVersion> keep) => Sums.Write(keep, _files, isReadOnly: false, LockOut);

    // The original go command takes the same lock. Where there is none to be had, as in a cache that is read-only, it is done without.
    private FileStream? LockOut()
    {
        try
        {
            return new ModuleCache(_options.Settings.CacheDirectory, isWritable: false).LockSide(_cancellation);
        }
        catch (ModuleException)
        {
            return null;
        }
    }

    /// <summary>go.sum as it is and as it would be written.</summary>
    public (byte[] Before, byte[] After) TidiedSums(HashSet<ModuleVersion> keep) => Sums.Tidied(_files, keep);

    private void WriteGoMod(GoModFile file)
    {
        if (_files.IsReplaced(file.FilePath))
        {
            throw new ModuleException(Catalogue.GoModNeedsUpdate,
                "updates to go.mod needed, but go.mod is part of the overlay specified with -overlay");
        }
        byte[] content = file.Format();
        byte[] now = _files.Read(file.FilePath) ?? [];
        if (!now.AsSpan().SequenceEqual(content))
        {
            if (!now.AsSpan().SequenceEqual(Main.First.Read.Content))
            {
                throw new ModuleException(Catalogue.GoModNeedsUpdate, "updating go.mod: existing contents have changed since last read");
            }
            AtomicFile.Write(file.FilePath, content);
        }
        Main.First.Read = ModFileSnapshot.Of(file, content, wasFixed: false);
    }

    /// <summary>The modules, and go.mod files, whose sums are needed to load the same packages again.</summary>
    /// <param name="withBuildList">Those of every module that is selected too.</param>
    public HashSet<ModuleVersion> KeptSums(ImportLoader? imports, Requirements requirements, bool withBuildList)
    {
        var keep = new HashSet<ModuleVersion>();
        bool keepsGoMods = true;
        if (imports is null)
        {
            keepsGoMods = ModuleVersions.CompareGo(GoVersionOfMain, "1.21") >= 0 || Mode == ModuleMode.Mod;
        }
        else
        {
            keepsGoMods = ModuleVersions.CompareGo(requirements.GoVersion, "1.21") >= 0 || (!imports.IsTidy && Mode == ModuleMode.Mod);
            foreach (ImportedPackage package in imports.Packages.Where(p => p.TestOf is null
                && (p.Module.Path.Length > 0 || p.Failure is not null) && ImportPaths.Problem(p.Path, isModule: false) is null))
            {
                KeepFor(package, requirements, keepsGoMods, keep);
            }
        }
        if (requirements.LoadedGraph is not { } graph)
        {
            foreach (ModuleVersion root in requirements.Roots)
            {
                ModuleVersion actual = Actual(root);
                keep.Add(GoSumFile.GoModOf(actual));
                if (withBuildList)
                {
                    keep.Add(actual);
                }
            }
            return keep;
        }
        keep.UnionWith(graph.BreadthFirst().Where(m => graph.RequiredBy(m) is not null).Select(m => GoSumFile.GoModOf(Actual(m))));
        foreach (ModuleVersion module in withBuildList ? graph.BuildList : [])
        {
            ModuleVersion actual = Actual(module);
            keep.Add(actual);
            if (keepsGoMods)
            {
                keep.Add(GoSumFile.GoModOf(actual));
            }
        }
        return keep;
    }

    /// <summary>Sums of all modules that could have a package: they tell that it is in one only.</summary>
    private void KeepFor(ImportedPackage package, Requirements requirements, bool keepsGoMods, HashSet<ModuleVersion> keep)
    {
        if (keepsGoMods)
        {
            keep.Add(GoSumFile.GoModOf(Actual(package.Module)));
        }
        bool isRoot = requirements.Pruning == Pruning.Pruned && package.Module.Path.Length > 0
            && requirements.RootVersion(package.Module.Path) == package.Module.Version;
        ModuleGraph? graph = isRoot ? null : GraphOrPart(requirements);
        foreach (string prefix in Prefixes(package.Path))
        {
            if ((graph is null ? requirements.RootVersion(prefix) : graph.Selected(prefix)) is { } version and not ModuleVersions.None)
            {
                keep.Add(Actual(new ModuleVersion(prefix, version)));
            }
        }
    }
}
