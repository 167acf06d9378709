using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Packages;

/// <summary>Packages as <c>go list</c> tells of them.</summary>
/// <param name="Packages">What was asked for and what that needs, each after those it imports.</param>
/// <param name="Roots">What was asked for, in order.</param>
/// <param name="Problems">What was found wrong that is of no package.</param>
public sealed record PackageListing(IReadOnlyList<ListedPackage> Packages, IReadOnlyList<ListedPackage> Roots,
    IReadOnlyList<Diagnostic> Problems)
{
    /// <summary>Tells of modules of the build by their paths; null where there are none.</summary>
    internal Func<string, ModuleDetails>? FindModule { get; init; }
}
