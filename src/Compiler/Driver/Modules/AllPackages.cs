using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;
using Go.Compiler.Packages;

namespace Go.Compiler.Driver.Modules;

/// <summary>The packages that <c>all</c> means, seen from modules: whatever their constraints.</summary>
internal static class AllPackages
{
    public static ImportLoader Load(ModuleCommandRun run, ModuleSession session, Func<ImportLoaderOptions, ImportLoaderOptions> change)
    {
        PackageLocator locator = run.LocatorOf(session);
        ImportScanner scanner = run.ScannerOfAll();
        return ImportLoader.Load(session, change(new ImportLoaderOptions
        {
            Scanner = scanner,
            TakesAllFiles = true,
            ListRoots = _ => [.. MainPackages(session, scanner)],
            AllIsRoot = true,
            FindsMissing = true,
            StandardImport = locator.StandardImport,
        }));
    }

    /// <summary>The packages of the main modules that have files under some constraint, and their tools.</summary>
    public static IEnumerable<string> MainPackages(ModuleSession session, IImportScanner scanner)
        => session.Main.All.SelectMany(m => session.PackageFolders(m.Prefix, m.Directory, isLocal: true, m.File!.Ignored))
            .Where(p => scanner.Scan(p.Folder) is not null).Select(p => p.Path)
            .Concat(session.Main.Tools.Order(StringComparer.Ordinal));

    /// <summary>Tells what is wrong with packages; the command goes on if errors are taken.</summary>
    public static void TellFailures(ModuleCommandRun run, ImportLoader imports, bool takesErrors)
    {
        foreach (ModuleException failure in imports.PackageFailures(silencesStandard: true))
        {
            Tell(run, failure, takesErrors);
        }
    }

    /// <summary>Tells an error, which ends the command unless errors are taken.</summary>
    public static void Tell(ModuleCommandRun run, ModuleException failure, bool takesErrors)
    {
        if (takesErrors)
        {
            run.Say("go: " + failure.Message);
        }
        else
        {
            run.Fail(failure.Message);
        }
    }
}
