using System.Xml;
using System.Xml.Linq;
using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Finds projects that reference each other in a circle, before MSBuild follows the references and speaks of its own targets. Files of
/// other projects are read as they are written, not evaluated: a reference by a property that only evaluation knows is passed by.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoCheckReferences : GoTaskBase
{
    /// <summary>What the project references.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    protected override void ExecuteCore()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ITaskItem reference in References)
        {
            string file = Path.GetFullPath(reference.ItemSpec, Path.GetDirectoryName(ProjectFile)!);
            if (WayBack(file, seen) is { } way)
            {
                string circle = string.Join(" -> ", way.Prepend(ProjectFile).Select(Shown));
                string message = $"projects reference each other in a circle: {circle}";
                LogAtItem(Severity.Error, Catalogue.ReferenceCycle.Code, "ProjectReference", reference.ItemSpec, message);
                return;
            }
        }
    }

    private string Shown(string file) => Path.GetRelativePath(Path.GetDirectoryName(ProjectFile)!, file).Replace('\\', '/');

    /// <summary>The projects from this one to <see cref="GoTaskBase.ProjectFile"/>, both included; null where there is no way.</summary>
    private List<string>? WayBack(string project, HashSet<string> seen)
    {
        // Each project with the one that it was reached from, in the order of the search: the way that is found is the shortest.
        var reached = new List<(string File, int From)> { (project, -1) };
        for (int i = 0; i < reached.Count; i++)
        {
            Cancellation.ThrowIfCancellationRequested();
            if (reached[i].File == ProjectFile)
            {
                var way = new List<string>();
                for (int at = i; at >= 0; at = reached[at].From)
                {
                    way.Insert(0, reached[at].File);
                }
                return way;
            }
            if (seen.Add(reached[i].File))
            {
                foreach (string next in ReferencesOf(reached[i].File))
                {
                    reached.Add((next, i));
                }
            }
        }
        return null;
    }

    /// <summary>Those that count always: whether one with a condition does, only evaluation knows.</summary>
    private static IEnumerable<string> ReferencesOf(string project)
    {
        XDocument text;
        try
        {
            text = XDocument.Load(project);
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            // Whoever builds that project is told.
            return [];
        }
        string folder = Path.GetDirectoryName(project)!;
        return text.Descendants().Where(e => e.Name.LocalName == "ProjectReference" && !e.AncestorsAndSelf().Any(IsConditional))
            .SelectMany(e => Files(e.Attribute("Include")?.Value ?? "", folder));
    }

    private static bool IsConditional(XElement element)
        => element.Attribute("Condition") is not null || element.Name.LocalName is "Otherwise" or "Target";

    private static IEnumerable<string> Files(string include, string folder)
        => include.Replace("$(MSBuildThisFileDirectory)", folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            .Replace("$(MSBuildProjectDirectory)", folder, StringComparison.Ordinal).Replace('\\', '/')
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(r => r.IndexOfAny(['$', '@', '*', '?']) < 0).Select(r => Path.GetFullPath(r, folder));
}
