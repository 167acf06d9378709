using Go.Compiler.FileSystem;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Go.Compiler.ExportData;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>What all packages of one build share. Thread-safe.</summary>
internal sealed class CompileSession
{
    private readonly ConcurrentDictionary<string, CompiledPackage> _packages;
    private readonly ConcurrentDictionary<string, Lazy<CompiledPackage>> _mended;
    private readonly ConcurrentDictionary<string, PackageTable> _typesForTests = new(StringComparer.Ordinal);
    private readonly PackageTable _types;

    public CompileSession(BuildOptions options, IStandardLibrary library, SourceFileTable sources, PhaseTimes times, BuildServices services)
    {
        Options = options;
        Library = library;
        Sources = sources;
        Times = times;
        Services = services;
        Experiments = Experiments.Parse(options.Experiments, options.Target, out string? problem) ?? throw new ArgumentException(problem);
        Layout = new Layout(options.Target.Abi);
        _packages = new ConcurrentDictionary<string, CompiledPackage>(StringComparer.Ordinal);
        _mended = new ConcurrentDictionary<string, Lazy<CompiledPackage>>(StringComparer.Ordinal);
        _types = new PackageTable(sources, path => LoadInterface(path));
    }

    private CompileSession(CompileSession other)
    {
        Options = other.Options;
        Library = other.Library;
        Sources = other.Sources;
        Times = other.Times;
        Services = other.Services;
        Layout = other.Layout;
        Experiments = other.Experiments;
        _packages = other._packages;
        _mended = other._mended;
        Compiling = other.Compiling;
        Cancellation = other.Cancellation;
        _types = new PackageTable(Sources, path => LoadInterface(path));
    }

    public BuildOptions Options { get; }

    /// <summary>The flags of each package.</summary>
    public PackageFlagSets Flags => field ??= new PackageFlagSets(Options, Graph);
    public IStandardLibrary Library { get; }
    public SourceFileTable Sources { get; }

    /// <summary>How files are looked at that are not in the table yet.</summary>
    public IFileView Files => Services.Files;
    public PhaseTimes Times { get; }
    public BuildServices Services { get; }
    public Layout Layout { get; }

    /// <summary>Hears each step as a line (<c>-x</c>, <c>-n</c>); null: nobody listens.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>As the options set them; the loader has refused what cannot be read.</summary>
    public Experiments Experiments { get; }

    /// <summary>The packages of the build.</summary>
    public required PackageGraph Graph { get; init; }

    /// <summary>The code of packages is wanted again in this build; otherwise what is in the cache need not be kept.</summary>
    public bool LinksPrograms => Options is { Tests: true, Analysis: not { Only: true } } || Options.ObjectFile is not null
        || Options is { ForCommand: true, Output: not null } || ProgramLinker.LinksAny(Options, Graph);

    /// <summary>Every package is compiled both ways and the results are compared (<c>-d=roundtrip</c>).</summary>
    public bool ChecksRoundTrip => Options.DebugFlags.Contains("roundtrip");

    /// <summary>Interface parts are wanted again in this build, cache or not.</summary>
    public bool KeepsInterfaces => ChecksRoundTrip || Options.ObjectFile is not null || Options.ExportNamed || Options.ExportAll
        || ProgramLinker.WritesLibrary(Options, Graph);

    /// <summary>
    /// The same packages, all of whose types are read from their interface parts when somebody asks, as if nothing had been compiled in
    /// this build; and loops that no other worker helps with.
    /// </summary>
    public CompileSession ReadingBack() => new(this) { Graph = Graph };

    /// <summary>
    /// The importable packages as one package sees them, one object each: as checked in this build, or read from the cache when asked for.
    /// Packages that are only for one test program see each other, and of all others what everybody sees.
    /// </summary>
    public PackageTable TypesFor(LoadedPackage importer)
    {
        string test = importer.ForTest;
        return test.Length == 0 ? _types : _typesForTests.GetOrAdd(test,
            t => new PackageTable(Sources, path => LoadInterface(LoadedPackage.IdentityOf(path, t)))
        {
            SharedWith = path => Graph.FindForTest(path, t) is null ? _types : null,
        });
    }

    /// <summary>Called before a package is compiled.</summary>
    public Action<LoadedPackage> Compiling { get; init; } = static _ => { };

    public CancellationToken Cancellation { get; init; }

    /// <summary>Runs the iterations of a running action, with the help of idle workers.</summary>
    public Action<int, Action<int>> ForEach { get; private set; } = static (count, body) =>
    {
        for (int i = 0; i < count; i++)
        {
            body(i);
        }
    };

    /// <summary>A package that is ready; null while or if it is not.</summary>
    public CompiledPackage? Find(LoadedPackage package) => _packages.GetValueOrDefault(package.Identity);

    /// <summary>A package that is ready, by the path that another one knows it under.</summary>
    public CompiledPackage? Find(string fullPath, LoadedPackage importer)
        => Graph.FindForTest(fullPath, importer.ForTest) is { } own ? Find(own) : _packages.GetValueOrDefault(fullPath);

    public void Add(CompiledPackage package) => _packages.TryAdd(package.Loaded.Identity, package);

    /// <summary>The types of a package that is ready, for one that imports it; null if it is not.</summary>
    /// <exception cref="DamagedCacheException">The record of the package is wrong.</exception>
    public Package? Import(LoadedPackage package, LoadedPackage importer)
        => Find(package) is null ? null : TypesFor(importer).Import(package.ImportPath);

    public int ReadyCount => _packages.Count;

    /// <summary>The packages that were compiled in this session.</summary>
    public IEnumerable<string> Compiled => _packages.Where(p => p.Value.IsFresh).Select(p => p.Key);

    /// <summary>Runs packages' actions in dependency order on the build's workers, which also run the loops of each other.</summary>
    public void RunActions(IReadOnlyList<LoadedPackage> packages, Action<int> run)
    {
        var scheduler = new ActionScheduler(DependenciesOf(packages), [.. packages.Select(CostOf)]);
        ForEach = scheduler.ForEach;
        scheduler.Run(Options.DryRun ? 1 : Builder.Workers(Options), (action, _) => run(action), Cancellation);
    }

    /// <summary>The code parts of packages that are ready. What the cache has lost is compiled again.</summary>
    public ObjectFile[] ObjectsOf(IReadOnlyList<CompiledPackage> packages)
    {
        var objects = new ObjectFile?[packages.Count];
        ActionScheduler.ForIndependent(Builder.Workers(Options), objects.Length, i => objects[i] = TryObjectOf(packages[i]), Cancellation);
        List<int> lost = [.. Enumerable.Range(0, objects.Length).Where(i => objects[i] is null)];
        RunActions([.. lost.Select(i => packages[i].Loaded)], n => objects[lost[n]] = Mend(packages[lost[n]]).Object);
        return objects!;
    }

    /// <summary>The code part of a package that is ready.</summary>
    public ObjectFile ObjectOf(CompiledPackage package) => TryObjectOf(package) ?? Mend(package).Object!;

    private ObjectFile? TryObjectOf(CompiledPackage package)
    {
        if (package.Object is { } inMemory)
        {
            return inMemory;
        }
        // Nothing of another format gets this far: what does not parse is a fault of the compiler.
        return Services.Cache!.TryReadPart(CacheKind.Code, package.Loaded.ImportPath, package.Entry!.Code) is { } bytes
            ? ObjectReader.Read(bytes) : null;
    }

    /// <summary>The types of a package from the cache, whatever path it is known under.</summary>
    public Package Load(LoadedPackage package) => TypesFor(package).Add(LoadInterface(package.Identity)!);

    /// <summary>
    /// The interface part of a package that is ready; null if there is none outside of memory. Of packages that can be imported path and
    /// import path are the same. What the cache has lost is compiled again.
    /// </summary>
    /// <exception cref="DamagedCacheException">The record of the package is wrong.</exception>
    public byte[]? LoadInterface(string identity)
    {
        if (!_packages.TryGetValue(identity, out CompiledPackage? package)
            || package is { Interface: null, Entry: null or { Interface: null } })
        {
            return null;
        }
        byte[] bytes = package.Interface ?? Services.Cache!.TryReadPart(CacheKind.Interface, package.Loaded.ImportPath,
            package.Entry!.Interface!) ?? Mend(package).Interface!;
        return package.Entry is null || ExportFormat.HashIn(bytes).SequenceEqual(package.Entry.InterfaceHash)
            ? bytes : throw new DamagedCacheException(identity);
    }

    /// <summary>
    /// Compiles a package from its sources because the cache has lost a part of it after it was found there: whoever needs the part first
    /// does it, everybody else waits. Needs nothing but what the package imports, so threads that wait for each other never form a circle,
    /// although readers' locks are held meanwhile. On a thread of its own, since it may be asked for deep inside the compilation of an
    /// importer.
    /// </summary>
    private CompiledPackage Mend(CompiledPackage package)
        => _mended.GetOrAdd(package.Loaded.Identity, _ => new Lazy<CompiledPackage>(() =>
        {
            CompiledPackage? mended = null;
            ExceptionDispatchInfo? failure = null;
            var thread = new Thread(() =>
            {
                try
                {
                    mended = PackageCompiler.Again(this, package);
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            }, ActionScheduler.StackSize);
            thread.Start();
            thread.Join();
            failure?.Throw();
            return _packages[package.Loaded.Identity] = mended!;
        })).Value;

    private static List<IReadOnlyList<int>> DependenciesOf(IReadOnlyList<LoadedPackage> packages)
    {
        var number = new Dictionary<LoadedPackage, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < packages.Count; i++)
        {
            number.Add(packages[i], i);
        }
        var dependencies = new List<IReadOnlyList<int>>(packages.Count);
        foreach (LoadedPackage p in packages)
        {
            dependencies.Add([.. p.Dependencies.Where(number.ContainsKey).Select(d => number[d])]);
        }
        return dependencies;
    }

    /// <summary>Compiling takes time in proportion to the sources.</summary>
    private static long CostOf(LoadedPackage package)
    {
        long cost = 1;
        foreach (GoFile file in package.GoFiles)
        {
            cost += file.Source.Content.Length;
        }
        return cost;
    }
}
