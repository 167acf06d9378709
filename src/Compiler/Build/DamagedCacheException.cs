namespace Go.Compiler.Build;

/// <summary>
/// A part of a package that the cache promised is missing or damaged, which shows when somebody needs it. The build starts over and compiles
/// that package from its sources.
/// </summary>
internal sealed class DamagedCacheException(string package) : Exception($"the cached parts of package {package} are missing or damaged")
{
    /// <summary>The package's path in the graph.</summary>
    public string Package { get; } = package;
}
