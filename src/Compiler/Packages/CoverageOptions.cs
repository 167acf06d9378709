using Go.Compiler.Text;

namespace Go.Compiler.Packages;

/// <summary>That statements are to be counted: in which packages, and how their sources come to count them.</summary>
public sealed record CoverageOptions
{
    /// <summary><c>set</c>, <c>count</c> or <c>atomic</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Patterns of the packages; null: those under test, or in builds those of the main module and those named.</summary>
    public IReadOnlyList<string>? Packages { get; init; }

    /// <summary>Gives sources that count. May be called by several threads.</summary>
    public required Func<CoverageRequest, CoverageResult> Instrument { get; init; }
}

/// <summary>A package whose statements are to be counted.</summary>
/// <param name="FullPath">The path it is found under.</param>
/// <param name="SymbolPath">The path that its symbols start with.</param>
/// <param name="Name">The name in its package clauses.</param>
/// <param name="ModulePath">Empty for the standard library.</param>
/// <param name="IsNamedByFiles">Its files were named one by one, and are told by their whole paths.</param>
/// <param name="Files">Its files without tests.</param>
public sealed record CoverageRequest(string FullPath, string SymbolPath, string Name, string ModulePath, bool IsNamedByFiles,
    IReadOnlyList<SourceFile> Files);

/// <summary>Sources that count.</summary>
/// <param name="Files">The files' new contents, in order; empty when that failed.</param>
/// <param name="Variables">Another file of the package, with its counters.</param>
/// <param name="Meta">What a program would leave of the package that never ran any of it; empty if there is nothing to count.</param>
/// <param name="Problem">Why it failed; null if it did not.</param>
public sealed record CoverageResult(IReadOnlyList<byte[]> Files, byte[] Variables, byte[] Meta, string? Problem);
