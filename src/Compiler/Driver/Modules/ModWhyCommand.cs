using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;
using Go.Compiler.Packages;

namespace Go.Compiler.Driver.Modules;

/// <summary>
/// <c>dotnet go mod why</c>: the shortest chain of imports from the main module to a package, or to some package of a module.
/// </summary>
internal static class ModWhyCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => ModuleCommandRun.Run("mod why", output, error, run =>
    {
        bool ofModules = false, vendor = false;
        IReadOnlyList<string> named = run.Parse(arguments, f => f.Switch("m", v => ofModules = v).Switch("vendor", v => vendor = v));
        ModuleSession session = run.Open(ModuleCommand.Why);
        session.RequireModule();
        string need = vendor ? " to vendor" : "";
        string separator = "";
        void Write(string subject, string kind, ImportedPackage? reason)
        {
            string why = reason is null ? $"(main module does not need{need} {kind} {subject})\n"
                : string.Concat(reason.Chain().Select(p => p.Path + (p.TestOf is null ? "" : ".test") + "\n"));
            output.Write($"{separator}# {subject}\n{why}");
            separator = "\n";
        }
        if (ofModules)
        {
            List<ModuleDetails> modules = ListModules(run, session, named);
            ImportLoader imports = Load(run, session, vendor);
            foreach (ModuleDetails module in modules)
            {
                Write(module.Path, "module", imports.Packages.Where(p => p.TestOf is null && p.Module.Path == module.Path)
                    .OrderBy(p => p.Path, StringComparer.Ordinal).MinBy(p => p.Chain().Count));
            }
            return;
        }
        IReadOnlyList<string> paths = Paths(run, session, named, vendor);
        ImportLoader all = Load(run, session, vendor);
        foreach (string path in paths)
        {
            Write(path, "package", all.Find(path));
        }
    });

    private static List<ModuleDetails> ListModules(ModuleCommandRun run, ModuleSession session, IReadOnlyList<string> named)
    {
        if (named.FirstOrDefault(a => a.Contains('@')) is { } query)
        {
            throw ModuleCommandRun.Refused($"{query}: 'go mod why' requires a module path, not a version query");
        }
        var lister = new ModuleLister(session, new CachedModules(run.Source.Cache), ModuleListing.None);
        List<ModuleDetails> modules = lister.List(named);
        return lister.GraphFailure is { } failure ? throw failure : modules;
    }

    private static ImportLoader Load(ModuleCommandRun run, ModuleSession session, bool vendor)
    {
        ImportLoader imports = AllPackages.Load(run, session,
            o => o with { FindsMissing = false, LoadsTests = !vendor, UsesVendorAll = vendor });
        return imports.Failures.Count > 0 ? throw imports.Failures[0] : imports;
    }

    /// <summary>The packages that arguments mean; a path that is in no module is one too.</summary>
    private static List<string> Paths(ModuleCommandRun run, ModuleSession session, IReadOnlyList<string> named, bool vendor)
    {
        var finder = new RootFinder(run.LocatorOf(session), run.Library, session.WorkingDirectory,
            new DiagnosticSink()) { IsListing = true };
        IEnumerable<string> Found(string argument) => argument == "all" ? Load(run, session, vendor).All
            : PathPattern.IsLiteral(argument) ? [argument] : finder.Find([argument]).Select(r => r.Place.FullPath);
        return [.. (named.Count == 0 ? ["."] : named).SelectMany(Found).Distinct()];
    }
}
