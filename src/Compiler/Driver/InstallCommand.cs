using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Packages;
using Go.Compiler.Settings;
using Go.Compiler.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go install</c>: builds programs into the folder for installed ones: <c>GOBIN</c>, else <c>GOPATH/bin</c>. Go's own commands go
/// where GOROOT has them: <c>bin</c>, or <c>pkg/tool</c> for the tools.
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
        if (flags.Modules.Gopath is not null && !CheckPlaces(flags, patterns, error))
        {
            return 1;
        }
        string[] commands = [.. patterns.Where(IsCommand)], others = [.. patterns.Where(p => !IsCommand(p))];
        foreach (string command in commands)
        {
            if (!Build(flags, FolderOfCommand(flags.Environment, command), [command], output, error))
            {
                return 1;
            }
        }
        if (others.Length == 0 && commands.Length > 0)
        {
            return 0;
        }
        flags.Output = FolderOfPrograms(flags.Environment) + Path.DirectorySeparatorChar;
        BuildOutcome outcome = BuildCommand.Execute(flags, others, output, error);
        Diagnostic[] errors = [.. outcome.Diagnostics.Where(d => d.Descriptor.Severity == Severity.Error)];
        bool hasModule = PackageLoader.FindModFile(DiskFileView.Instance, WorkingFolder.Current, new DiagnosticSink()) is not null;
        if (errors.Length > 0 && !hasModule && Array.TrueForAll(errors, e => e.Descriptor == Catalogue.ModuleNotRequired))
        {
            string versions = string.Join(' ', others.Select(p => p + "@latest"));
            error.WriteLine($"go: 'go install' requires a version when current directory is not in a module\n\tTry 'go install {versions}' to install the latest version");
        }
        if (outcome is { Succeeded: true, OutputFile: { } program } && patterns.Count == 0 && !flags.DryRun)
        {
            RemoveBuilt(program);
        }
        return outcome.Succeeded ? 0 : 1;
    }

    /// <summary>
    /// What a <c>go build</c> before has left in the working folder, of the same program: it stands where it belongs now.
    /// </summary>
    private static void RemoveBuilt(string program)
    {
        string left = Path.GetFullPath(Path.GetFileName(program));
        var file = new FileInfo(left);
        bool isProgram = file is { Exists: true, LinkTarget: null }
            && (OperatingSystem.IsWindows() || (file.UnixFileMode & UnixFileMode.UserExecute) != 0);
        if (isProgram && left != program)
        {
            file.Delete();
        }
    }

    /// <summary>Without modules programs go to their folder of GOPATH; false if some have no place, which is said then.</summary>
    private static bool CheckPlaces(BuildFlags flags, IReadOnlyList<string> patterns, TextWriter error)
    {
        var sink = new DiagnosticSink();
        using IStandardLibrary library = Builder.OpenStandardLibrary(Locations.StandardLibrary(flags.Environment));
        PackageListing? listing = PackageLoader.List(flags.ToLoadOptions(patterns, library, TextWriter.Null), new SourceFileTable(), sink);
        bool hasFolder = flags.Environment.Get("GOBIN").Length > 0, isGood = true;
        foreach (ListedPackage package in listing?.Roots.Where(p => p is { Error: null, IsStandard: false }) ?? [])
        {
            bool isProgram = package.Name == "main";
            string? problem = (isProgram && hasFolder) || (!isProgram && package.ConflictFolder.Length == 0) ? null
                : package.FullPath == ImportPaths.CommandLine
                ? "go: no install location for .go files listed on command line (GOBIN not set)"
                : package.ConflictFolder.Length > 0 ? $"go: no install location for {package.Directory}: hidden by {package.ConflictFolder}"
                : package.GopathRoot.Length == 0
                ? $"go: no install location for directory {package.Directory} outside GOPATH\n\tFor more details see: 'go help gopath'"
                : null;
            if (problem is not null)
            {
                error.WriteLine(problem);
                isGood = false;
            }
        }
        return isGood;
    }

    private static int InstallVersioned(BuildFlags flags, IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        flags.Output = FolderOfPrograms(flags.Environment) + Path.DirectorySeparatorChar;
        flags.Stamp = StampMode.Never;
        using Modules.VersionedPackages? packages = Modules.VersionedPackages.Open("install", flags, arguments, output, error);
        if (packages is null
            || BuildCommand.Execute(flags, packages.Patterns, output, error, packages.Folder) is not { Succeeded: true } outcome)
        {
            return 1;
        }
        Modules.VersionedPackages.CheckPrograms(packages.Patterns, outcome, error);
        return 0;
    }

    private static bool Build(BuildFlags flags, string folder, string[] patterns, TextWriter output, TextWriter error)
    {
        flags.Output = folder + Path.DirectorySeparatorChar;
        return BuildCommand.Execute(flags, patterns, output, error).Succeeded;
    }

    private static bool IsCommand(string pattern)
        => pattern.StartsWith("cmd/", StringComparison.Ordinal) && !pattern.AsSpan(4).ContainsAny('/', '.');

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
            : Path.IsPathRooted(folder) || environment.Get("GOBIN").Length == 0
            ? folder : throw UsageException.Fatal("cannot install, GOBIN must be an absolute path");
    }
}
