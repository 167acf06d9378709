using System.Collections.Concurrent;
using Go.Compiler.Packages;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>What all packages of one build share. Thread-safe.</summary>
internal sealed class CompileSession(BuildOptions options, IStandardLibrary library, SourceFileTable sources, PhaseTimes times)
{
    private readonly ConcurrentDictionary<string, CompiledPackage> _packages = new(StringComparer.Ordinal);

    public BuildOptions Options { get; } = options;
    public IStandardLibrary Library { get; } = library;
    public SourceFileTable Sources { get; } = sources;
    public PhaseTimes Times { get; } = times;
    public Layout Layout { get; } = new(options.Target.Abi);
    public FunctionBodies Bodies { get; } = new();

    /// <summary>A package that has been compiled without errors, by its path in the graph; null while or if it has not.</summary>
    public CompiledPackage? Find(LoadedPackage package) => _packages.GetValueOrDefault(package.FullPath);

    public void Add(CompiledPackage package) => _packages.TryAdd(package.Loaded.FullPath, package);
}
