namespace Go.Compiler.Tests.Conformance;

/// <summary>How a case ended.</summary>
internal enum CaseOutcome : byte { Passed, Failed, Skipped }

/// <summary>What came of a case, with the reason if it did not pass.</summary>
internal readonly record struct CaseResult(CaseOutcome Outcome, string Reason)
{
    private readonly IReadOnlyList<string>? _parts;

    /// <summary>
    /// The parts of the case that failed, when it has parts that are listed one by one (<c>case:part</c>); the others passed.
    /// </summary>
    public IReadOnlyList<string> Parts
    {
        get => _parts ?? [];
        init => _parts = value;
    }

    public static CaseResult Passed => new(CaseOutcome.Passed, "");

    public static CaseResult Failed(string reason) => new(CaseOutcome.Failed, reason);

    public static CaseResult Skipped(string reason) => new(CaseOutcome.Skipped, reason);
}

/// <summary>One test of a suite: its recipe (the column it is counted in), its name, and how to run it.</summary>
internal sealed record ConformanceCase(string Suite, string Recipe, string Name, Func<CaseResult> Run)
{
    /// <summary>Takes so long that a line is due when it is done.</summary>
    public bool TellsProgress { get; init; }

    /// <summary>Longest it may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);
}
