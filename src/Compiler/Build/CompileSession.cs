using System.Collections.Concurrent;
using Go.Compiler.ExportData;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>What all packages of one build share. Thread-safe.</summary>
internal sealed class CompileSession
{
    private readonly ConcurrentDictionary<string, CompiledPackage> _packages = new(StringComparer.Ordinal);

    public CompileSession(BuildOptions options, IStandardLibrary library, SourceFileTable sources, PhaseTimes times, BuildServices services)
    {
        Options = options;
        Library = library;
        Sources = sources;
        Times = times;
        Services = services;
        Layout = new Layout(options.Target.Abi);
        Types = new PackageTable(sources, LoadInterface);
    }

    public BuildOptions Options { get; }
    public IStandardLibrary Library { get; }
    public SourceFileTable Sources { get; }
    public PhaseTimes Times { get; }
    public BuildServices Services { get; }
    public Layout Layout { get; }

    /// <summary>The importable packages of the session, one object each: as checked in this build, or read from the cache when asked for.</summary>
    public PackageTable Types { get; }

    /// <summary>Runs the iterations of a running action, with the help of idle workers.</summary>
    public Action<int, Action<int>> ForEach { get; init; } = static (count, body) =>
    {
        for (int i = 0; i < count; i++)
        {
            body(i);
        }
    };

    /// <summary>A package that is ready, by its path in the graph; null while or if it is not.</summary>
    public CompiledPackage? Find(LoadedPackage package) => Find(package.FullPath);

    public CompiledPackage? Find(string fullPath) => _packages.GetValueOrDefault(fullPath);

    public void Add(CompiledPackage package) => _packages.TryAdd(package.Loaded.FullPath, package);

    /// <summary>The types of a package that is ready; null if it is not.</summary>
    /// <exception cref="DamagedCacheException">The cache has lost them.</exception>
    public Package? Import(LoadedPackage package) => Find(package) is null ? null : Types.Import(package.ImportPath);

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
            return Services.Cache?.TryReadContent(package.Entry!.CodeContent) is { } bytes ? ObjectReader.Read(bytes) : throw new DamagedCacheException(package.Loaded.FullPath);
        }
        catch (ObjectFormatException)
        {
            throw new DamagedCacheException(package.Loaded.FullPath);
        }
    }

    // Only packages that can be imported are asked for here: for them both paths are the same.
    private byte[]? LoadInterface(string path)
        => _packages.TryGetValue(path, out CompiledPackage? package) && package.Entry is { } entry
            ? Services.Cache?.TryReadContent(entry.InterfaceContent) ?? throw new DamagedCacheException(path)
            : null;
}
