using System.Text.RegularExpressions;
using Go.Compiler.Packages;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// <c>dotnet go generate</c>: runs the commands of <c>//go:generate</c> lines, package by package, file by file, in order.
/// </summary>
internal static class GenerateCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var flags = new BuildFlags(Locations.Environment());
        Regex? run = null, skip = null;
        GoFlags known = flags.Define(new GoFlags()).Value("run", v => run = Pattern(v)).Value("skip", v => skip = Pattern(v));
        IReadOnlyList<string> patterns = known.ApplyDefaults(flags.Environment).Parse(arguments);
        flags.AddTags("generate");
        var options = new GenerateOptions
        {
            Environment = Variables(flags),
            GoFolder = GoOnPath.FolderFor(flags.Environment) ?? "",
            Run = run,
            Skip = skip,
            TellsFiles = flags.Verbose,
            TellsCommands = flags.DryRun || flags.Trace,
            DryRun = flags.DryRun,
        };
        return Run(flags, patterns, options, error);
    }

    private static int Run(BuildFlags flags, IReadOnlyList<string> patterns, GenerateOptions options, TextWriter error)
    {
        var packages = new NamedPackages(flags, patterns, error);
        int exitCode = 0;
        foreach (ListedPackage package in packages.OfMainModules("generating"))
        {
            if (NamedPackages.AllGoFiles(package).Count == 0)
            {
                exitCode = Math.Max(exitCode, packages.Tell(package));
                continue;
            }
            // The package's own files first; an error ends either list.
            foreach (IEnumerable<string> files in (IEnumerable<string>[])[package.GoFiles.Concat(package.TestGoFiles),
                package.ExternalTestGoFiles])
            {
                foreach (string file in files)
                {
                    if (!new GenerateFile(Path.Combine(package.Directory, file), options, packages.Short, error).Run())
                    {
                        exitCode = 1;
                        break;
                    }
                }
            }
        }
        foreach (string problem in packages.Problems)
        {
            error.WriteLine(problem);
            exitCode = 1;
        }
        return exitCode;
    }

    private static Regex? Pattern(string value)
    {
        try
        {
            return value.Length == 0 ? null : new Regex(value, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw UsageException.Fatal($"generate: error parsing regexp: {e.Message}");
        }
    }

    private static Dictionary<string, string> Variables(BuildFlags flags)
    {
        string library = Locations.StandardLibrary(flags.Environment);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GOROOT"] = Directory.Exists(library) ? Path.GetFullPath(library) : "",
            ["GOARCH"] = flags.Environment.Get("GOARCH", HostSystem.Arch),
            ["GOOS"] = flags.Environment.Get("GOOS", HostSystem.Os),
            ["DOLLAR"] = "$",
        };
        if (GoOnPath.FolderFor(flags.Environment) is { } folder)
        {
            variables["PATH"] = folder + Path.PathSeparator + flags.Environment.OfOperatingSystem("PATH");
        }
        return variables;
    }
}
