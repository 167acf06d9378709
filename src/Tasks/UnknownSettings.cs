namespace Go.Sdk.Tasks;

/// <summary>
/// Finds names that look like settings of the SDK and are none: they have no effect, and MSBuild itself never says so. Properties of the
/// user's own that merely begin with <c>Go</c> are let be when the project uses them.
/// </summary>
internal static class UnknownSettings
{
    public static IEnumerable<(ProjectAssignment Place, string Message)> In(ProjectText text, IReadOnlyCollection<string> commandLine)
    {
        foreach (ProjectAssignment a in text.Assignments)
        {
            string? problem = a.Metadata.Length > 0 ? MetadataProblem(a) : Problem(a.Name, a.IsItem, text);
            if (problem is not null)
            {
                yield return (a, problem);
            }
        }
        foreach (string name in commandLine.Order(StringComparer.Ordinal))
        {
            if (Problem(name, isItem: false, text) is { } problem)
            {
                yield return (new ProjectAssignment(name, "", false, "", "", 0, 0), problem + " (it was given on the command line)");
            }
        }
    }

    private static string? Problem(string name, bool isItem, ProjectText text)
    {
        if (!LooksLikeOurs(name))
        {
            return null;
        }
        string what = isItem ? "item" : "property";
        if (ProjectSettings.Find(name) is { } known)
        {
            return known.IsItem == isItem
                ? null : $"{what} {name} has no effect: {known.Name} is {(known.IsItem ? "an item" : "a property")}";
        }
        if (text.Uses(name))
        {
            return null;
        }
        string? nearest = NearestName.Find(name, ProjectSettings.All.Where(s => s.IsItem == isItem && !s.IsInternal).Select(s => s.Name));
        return $"{what} {name} is unknown and has no effect{(nearest is null ? "" : $"; did you mean {nearest}?")}";
    }

    private static string? MetadataProblem(ProjectAssignment a)
    {
        if (ProjectSettings.Find(a.Name) is not { IsItem: true, Refusal: null } item || item.Metadata.Count == 0
            || item.Metadata.Contains(a.Metadata, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }
        string? nearest = NearestName.Find(a.Metadata, item.Metadata);
        return $"metadata {a.Metadata} of item {a.Name} is unknown and has no effect{(nearest is null ? "" : $"; did you mean {nearest}?")}";
    }

    /// <summary><c>Go</c> as a word of its own: GoMaxErrors, but not Google.</summary>
    private static bool LooksLikeOurs(string name)
        => name.Length > 2 && name.StartsWith("Go", StringComparison.OrdinalIgnoreCase)
            && (char.IsUpper(name[2]) || ProjectSettings.Find(name) is not null);
}
