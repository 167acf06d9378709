namespace Go.Compiler.Build.Coverage;

/// <summary>That statements are to be counted while programs run.</summary>
public sealed record CoverageSettings
{
    /// <summary>The program that writes sources which count (<c>cmd/cover</c>).</summary>
    public required string Tool { get; init; }

    /// <summary>What results of this program are kept under: another text for every other program.</summary>
    public required string ToolIdentity { get; init; }

    /// <summary><c>set</c>, <c>count</c> or <c>atomic</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Patterns of the packages to count in; null: the usual ones.</summary>
    public IReadOnlyList<string>? Packages { get; init; }
}
