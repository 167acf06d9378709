using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

// Test programs. The package under test takes its own test files in, an external test package may stand beside it, and a main package that
// is written here runs both. Whatever the program reaches that imports the package under test is compiled again for it: a program has one
// package of each path.
public sealed partial class PackageLoader
{
    /// <summary>The source of a test program, which is made and written nowhere.</summary>
    private const string TestMainFile = "_testmain.go";

    private sealed record TestNodes(Node Tested, Node? External, Node Main);

    private readonly Dictionary<Node, TestNodes> _tests = new(ReferenceEqualityComparer.Instance);

    /// <summary>Adds the packages that only the tests of a package need, whose own imports have been resolved.</summary>
    private void AddTestNodes(Node node, List<Node> all, List<Node> next)
    {
        ReadPackage files = node.Files!;
        Node tested = node;
        if (files.InPackageTests is not null || files.Name == "main" || _options.Coverage is { Packages: null } && files.GoFiles.Count > 0)
        {
            tested = new Node(node.Place with { TestOf = node.Place.FullPath }, node.ImportedAt) { ForTest = node.Place.FullPath,
                Files = Merged(files), IsBroken = node.IsBroken };
            AddTestNode(tested, _isListing ? null : files.InPackageTests, all, next);
        }
        Node? external = null;
        if (files.ExternalTests is { } externalFiles)
        {
            PackagePlace place = node.Place with { FullPath = node.Place.FullPath + "_test", TreePath = node.Place.TreePath,
                TestOf = node.Place.FullPath };
            external = new Node(place, node.ImportedAt) { ForTest = node.Place.FullPath, Files = externalFiles };
            AddTestNode(external, _isListing ? null : externalFiles, all, next);
        }
        Node main = AddMain(node, tested, external, next);
        foreach (ReadPackage? testFiles in _isListing ? (ReadOnlySpan<ReadPackage?>)[files.InPackageTests, files.ExternalTests] : [])
        {
            if (testFiles is not null)
            {
                ReportAll(main, testFiles); // listings tell of the test program what stands in its way
            }
        }
        _tests.Add(node, new TestNodes(tested, external, main));
    }

    private void AddTestNode(Node node, ReadPackage? testFiles, List<Node> all, List<Node> next)
    {
        all.Add(node);
        if (testFiles is not null)
        {
            ReportAll(node, testFiles);
        }
        ResolveImports(node, next);
    }

    /// <summary>The package with what its test files add to it.</summary>
    private static ReadPackage Merged(ReadPackage files)
    {
        var merged = new ReadPackage(files.Place) { Name = files.Name, FirstFile = files.FirstFile };
        merged.AssemblyFiles.AddRange(files.AssemblyFiles);
        merged.HeaderFiles.AddRange(files.HeaderFiles);
        merged.IgnoredGoFiles.AddRange(files.IgnoredGoFiles);
        var patterns = new SortedDictionary<string, EmbedPattern>(StringComparer.Ordinal);
        foreach (ReadPackage? part in (ReadOnlySpan<ReadPackage?>)[files, files.InPackageTests])
        {
            merged.GoFiles.AddRange(part?.GoFiles ?? []);
            foreach (EmbedPattern pattern in part?.EmbedPatterns ?? [])
            {
                patterns[pattern.Pattern] = pattern;
            }
        }
        merged.EmbedPatterns.AddRange(patterns.Values);
        return merged;
    }

    private Node AddMain(Node node, Node tested, Node? external, List<Node> next)
    {
        string path = node.Place.FullPath;
        List<TestMainSource.TestedPackage> packages = TestedPackagesOf(node, tested, external);
        byte[] source = TestMainSource.Write(ShownPath(node), node.Place.Module?.Path ?? "", packages, null);
        var files = new ReadPackage(node.Place) { Name = "main" };
        files.GoFiles.Add(new GoFile(TestMainFile, _reader.AddGenerated(TestMainFile, source)));
        foreach (ReadPackage? part in (ReadOnlySpan<ReadPackage?>)[node.Files, node.Files!.InPackageTests, node.Files.ExternalTests])
        {
            files.GodebugSettings.AddRange(part?.GodebugSettings ?? []);
        }
        var main = new Node(node.Place with { FullPath = path + ".test", TreePath = node.Place.TreePath }, default) { ForTest = path,
            IsTestMain = true, Files = files };
        if (HasTestMain(node.Files.InPackageTests) && HasTestMain(node.Files.ExternalTests))
        {
            Report(main, new Diagnostic(Catalogue.WrongTestSignature, default, "multiple definitions of TestMain",
                FilePath: node.Place.Folder.Location));
        }
        ImportInMain(main, _isListing ? TestMainSource.ListedImports : TestMainSource.ImportsOf(packages), next);
        foreach (Node part in external is null ? [tested] : (ReadOnlySpan<Node>)[tested, external])
        {
            if (part.Files!.GoFiles.Count > 0)
            {
                main.Imports[part.Place.FullPath] = (part, default, TestMainFile);
            }
        }
        return main;
    }

    private static List<TestMainSource.TestedPackage> TestedPackagesOf(Node node, Node tested, Node? external)
    {
        var packages = new List<TestMainSource.TestedPackage>();
        if (tested.Files!.GoFiles.Count > 0)
        {
            packages.Add(new(node.Place.FullPath, "_test", node.Files!.InPackageTests?.TestFunctions ?? []));
        }
        if (external is not null)
        {
            packages.Add(new(external.Place.FullPath, "_xtest", external.Files!.TestFunctions));
        }
        return packages;
    }

    private static string ShownPath(Node node) => node.Place.FullPath == ImportPaths.CommandLine ? "" : node.Place.FullPath;

    private static bool HasTestMain(ReadPackage? tests)
        => tests is not null && tests.TestFunctions.Exists(f => f.Kind == TestFunctionKind.Main);

    private void ImportInMain(Node main, IReadOnlyList<string> paths, List<Node> next)
    {
        foreach (string path in paths)
        {
            if (_locator!.FindStandard(path) is { } place)
            {
                main.Imports.Add(path, (NodeOf(place, default, next), default, TestMainFile));
            }
            else
            {
                Report(main, Catalogue.PackageNotFound, default,
                    $"package {path} is not in std ({_options.StandardLibrary.PathOf(path, "")})");
            }
        }
    }

    private PackageGraph TestGraph(List<Node> rootNodes)
    {
        var programs = new List<(Node Root, Node Program)>();
        foreach (Node root in rootNodes)
        {
            if (_tests.TryGetValue(root, out TestNodes? tests))
            {
                Specialize(root, tests);
                programs.Add((root, tests.Main));
            }
            else if (!root.IsEmpty || root.IsBroken)
            {
                programs.Add((root, root));
            }
        }
        List<LoadedPackage> ordered = InDependencyOrder(programs.Select(p => p.Program));
        return NewGraph(ordered, [.. programs.Where(p => p.Program.Result is not null).Select(p => p.Program.Result!)],
            [
                .. programs.Select(p => new TestRoot(p.Root.Place.FullPath, p.Root.Place.Folder.Location, p.Program.IsTestMain,
                    p.Program.Result)),
                .. _missing.Select(m => new TestRoot(m.Place.FullPath, m.Problem!.FilePath ?? "", false, null)),
            ]);
    }

    /// <summary>Lets everything that main reaches import the package under test with its test files.</summary>
    private static void Specialize(Node root, TestNodes tests)
    {
        if (tests.Tested == root)
        {
            return;
        }
        var seesRoot = new Dictionary<Node, bool>(ReferenceEqualityComparer.Instance) { [root] = true };
        var copies = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance) { [root] = tests.Tested };
        foreach (Node? own in (ReadOnlySpan<Node?>)[tests.Tested, tests.External, tests.Main])
        {
            if (own is not null)
            {
                Redirect(own, seesRoot, copies);
            }
        }
    }

    private static void Redirect(Node node, Dictionary<Node, bool> seesRoot, Dictionary<Node, Node> copies)
    {
        foreach ((string path, (Node target, Pos pos, string file)) in node.Imports.ToArray())
        {
            if (Sees(target, seesRoot))
            {
                node.Imports[path] = (CopyOf(target, node.ForTest, seesRoot, copies), pos, file);
            }
        }
    }

    private static Node CopyOf(Node node, string forTest, Dictionary<Node, bool> seesRoot, Dictionary<Node, Node> copies)
    {
        if (!copies.TryGetValue(node, out Node? copy))
        {
            copy = new Node(node.Place, node.ImportedAt) { ForTest = forTest, Files = node.Files, IsBroken = node.IsBroken };
            copies.Add(node, copy);
            foreach ((string path, (Node Target, Pos Pos, string File) import) in node.Imports)
            {
                copy.Imports.Add(path, import);
            }
            Redirect(copy, seesRoot, copies);
        }
        return copy;
    }

    /// <summary>Whether a package is, or imports if only indirectly, the package under test.</summary>
    private static bool Sees(Node node, Dictionary<Node, bool> known)
    {
        if (node.ForTest.Length > 0)
        {
            return false; // made for this program
        }
        if (!known.TryGetValue(node, out bool sees))
        {
            known[node] = false; // cycles of imports are reported elsewhere
            foreach ((Node target, _, _) in node.Imports.Values)
            {
                sees |= Sees(target, known);
            }
            known[node] = sees;
        }
        return sees;
    }
}
