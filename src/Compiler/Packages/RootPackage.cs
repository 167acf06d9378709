using Go.Compiler.Diagnostics;

namespace Go.Compiler.Packages;

/// <summary>A package that was asked for.</summary>
/// <param name="IsFromWildcard">Found by a <c>...</c> pattern: if its constraints leave nothing, it was not meant.</param>
/// <param name="Problem">Listings: why there is nothing at the place.</param>
internal readonly record struct RootPackage(PackagePlace Place, bool IsFromWildcard, Diagnostic? Problem = null)
{
    private readonly string[]? _patterns;

    /// <summary>What led to it.</summary>
    public IReadOnlyList<string> Patterns
    {
        get => _patterns ?? [];
        init => _patterns = [.. value];
    }
}
