using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Files;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary>
/// <c>dotnet go mod vendor</c> and <c>dotnet go work vendor</c>: copies the packages that the main modules need into the folder
/// <c>vendor</c>, and lists them there.
/// </summary>
internal static class ModVendorCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => ModuleCommandRun.Run("mod vendor", output, error,
        run => Vendor(run, arguments, ModuleCommand.Vendor, "mod"));

    public static int RunForWorkspace(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => ModuleCommandRun.Run("work vendor", output, error,
        run => Vendor(run, arguments, ModuleCommand.WorkVendor, "work"));

    private static void Vendor(ModuleCommandRun run, IReadOnlyList<string> arguments, ModuleCommand command, string name)
    {
        bool isVerbose = false, takesErrors = false;
        string folder = "";
        if (run.Parse(arguments, f => f.Switch("v", v => isVerbose = v).Switch("e", v => takesErrors = v)
            .Value("o", v => folder = v)).Count > 0)
        {
            throw ModuleCommandRun.Refused("'go mod vendor' accepts no arguments");
        }
        ModuleSession session = run.Open(command);
        if (name == "mod" && session.IsWorkspace)
        {
            throw ModuleCommandRun.Refused("'go mod vendor' cannot be run in workspace mode. Run 'go work vendor' to vendor the workspace or set 'GOWORK=off' to exit workspace mode.");
        }
        if (name == "work" && !session.IsWorkspace)
        {
            throw ModuleCommandRun.Refused("no go.work file found\n\t(run 'go work init' first or specify path using GOWORK environment variable)");
        }
        if (session is { IsWorkspace: true, HasModule: false })
        {
            run.Say("go: no dependencies to vendor");
            return;
        }
        session.RequireModule();
        ImportLoader imports = AllPackages.Load(run, session, o => o with { UsesVendorAll = true, TakesErrors = takesErrors });
        foreach (ModuleException failure in imports.Failures)
        {
            AllPackages.Tell(run, failure, takesErrors);
        }
        if (!run.HasFailed)
        {
            AllPackages.TellFailures(run, imports, takesErrors);
        }
        if (!run.HasFailed)
        {
            session.Commit(new GoModChanges(), imports);
            new VendorWriter(run, session, imports, isVerbose, takesErrors)
                .Write(folder.Length > 0 ? Path.GetFullPath(folder) : session.VendorFolderPath);
        }
    }
}
