using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary><c>dotnet go mod graph</c>: who requires whom, a line each.</summary>
internal static class ModGraphCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => ModuleCommandRun.Run("mod graph", output, error, run =>
    {
        string? go = null;
        IReadOnlyList<string> rest = run.Parse(arguments, f => f.Value("go", v => go = v).Switch("x", v => run.IsVerbose = v));
        if (rest.Count > 0)
        {
            throw ModuleCommandRun.Refused("'go mod graph' accepts no arguments");
        }
        GoVersionFlag.Check(go, run.LocalGo);
        ModuleSession session = run.Open(ModuleCommand.Graph);
        session.RequireModule();
        ModuleGraph graph = go is { Length: > 0 } ? GraphFor(session, go) : Expanded(session);
        Write(graph, output);
    });

    private static void Write(ModuleGraph graph, TextWriter output)
    {
        const int Portion = 1 << 15;
        var text = new StringBuilder();
        foreach (ModuleVersion module in graph.BreadthFirst())
        {
            string requirer = module.ToString();
            foreach (ModuleVersion required in graph.RequiredBy(module) ?? [])
            {
                text.Append(requirer).Append(' ').Append(required.Path);
                text.Append(required.Version.Length == 0 ? "" : "@").Append(required.Version).Append('\n');
            }
            if (text.Length >= Portion)
            {
                output.Write(text.ToString());
                text.Clear();
            }
        }
        output.Write(text.ToString());
    }

    private static ModuleGraph Expanded(ModuleSession session)
    {
        Requirements requirements = session.Requirements;
        return session.ExpandedGraph(ref requirements);
    }

    private static ModuleGraph GraphFor(ModuleSession session, string go)
    {
        string own = session.Requirements.GoVersion;
        if (ModuleVersions.CompareGo(own, "1.21") >= 0 && ModuleVersions.CompareGo(go, own) < 0)
        {
            throw new ModuleException(Catalogue.GoVersionTooNew,
                $"requested Go version {go} cannot load module graph (requires Go >= {own})");
        }
        bool isUnpruned = ModFileSummary.PruningOf(go) == Pruning.Unpruned && session.Requirements.Pruning != Pruning.Unpruned;
        return session.Graph(isUnpruned ? new Requirements(session.Main, Pruning.Unpruned, session.Requirements.Roots,
            session.Requirements.Direct) : session.Requirements);
    }
}
