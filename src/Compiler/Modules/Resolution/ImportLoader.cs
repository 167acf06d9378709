using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

/// <summary>
/// Loads packages as far as modules are concerned (what imports what, and which module it is in), and changes the session's requirements
/// until they cover them: missing modules are added, and roots are kept such that go.mod names all that the main module needs.
/// </summary>
internal sealed partial class ImportLoader
{
    private readonly ModuleSession _session;
    private readonly ImportLoaderOptions _options;
    private readonly Dictionary<string, ImportedPackage> _packages = new(StringComparer.Ordinal);
    private readonly Queue<ImportedPackage> _work = new();
    private readonly List<ImportedPackage> _roots = [];
    private readonly List<ImportedPackage> _ordered = [];
    private readonly List<ModuleException> _failures = [];
    private bool _skipsGoMods, _allTakesTests;

    private ImportLoader(ModuleSession session, ImportLoaderOptions options) => (_session, _options) = (session, options);

    /// <summary>All packages and tests that were loaded, nearest to what was asked for first.</summary>
    public IReadOnlyList<ImportedPackage> Packages => _ordered;

    /// <summary>Errors of the module graph, not of packages.</summary>
    public IReadOnlyList<ModuleException> Failures => _failures;

    /// <summary>
    /// Of the failures: modules that replace several others, which is no reason to end a command that only looks at packages.
    /// </summary>
    public IReadOnlyList<ModuleException> Conflicts { get; private set; } = [];

    public bool IsTidy => _options.IsTidy;

    public ImportedPackage? Find(string path) => _packages.GetValueOrDefault(path);

    /// <summary>Paths that <c>all</c> means, sorted.</summary>
    public IReadOnlyList<string> All
        => [.. _ordered.Where(p => p.IsInAll && p.TestOf is null && ImportPaths.Problem(p.Path, isModule: false) is null)
            .Select(p => p.Path).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Of the packages that <c>all</c> means, and that are loaded one after the other with what they import: those that an import leads to
    /// first.
    /// </summary>
    public IReadOnlySet<ImportedPackage> FirstImported()
    {
        var imported = new HashSet<ImportedPackage>(ReferenceEqualityComparer.Instance);
        var seen = new HashSet<ImportedPackage>(ReferenceEqualityComparer.Instance);
        var work = new Stack<ImportedPackage>();
        foreach (string path in All)
        {
            ImportedPackage root = _packages[path];
            if (!seen.Add(root))
            {
                continue;
            }
            work.Push(root);
            while (work.TryPop(out ImportedPackage? package))
            {
                foreach (ImportedPackage import in package.Imports.Where(seen.Add))
                {
                    imported.Add(import);
                    work.Push(import);
                }
            }
        }
        return imported;
    }

    /// <summary>Loads packages. The session's requirements are those that cover them then, but nothing is written.</summary>
    public static ImportLoader Load(ModuleSession session, ImportLoaderOptions options)
    {
        var loader = new ImportLoader(session, options);
        if ((loader.Try(loader.Run) || options.TakesErrors) && options.IsTidy)
        {
            loader.Try(loader.Tidy);
        }
        if (loader._failures.Count == 0 || options.TakesErrors)
        {
            loader.Conflicts = [.. session.ReplacementConflicts()];
            loader._failures.AddRange(loader.Conflicts);
        }
        return loader;
    }

    private bool Try(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (ModuleException e)
        {
            _failures.Add(e);
            return false;
        }
    }

    private Requirements Requirements
    {
        get => _session.Requirements;
        set => _session.Requirements = value;
    }

    private string GoVersion => _options.TidyGoVersion ?? Requirements.GoVersion;

    private void Run()
    {
        if (Requirements.Pruning == Pruning.Unpruned)
        {
            Requirements expanded = Requirements;
            _session.ExpandedGraph(ref expanded);
            Requirements = expanded;
        }
        while (true)
        {
            Reset();
            IReadOnlyList<string> paths = _options.ListRoots(Requirements);
            if (Requirements.Pruning == Pruning.Pruned && _session.Mode == ModuleMode.Mod && PromoteRoots(paths))
            {
                continue; // other packages may be meant now
            }
            foreach (string path in paths)
            {
                ImportedPackage root = Package(path, isInAll: false, isRoot: true);
                if (!_roots.Contains(root))
                {
                    _roots.Add(root);
                }
            }
            while (_work.TryDequeue(out ImportedPackage? package))
            {
                LoadPackage(package);
            }
            SetOrder();
            if (UpdateRequirements())
            {
                continue;
            }
            if (!_options.FindsMissing || !_session.HasModule || !AddMissing())
            {
                break;
            }
        }
    }

    private void Reset()
    {
        _packages.Clear();
        _roots.Clear();
        _ordered.Clear();
        Requirements = _session.ForGo(Requirements, GoVersion);
        _skipsGoMods = _options.IsTidy && ModuleVersions.CompareGo(GoVersion, "1.21") < 0;
        _allTakesTests = ModuleVersions.CompareGo(GoVersion, "1.16") < 0 && !_options.UsesVendorAll;
    }

    /// <summary>
    /// Makes the modules of what is asked for requirements before anything else is loaded: then what their packages import is found at the
    /// right versions at once.
    /// </summary>
    private bool PromoteRoots(IReadOnlyList<string> paths)
    {
        var needed = new HashSet<ModuleVersion>();
        foreach (string path in paths)
        {
            (PackageLocation? location, ModuleException? failure) = _session.TryLocate(path, Requirements, null, _skipsGoMods);
            ModuleVersion? module = location?.Module;
            if (failure is ImportMissingException && _options.FindsMissing)
            {
                try
                {
                    module = _session.FindModuleFor(path, Requirements, null);
                }
                catch (ModuleException)
                {
                    continue; // reported when the package is loaded
                }
            }
            if (module is { Path.Length: > 0 } && Requirements.RootVersion(module.Path) != module.Version)
            {
                needed.Add(module);
            }
        }
        if (needed.Count == 0)
        {
            return false;
        }
        Requirements before = Requirements;
        Requirements = _session.UpdateRoots(before.Direct, before, [], Sorted(needed), _options.RootsAreImported);
        return !Requirements.HasRootsOf(before.Roots);
    }

    private static List<ModuleVersion> Sorted(IEnumerable<ModuleVersion> modules)
    {
        List<ModuleVersion> list = [.. modules];
        list.Sort(ModuleVersions.Order);
        return list;
    }

    private ImportedPackage Package(string path, bool isInAll, bool isRoot = false)
    {
        if (!_packages.TryGetValue(path, out ImportedPackage? package))
        {
            package = new ImportedPackage(path, null);
            _packages.Add(path, package);
            _work.Enqueue(package);
        }
        Mark(package, isInAll, isRoot, isFromRoot: false);
        return package;
    }

    /// <summary>Sets marks and hands them on to imports and tests.</summary>
    private void Mark(ImportedPackage package, bool isInAll, bool isRoot, bool isFromRoot)
    {
        var pending = new Stack<Marks>();
        pending.Push(new Marks(package, isInAll, isRoot, isFromRoot));
        while (pending.TryPop(out Marks? next))
        {
            ImportedPackage p = next.Package;
            bool root = next.Root || (next.InAll && _options.AllIsRoot && p.TestOf is null);
            bool fromRoot = next.FromRoot || root;
            (bool wasInAll, bool wasRoot, bool wasFromRoot) = (p.IsInAll, p.IsRoot, p.IsFromRoot);
            (p.IsInAll, p.IsRoot, p.IsFromRoot) = (wasInAll || next.InAll, wasRoot || root, wasFromRoot || fromRoot);
            bool isNew = p.IsInAll != wasInAll || p.IsRoot != wasRoot || p.IsFromRoot != wasFromRoot;
            if (isNew && p.AreImportsLoaded)
            {
                Propagate(p, pending);
            }
        }
    }

    /// <summary>Marks that are to be set.</summary>
    private sealed record Marks(ImportedPackage Package, bool InAll, bool Root, bool FromRoot);

    private void Propagate(ImportedPackage package, Stack<Marks> pending)
    {
        if (package.TestOf is null && WantsTest(package))
        {
            ImportedPackage test = TestOf(package);
            pending.Push(new Marks(test, _session.Main.Contains(package.Module.Path) || (_allTakesTests && package.IsInAll), false, false));
        }
        foreach (ImportedPackage import in package.Imports)
        {
            pending.Push(new Marks(import, package.IsInAll, false, package.IsFromRoot));
        }
    }

    private bool WantsTest(ImportedPackage package)
        => (_options.AllIsRoot && (_session.Main.Contains(package.Module.Path) || (_allTakesTests && package.IsInAll)))
            || (_options.LoadsTests && package.IsRoot);

    private ImportedPackage TestOf(ImportedPackage package)
    {
        if (package.Test is { } existing)
        {
            return existing;
        }
        var test = new ImportedPackage(package.Path, package)
        {
            Module = package.Module,
            Folder = package.Folder,
            Failure = package.Failure,
            IsStandard = package.IsStandard,
            IsInAll = _session.Main.Contains(package.Module.Path) || (_allTakesTests && package.IsInAll),
        };
        package.Test = test;
        foreach (string path in package.TestImports)
        {
            test.Imports.Add(Package(package.IsStandard ? _options.StandardImport(package.Path, path) : path, test.IsInAll));
        }
        test.AreImportsLoaded = true;
        return test;
    }

    private void LoadPackage(ImportedPackage package)
    {
        (PackageLocation? location, package.Failure) = _session.TryLocate(package.Path, Requirements, null, _skipsGoMods);
        if (_session.Main.Tools.Contains(package.Path))
        {
            Mark(package, isInAll: true, isRoot: false, isFromRoot: false);
        }
        if (location is null || package.Path == "unsafe")
        {
            return;
        }
        (package.Module, package.Folder, package.Alternatives) = (location.Module, location.Folder, location.Alternatives);
        package.IsStandard = package.Module.Path.Length == 0;
        if (_session.Main.Contains(package.Module.Path))
        {
            Mark(package, isInAll: true, isRoot: false, isFromRoot: false);
        }
        try
        {
            _options.CheckPackage?.Invoke(package.Path, package.Module);
        }
        catch (ModuleException e)
        {
            package.Failure = e;
        }
        ScannedImports? scanned = _options.Scanner.Scan(location.Folder);
        if (scanned?.Problem is not null || scanned is null)
        {
            package.Failure ??= new ModuleException(Catalogue.NoGoFiles, scanned?.Problem ?? "no Go source files");
            return;
        }
        foreach (string path in scanned.Imports)
        {
            package.Imports.Add(Package(package.IsStandard ? _options.StandardImport(package.Path, path) : path, package.IsInAll));
        }
        package.TestImports = scanned.TestImports;
        package.AreImportsLoaded = true;
        var pending = new Stack<Marks>();
        Propagate(package, pending);
        foreach ((ImportedPackage p, bool inAll, bool root, bool fromRoot) in pending)
        {
            Mark(p, inAll, root, fromRoot);
        }
    }

    /// <summary>Lists the packages, nearest to what was asked for first, and notes for each what leads there.</summary>
    private void SetOrder()
    {
        var seen = new HashSet<ImportedPackage>(ReferenceEqualityComparer.Instance);
        _ordered.AddRange(_roots.Where(seen.Add));
        for (int i = 0; i < _ordered.Count; i++)
        {
            ImportedPackage package = _ordered[i];
            foreach (ImportedPackage next in package.Test is { } test ? package.Imports.Append(test) : package.Imports)
            {
                if (seen.Add(next))
                {
                    next.Importer = package;
                    _ordered.Add(next);
                }
            }
        }
    }
}
