namespace Go.Compiler.Driver.Modules;

/// <summary>What a restore of modules did.</summary>
/// <param name="IsUpToDate">Nothing had changed since the last restore.</param>
/// <param name="Modules">How many modules builds take from the module cache.</param>
/// <param name="Findings">Errors and warnings.</param>
public sealed record ModuleRestoreReport(bool IsUpToDate, int Modules, IReadOnlyList<ReportedFinding> Findings);
