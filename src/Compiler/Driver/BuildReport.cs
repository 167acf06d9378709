using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Driver;

/// <summary>
/// What a build has to tell whoever asked for it, in a form that can cross processes: places are resolved to files and lines.
/// </summary>
public sealed record BuildReport
{
    public required bool Succeeded { get; init; }

    public required IReadOnlyList<ReportedFinding> Findings { get; init; }

    /// <inheritdoc cref="BuildOutcome.OutputFile"/>
    public string? OutputFile { get; init; }

    /// <summary>Of a build that leaves a record: every file outside the standard library that was read, sorted.</summary>
    public IReadOnlyList<string> InputFiles { get; init; } = [];

    /// <inheritdoc cref="BuildOutcome.CompiledPackages"/>
    public IReadOnlyList<string> CompiledPackages { get; init; } = [];

    /// <inheritdoc cref="BuildOutcome.CompileReasons"/>
    public IReadOnlyList<string> CompileReasons { get; init; } = [];

    /// <inheritdoc cref="BuildOutcome.TestPrograms"/>
    public IReadOnlyList<TestProgram> TestPrograms { get; init; } = [];

    public static BuildReport Of(BuildOutcome outcome)
    {
        var findings = new List<ReportedFinding>();
        foreach (Diagnostic d in outcome.Diagnostics)
        {
            (string file, int line, int column) = DiagnosticRenderer.PlaceOf(d, outcome.Sources);
            string message = d.Origin is { } origin ? $"{d.Message} [{DiagnosticRenderer.GcPlace(origin)}]" : d.Message;
            foreach (RelatedLocation related in d.Related ?? [])
            {
                (string relatedFile, int relatedLine, int relatedColumn) = outcome.Sources.ResolveOnDisk(related.Pos);
                message += $"{Environment.NewLine}\t{relatedFile}:{relatedLine}:{relatedColumn}: {related.Message}";
            }
            findings.Add(new ReportedFinding(d.Code, d.Descriptor.Severity, message, file, line, column));
        }
        return new BuildReport
        {
            Succeeded = outcome.Succeeded, Findings = findings, OutputFile = outcome.OutputFile,
            CompiledPackages = outcome.CompiledPackages,
            CompileReasons = outcome.CompileReasons, TestPrograms = outcome.TestPrograms,
        };
    }
}
