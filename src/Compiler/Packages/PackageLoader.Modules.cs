using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Fetching;
using Go.Compiler.Modules.Files;
using Go.Compiler.Modules.Resolution;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

// Which modules the packages come from, and whether go.mod has all that they need.
public sealed partial class PackageLoader
{
    /// <summary>A package of the build as requirements see it.</summary>
    private sealed class NodePackage(Node node) : IRequiringPackage
    {
        public string Path => node.Place.FullPath;

        public ModuleVersion Module
            => node.Place.Module is { Path.Length: > 0 } module
            ? new ModuleVersion(module.Path, module.Version) : new ModuleVersion("", "");

        public bool IsInAll { get; init; }

        public bool IsRoot { get; init; }

        public bool IsFromRoot => true;

        public IEnumerable<IRequiringPackage> Imports => [];

        public IRequiringPackage? Test => null;

        public IReadOnlyList<ModuleVersion> Alternatives => [];
    }

    private sealed class LoadProgress(Action<string> say, Action<string>? trace) : IModuleProgress
    {
        public void Trace(string line) => trace?.Invoke(line);

        public void Downloading(ModuleVersion module) => say($"go: downloading {module.Path} {module.Version}");

        public void Warn(ModuleException warning) => say("go: " + warning.Message);
    }

    /// <summary>Opens the modules of a build; errors go to the sink, and the result is null then.</summary>
    internal static ModuleSession? OpenModules(LoadOptions options, DiagnosticSink sink, CancellationToken cancellation)
    {
        try
        {
            return new ModuleSession(SessionOptions(options, cancellation));
        }
        catch (ModFileException e)
        {
            for (int i = 0; i < e.Errors.Count; i++)
            {
                sink.Report(e.Errors[i].ToDiagnostic(e.FilePath) with { OpensFile = i == 0 });
            }
        }
        catch (GoTooOldException e) when (e.Place.File.Length > 0)
        {
            sink.Report(At(e, e.Place));
        }
        catch (ToolchainException e) when (e.Place.File.Length > 0)
        {
            sink.Report(At(e, e.Place));
        }
        catch (ModuleException e)
        {
            sink.Report(new Diagnostic(e.Descriptor, default, e.Message));
        }
        return null;

        static Diagnostic At(ModuleException e, (string File, int Line, int Column) place)
            => new(e.Descriptor, default, e.Message, FilePath: place.File, FileLine: place.Line, FileColumn: place.Column);
    }

    private static ModuleSessionOptions SessionOptions(LoadOptions options, CancellationToken cancellation) => new()
    {
        Settings = options.Modules,
        WorkingDirectory = options.WorkingDirectory,
        Source = options.ModuleSource ?? (options.Modules.CacheDirectory.Length == 0
            ? null : sums => new ModuleSource(options.Modules, sums, new LoadProgress(options.Say, options.Trace))),
        LocalGo = options.StandardLibrary.Version is ['g', 'o', .. var version] ? version : RuntimeContract.GoRelease.Language,
        IsStandard = path => options.StandardLibrary.Files(path).Any(PackageLocator.IsGoFile),
        StandardRoot = options.StandardLibrary.PathOf("", ""),
        Say = options.Say,
        Trace = options.Trace ?? (_ => { }),
        Files = options.Files,
        Cancellation = cancellation,
    };

    private RootFinder NewRootFinder(DiagnosticSink sink, bool isListing)
        => new(_locator!, _options.StandardLibrary, Path.GetFullPath(_options.WorkingDirectory), sink)
        {
            IsListing = isListing, ListAll = ListAll, MissingInAll = _missingInAll, Trace = _options.Trace ?? (_ => { }),
            Warn = _options.Say,
        };

    private IReadOnlyList<string> ListAll()
    {
        ModuleSession session = _locator!.Session;
        if (!session.HasModule)
        {
            return [];
        }
        // Where nothing may be added, what is missing is told where it is imported.
        ImportLoader imports = ImportLoader.Load(session,
            NewImportOptions([.. MainPackages(session)]) with { AllIsRoot = true, FindsMissing = session.Mode == ModuleMode.Mod });
        return imports.Failures.Count > 0 ? throw imports.Failures[0] : NotingMissing(imports);
    }

    private IReadOnlyList<string> NotingMissing(ImportLoader imports)
    {
        // Where a file that imports the package is loaded first, the error has its place there.
        IReadOnlySet<ImportedPackage> imported = imports.FirstImported();
        foreach (ImportedPackage package in imports.Packages.Where(p
            => p is { TestOf: null, Failure: ImportMissingException or ImportMissingSumException }))
        {
            if (imported.Contains(package))
            {
                _missingInAll[package.Path] = "";
            }
            else if (package.Failure is ImportMissingSumException)
            {
                _missingInAll[package.Path] = package.FailureText!;
            }
        }
        return imports.All;
    }

    /// <summary>The packages and tools of the main modules: what <c>all</c> starts from.</summary>
    private static IEnumerable<string> MainPackages(ModuleSession session)
        => session.Main.All.SelectMany(m => session.PackageFolders(m.Prefix, m.Directory, isLocal: true, m.File!.Ignored))
            .Select(p => p.Path).Concat(session.Main.Tools);

    private ImportLoaderOptions NewImportOptions(IReadOnlyList<string> paths) => new()
    {
        Scanner = new ImportScanner(_options.Files, _options.StandardLibrary, _tags),
        ListRoots = _ => paths,
        FindsMissing = true,
        LoadsTests = _options.Tests,
        StandardImport = _locator!.StandardImport,
    };

    /// <summary>Before go 1.17, go.mod does not name all that packages need: nothing can be said without the whole graph.</summary>
    private void ReadUnprunedGraph()
    {
        ModuleSession session = _locator!.Session;
        if (session.Requirements.Pruning != Pruning.Unpruned || session.Mode == ModuleMode.Vendor)
        {
            return;
        }
        try
        {
            Requirements requirements = session.Requirements;
            session.ExpandedGraph(ref requirements);
            session.Requirements = requirements;
        }
        catch (ModuleException e)
        {
            _sink.Report(new Diagnostic(e.Descriptor, default, e.Message));
        }
    }

    /// <summary>Where go.mod may be written, adds what it lacks for the packages that are asked for before they are loaded.</summary>
    private void AddMissingModules()
    {
        ModuleSession session = _locator!.Session;
        if (session.Mode != ModuleMode.Mod || !session.HasModule || session.IsWorkspace)
        {
            return;
        }
        IReadOnlyList<string> Roots(Requirements _)
        {
            IReadOnlyList<RootPackage> roots = NewRootFinder(new DiagnosticSink(), isListing: true).Find(_options.Patterns);
            return [.. roots.SelectMany(r => r.Place.OnlyFiles is { } files ? ImportsOf(r.Place, files) : [r.Place.FullPath]).Distinct()];
        }
        ImportLoader imports = ImportLoader.Load(session, NewImportOptions([]) with { ListRoots = Roots });
        foreach (ModuleException failure in imports.Failures)
        {
            _sink.Report(new Diagnostic(failure.Descriptor, default, failure.Message));
        }
        if (imports.Failures.Count == 0)
        {
            Commit(imports);
        }
    }

    /// <summary>What files that were named one by one import.</summary>
    private IEnumerable<string> ImportsOf(PackagePlace place, IReadOnlyList<string> files)
    {
        ReadPackage package = new PackageReader(_tags, new SourceFileTable(), false)
            .Read(place with { OnlyFiles = files }, new NameTable());
        return package.GoFiles.SelectMany(f => f.Imports).Select(i => i.Path).Distinct();
    }

    private void Commit(ImportLoader? imports)
    {
        try
        {
            _locator!.Session.Commit(new GoModChanges(), imports);
        }
        catch (ModuleException e)
        {
            _sink.Report(new Diagnostic(e.Descriptor, default, e.Message));
        }
    }

    /// <summary>go.work.sum gets what was read, be the build a success or not.</summary>
    private void WriteWorkspaceSums()
    {
        if (_locator!.Session is { IsWorkspace: true, Mode: not ModuleMode.Vendor })
        {
            Commit(null);
        }
    }

    /// <summary>Where go.mod may not be written, says what it lacks for the packages that were loaded.</summary>
    private void CheckRequirements(List<Node> all, List<Node> roots)
    {
        ModuleSession session = _locator!.Session;
        if (!session.HasModule || session.Mode == ModuleMode.Mod || _sink.HasErrors)
        {
            return;
        }
        CheckDirectImports(all);
        foreach (ModuleException conflict in session.Mode == ModuleMode.Vendor ? [] : session.ReplacementConflicts())
        {
            _sink.Report(new Diagnostic(conflict.Descriptor, default, conflict.Message));
        }
        WriteWorkspaceSums();
        if (session.IsWorkspace || session.Mode == ModuleMode.Vendor || _sink.HasErrors)
        {
            return;
        }
        HashSet<Node> inAll = NeededByMain(all);
        IRequiringPackage[] packages = [.. all.Where(n => !n.Place.IsStandard && n.ForTest.Length == 0)
            .Select(n => new NodePackage(n) { IsInAll = inAll.Contains(n), IsRoot = roots.Contains(n) })];
        try
        {
            session.Requirements = session.UpdateRoots(session.Requirements.Direct, session.Requirements, packages, [],
                rootsAreImported: false);
            Commit(null);
        }
        catch (ModuleException e)
        {
            _sink.Report(new Diagnostic(e.Descriptor, default, e.Message));
        }
    }

    /// <summary>What packages of main modules import must be required by go.mod itself, not only by what it requires.</summary>
    private void CheckDirectImports(List<Node> all)
    {
        ModuleSession session = _locator!.Session;
        foreach (Node node in all.Where(n => n.Place.Module is { IsMain: true, Path.Length: > 0 }))
        {
            foreach ((_, (Node target, Pos pos, _)) in node.Imports)
            {
                if (target.Place.Module is not { IsMain: false } info)
                {
                    continue;
                }
                var module = new ModuleVersion(info.Path, info.Version);
                bool isImplicit = session.IsWorkspace ? session.Mode != ModuleMode.Vendor
                    && session.GraphOrPart(session.Requirements).RequiredBy(module) is null
                    : session.Requirements.RootVersion(module.Path) != module.Version && info.Path.Length > 0;
                if (isImplicit)
                {
                    Report(node, Catalogue.ModuleNotRequired, pos,
                        ImportLoader.ImplicitImport(node.Place.FullPath, target.Place.FullPath, module).Message);
                    break;
                }
            }
        }
    }

    private static HashSet<Node> NeededByMain(List<Node> all)
    {
        var needed = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var work = new Stack<Node>(all.Where(n => n.Place.Module is { IsMain: true }));
        while (work.TryPop(out Node? node))
        {
            if (needed.Add(node))
            {
                foreach ((Node target, _, _) in node.Imports.Values)
                {
                    work.Push(target);
                }
            }
        }
        return needed;
    }
}
