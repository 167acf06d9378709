namespace Go.Compiler.Tests.Conformance;

/// <summary>How a case ended.</summary>
internal enum CaseOutcome : byte { Passed, Failed, Skipped }

/// <summary>What came of a case, with the reason if it did not pass.</summary>
internal readonly record struct CaseResult(CaseOutcome Outcome, string Reason)
{
    public static CaseResult Passed => new(CaseOutcome.Passed, "");

    public static CaseResult Failed(string reason) => new(CaseOutcome.Failed, reason);

    public static CaseResult Skipped(string reason) => new(CaseOutcome.Skipped, reason);
}

/// <summary>One test of a suite: its recipe (the column it is counted in), its name, and how to run it.</summary>
internal sealed record ConformanceCase(string Suite, string Recipe, string Name, Func<CaseResult> Run)
{
    /// <summary>Longest it may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);
}
