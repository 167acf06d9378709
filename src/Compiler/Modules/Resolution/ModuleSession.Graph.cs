using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

// The module graph.
internal sealed partial class ModuleSession
{
    /// <summary>Errors about modules that are used as themselves and in place of others: one of both is meant.</summary>
    public IEnumerable<ModuleException> ReplacementConflicts()
    {
        var users = new Dictionary<ModuleVersion, string>();
        foreach (ModuleVersion module in Requirements.LoadedGraph?.BuildList ?? Requirements.Roots)
        {
            ModuleVersion actual = Actual(module);
            if (!users.TryAdd(actual, module.Path) && users[actual] != module.Path)
            {
                yield return new ModuleException(Catalogue.InvalidReplacement,
                    $"{(actual.Version.Length > 0 ? actual.ToString() : actual.Path)} used for two different module paths ({users[actual]} and {module.Path})");
            }
        }
    }

    /// <summary>The graph of requirements, which is read when it is first asked for.</summary>
    /// <exception cref="ModuleGraphException">It is incomplete.</exception>
    public ModuleGraph Graph(Requirements requirements)
    {
        ModuleGraph graph = GraphOrPart(requirements);
        return graph.Failure is { } failure ? throw failure : graph;
    }

    /// <summary>Reads the graph below given roots, as far as it can be had.</summary>
    public ModuleGraph ReadGraph(Pruning pruning, IReadOnlyList<ModuleVersion> roots, IReadOnlySet<ModuleVersion> whole)
        => new ModuleGraphReader(this, _cancellation).Read(pruning, roots, whole);

    /// <summary>The graph as far as it can be had.</summary>
    public ModuleGraph GraphOrPart(Requirements requirements)
        => requirements.Graph(r => new ModuleGraphReader(this, _cancellation).Read(r));

    /// <summary>
    /// The graph of the requirements with all roots at their selected versions; requirements that were not are replaced.
    /// </summary>
    public ModuleGraph ExpandedGraph(ref Requirements requirements)
    {
        ModuleGraph graph = Graph(requirements);
        IReadOnlyList<ModuleVersion> roots = IsWorkspace ? [.. Main.Versions] : graph.RequiredBy(Main.First.Version) ?? [];
        if (roots.All(r => graph.Selected(r.Path) == r.Version))
        {
            return graph;
        }
        requirements = UpdateRoots(requirements.Direct, requirements, [], [], false);
        return Graph(requirements);
    }

    /// <summary>Go's message of an error in a go.mod file somewhere in the graph: who requires it, line by line.</summary>
    internal static string FailureText(IReadOnlyList<ModuleVersion> path, ModuleException cause)
    {
        List<ModuleVersion> stack = [.. path.SkipWhile(m => m.Version.Length == 0)];
        var text = new StringBuilder();
        for (int i = 0; i < stack.Count - 1; i++)
        {
            text.Append(stack[i].ToString()).Append(" requires\n\t");
        }
        if (stack.Count == 0)
        {
            return cause.Message;
        }
        ModuleVersion last = stack[^1];
        string message = cause.Message;
        if (message.StartsWith(last + ": ", StringComparison.Ordinal))
        {
            return text.Append(message).ToString();
        }
        // The error is of what stands for the module.
        int at = message.IndexOf(": ", StringComparison.Ordinal);
        string subject = at < 0 ? "" : message[..at];
        if (subject.StartsWith("module ", StringComparison.Ordinal) && !subject["module ".Length..].Contains(' '))
        {
            return text.Append(last).Append(" (replaced by ").Append(subject["module ".Length..]).Append("): ").Append(message[(at + 2)..])
                .ToString();
        }
        bool isOther = subject.Contains('@') && !subject.Contains(' ');
        return text.Append(last).Append(isOther ? $" (replaced by {subject}): {message[(at + 2)..]}" : $": {message}").ToString();
    }
}
