using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary><c>dotnet go work sync</c>: raises the requirements of a workspace's modules to what they have together.</summary>
internal static class WorkSync
{
    /// <returns>The highest go line of the modules.</returns>
    public static string Run(ModuleCommandRun run, ModuleSession workspace)
    {
        Requirements requirements = workspace.Requirements;
        workspace.ExpandedGraph(ref requirements);
        workspace.Requirements = requirements;
        foreach (ModuleException conflict in workspace.ReplacementConflicts())
        {
            run.Say("go: " + conflict.Message);
        }
        string go = "";
        var changed = new List<(ModuleSession Session, ImportLoader Imports)>();
        foreach (MainModule module in workspace.Main.All.Where(m => m.File is not null))
        {
            List<ModuleVersion> selected = SelectedFor(run, workspace, module);
            ModuleSession session = run.Open(ModuleCommand.WorkSync, ignoresWorkspace: true, directory: module.Directory);
            if (RequirementEditor.Edit(session, selected, []))
            {
                ImportLoader imports = AllPackages.Load(run, session,
                    o => o with { FindsMissing = false, LoadsTests = true, IsTidy = true });
                changed.Add((session, imports.Failures.Count > 0 ? throw imports.Failures[0] : imports));
            }
            go = ModuleVersions.CompareGo(session.Requirements.GoVersion, go) > 0 ? session.Requirements.GoVersion : go;
        }
        foreach ((ModuleSession session, ImportLoader imports) in changed)
        {
            session.Commit(new GoModChanges(), imports);
        }
        return go.Length > 0 ? go : workspace.GoVersionOfMain;
    }

    /// <summary>The versions that a module's packages and tests use in the workspace.</summary>
    private static List<ModuleVersion> SelectedFor(ModuleCommandRun run, ModuleSession workspace, MainModule module)
    {
        Packages.ImportScanner scanner = run.ScannerOfAll();
        string[] packages = [.. workspace.PackageFolders(module.Prefix, module.Directory, isLocal: true, module.File!.Ignored)
            .Where(p => scanner.Scan(p.Folder) is not null).Select(p => p.Path), .. module.File.Tools];
        ImportLoader imports = AllPackages.Load(run, workspace,
            o => o with { FindsMissing = false, LoadsTests = true, ListRoots = _ => packages });
        List<ModuleVersion> modules = [.. imports.Packages.Select(p => p.Module).Where(m => m.Version.Length > 0).Distinct()];
        modules.Sort(ModuleVersions.Order);
        return modules;
    }
}
