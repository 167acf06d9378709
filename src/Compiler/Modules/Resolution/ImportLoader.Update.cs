using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

// How packages change requirements.
internal sealed partial class ImportLoader
{
    private bool IsExternal(ImportedPackage package) => package.Module.Path.Length > 0 && !_session.Main.Contains(package.Module.Path);

    /// <summary>Makes requirements cover the packages; true if that may have changed which packages there are.</summary>
    private bool UpdateRequirements()
    {
        Requirements old = Requirements;
        bool sawAllImports = _options.AllIsRoot && _options.TakesAllFiles;
        var direct = new HashSet<string>(sawAllImports ? [] : old.Direct, StringComparer.Ordinal) { "go" };
        if (_ordered.Select(p => p.Failure).OfType<GoTooOldException>()
            .MaxBy(e => e.Version, Comparer<string>.Create(ModuleVersions.CompareGo)) is { } tooOld)
        {
            throw tooOld;
        }
        foreach (ImportedPackage package in _ordered.Where(p => p.Module.Version.Length == 0 && _session.Main.Contains(p.Module.Path)))
        {
            foreach (ImportedPackage import in package.Imports.Where(IsExternal))
            {
                if (IsImplicit(package, import))
                {
                    package.Failure = ImplicitImport(package.Path, import.Path, import.Module);
                    continue;
                }
                direct.Add(import.Module.Path);
            }
        }
        IReadOnlyList<ModuleVersion> added = _options.IsTidy ? _session.TidyRoots(old, _ordered).Roots : [];
        Requirements updated = _session.UpdateRoots(direct, old, _ordered, added, _options.RootsAreImported);
        Requirements = updated;
        if (updated.GoVersion != old.GoVersion)
        {
            return true;
        }
        if (updated == old || updated.HasRootsOf(old.Roots))
        {
            return false;
        }
        ModuleGraph graph = _session.Graph(updated);
        return _ordered.Any(p => (IsExternal(p) && graph.Selected(p.Module.Path) != p.Module.Version)
            || (p.Failure is not null && _session.TryLocate(p.Path, updated, null, _skipsGoMods).Failure is null));
    }

    private bool IsImplicit(ImportedPackage package, ImportedPackage import)
    {
        if (_session.IsWorkspace)
        {
            return _session.Mode != ModuleMode.Vendor && _session.Graph(Requirements).RequiredBy(import.Module) is null;
        }
        return package.Failure is null && _session.Mode != ModuleMode.Mod
            && Requirements.RootVersion(import.Module.Path) != import.Module.Version;
    }

    /// <summary>Go's error for a package of the main module that imports what go.mod requires only by way of others.</summary>
    public static ModuleException ImplicitImport(string importer, string imported, ModuleVersion module) => new(Catalogue.ModuleNotRequired,
        $"package {importer} imports {imported}{FromImplicit}; to add missing requirements, run:\n\tgo get {module}");

    /// <summary>Whether a message is that of <see cref="ImplicitImport"/>, which names the package itself.</summary>
    public static bool IsImplicitImport(string message) => message.Contains(FromImplicit, StringComparison.Ordinal);

    private const string FromImplicit = " from implicitly required module";

    /// <summary>Requires modules that have missing packages; false if there are none.</summary>
    private bool AddMissing()
    {
        ImportedPackage[] missing = [.. _ordered.Where(p => p.TestOf is null && p.Failure is ImportMissingException)];
        var found = new ModuleVersion?[missing.Length];
        Parallel.For(0, missing.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            MainModule? importing = missing[i].Chain().Select(p => p.Module.Version.Length == 0 ? _session.Main.Find(p.Module.Path) : null)
                .LastOrDefault(m => m is not null);
            try
            {
                found[i] = _session.FindModuleFor(missing[i].Path, Requirements, importing);
            }
            catch (ModuleException e)
            {
                missing[i].Failure = e;
            }
        });
        if (missing.Select(p => p.Failure).OfType<GoTooOldException>()
            .MaxBy(e => e.Version, Comparer<string>.Create(ModuleVersions.CompareGo)) is { } tooOld)
        {
            throw tooOld;
        }
        var addedBy = new Dictionary<ModuleVersion, ImportedPackage>();
        for (int i = 0; i < missing.Length; i++)
        {
            if (found[i] is { } module)
            {
                _session.Note($"found {missing[i].Path} in {module.Path} {module.Version}");
                addedBy.TryAdd(module, missing[i]);
            }
        }
        if (addedBy.Count == 0)
        {
            return false;
        }
        Requirements before = Requirements;
        try
        {
            Requirements = _session.UpdateRoots(before.Direct, before, [], Sorted(addedBy.Keys), _options.RootsAreImported);
        }
        catch (ModuleGraphException e) when (addedBy.TryGetValue(e.Module, out ImportedPackage? package))
        {
            // Who imports it says more than who requires it.
            throw new ModuleException(e.Descriptor, $"{package.ChainText()}: {e.Reason.Message}", e);
        }
        return !Requirements.HasRootsOf(before.Roots);
    }

    private void Tidy()
    {
        Requirements tidy = _session.TidyRoots(Requirements, _ordered);
        if (_options.TidyGoVersion is { } version)
        {
            Requirements withGo = _session.Overridden(tidy, [new ModuleVersion("go", version)]);
            ModuleGraph graph = _session.Graph(withGo);
            string selected = graph.Selected("go");
            if (selected == version)
            {
                tidy = withGo;
            }
            else
            {
                IReadOnlyList<ModuleVersion> path = [.. graph.PathTo(m => m.Path == "go" && m.Version == selected).Skip(1)];
                string adverb = path.Count > 2 ? "indirectly " : "";
                _failures.Add(new ModuleException(Catalogue.GoVersionTooNew,
                    path.Count == 1 ? $"{path[0]} is above {version}"
                    : $"{path[0]} {adverb}requires {path[^1]}, but {version} is requested"));
            }
        }
        Requirements = tidy;
    }

    /// <summary>The errors of packages, each with the way to it; missing packages of the standard library only if asked for.</summary>
    public IReadOnlyList<ModuleException> PackageFailures(bool silencesStandard)
    {
        var all = new List<ModuleException>();
        foreach (ImportedPackage package in _ordered)
        {
            if (package.Failure is not { } failure || failure.Descriptor == Catalogue.NoGoFiles
                || (silencesStandard && failure is ImportMissingException { IsStandard: true }))
            {
                continue;
            }
            all.Add(new ModuleException(failure.Descriptor, $"{package.ChainText()}: {package.FailureText}",
                failure) { IsNotFound = failure.IsNotFound });
        }
        return all;
    }
}
