using Go.Compiler.Objects;
using Go.Compiler.Packages;

namespace Go.Compiler.Build;

/// <summary>A package that is ready for its importers and the linker: compiled in this build, or known to be in the cache.</summary>
internal sealed record CompiledPackage(LoadedPackage Loaded)
{
    /// <summary>Compiled from its sources in this build.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Its parts in the cache; null when the build has no cache or only checks.</summary>
    public CacheEntry? Entry { get; init; }

    /// <summary>
    /// The interface hashes that whoever imports this package depends on, by path: its own, and those of all packages whose objects can be
    /// reached through it. Null when there is no <see cref="Entry"/>.
    /// </summary>
    public IReadOnlyDictionary<string, byte[]>? VisibleInterfaces { get; init; }

    /// <summary>The interface part, when it is in memory.</summary>
    public byte[]? Interface { get; init; }

    /// <summary>The code part, when it is in memory.</summary>
    public ObjectFile? Object { get; init; }
}
