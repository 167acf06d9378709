using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

/// <summary>
/// Finds the packages of a build: resolves patterns, reads package by package what takes part, follows the imports, and checks the rules
/// about who may import what.
/// </summary>
public sealed partial class PackageLoader
{
    /// <summary>A package while the graph is being built.</summary>
    private sealed class Node(PackagePlace place, Pos importedAt)
    {
        public readonly PackagePlace Place = place;

        /// <summary>The first import that led here; no position for roots.</summary>
        public readonly Pos ImportedAt = importedAt;

        /// <summary>The package with that import; null for roots.</summary>
        public Node? Importer;
        public readonly SortedDictionary<string, (Node Target, Pos Pos, string File)> Imports = new(StringComparer.Ordinal);
        public ReadPackage? Files;
        public bool MayBeEmpty;
        public LoadedPackage? Result;
        public VisitState State;

        /// <summary>Its test files are wanted.</summary>
        public bool IsTested;

        /// <summary>The first import by a path from the importing folder on, which there is in no module.</summary>
        public (string Path, Pos Pos)? LocalImport;

        /// <summary>See <see cref="LoadedPackage.ForTest"/>.</summary>
        public string ForTest = "";
        public bool IsTestMain;

        /// <summary>Listings: the packages of a cycle of imports that closes here, from a root on.</summary>
        public string[] Cycle = [];

        /// <summary>An error about the package was reported: it has no result.</summary>
        public bool IsBroken;

        /// <summary>Those errors. Of a package that a listing made up for an import that leads nowhere: why.</summary>
        public readonly List<Diagnostic> Errors = [];

        public bool IsEmpty => Files!.GoFiles.Count == 0;
    }

    private enum VisitState : byte { New, Active, Done }

    private readonly LoadOptions _options;
    private readonly DiagnosticSink _sink;
    private readonly HashSet<string> _saidOfBuild = new(StringComparer.Ordinal);

    /// <summary>Null after an error in the modules: nothing can be loaded.</summary>
    private readonly PackageLocator? _locator;
    private readonly BuildTags _tags;
    private readonly PackageReader _reader;
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    /// <inheritdoc cref="RootFinder.MissingInAll"/>
    private readonly Dictionary<string, string> _missingInAll = new(StringComparer.Ordinal);

    /// <summary>The first path of each spelling, whatever its case.</summary>
    private readonly Dictionary<string, string> _spellings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Full paths of the packages that the patterns stand for.</summary>
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly CancellationToken _cancellation;
    private IReadOnlyList<RootPackage> _missing = [];

    private PackageLoader(LoadOptions options, SourceFileTable files, DiagnosticSink sink, CancellationToken cancellation)
    {
        _options = options;
        _sink = sink;
        _cancellation = cancellation;
        _tags = new BuildTags(options.Target, options.Tags, ReadExperiments(options, sink));
        _reader = new PackageReader(_tags, files, options.TrimPath) 
        {
            OutputFolders = options.OutputFolders,
            IgnoresEmbeds = options.IgnoresEmbeds,
            EmbedItems = options.EmbedItems,
            EmbedView = options.EmbedItems.All.Count == 0 ? null : options.EmbedItems.Over(options.Files),
        };
        _locator = OpenModules(options, sink, cancellation) is { } session
            ? new PackageLocator(options.StandardLibrary, options.Files, session)
            {
                Gopath = options.Modules.Gopath is { } folders ? new GopathFolders(folders, options.Files, options.StandardLibrary) : null,
            }
            : null;
        if (_locator is not null)
        {
            ReadUnprunedGraph();
            AddMissingModules();
        }
    }

    private static Experiments? ReadExperiments(LoadOptions options, DiagnosticSink sink)
    {
        var experiments = Experiments.Parse(options.Experiments, options.Target, out string? problem);
        if (experiments is null)
        {
            sink.Report(Catalogue.UnknownExperiment, default, problem!);
            return null;
        }
        foreach (string name in experiments.Unsupported)
        {
            sink.Report(Catalogue.UnsupportedExperiment, default, $"GOEXPERIMENT {name} is not supported");
        }
        return experiments;
    }

    /// <summary>
    /// Loads the packages that the options ask for and all they import. Errors go to the sink; the result is null then.
    /// All files read are registered in the table.
    /// </summary>
    public static PackageGraph? Load(LoadOptions options, SourceFileTable files, DiagnosticSink sink,
        CancellationToken cancellation = default)
    {
        int errors = sink.ErrorCount;
        var loader = new PackageLoader(options, files, sink, cancellation);
        if (sink.ErrorCount > errors)
        {
            return null;
        }
        IReadOnlyList<RootPackage> roots = loader.NewRootFinder(sink, isListing: options.Tests).Find(options.Patterns);
        // Tests of packages that there are can run beside patterns that lead nowhere.
        IReadOnlyList<RootPackage> found = [.. roots.Where(r => r.Problem is null)];
        if (sink.ErrorCount - errors > roots.Count - found.Count)
        {
            loader.WriteWorkspaceSums();
            return null;
        }
        loader._missing = [.. roots.Where(r => r.Problem is not null)];
        return loader.LoadAll(found, errors);
    }

    /// <summary>The go.mod file of a folder or the nearest one above, parsed; null if there is none.</summary>
    public static GoModFile? FindModFile(IFileView files, string folder, DiagnosticSink sink)
    {
        for (DirectoryInfo? at = new(Path.GetFullPath(folder)); at is not null; at = at.Parent)
        {
            string file = Path.Combine(at.FullName, "go.mod");
            if (files.FileExists(file))
            {
                return GoModFile.Parse(file, files.Read(file), sink);
            }
        }
        return null;
    }

    private PackageGraph? LoadAll(IReadOnlyList<RootPackage> roots, int errorsBefore)
    {
        var wave = new List<Node>();
        var implicitNodes = new List<Node>();
        foreach (string path in _options.ImplicitRoots)
        {
            if (_locator!.FindStandard(path) is { } place)
            {
                implicitNodes.Add(NodeOf(place, default, wave));
            }
            else
            {
                _sink.Report(Catalogue.PackageNotFound, default,
                    $"package {path} is not in std ({_options.StandardLibrary.PathOf(path, "")})");
            }
        }
        var rootNodes = new List<Node>();
        foreach (RootPackage root in roots)
        {
            Node node = NodeOf(root.Place, default, wave);
            node.MayBeEmpty = root.IsFromWildcard;
            node.IsTested = _options.Tests;
            _named.Add(root.Place.FullPath);
            rootNodes.Add(node);
        }
        List<Node> all = ReadAll(wave);
        CheckPathCollisions(all);
        CheckRequirements(all, rootNodes);
        if (_options.Coverage is { } coverage)
        {
            AddCoverage(all, rootNodes, coverage);
        }
        if (_options.Tests)
        {
            return TestGraph(rootNodes);
        }
        List<LoadedPackage> ordered = InDependencyOrder(implicitNodes.Concat(rootNodes));
        return _sink.ErrorCount > errorsBefore ? null
            : NewGraph(ordered, [.. rootNodes.Where(n => n.Result is not null).Select(n => n.Result!)], []);
    }

    private PackageGraph NewGraph(IReadOnlyList<LoadedPackage> ordered, IReadOnlyList<LoadedPackage> roots, IReadOnlyList<TestRoot> tests)
        => new(ordered, roots, _locator!.ModFile, tests)
        {
            FipsMode = _options.FipsMode,
            IsWithoutModules = _locator.Gopath is not null,
            Tools = _locator.Session.Main.Tools,
            Workspace = _locator.Session.Main.Work,
            ProjectGodebugs = _options.GodebugSettings,
        };

    private string MeaningOf(string path, Node importer)
        => importer.Place.IsStandard ? path : _options.ImportMap.GetValueOrDefault(path, path);

    /// <summary>Reads packages, those that they import, and so on; checks what can be said of each for itself.</summary>
    private List<Node> ReadAll(List<Node> wave)
    {
        var all = new List<Node>();
        while (wave.Count > 0)
        {
            ReadWave(wave);
            var next = new List<Node>();
            foreach (Node node in wave)
            {
                all.Add(node);
                ResolveImports(node, next);
                if (node is { IsTested: true, Files.HasTests: true })
                {
                    AddTestNodes(node, all, next);
                }
            }
            wave = next;
        }
        foreach (Node node in all)
        {
            CheckNode(node);
        }
        return all;
    }

    private void Report(Node node, DiagnosticDescriptor descriptor, Pos pos, string message)
        => Report(node, new Diagnostic(descriptor, pos, message));

    private void Report(Node node, Diagnostic diagnostic)
    {
        diagnostic = diagnostic with { Subject = diagnostic.Subject ?? node.Place.FullPath, ImportStack = StackOf(node) };
        _sink.Report(diagnostic);
        if (diagnostic.Descriptor.Severity == Severity.Error)
        {
            node.IsBroken = true;
            node.Errors.Add(diagnostic);
        }
    }

    /// <summary>Said once, whichever packages it breaks.</summary>
    private void ReportOfBuild(Node node, PlaceProblem problem)
    {
        if (_saidOfBuild.Add(problem.Message))
        {
            Report(node, problem.Descriptor, default, problem.Message);
        }
        node.IsBroken = true;
    }

    private static List<string> StackOf(Node node)
    {
        var stack = new List<string>();
        for (Node? at = node; at is not null; at = at.Importer)
        {
            string path = at.Place.FullPath;
            stack.Add(path == at.Place.TestOf ? path + " (test)" : path);
        }
        stack.Reverse();
        return stack;
    }

    private Node NodeOf(PackagePlace place, Pos importedAt, List<Node> wave, Node? importer = null)
    {
        if (!_nodes.TryGetValue(place.FullPath, out Node? node))
        {
            node = new Node(place, importedAt) { Importer = importer };
            _nodes.Add(place.FullPath, node);
            _spellings.TryAdd(place.FullPath, place.FullPath);
            wave.Add(node);
        }
        return node;
    }

    private void ReadWave(List<Node> wave)
    {
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = _options.Parallelism > 0 ? _options.Parallelism : Environment.ProcessorCount,
            CancellationToken = _cancellation,
        };
        Parallel.ForEach(
            wave, parallel, () => new NameTable(),
            (node, _, names) =>
            {
                node.Files = _reader.Read(node.Place, names, node.IsTested || _isListing);
                return names;
            },
            _ => { });
        foreach (Node node in wave)
        {
            ReportAll(node, node.Files!);
        }
    }

    private void ReportAll(Node node, ReadPackage files)
    {
        foreach (Diagnostic diagnostic in files.Sink.All)
        {
            Report(node, diagnostic);
        }
    }

    private void ResolveImports(Node node, List<Node> next)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (GoFile file in _options.IgnoresImports ? [] : node.Files!.GoFiles)
        {
            foreach ((string path, Pos pos) in file.Imports)
            {
                if ((path == "unsafe" && !_isListing) || node.Imports.ContainsKey(path) || failed.Contains(path))
                {
                    continue;
                }
                if (path.Length == 0)
                {
                    Report(node, Catalogue.InvalidImportPath, pos, "invalid import path: ");
                    failed.Add(path);
                }
                else if (ImportPaths.LastElement(path, "vendor") is var vendor and >= 0)
                {
                    bool isKnown = (vendor > 0 || _locator!.Gopath is not null)
                        && $"{node.Place.TreePath}/".StartsWith(path[..vendor], StringComparison.Ordinal);
                    Report(node, Catalogue.VendoredImport, pos, isKnown
                        ? $"{path} must be imported as {path[(vendor + "vendor/".Length)..]}" : "use of vendored package not allowed");
                    failed.Add(path);
                    if (_isListing && isKnown && _locator!.Find(path, node.Place, out _) is { } vendored)
                    {
                        node.Imports.Add(path, (NodeOf(vendored, pos, next, node), pos, file.Name));
                    }
                }
                else if (_locator!.Find(MeaningOf(path, node), node.Place, out PlaceProblem problem) is { } place)
                {
                    node.Imports.Add(path, (NodeOf(place, pos, next, node), pos, file.Name));
                }
                else if (problem.IsOfBuild)
                {
                    ReportOfBuild(node, problem);
                    failed.Add(path);
                }
                else
                {
                    ReportMissing(node, path, pos, file.Name, CollisionOf(path) ?? problem, next);
                    failed.Add(path);
                }
            }
        }
        if (_locator!.Gopath is null && node.Place.FullPath != ImportPaths.CommandLine && node.LocalImport is { } local)
        {
            string text = local.Path == "." ? ".: cannot import current directory"
                : $"local import {GoText.Quote(local.Path)} in non-local package";
            Report(node, Catalogue.InvalidImportPath, local.Pos, text);
        }
    }

    private void ReportMissing(Node node, string path, Pos pos, string file, PlaceProblem problem, List<Node> next)
    {
        if (ImportPaths.IsRelative(path))
        {
            node.LocalImport ??= (path, pos);
            if (GoFileName.IsTest(file))
            {
                return; // one error says it
            }
        }
        if (_isListing)
        {
            Node missing = NodeOf(PackagePlace.Nowhere(path), pos, next);
            Report(missing, problem.Descriptor, pos, problem.Message);
            node.Imports.Add(path, (missing, pos, file));
        }
        else
        {
            Report(node, new Diagnostic(problem.Descriptor, pos, problem.Message) { Subject = path });
        }
    }

    /// <summary>A path that leads nowhere, and differs only in case from one that is known.</summary>
    private PlaceProblem? CollisionOf(string path)
        => _spellings.TryGetValue(path, out string? other) && other != path
            ? new PlaceProblem(Catalogue.CaseCollision, CollisionText(path, other)) : null;

    private static string CollisionText(string path, string other) => $"case-insensitive import collision: \"{path}\" and \"{other}\"";
}
