using Go.Compiler.Packages;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver.Tools;

/// <summary><c>dotnet go fmt</c>: <c>gofmt -l -w</c> over the files of packages, also those that constraints leave out.</summary>
internal static class FormatCommand
{
    /// <summary>What systems take as the arguments of one program, with room for its environment.</summary>
    private const int ArgumentLimit = 100_000;

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var flags = new BuildFlags(Locations.Environment());
        bool dryRun = false, trace = false;
        GoFlags known = flags.Define(new GoFlags()).Only("mod", "modfile", "C").Switch("n", v => dryRun = v).Switch("x", v => trace = v);
        IReadOnlyList<string> patterns = known.ApplyDefaults(flags.Environment).Parse(arguments);
        var packages = new NamedPackages(flags, patterns, error);
        int exitCode = 0;
        var files = new List<string>();
        foreach (ListedPackage package in packages.OfMainModules("formatting"))
        {
            IReadOnlyList<string> all = NamedPackages.AllGoFiles(package);
            if (all.Count == 0 || package.Directory.Length == 0)
            {
                exitCode = NamedPackages.IsOnlyWithoutFiles(package) ? exitCode : packages.Tell(package);
                continue;
            }
            files.AddRange(all.Select(f => packages.Short(Path.Combine(package.Directory, f))));
        }
        foreach (string problem in packages.Problems)
        {
            error.WriteLine(problem);
            exitCode = 1;
        }
        if (files.Count == 0)
        {
            return exitCode;
        }
        string? program = FindProgram(flags.Environment, error);
        return program is null ? 1 : Math.Max(exitCode, RunAll(program, files, dryRun, trace, output));
    }

    private static int RunAll(string program, IReadOnlyList<string> files, bool dryRun, bool trace, TextWriter output)
    {
        int exitCode = 0;
        for (int first = 0, next = 0; first < files.Count; first = next)
        {
            int length = 0;
            while (next < files.Count && (next == first || length + files[next].Length < ArgumentLimit))
            {
                length += files[next++].Length + 1;
            }
            string[] words = ["-l", "-w", .. files.Skip(first).Take(next - first)];
            if (dryRun || trace)
            {
                output.WriteLine(string.Join(' ', [program, .. words]));
                output.Flush();
            }
            if (!dryRun)
            {
                exitCode = Math.Max(exitCode, ToolPrograms.Start(program, words, new Dictionary<string, string>()));
            }
        }
        return exitCode == 0 ? 0 : 1;
    }

    /// <summary>The user's own, if there is one where Go looks; else the one that is built from Go's sources.</summary>
    private static string? FindProgram(GoEnvironment environment, TextWriter error)
    {
        string library = Locations.StandardLibrary(environment);
        foreach (string folder in (string[])[environment.Get("GOBIN"), Directory.Exists(library) ? Path.Combine(library, "bin") : ""])
        {
            string program = Path.Combine(folder, "gofmt");
            if (folder.Length > 0 && File.Exists(program))
            {
                return program;
            }
        }
        return ToolPrograms.FindCommand("gofmt", error);
    }
}
