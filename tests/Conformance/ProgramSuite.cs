using Go.Compiler.Modules;
using System.Globalization;
using System.Text.RegularExpressions;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Tests.Check;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// The recipes of GOROOT/test that need the whole compiler: build, link, run, compare the output with the <c>.out</c> file.
/// </summary>
internal sealed partial class ProgramSuite(StandardLibrary library, string workFolder, string keptFolder)
{
    private readonly Lazy<GorootCopy> _goroot = new(() => GorootCopy.At(keptFolder));
    private static readonly TimeSpan s_runLimit = TimeSpan.FromSeconds(300);
    private int _folders;

    /// <summary>Go's runner leaves these recipes to the go command, all others to compiler and linker alone.</summary>
    private static bool FollowsGoCommand(Recipe recipe)
        => recipe.Action is "build" or "buildrun" or "runindir" or "runoutput"
        || (recipe.Action == "run" && recipe.Flags.Count + recipe.Arguments.Count > 0);

    private static bool IsProgram(string path) => TestFolder.PackageNameOf(path) == "main";

    [GeneratedRegex("\"\\./([^\"]+)\"")]
    private static partial Regex LocalImport();

    public IEnumerable<ConformanceCase> Cases()
    {
        foreach ((string name, string path, Recipe recipe) in TestFolder.All())
        {
            if (recipe.Excluded is null && recipe.Action is "compile" or "build" or "builddir" or "run" or "rundir" or "runindir"
                or "runoutput" or "buildrun" or "buildrundir" or "errorcheck" or "errorcheckandrundir" or "errorcheckoutput")
            {
                yield return new ConformanceCase("programs", recipe.Action, name,
                    () => Run(path, recipe)) { Limit = TimeSpan.FromMinutes(10) };
            }
        }
    }

    private CaseResult Run(string path, Recipe recipe)
    {
        if (recipe.Excluded is { } line)
        {
            return CaseResult.Skipped($"not for {TestedTarget.Target}: {line}");
        }
        if (recipe.Flags.Any(f => f is "-race" or "-msan" or "-asan" or "-dynlink") || recipe.Experiments.Count > 0)
        {
            return CaseResult.Skipped("needs a mode that this compiler does not have");
        }
        string folder = Path.Combine(workFolder, Interlocked.Increment(ref _folders).ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        try
        {
            return recipe.Action switch
            {
                "compile" => Build(recipe, folder, [path], Path.GetDirectoryName(path)!, mayNotLink: true),
                "build" => Build(recipe, folder, [path], Path.GetDirectoryName(path)!, mayNotLink: !IsProgram(path)),
                "builddir" => Build(recipe, folder, ["."], LayOutFolder(path, folder)),
                "buildrundir" => BuildAndRun(path, recipe, folder, ["."], LayOutFolder(path, folder)),
                "run" or "buildrun" => BuildAndRun(path, recipe, folder, Files(path, recipe), Path.GetDirectoryName(path)!),
                "rundir" or "errorcheckandrundir" => BuildAndRun(path, recipe, folder, ["."], LayOutPackages(path, recipe, folder)),
                "runindir" => BuildAndRun(path, recipe, folder, ["."], LayOutModule(path, recipe, folder), runThere: true),
                "runoutput" => RunOutput(path, recipe, folder),
                "errorcheckoutput" => CheckOutput(path, recipe, folder),
                _ => ErrorCheck(path, recipe, folder),
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string FolderOf(string path) => Path.ChangeExtension(path, ".dir");

    private static List<string> Files(string path, Recipe recipe)
        => [path, .. recipe.Action == "run" ? recipe.Arguments.TakeWhile(a => a.EndsWith(".go", StringComparison.Ordinal))
            .Select(a => Path.Combine(Path.GetDirectoryName(path)!, a)) : []];

    private BuildOutcome Outcome(Recipe recipe, string folder, IReadOnlyList<string> patterns, string directory)
    {
        string flags = string.Join(' ', recipe.Flags);
        return Builder.Build(new BuildOptions
        {
            WorkingDirectory = directory,
            Patterns = patterns,
            Target = TestedTarget.Target,
            Output = Path.Combine(folder, "a.exe"),
            StandardLibrary = GoSources.Root,
            CacheDirectory = Path.Combine(keptFolder, "cache"),
            Optimize = !Regex.IsMatch(flags, "-N\\b"),
            Inline = !Regex.IsMatch(flags, "-l($| )"),
            ReportAllErrors = true,
            CompilerRulesOnly = !FollowsGoCommand(recipe),
            RuntimePackage = recipe.Flags.Contains("-+") ? recipe.Flag("-p=") ?? "p" : null,
            Parallelism = 1,
        }, null, CancellationToken.None);
    }

    private CaseResult Build(Recipe recipe, string folder, IReadOnlyList<string> patterns, string directory, bool mayNotLink = false)
    {
        BuildOutcome outcome = Outcome(recipe, folder, patterns, directory);
        bool ok = outcome.Succeeded || (mayNotLink && outcome.Diagnostics.All(d => d.Code.StartsWith("GO6", StringComparison.Ordinal)
            || d.Descriptor == Catalogue.NotAProgram));
        return ok ? CaseResult.Passed : CaseResult.Failed(Messages(outcome, 4));
    }

    private static string Messages(BuildOutcome outcome, int most)
        => "build: " + string.Join('\n', outcome.Diagnostics.Where(d => d.Descriptor.Severity == Severity.Error).Take(most)
            .Select(d => DiagnosticRenderer.Gc(d, outcome.Sources)));

    private CaseResult BuildAndRun(string path, Recipe recipe, string folder, IReadOnlyList<string> patterns, string directory,
        bool runThere = false)
    {
        CaseResult built = Build(recipe, folder, patterns, directory);
        if (built.Outcome != CaseOutcome.Passed)
        {
            return built;
        }
        IEnumerable<string> arguments = recipe.Arguments.SkipWhile(a => a.EndsWith(".go", StringComparison.Ordinal));
        TestedTarget.Wrap(Path.Combine(folder, "a.exe"));
        ProgramResult result = ProgramResult.Run(Path.Combine(folder, "a.exe"), arguments, runThere ? directory : TestFolder.Root, recipe,
            EnvironmentOf(path, folder), s_runLimit);
        return Compare(path, result);
    }

    /// <summary>Only programs that run other programs, or look at GOROOT, need a GOROOT with commands.</summary>
    private IReadOnlyDictionary<string, string> EnvironmentOf(string path, string folder)
    {
        string source = File.ReadAllText(path);
        if (!source.Contains("\"os/exec\"", StringComparison.Ordinal) && !source.Contains("runtime.GOROOT", StringComparison.Ordinal))
        {
            return new Dictionary<string, string> { ["GOROOT"] = GoSources.Root };
        }
        string temporary = Path.Combine(folder, "tmp");
        Directory.CreateDirectory(temporary);
        return _goroot.Value.Environment(Path.Combine(keptFolder, "cache"), temporary);
    }

    private static CaseResult Compare(string path, ProgramResult result)
    {
        if (result.Problem.Length > 0)
        {
            return CaseResult.Failed($"run: {result.Problem}\n{Tail(result.Output)}");
        }
        string expected = Path.ChangeExtension(path, ".out");
        string want = File.Exists(expected) ? File.ReadAllText(expected) : "";
        return result.Output == want ? CaseResult.Passed : CaseResult.Failed($"run: other output: {Tail(result.Output)}");
    }

    private static string Tail(string text) => text.Length <= 600 ? text : text[..600];

    private CaseResult RunOutput(string path, Recipe recipe, string folder)
    {
        CaseResult made = Generate(path, recipe, folder, out string generated);
        if (made.Outcome != CaseOutcome.Passed)
        {
            return made;
        }
        return BuildAndRun(path, recipe with { Arguments = [] }, folder, [generated], folder);
    }

    private CaseResult CheckOutput(string path, Recipe recipe, string folder)
    {
        CaseResult made = Generate(path, recipe with { Flags = [] }, folder, out string generated);
        if (made.Outcome != CaseOutcome.Passed)
        {
            return made;
        }
        FrontEndResult result = new TestPackage(library, "p", [generated], recipe).Check(new Dictionary<string, Package>());
        string problem = recipe.TestsOptimizer ? "" : ErrorComments.Compare([generated], result.Messages, false);
        return problem.Length == 0 ? CaseResult.Passed : CaseResult.Failed(problem);
    }

    /// <summary>Runs the program, whose output is another program.</summary>
    private CaseResult Generate(string path, Recipe recipe, string folder, out string generated)
    {
        generated = Path.Combine(folder, "tmp__.go");
        // A folder of its own: what it makes is built beside it, and does not replace a program or the script that runs one.
        folder = Path.Combine(folder, "generator");
        Directory.CreateDirectory(folder);
        IEnumerable<string> companions = recipe.Arguments.TakeWhile(a => a.EndsWith(".go", StringComparison.Ordinal))
            .Select(a => Path.Combine(TestFolder.Root, a));
        CaseResult built = Build(recipe, folder, [path, .. companions], Path.GetDirectoryName(path)!);
        if (built.Outcome != CaseOutcome.Passed)
        {
            return built;
        }
        TestedTarget.Wrap(Path.Combine(folder, "a.exe"));
        ProgramResult result = ProgramResult.Run(Path.Combine(folder, "a.exe"), [], TestFolder.Root, recipe, EnvironmentOf(path, folder),
            s_runLimit);
        if (result.Problem.Length > 0)
        {
            return CaseResult.Failed($"run: {result.Problem}\n{Tail(result.Output)}");
        }
        File.WriteAllBytes(generated, result.Bytes);
        return CaseResult.Passed;
    }

    /// <summary>Errors that only the stages behind the checker find.</summary>
    private CaseResult ErrorCheck(string path, Recipe recipe, string folder)
    {
        if (recipe.TestsOptimizer)
        {
            return CaseResult.Skipped("reports of the optimiser");
        }
        FrontEndResult front = new TestPackage(library, recipe.Flag("-p=") ?? "p", [path], recipe).Check(new Dictionary<string, Package>());
        if (front.HasErrors || !recipe.WantsErrors)
        {
            return CaseResult.Skipped("the front end answers it: suite test");
        }
        BuildOutcome outcome = Outcome(recipe, folder, [path], Path.GetDirectoryName(path)!);
        string problem = ErrorComments.Compare([path], outcome.Diagnostics.Select(d => Place(d, outcome)), recipe.WantsGenerated);
        return problem.Length == 0 ? CaseResult.Passed : CaseResult.Failed(problem);
    }

    private static string Place(Diagnostic diagnostic, BuildOutcome outcome)
    {
        (string file, int line, _) = DiagnosticRenderer.PlaceOf(diagnostic, outcome.Sources);
        return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}:{line}: {diagnostic.Message}");
    }

    private static string CopyTo(string folder, string source)
    {
        string target = Path.Combine(folder, "src");
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return target;
    }

    /// <summary>Go's runner compiles the files of a folder as package main; here they are the one package of a module.</summary>
    private static string LayOutFolder(string path, string folder)
    {
        string target = CopyTo(folder, FolderOf(path));
        File.WriteAllText(Path.Combine(target, "go.mod"), "module test\ngo 1.27\n");
        return target;
    }

    private static string LayOutModule(string path, Recipe recipe, string folder)
    {
        string target = CopyTo(folder, FolderOf(path));
        File.WriteAllText(Path.Combine(target, "go.mod"), $"module {Path.GetFileName(FolderOf(path))}\ngo {recipe.ModuleVersion}\n");
        return target;
    }

    /// <summary>Packages that import each other as <c>./name</c> become folders of a module called test; the program is its root.</summary>
    private static string LayOutPackages(string path, Recipe recipe, string folder)
    {
        string target = Path.Combine(folder, "src");
        Directory.CreateDirectory(target);
        string version = recipe.Flag("-lang=go") ?? "1.27";
        File.WriteAllText(Path.Combine(target, "go.mod"), $"module test\ngo {version}\n");
        foreach ((string name, List<string> files) in TestFolder.PackagesOf(path, recipe))
        {
            string place = name == "main" ? target : Path.Combine(target, Path.GetFileNameWithoutExtension(files[0]));
            Directory.CreateDirectory(place);
            foreach (string file in files)
            {
                // A name that the go command takes for a test's is nothing special to the compiler.
                string copy = Path.GetFileName(file).Replace("_test.go", "_test_.go", StringComparison.Ordinal);
                File.WriteAllText(Path.Combine(place, copy), LocalImport().Replace(File.ReadAllText(file), "\"test/$1\""));
            }
        }
        return target;
    }
}
