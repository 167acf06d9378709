namespace Go.Compiler.Tests.Images;

/// <summary>One field of two files, as lines of text.</summary>
internal static class FieldComparison
{
    /// <summary>Adds, after the name of the field, what only one of the two has, or that the same lines stand in another order.</summary>
    public static void Compare(List<string> lines, string field, List<string> original, List<string> ours)
    {
        int before = lines.Count;
        foreach (string line in original.Except(ours))
        {
            lines.Add($"{field}: only original: {line}");
        }
        foreach (string line in ours.Except(original))
        {
            lines.Add($"{field}: only ours: {line}");
        }
        if (lines.Count == before && !original.SequenceEqual(ours))
        {
            lines.Add($"{field}: in another order or number");
        }
    }
}
