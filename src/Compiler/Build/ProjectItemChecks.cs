using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Settings;

namespace Go.Compiler.Build;

/// <summary>What a project says of packages that the program does not have: it has no effect, and a name is likely misspelt.</summary>
internal static class ProjectItemChecks
{
    public static void Check(BuildOptions options, PackageGraph graph, DiagnosticSink sink)
    {
        // Tests and analyses see a part of the packages only.
        if (options.Project is not { } project || options.Tests || options.Analysis is not null)
        {
            return;
        }
        foreach (PatternFlags flags in options.CompilerFlags)
        {
            if (flags.Pattern is { } pattern && !graph.Packages.Any(
                p => PackageSelection.Matches(pattern, p.FullPath, p.Directory, p.Module, graph.Tools, options.WorkingDirectory)))
            {
                Tell(sink, $"compiler flags for {pattern} have no effect: no package of the program is meant by that");
            }
        }
        if (project.ImportMap.Count == 0)
        {
            return;
        }
        HashSet<string> imported = [.. graph.Packages.Where(p => !p.IsStandardLibrary).SelectMany(p => p.Imports.Keys)];
        foreach (string mapping in project.ImportMap)
        {
            string import = mapping[..mapping.IndexOf('=')];
            if (!imported.Contains(import))
            {
                Tell(sink, $"item GoImportMap {import} has no effect: no package of the program imports that");
            }
        }
    }

    private static void Tell(DiagnosticSink sink, string message)
        => sink.Report(new Diagnostic(Catalogue.ItemWithoutPackage, default, message));
}
