namespace Go.Compiler.Build;

/// <summary>
/// The cache's record of a package contradicts what its sources give. Whoever imports the package may have been found in the cache by what
/// the record said, so the build starts over and compiles the package from its sources. Parts that are only lost are no reason: they are
/// made again on the spot.
/// </summary>
internal sealed class DamagedCacheException(string package) : Exception($"the cache's record of package {package} is wrong")
{
    /// <summary>The package's identity in the graph.</summary>
    public string Package { get; } = package;
}
