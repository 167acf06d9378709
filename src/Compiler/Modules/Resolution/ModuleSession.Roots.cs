using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

// The requirements that the files state, and the vendor folder's.
internal sealed partial class ModuleSession
{
    /// <summary>The vendor folder's list, where packages come from there.</summary>
    public VendorList? Vendor { get; private set; }

    private Requirements InitialRequirements(GoWorkFile? work)
    {
        var roots = new List<ModuleVersion>();
        HashSet<string> direct = new(StringComparer.Ordinal) { "go" };
        Pruning pruning = Pruning.Workspace;
        if (IsWorkspace)
        {
            roots.AddRange(Main.Versions);
            roots.Add(new ModuleVersion("go", work!.GoText));
            if (work.Toolchain is { } toolchain)
            {
                roots.Add(new ModuleVersion("toolchain", toolchain));
            }
            direct.UnionWith(Main.All.SelectMany(m => m.File?.Requirements ?? []).Where(r => !r.IsIndirect).Select(r => r.Module.Path));
        }
        else if (!HasModule)
        {
            pruning = Pruning.Pruned;
            roots.AddRange([new ModuleVersion("go", LocalGo), new ModuleVersion("toolchain", "go" + LocalGo)]);
        }
        else
        {
            pruning = ModFileSummary.PruningOf(Main.First.File!.GoText);
            (roots, direct) = RootsOf(Main.First, withToolchain: true);
        }
        roots.Sort(ModuleVersions.Order);
        return new Requirements(Main, pruning, roots, direct);
    }

    private (List<ModuleVersion> Roots, HashSet<string> Direct) RootsOf(MainModule module, bool withToolchain)
    {
        var roots = new List<ModuleVersion>();
        var direct = new HashSet<string>(StringComparer.Ordinal) { "go" };
        GoModFile file = module.File!;
        foreach (RequiredModule required in file.Requirements)
        {
            if (module.Excludes(required.Module))
            {
                string verb = Mode == ModuleMode.Mod ? "dropping" : "ignoring";
                Say($"{verb} requirement on excluded version {required.Module.Path} {required.Module.Version}");
                continue;
            }
            roots.Add(required.Module);
            if (!required.IsIndirect)
            {
                direct.Add(required.Module.Path);
            }
        }
        roots.Add(new ModuleVersion("go", file.GoText));
        if (withToolchain && file.Toolchain is { } toolchain)
        {
            roots.Add(new ModuleVersion("toolchain", toolchain));
        }
        return (roots, direct);
    }

    private void Say(string note) => _options.Say("go: " + note);

    /// <summary>Tells the user something as it is.</summary>
    public void Warn(string warning) => _options.Say(warning);

    /// <summary>Tells the user something.</summary>
    public void Note(string note) => Say(note);

    /// <summary>Requirements with some modules at other versions, whatever the graph says.</summary>
    public Requirements Overridden(Requirements requirements, IReadOnlyList<ModuleVersion> replacing)
        => OverrideRoots(requirements, replacing);

    /// <summary>Takes repeated requirements together, and gives a file without go line its version where it may be written.</summary>
    private void Settle()
    {
        if (Requirements.HasRedundantRoot)
        {
            Requirements = UpdateRoots(Requirements.Direct, Requirements, [], [], false);
        }
        GoModFile file = Main.First.File!;
        if (file.Go is not null || Mode != ModuleMode.Mod || _options.Command is ModuleCommand.Graph or ModuleCommand.Why)
        {
            return;
        }
        string version = TidyGoVersion ?? LocalGo;
        file.SetGo(version);
        Requirements = OverrideRoots(Requirements, [new ModuleVersion("go", version)]);
        if (ModFileSummary.PruningOf(version) == Pruning.Pruned)
        {
            Requirements = ConvertPruning(Requirements, Pruning.Pruned);
        }
    }

    /// <summary>The go version that a file without one gets from <c>mod tidy -go</c>.</summary>
    private string? TidyGoVersion => _options.TidyGoVersion;

    private Requirements OverrideRoots(Requirements requirements, IReadOnlyList<ModuleVersion> replacing)
    {
        var roots = requirements.Roots.Where(r => !replacing.Any(n => n.Path == r.Path)).Concat(replacing).ToList();
        roots.Sort(ModuleVersions.Order);
        return new Requirements(Main, requirements.Pruning, roots, requirements.Direct);
    }

    private void UseVendorFolder()
    {
        byte[]? content = HasModule ? _files.Read(Path.Combine(VendorFolderPath, "modules.txt")) : null;
        Vendor = VendorList.Parse(content ?? []);
        foreach (VendoredModule module in Vendor.Modules)
        {
            if (module.GoVersion.Length > 0 && IsTooNew(module.GoVersion))
            {
                throw TooOld($"{module.Module.Path} in {Shown(Path.Combine(VendorFolderPath, "modules.txt"))}", module.GoVersion);
            }
        }
        if (HasModule && new VendorConsistency(this, Vendor).Problems() is { Length: > 0 } problems)
        {
            string command = IsWorkspace ? "work" : "mod";
            throw new ModuleException(Catalogue.InconsistentVendoring,
                $"inconsistent vendoring in {Path.GetDirectoryName(VendorFolderPath)}:{problems}\n\n"
                + $"\tTo ignore the vendor directory, use -mod=readonly or -mod=mod.\n\tTo sync the vendor directory, run:\n\t\tgo {command} vendor");
        }
        Requirements.With(VendorGraph());
    }

    /// <summary>What the folder holds stands for the graph, whose edges it does not know.</summary>
    private ModuleGraph VendorGraph()
    {
        var graph = new ModuleGraph(IsWorkspace ? Requirements.Roots : [.. Main.Versions]);
        if (Requirements.Pruning == Pruning.Pruned)
        {
            ModuleVersion[] implicitOnes = [.. Vendor!.WithPackages.Where(m => Requirements.RootVersion(m.Path) != m.Version)];
            if (implicitOnes.Length > 0)
            {
                string list = string.Join("\n", implicitOnes.Select(m => $"vendored module {m} should be required explicitly in go.mod"));
                throw new ModuleException(Catalogue.InconsistentVendoring, $"{list}\n{GoModDirty().Message}");
            }
            graph.Add(Main.First.Version, Requirements.Roots);
            return graph;
        }
        var list2 = new ModuleVersion("vendor/modules.txt", "");
        foreach (MainModule module in Main.All)
        {
            IReadOnlyList<ModuleVersion> roots = IsWorkspace ? RootsOf(module, withToolchain: false).Roots : Requirements.Roots;
            graph.Add(module.Version, [.. roots, list2]);
        }
        graph.Add(list2, Vendor!.WithPackages);
        return graph;
    }
}
