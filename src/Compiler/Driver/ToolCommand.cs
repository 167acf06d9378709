using Go.Compiler.Driver.Tools;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go tool</c>: steps that builds of this project itself need, the compiler process of the SDK, the compiler alone, Go's own
/// tools, and those of the main module.
/// </summary>
internal static class ToolCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        // Steps of projects and of this repository take nothing from GOFLAGS.
        switch (arguments.ToArray())
        {
            case ["worker"]:
                return WorkerCommand.Run();
            case ["watch-run", .. var rest]:
                return WatchedRun.Run(WatchedRunOptions.Parse(rest), output);
            case ["pack-std", .. var rest]:
                return PackStandardLibrary(rest, output);
        }
        bool isDryRun = false;
        var flags = new BuildFlags(Locations.Environment());
        string[] words =
        [
            .. flags.Define(new GoFlags()).Only("modcacherw", "modfile", "overlay").Switch("n", v => isDryRun = v).Switch("x", _ => { })
                .ApplyDefaults(flags.Environment).Parse(arguments),
        ];
        if (isDryRun)
        {
            return words.Length > 0 ? PrintPath(words[0], flags, output, error)
                : throw new UsageException("tool -n needs the name of a tool");
        }
        switch (words)
        {
            case []:
                List(output);
                return 0;
            case ["compile", .. var rest]:
                return ToolCompileCommand.Run(rest, output, error);
            case ["packages-driver", .. var rest]:
                return PackagesDriver.Run(rest, Console.In, output, error);
            case ["dist", "list"]:
                ListTargets(output);
                return 0;
            default:
                return RunTool(words[0], words[1..], flags, error);
        }
    }

    private static void List(TextWriter output)
    {
        string[] names = [.. ToolPrograms.Names()];
        foreach (string line in names.Concat(ModuleTools.Lines(names)))
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Pairs of GOOS and GOARCH that programs can be built for.</summary>
    private static void ListTargets(TextWriter output)
    {
        foreach (string target in SupportedPlatforms.All.Select(p => p.Target.ToString()).Order(StringComparer.Ordinal))
        {
            output.WriteLine(target);
        }
    }

    private static int RunTool(string name, IReadOnlyList<string> arguments, BuildFlags flags, TextWriter error)
    {
        if (Find(name, flags, error) is not { } program)
        {
            return 1;
        }
        // Tools look for sources, and for go itself, in GOROOT.
        var variables = new Dictionary<string, string> { ["GOROOT"] = Tools.SourceFolder.WithCommand(Locations.Environment()) };
        int exitCode = ToolPrograms.Start(program, arguments, variables);
        if (exitCode > SignalBase && SignalName(exitCode - SignalBase) is { } signal)
        {
            error.WriteLine($"go tool {name}: signal: {signal}");
            return 1;
        }
        return exitCode;
    }

    /// <summary>Go's tools come first, as for Go.</summary>
    private static string? Find(string name, BuildFlags flags, TextWriter error)
        => !ToolPrograms.Exists(name) && ModuleTools.Find(name, flags.Modules.ModFile) is { } path
            ? ModuleTools.Build(path, flags, error) : ToolPrograms.Find(name, error);

    /// <summary>What the exit code of a program is over the number of the signal that ended it.</summary>
    private const int SignalBase = 128;

    private static string? SignalName(int signal) => signal switch
    {
        2 => "interrupt",
        3 => "quit",
        6 => "aborted",
        9 => "killed",
        11 => "segmentation fault",
        15 => "terminated",
        _ => null,
    };

    private static int PackStandardLibrary(IReadOnlyList<string> arguments, TextWriter output)
    {
        string? goroot = null, file = null;
        new GoFlags().Value("goroot", v => goroot = v).Value("o", v => file = v).Parse(arguments);
        if (goroot is null || file is null)
        {
            throw new UsageException("want: tool pack-std -goroot FOLDER -o FILE");
        }
        StandardLibraryArchive.Write(Path.GetFullPath(goroot), Path.GetFullPath(file));
        output.WriteLine($"packed {goroot} into {file}");
        return 0;
    }

    /// <summary>As <c>go tool -n</c>: the file that would be run.</summary>
    private static int PrintPath(string name, BuildFlags flags, TextWriter output, TextWriter error)
    {
        string installed = Path.Combine(HostSystem.ToolsOf(Locations.StandardLibrary(Locations.Environment())), name);
        string? path = name.Length > 0 && File.Exists(installed) ? installed : Find(name, flags, error);
        if (path is not null)
        {
            output.WriteLine(path);
        }
        return path is null ? 1 : 0;
    }
}
