using System.Text.RegularExpressions;
using Go.Compiler.Tests.Check;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Conformance;

/// <summary>The files of GOROOT/test as cases: what each recipe asks of the front end.</summary>
internal sealed partial class TestFolder(StandardLibrary library)
{
    private static readonly string[] s_folders =
    [
        "", "ken", "chan", "interface", "internal/runtime/sys", "syntax", "dwarf", "fixedbugs", "codegen", "abi", "typeparam",
        "typeparam/mdempsky", "arenas", "simd",
    ];

    /// <summary>Files whose comments Go's own checker does not satisfy either: Go's runner expects them to fail.</summary>
    private static readonly HashSet<string> s_failUpstream =
    [
        "shift1.go", "fixedbugs/issue10700.go", "fixedbugs/issue18331.go", "fixedbugs/issue18419.go", "fixedbugs/issue20233.go",
        "fixedbugs/issue20245.go",
        "fixedbugs/issue31053.go",
    ];

    private static readonly HashSet<string> s_actions =
    [
        "asmcheck", "build", "builddir", "buildrun", "buildrundir", "compile", "compiledir", "errorcheck", "errorcheckandrundir",
        "errorcheckdir", "errorcheckoutput",
        "run", "rundir", "runindir", "runoutput", "skip",
    ];

    [GeneratedRegex(@"^package ([\p{Lu}\p{Ll}\w]+)", RegexOptions.Multiline)]
    private static partial Regex PackageClause();

    public static string Root => Path.Combine(GoSources.Root, "test");

    /// <summary>All files with a recipe that applies to this target: name relative to GOROOT/test, full path, recipe.</summary>
    public static IEnumerable<(string Name, string Path, Recipe Recipe)> All()
    {
        foreach (string folder in s_folders)
        {
            string full = Path.Combine(Root, folder);
            if (!Directory.Exists(full))
            {
                continue;
            }
            foreach (string path in Directory.EnumerateFiles(full, "*.go").Order(StringComparer.Ordinal))
            {
                string name = folder.Length == 0 ? Path.GetFileName(path) : $"{folder}/{Path.GetFileName(path)}";
                if (!Path.GetFileName(path).StartsWith('.'))
                {
                    yield return (name, path, Recipe.Parse(File.ReadAllText(path)));
                }
            }
        }
    }

    /// <summary>What the front end can be asked: all but recipes whose input a program of the test writes.</summary>
    public IEnumerable<ConformanceCase> Cases()
    {
        foreach ((string name, string path, Recipe recipe) in All())
        {
            string column = recipe.TestsOptimizer ? recipe.Action + " (optimiser's reports)" : s_actions.Contains(recipe.Action)
                ? recipe.Action : "none";
            yield return new ConformanceCase("test", column, name, () => Run(name, path, recipe));
        }
    }

    private CaseResult Run(string name, string path, Recipe recipe)
    {
        if (recipe.Excluded is { } line)
        {
            return CaseResult.Skipped($"not for linux/amd64: {line}");
        }
        if (recipe.TestsOptimizer)
        {
            // That the package is accepted is all the front end can show.
            recipe = recipe with { WantsErrors = false };
        }
        string problem = recipe.Action switch
        {
            "errorcheck" => ErrorCheck([Single(path, "p", recipe)], recipe),
            "errorcheckdir" => ErrorCheck(FolderPackages(path, recipe), recipe),
            "errorcheckandrundir" => Accept(FolderPackages(path, recipe), exceptNextToLast: recipe.WantsErrors),
            "compile" => Accept([Single(path, "p", recipe)]),
            "compiledir" or "rundir" => Accept(FolderPackages(path, recipe)),
            "build" or "run" or "buildrun" or "runoutput" or "errorcheckoutput" or "asmcheck" => Accept([Single(path, "main", recipe)]),
            "builddir" or "buildrundir" => Accept([new TestPackage(library, "main", FolderFiles(path), recipe)]),
            _ => "\0",
        };
        if (problem == "\0")
        {
            return CaseResult.Skipped(recipe.Action == "skip" ? "recipe skip" : recipe.Action == "runindir"
                ? "needs a build" : $"unknown recipe {recipe.Action}");
        }
        if (s_failUpstream.Contains(name))
        {
            return problem.Length > 0 ? CaseResult.Passed : CaseResult.Failed("Go's own runner expects it to fail, but all comments match");
        }
        return problem.Length == 0 ? CaseResult.Passed : CaseResult.Failed(problem);
    }

    private TestPackage Single(string path, string importPath, Recipe recipe)
        => new(library, recipe.Flag("-p=") ?? importPath, [path, .. Companions(path, recipe)], recipe);

    /// <summary>Further files of the package, which stand among the arguments of <c>run</c>.</summary>
    private static IEnumerable<string> Companions(string path, Recipe recipe)
        => recipe.Action != "run" ? [] : recipe.Arguments.TakeWhile(a => a.EndsWith(".go", StringComparison.Ordinal))
            .Select(a => Path.Combine(Path.GetDirectoryName(path)!, a));

    private static string Accept(List<TestPackage> packages, bool exceptNextToLast = false)
    {
        var known = new Dictionary<string, Package>(StringComparer.Ordinal);
        for (int i = 0; i < packages.Count; i++)
        {
            FrontEndResult result = packages[i].Check(known);
            if (result.HasErrors && !(exceptNextToLast && i == packages.Count - 2))
            {
                return string.Join('\n', result.Messages.Take(5));
            }
            if (result.Checked is not null)
            {
                known[packages[i].Path] = result.Checked.Package;
            }
        }
        return "";
    }

    /// <summary>Only the last package may have errors; everywhere messages and comments must agree.</summary>
    private static string ErrorCheck(List<TestPackage> packages, Recipe recipe)
    {
        var known = new Dictionary<string, Package>(StringComparer.Ordinal);
        for (int i = 0; i < packages.Count; i++)
        {
            FrontEndResult result = packages[i].Check(known);
            bool mayFail = i == packages.Count - 1 && recipe.WantsErrors;
            if (result.HasErrors && !mayFail)
            {
                return string.Join('\n', result.Messages.Take(5));
            }
            string problem = recipe.TestsOptimizer ? "" : ErrorComments.Compare(packages[i].Files, result.Messages, recipe.WantsGenerated);
            if (problem.Length > 0)
            {
                return problem;
            }
            if (mayFail && !result.HasErrors)
            {
                return "compiles, but must not";
            }
            if (result.Checked is not null)
            {
                known[packages[i].Path] = result.Checked.Package;
            }
        }
        return "";
    }

    private static List<string> FolderFiles(string path)
        => [.. Directory.EnumerateFiles(Path.ChangeExtension(path, ".dir"), "*.go").Order(StringComparer.Ordinal)];

    private List<TestPackage> FolderPackages(string path, Recipe recipe)
        => [.. PackagesOf(path, recipe).Select(p => new TestPackage(library,
            p.Name == "main" ? "main" : "test/" + Path.GetFileNameWithoutExtension(p.Files[0]), p.Files, recipe))];

    public static string PackageNameOf(string file) => PackageClause().Match(File.ReadAllText(file)).Groups[1].Value;

    /// <summary>The folder's packages in the order of their first files; each is called after its first file.</summary>
    public static List<(string Name, List<string> Files)> PackagesOf(string path, Recipe recipe)
    {
        var order = new List<(string Name, List<string> Files)>();
        foreach (string file in FolderFiles(path))
        {
            string name = PackageNameOf(file);
            int known = recipe.OneFilePackages ? -1 : order.FindIndex(p => p.Name == name);
            if (known < 0)
            {
                order.Add((name, []));
                known = order.Count - 1;
            }
            order[known].Files.Add(file);
        }
        return order;
    }
}
