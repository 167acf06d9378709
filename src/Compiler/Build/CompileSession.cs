using Go.Compiler.FileSystem;
using System.Collections.Concurrent;
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
        _types = new PackageTable(Sources, path => LoadInterface(path));
    }

    public BuildOptions Options { get; }
    public IStandardLibrary Library { get; }
    public SourceFileTable Sources { get; }

    /// <summary>How files are looked at that are not in the table yet.</summary>
    public IFileView Files => Services.Files;
    public PhaseTimes Times { get; }
    public BuildServices Services { get; }
    public Layout Layout { get; }

    /// <summary>As the options set them; the loader has refused what cannot be read.</summary>
    public Experiments Experiments { get; }

    /// <summary>The packages of the build.</summary>
    public required PackageGraph Graph { get; init; }

    /// <summary>The code of packages is wanted again in this build; otherwise what is in the cache need not be kept.</summary>
    public bool LinksPrograms => Options.Tests || Options.ObjectFile is not null || ProgramLinker.LinksAny(Options, Graph);

    /// <summary>Every package is compiled both ways and the results are compared (<c>-d=roundtrip</c>).</summary>
    public bool ChecksRoundTrip => Options.DebugFlags.Contains("roundtrip");

    /// <summary>
    /// The same packages, all of whose types are read from their interface parts when somebody asks, as if nothing had been compiled in this build;
    /// and loops that no other worker helps with.
    /// </summary>
    public CompileSession ReadingBack() => new(this) { Graph = Graph };

    /// <summary>
    /// The importable packages as one package sees them, one object each: as checked in this build, or read from the cache when asked for. Packages that
    /// are only for one test program see each other, and of all others what everybody sees.
    /// </summary>
    public PackageTable TypesFor(LoadedPackage importer)
    {
        string test = importer.ForTest;
        return test.Length == 0 ? _types : _typesForTests.GetOrAdd(test, t => new PackageTable(Sources, path => LoadInterface(LoadedPackage.IdentityOf(path, t)))
        {
            SharedWith = path => Graph.FindForTest(path, t) is null ? _types : null,
        });
    }

    /// <summary>Runs the iterations of a running action, with the help of idle workers.</summary>
    public Action<int, Action<int>> ForEach { get; init; } = static (count, body) =>
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
    /// <exception cref="DamagedCacheException">The cache has lost them.</exception>
    public Package? Import(LoadedPackage package, LoadedPackage importer) => Find(package) is null ? null : TypesFor(importer).Import(package.ImportPath);

    /// <summary>The code part of a package that is ready.</summary>
    /// <exception cref="DamagedCacheException">The cache has lost it.</exception>
    public ObjectFile ObjectOf(CompiledPackage package)
    {
        if (package.Object is { } inMemory)
        {
            return inMemory;
        }
        try
        {
            return Services.Cache?.TryReadContent(package.Entry!.CodeContent) is { } bytes ? ObjectReader.Read(bytes) : throw new DamagedCacheException(package.Loaded.Identity);
        }
        catch (ObjectFormatException)
        {
            throw new DamagedCacheException(package.Loaded.Identity);
        }
    }

    /// <summary>The types of a package from the cache, whatever path it is known under.</summary>
    /// <exception cref="DamagedCacheException">The cache has lost them.</exception>
    public Package Load(LoadedPackage package) => TypesFor(package).Add(LoadInterface(package.Identity)!);

    /// <summary>The interface part of a package that is ready; null if there is none outside of memory. Of packages that can be imported path and import path are the same.</summary>
    /// <exception cref="DamagedCacheException">The cache has lost it.</exception>
    public byte[]? LoadInterface(string identity)
        => !_packages.TryGetValue(identity, out CompiledPackage? package) ? null
            : package.Interface is { } inMemory ? inMemory
            : package.Entry is { } entry ? Services.Cache?.TryReadContent(entry.InterfaceContent) ?? throw new DamagedCacheException(identity)
            : null;
}
