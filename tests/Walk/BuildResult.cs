namespace Go.Sdk.Tests.Walk;

/// <summary>What came of a build.</summary>
/// <param name="DidNothing">It found everything as the last build had left it.</param>
/// <param name="Findings">Errors and warnings.</param>
/// <param name="Programs">The programs by name.</param>
internal sealed record BuildResult(bool Succeeded, bool DidNothing, IReadOnlyList<string> Findings,
    IReadOnlyDictionary<string, byte[]> Programs)
{
    /// <summary>How this differs from what a clean build gave; null when it does not.</summary>
    public string? DifferenceFrom(BuildResult clean)
    {
        if (Succeeded != clean.Succeeded)
        {
            return $"{(Succeeded ? "green" : "red")}, but a clean build is {(clean.Succeeded ? "green" : "red")}: {string.Join(" | ", Findings.Concat(clean.Findings))}";
        }
        if (!Findings.SequenceEqual(clean.Findings))
        {
            return $"says\n    {string.Join("\n    ", Findings)}\n  but a clean build\n    {string.Join("\n    ", clean.Findings)}";
        }
        if (!Succeeded)
        {
            return null;
        }
        if (!Programs.Keys.Order(StringComparer.Ordinal).SequenceEqual(clean.Programs.Keys.Order(StringComparer.Ordinal)))
        {
            return $"programs {string.Join(", ", Programs.Keys)}, but a clean build makes {string.Join(", ", clean.Programs.Keys)}";
        }
        foreach ((string name, byte[] program) in Programs)
        {
            if (!program.AsSpan().SequenceEqual(clean.Programs[name]))
            {
                return $"{name} differs from that of a clean build";
            }
        }
        return null;
    }
}
