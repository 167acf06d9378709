using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

// Coverage: once all packages are known, the sources of those that are to be counted are replaced by ones that count, which import a little
// more.
public sealed partial class PackageLoader
{
    private const string Registry = "internal/coverage/rtcov", Hooks = "internal/coverage/cfile", Atomic = "sync/atomic",
        VariablesFile = "covervars.go";

    /// <summary>Replaces sources; the packages that are imported because of that come to <paramref name="all"/>.</summary>
    private void AddCoverage(List<Node> all, List<Node> roots, CoverageOptions coverage)
    {
        List<Node> covered = [.. (coverage.Packages is { } patterns ? Selected(all, patterns) : Usual(all, roots))
            .Where(n => IsCountable(n, coverage))];
        var results = new CoverageResult[covered.Count];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = _options.Parallelism > 0 ? _options.Parallelism : Environment.ProcessorCount,
            CancellationToken = _cancellation,
        };
        Parallel.For(0, covered.Count, parallel, i => results[i] = coverage.Instrument(RequestFor(covered[i])));
        var next = new List<Node>();
        for (int i = 0; i < covered.Count; i++)
        {
            Replace(covered[i], results[i], coverage.Mode, next);
        }
        if (_options.Tests)
        {
            string[] paths = [.. covered.Where(n => n.ForTest.Length == 0 || coverage.Packages is null).Select(n => n.Place.FullPath)
                .Distinct(StringComparer.Ordinal)];
            foreach ((Node root, TestNodes tests) in _tests)
            {
                RewriteMain(root, tests, coverage, coverage.Packages is null ? [root.Place.FullPath] : paths, next);
            }
        }
        all.AddRange(ReadAll(next));
    }

    /// <summary>Of tests the package under test, as its tests see it; of builds what belongs to the main module or was named.</summary>
    private IEnumerable<Node> Usual(List<Node> all, List<Node> roots)
        => !_options.Tests ? all.Where(n => _named.Contains(n.Place.FullPath) || n.Place.Module is { IsMain: true })
            : roots.Where(r => r.Files is not null).Select(r => _tests.TryGetValue(r, out TestNodes? tests) ? tests.Tested : r);

    private List<Node> Selected(List<Node> all, IReadOnlyList<string> patterns)
    {
        var selected = new List<Node>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlySet<string> tools = _locator!.Session.Main.Tools;
        foreach (Node node in all.Where(n => !n.IsTestMain && (n.ForTest.Length == 0 || n.Place.FullPath == n.ForTest)))
        {
            string[] fitting = [.. patterns.Where(p => PackageSelection.Matches(p, node.Place.FullPath, node.Place.Folder.Location,
                node.Place.Module, tools, _options.WorkingDirectory))];
            used.UnionWith(fitting);
            if (fitting.Length > 0)
            {
                selected.Add(node);
            }
        }
        foreach (string pattern in patterns.Where(p => !used.Contains(p)))
        {
            _options.Say($"warning: no packages being {(_options.Tests ? "tested" : "built")} depend on matches for pattern {pattern}");
        }
        return selected;
    }

    /// <summary>What counts atomically cannot be counted so; packages of the runtime run before anything is registered.</summary>
    private static bool IsCountable(Node node, CoverageOptions coverage)
        => node is { IsBroken: false, IsTestMain: false, Files: not null } && node.Files.GoFiles.Any(f => !GoFileName.IsTest(f.Name))
            && !(node.Place.IsStandard && coverage.Mode == "atomic" && node.Place.FullPath is Atomic or "internal/runtime/atomic");

    private static CoverageRequest RequestFor(Node node)
    {
        string path = node.Place.FullPath;
        bool isProgram = node.Files!.Name == "main" && node.ForTest.Length == 0;
        return new CoverageRequest(path, isProgram ? "main" : path, node.Files.Name, node.Place.Module?.Path ?? "",
            node.Place.OnlyFiles is not null,
            [.. node.Files.GoFiles.Where(f => !GoFileName.IsTest(f.Name)).Select(f => f.Source)]);
    }

    private void Replace(Node node, CoverageResult result, string mode, List<Node> next)
    {
        if (result.Problem is { } problem)
        {
            Report(node, new Diagnostic(Catalogue.CoverageFailed, default, problem, FilePath: node.Place.Folder.Location));
            return;
        }
        ReadPackage old = node.Files!;
        var files = new ReadPackage(old.Place) { Name = old.Name, FirstFile = old.FirstFile, InPackageTests = old.InPackageTests,
            ExternalTests = old.ExternalTests, CoverageMeta = result.Meta };
        files.AssemblyFiles.AddRange(old.AssemblyFiles);
        files.HeaderFiles.AddRange(old.HeaderFiles);
        files.IgnoredGoFiles.AddRange(old.IgnoredGoFiles);
        files.EmbedPatterns.AddRange(old.EmbedPatterns);
        files.GodebugSettings.AddRange(old.GodebugSettings);
        files.TestFunctions.AddRange(old.TestFunctions);
        bool isProgram = old.Name == "main" && node.ForTest.Length == 0;
        List<string> imports = [.. Registry == node.Place.FullPath ? [] : (string[])[Registry], .. isProgram ? [Hooks] : (string[])[],
            .. mode == "atomic" ? [Atomic] : (string[])[]];
        files.GoFiles.Add(new GoFile(VariablesFile, _reader.AddGenerated(VariablesFile, result.Variables)) { IsMade = true,
            Imports = [.. imports.Select(p => (p, default(Pos)))] });
        int number = 0;
        foreach (GoFile file in old.GoFiles)
        {
            files.GoFiles.Add(GoFileName.IsTest(file.Name) ? file
                : file with { Source = _reader.Files.Add(file.Source.Path, file.Source.DisplayPath, result.Files[number++]),
                    Original = file.Source });
        }
        node.Files = files;
        foreach (string path in imports)
        {
            ImportMade(node, path, VariablesFile, next);
        }
    }

    private void ImportMade(Node node, string path, string file, List<Node> next)
    {
        if (!node.Imports.ContainsKey(path) && _locator!.FindStandard(path) is { } place)
        {
            node.Imports.Add(path, (NodeOf(place, default, next), default, file));
        }
    }

    /// <summary>The main package of the test program reports what was counted.</summary>
    private void RewriteMain(Node root, TestNodes tests, CoverageOptions coverage, IReadOnlyList<string> paths, List<Node> next)
    {
        var main = new TestMainSource.Coverage(coverage.Mode,
            coverage.Packages is null ? "" : " in " + string.Join(", ", coverage.Packages), paths);
        byte[] source = TestMainSource.Write(ShownPath(root), root.Place.Module?.Path ?? "",
            TestedPackagesOf(root, tests.Tested, tests.External), main);
        tests.Main.Files!.GoFiles[0] = new GoFile(TestMainFile, _reader.AddGenerated(TestMainFile, source));
        ImportMade(tests.Main, Hooks, TestMainFile, next);
    }
}
