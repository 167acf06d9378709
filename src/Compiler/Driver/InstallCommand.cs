using Go.Compiler.Build;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go install</c>: builds programs into the folder for installed ones: <c>GOBIN</c>, else <c>GOPATH/bin</c>. Go's own commands go where GOROOT has
/// them: <c>bin</c>, or <c>pkg/tool</c> for the tools.
/// </summary>
internal static class InstallCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var flags = new BuildFlags(Locations.Environment());
        IReadOnlyList<string> patterns = flags.Define(new GoFlags()).ApplyDefaults(flags.Environment).Parse(arguments);
        flags.Stamp ??= StampMode.Auto;
        if (flags.Output is not null)
        {
            throw new UsageException("install: -o makes no sense: it is GOBIN that says where programs go");
        }
        flags.Installs = true;
        if (Modules.VersionedPackages.AreNamedIn(patterns))
        {
            return InstallVersioned(flags, patterns, output, error);
        }
        string[] commands = [.. patterns.Where(IsCommand)], others = [.. patterns.Where(p => !IsCommand(p))];
        foreach (string command in commands)
        {
            if (!Build(flags, FolderOfCommand(flags.Environment, command), [command], output, error))
            {
                return 1;
            }
        }
        return (others.Length == 0 && commands.Length > 0) || Build(flags, FolderOfPrograms(flags.Environment), others, output, error) ? 0 : 1;
    }

    private static int InstallVersioned(BuildFlags flags, IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        flags.Output = FolderOfPrograms(flags.Environment) + Path.DirectorySeparatorChar;
        flags.Stamp = StampMode.Never;
        using Modules.VersionedPackages? packages = Modules.VersionedPackages.Open("install", flags, arguments, output, error);
        return packages is not null && BuildCommand.Execute(flags, packages.Patterns, output, error, packages.Folder).Succeeded ? 0 : 1;
    }

    private static bool Build(BuildFlags flags, string folder, string[] patterns, TextWriter output, TextWriter error)
    {
        flags.Output = folder + Path.DirectorySeparatorChar;
        return BuildCommand.Execute(flags, patterns, output, error).Succeeded;
    }

    private static bool IsCommand(string pattern) => pattern.StartsWith("cmd/", StringComparison.Ordinal) && !pattern.AsSpan(4).ContainsAny('/', '.');

    private static string FolderOfCommand(GoEnvironment environment, string command)
    {
        string library = Locations.StandardLibrary(environment);
        return Directory.Exists(library) ? InstallTarget.FolderOfCommand(library, command)
            : throw new UsageException($"install {command}: {library} is no folder; set GO_SOURCE_ROOT to a GOROOT folder");
    }

    private static string FolderOfPrograms(GoEnvironment environment)
    {
        string folder = InstallTarget.FolderOfPrograms(environment, "");
        return folder.Length == 0 ? throw UsageException.Fatal("cannot install: neither GOBIN nor GOPATH nor HOME is set")
            : Path.IsPathRooted(folder) || environment.Get("GOBIN").Length == 0 ? folder : throw UsageException.Fatal("cannot install, GOBIN must be an absolute path");
    }
}
