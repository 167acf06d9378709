using Go.Compiler.Build.Analysis;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>What came of a build.</summary>
public sealed record BuildOutcome
{
    public required bool Succeeded { get; init; }

    /// <summary>Sorted by file and position, without duplicates, capped.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    /// <summary>Resolves the diagnostics' positions.</summary>
    public required SourceFileTable Sources { get; init; }

    /// <summary>The program written, or null.</summary>
    public string? OutputFile { get; init; }

    /// <summary>With <see cref="BuildOptions.Tests"/>: one for each package named, in the patterns' order.</summary>
    public IReadOnlyList<TestProgram> TestPrograms { get; init; } = [];

    /// <summary>
    /// With <see cref="BuildOptions.Coverage"/>, by path: what packages leave that never ran. Only of those that have anything to count.
    /// </summary>
    public IReadOnlyDictionary<string, byte[]> CoverageMeta { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>How many packages the patterns named.</summary>
    public int Named { get; init; }

    /// <summary>Their import paths, where no tests were asked for.</summary>
    public IReadOnlyList<string> NamedPaths { get; init; } = [];

    /// <summary>Those of <see cref="NamedPaths"/> that are programs.</summary>
    public IReadOnlyList<string> NamedPrograms { get; init; } = [];

    /// <summary>With <see cref="BuildOptions.Analysis"/>: what analyzers said of the packages named, in the patterns' order.</summary>
    public IReadOnlyList<AnalysisResult> Analyses { get; init; } = [];

    /// <summary>
    /// With <see cref="BuildOptions.ExportNamed"/> or <see cref="BuildOptions.ExportAll"/>: the files written, by package.
    /// </summary>
    public IReadOnlyDictionary<string, string> ExportFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// With <see cref="BuildOptions.TellsStale"/>: why a build would do something, by package; those that are up to date are not among
    /// them.
    /// </summary>
    public IReadOnlyDictionary<string, string> Stale { get; init; } = new Dictionary<string, string>();

    /// <summary>Packages that were compiled, not taken from the cache, in dependency order.</summary>
    public IReadOnlyList<string> CompiledPackages { get; init; } = [];

    /// <summary>With <see cref="ProjectOptions.PackageParts"/>: why each of <see cref="CompiledPackages"/> was compiled.</summary>
    public IReadOnlyList<string> CompileReasons { get; init; } = [];

    /// <summary>Time spent by phase, summed over workers.</summary>
    public IReadOnlyList<(string Phase, TimeSpan Time)> PhaseTimes { get; init; } = [];
}
