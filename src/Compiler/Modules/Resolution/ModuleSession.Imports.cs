using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

/// <summary>Where a package is.</summary>
/// <param name="Module">Its module; the path is empty for the standard library.</param>
/// <param name="Root">The module's folder; of vendored packages the vendor folder.</param>
/// <param name="Alternatives">Modules that could have had it by their paths, and have not.</param>
internal sealed record PackageLocation(ModuleVersion Module, string Root, string Folder, IReadOnlyList<ModuleVersion> Alternatives);

// Which module a package comes from.
internal sealed partial class ModuleSession
{
    /// <summary>What packages of the standard library have for a module.</summary>
    private static readonly ModuleVersion s_standardModule = new("", "");

    /// <summary>
    /// Finds a package in the modules that requirements select: without a graph at first only in the roots, and in the whole graph if they
    /// have it not.
    /// </summary>
    public (PackageLocation? Location, ModuleException? Failure) TryLocate(string path, Requirements requirements, ModuleGraph? graph,
        bool skipsGoMod = false)
    {
        if (PathProblem(path) is { } problem)
        {
            return (null, problem);
        }
        bool isStandard = ImportPaths.LooksStandard(path) && _options.IsStandard(path);
        if (isStandard && Mode != ModuleMode.Vendor && Main.All.FirstOrDefault(m => m.Prefix.Length == 0 && m.Path == "std") is null
            && !Main.All.Any(m => ImportPaths.HasPrefix(path, m.Path)))
        {
            return (new PackageLocation(s_standardModule, _options.StandardRoot, Path.Combine(_options.StandardRoot, path), []), null);
        }
        try
        {
            if (Mode == ModuleMode.Vendor)
            {
                return LocateVendored(path, isStandard);
            }
            if (requirements.Pruning == Pruning.Unpruned)
            {
                graph ??= GraphOrPart(requirements) is { Failure: null } whole ? whole : null;
            }
            return Locate(path, requirements, graph, isStandard, skipsGoMod);
        }
        catch (ModuleException e)
        {
            return (null, e);
        }
    }

    private static ModuleException? PathProblem(string path)
    {
        string? problem = path.Contains('@') ? $"import path {GoText.Quote(path)} should not have @version"
            : ImportPaths.IsRelative(path) ? $"{GoText.Quote(path)} is relative, but relative import paths are not supported in module mode"
            : path.StartsWith('/') ? $"{GoText.Quote(path)} is not a package path; see 'go help packages'"
            : path is "std" or "cmd" or "tool" or "work" or "all"
            ? $"{GoText.Quote(path)} is not an importable package; see 'go help packages'"
            : ImportPaths.Problem(path, isModule: false) is { } malformed
            ? $"malformed import path {GoText.Quote(path)}: {malformed}" : null;
        return problem is null ? null : new ModuleException(Catalogue.InvalidImportPath, problem);
    }

    private (PackageLocation?, ModuleException?) Locate(string path, Requirements requirements, ModuleGraph? graph, bool isStandard,
        bool skipsGoMod)
    {
        while (true)
        {
            var found = new List<PackageLocation>();
            var missingSums = new List<ModuleVersion>();
            var others = new List<ModuleVersion>();
            if (isStandard)
            {
                found.Add(new PackageLocation(s_standardModule, _options.StandardRoot, Path.Combine(_options.StandardRoot, path), []));
            }
            for (string prefix = path; prefix.Length > 0; prefix = prefix.Contains('/') ? prefix[..prefix.LastIndexOf('/')] : "")
            {
                string? version = ModuleVersions.IsToolchain(prefix) ? null : graph is null
                    ? requirements.RootVersion(prefix) : graph.Selected(prefix);
                if (version is null or ModuleVersions.None)
                {
                    continue;
                }
                var module = new ModuleVersion(prefix, version);
                if (TryFolder(path, module, missingSums) is { } place)
                {
                    found.Add(place);
                }
                else
                {
                    others.Add(module);
                }
            }
            if (found.Count > 1)
            {
                found.Reverse();
                return (null, Ambiguous(path, found));
            }
            if (missingSums.Count > 0)
            {
                missingSums.Reverse();
                return (null, new ImportMissingSumException(path, found.Count > 0, missingSums));
            }
            if (found.Count == 1)
            {
                ModuleVersion module = found[0].Module;
                if (!skipsGoMod && module.Path.Length > 0 && !Main.Contains(module.Path))
                {
                    Summary(module); // says which language the package is written in
                }
                return (found[0] with { Alternatives = others }, null);
            }
            if (graph is not null)
            {
                return (null, Missing(path, null));
            }
            graph = Graph(requirements);
        }
    }

    private PackageLocation? TryFolder(string path, ModuleVersion module, List<ModuleVersion> missingSums)
    {
        try
        {
            (string root, bool isLocal) = Fetch(module);
            string prefix = module.Version.Length == 0 && Main.Find(module.Path) is { } main ? main.Prefix : module.Path;
            return root.Length > 0 && FolderIn(path, prefix, root, isLocal) is { } folder
                ? new PackageLocation(module, root, folder, []) : null;
        }
        catch (MissingSumException)
        {
            missingSums.Add(module);
            return null;
        }
    }

    private static AmbiguousImportException Ambiguous(string path, List<PackageLocation> places)
    {
        static string Name(ModuleVersion module) => module.Version.Length > 0 ? $"{module.Path} {module.Version}" : module.Path;

        string lines = string.Concat(places.Select(p => $"\n\t{Name(p.Module)} ({p.Folder})"));
        return new($"ambiguous import: found package {path} in multiple modules:{lines}")
        {
            Modules = [.. places.Select(p => p.Module).Where(m => m.Version.Length > 0)],
        };
    }

    private (PackageLocation?, ModuleException?) LocateVendored(string path, bool isStandard)
    {
        var found = new List<PackageLocation>();
        if (isStandard)
        {
            found.Add(new PackageLocation(s_standardModule, _options.StandardRoot, Path.Combine(_options.StandardRoot, path), []));
        }
        foreach (MainModule main in Main.All.Where(m => m.Directory.Length > 0))
        {
            if (FolderIn(path, main.Prefix, main.Directory, isLocal: true) is { } folder)
            {
                found.Add(new PackageLocation(main.Version, main.Directory, folder, []));
            }
        }
        if (HasModule && FolderIn(path, "", VendorFolderPath, isLocal: false) is { } vendored)
        {
            ModuleVersion? module = Vendor!.ModuleOf(path);
            if (module is not null || ModuleVersions.CompareGo(GoVersionOfMain, "1.23") < 0)
            {
                found.Add(new PackageLocation(module ?? new ModuleVersion("", ""), VendorFolderPath, vendored, []));
            }
            else
            {
                Say($"ignoring package {path} which exists in the vendor directory but is missing from vendor/modules.txt. To sync the vendor directory run go {(IsWorkspace ? "work" : "mod")} vendor.");
            }
        }
        return found.Count switch
        {
            0 => (null, Missing(path, null)),
            1 => (found[0], null),
            _ => (null, new AmbiguousImportException($"ambiguous import: found package {path} in multiple directories:{string.Concat(found.Select(f => "\n\t" + f.Folder))}")),
        };
    }

    /// <summary>The go version that the build follows: that of the workspace, or of the main module.</summary>
    public string GoVersionOfMain => Main.Work?.GoText ?? (HasModule ? Main.First.File!.GoText : LocalGo);

    /// <summary>Why a package is not there, in Go's words.</summary>
    /// <param name="importing">The main module whose package imports it.</param>
    private ImportMissingException Missing(string path, MainModule? importing, string? lookupProblem = null, ModuleVersion? replaced = null)
    {
        if (ImportPaths.LooksStandard(path) && replaced is null && lookupProblem is null)
        {
            return new ImportMissingException(Catalogue.PackageNotFound,
                $"package {path} is not in std ({Path.Combine(_options.StandardRoot, path)})") { IsStandard = true };
        }
        if (lookupProblem is not null || Mode == ModuleMode.Mod)
        {
            return new ImportMissingException(Catalogue.ModuleNotRequired,
                $"cannot find module providing package {path}{(lookupProblem is null ? "" : ": " + lookupProblem)}");
        }
        if (replaced is { } module)
        {
            string argument = ModuleVersions.IsZero(module.Version) ? module.Path : module.ToString();
            return new ImportMissingException(Catalogue.ModuleNotRequired,
                $"module {module.Path} provides package {path} and is replaced but not required; to add it:\n\tgo get {argument}");
        }
        string message = $"no required module provides package {path}";
        if (!HasModule)
        {
            return new ImportMissingException(Catalogue.ModuleNotRequired, $"{message}: {NoModuleText}");
        }
        string cd = importing is { Directory: var folder } && folder != ModuleRoot ? $"\tcd {folder}\n" : "";
        return new ImportMissingException(Catalogue.ModuleNotRequired, $"{message}; to add it:\n{cd}\tgo get {path}");
    }

    /// <summary>
    /// Looks for a module that could be required to have a package: first among the replacements, then, where go.mod may change, anywhere.
    /// </summary>
    /// <exception cref="ModuleException">There is none, or it may not be looked for.</exception>
    public ModuleVersion FindModuleFor(string path, Requirements requirements, MainModule? importing)
    {
        List<ModuleVersion> candidates = ReplacedCandidates(path, requirements);
        foreach (ModuleVersion module in candidates)
        {
            (string root, bool isLocal) = Fetch(module);
            if (FolderIn(path, module.Path, root, isLocal) is not null)
            {
                return Mode == ModuleMode.ReadOnly ? throw Missing(path, importing, replaced: module) : module;
            }
        }
        if (candidates.Count > 0 && ModulePaths.Problem(path) is not null)
        {
            throw NotIn(candidates[0], "latest", path);
        }
        if (ImportPaths.LooksStandard(path))
        {
            throw Missing(path, importing);
        }
        if (Mode != ModuleMode.Mod)
        {
            string? problem = IsModeExplicit ? $"import lookup disabled by -mod={ModeName}" : ModeReason.Length > 0
                ? $"import lookup disabled by -mod={ModeName}\n\t({ModeReason})" : null;
            throw Missing(path, importing, problem);
        }
        Say($"finding module for package {path}");
        ModuleGraph graph = Graph(requirements);
        IReadOnlyList<QueriedModule> found;
        try
        {
            found = QueryPackages(path, "latest", graph.Selected, CheckAllowed);
        }
        catch (ModuleException e)
        {
            ModuleException failure = e.IsNotFound ? Missing(path, importing, e.Message) : e;
            _failedLookups[path] = failure;
            throw failure;
        }
        foreach (QueriedModule candidate in found)
        {
            if (ModuleVersions.CompareSelected(candidate.Module.Path, graph.Selected(candidate.Module.Path), candidate.Module.Version) <= 0)
            {
                return candidate.Module;
            }
        }
        ModuleVersion newest = found[0].Module;
        var outdated = new ImportMissingException(Catalogue.ModuleNotRequired,
            $"package {path} provided by {newest.Path} at latest version {newest.Version} but not at required version {graph.Selected(newest.Path)}");
        _failedLookups[path] = outdated;
        throw outdated;
    }

    /// <summary>Why no module was found for a package when one was last looked for; null if none was, or there is one.</summary>
    public ModuleException? FailedLookup(string path) => _failedLookups.GetValueOrDefault(path);

    private List<ModuleVersion> ReplacedCandidates(string path, Requirements requirements)
    {
        var candidates = new List<ModuleVersion>();
        foreach ((string modulePath, string highest) in Main.HighestReplaced)
        {
            if (!ImportPaths.HasPrefix(path, modulePath))
            {
                continue;
            }
            string version = highest.Length > 0 ? highest
                : ModuleVersions.Zero(ModulePaths.MajorPrefix(ModulePaths.SplitMajor(modulePath)?.Major ?? ""));
            if (ModuleVersions.CompareSelected(modulePath, Graph(requirements).Selected(modulePath), version) < 0)
            {
                candidates.Add(new ModuleVersion(modulePath, version));
            }
        }
        return [.. candidates.OrderByDescending(m => m.Path.Length).ThenBy(m => m.Path, StringComparer.Ordinal)];
    }

    private PackageNotInModuleException NotIn(ModuleVersion module, string query, string pattern)
    {
        string found = query != module.Version ? $" ({module.Version})" : "";
        if (Main.Replacement(module) is { } replacement)
        {
            found = query == module.Version ? $" (replaced by {replacement.Target})"
                : $" ({module.Version}, replaced by {replacement.Target})";
        }
        string what = pattern.Contains("...", StringComparison.Ordinal) ? "packages matching" : "package";
        return new PackageNotInModuleException($"module {module.Path}@{query} found{found}, but does not contain {what} {pattern}");
    }
}
