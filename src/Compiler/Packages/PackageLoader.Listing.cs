using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Modules.Resolution;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

// Listings: packages are described as far as they go, and what is missing is a package too, with an error.
public sealed partial class PackageLoader
{
    private readonly Dictionary<ModuleVersion, Lazy<ModuleDetails?>> _details = [];
    private Lazy<ModuleLister> _lister = null!;
    private bool _isListing;

    /// <summary>
    /// The packages that the options ask for and all they import. Errors go to the sink as in <see cref="Load"/>, and to the packages they
    /// are about; null when not even the module could be read.
    /// </summary>
    public static PackageListing? List(LoadOptions options, SourceFileTable files, DiagnosticSink sink,
        CancellationToken cancellation = default)
    {
        var loader = new PackageLoader(options, files, sink, cancellation) { _isListing = true };
        if (sink.HasErrors)
        {
            return null;
        }
        loader._lister = new Lazy<ModuleLister>(loader.NewLister);
        IReadOnlyList<RootPackage> roots = loader.NewRootFinder(sink, isListing: true).Find(options.Patterns);
        PackageListing listing = loader.ListAll(roots);
        loader.WriteWorkspaceSums();
        return listing;
    }

    private PackageListing ListAll(IReadOnlyList<RootPackage> roots)
    {
        var wave = new List<Node>();
        var rootNodes = new List<Node>();
        foreach (RootPackage root in roots)
        {
            Node node = NodeOf(root.Place, default, wave);
            node.MayBeEmpty = root.IsFromWildcard;
            node.IsTested = _options.Tests;
            if (root.Problem is { } problem && node.Errors.Count == 0)
            {
                node.Errors.Add(problem); // the sink has it already
            }
            rootNodes.Add(node);
        }
        List<Node> all = ReadAll(wave);
        CheckPathCollisions(all);
        CheckRequirements(all, rootNodes);
        AddTestPackages(rootNodes);
        InDependencyOrder(rootNodes);
        var listed = new Dictionary<Node, ListedPackage>(ReferenceEqualityComparer.Instance);
        var ordered = new List<ListedPackage>();
        foreach (Node root in rootNodes)
        {
            Describe(root, [], rootNodes, listed, ordered);
        }
        var ofPackages = new HashSet<Diagnostic>(all.Concat(_tests.Values.Select(t => t.Main)).SelectMany(n => n.Errors),
            ReferenceEqualityComparer.Instance);
        foreach (RootPackage root in roots)
        {
            if (listed.TryGetValue(_nodes[root.Place.FullPath], out ListedPackage? package))
            {
                package.Matches = [.. package.Matches, .. root.Patterns];
            }
        }
        return new PackageListing(ordered, [.. rootNodes.Where(listed.ContainsKey).Select(n => listed[n])],
            [.. _sink.All.Where(d => !ofPackages.Contains(d))])
        {
            FindModule = _options.Modules.Gopath is null ? path => _lister.Value.OfBuild(path) : null,
        };
    }

    /// <summary>
    /// After the packages that were asked for, what their test programs are made of: main, the package with its test files, and the one
    /// beside it.
    /// </summary>
    private void AddTestPackages(List<Node> roots)
    {
        foreach (Node root in roots.ToArray())
        {
            if (_tests.TryGetValue(root, out TestNodes? tests))
            {
                Specialize(root, tests);
                roots.AddRange([tests.Main, .. tests.Tested == root ? [] : (Node[])[tests.Tested],
                    .. tests.External is null ? [] : (Node[])[tests.External]]);
            }
        }
    }

    private void Describe(Node node, IReadOnlyList<string> stack, List<Node> roots, Dictionary<Node, ListedPackage> listed,
        List<ListedPackage> ordered)
    {
        bool isAbsent = node is { MayBeEmpty: true, IsEmpty: true, Files: { HasTests: false, InvalidGoFiles.Count: 0 } };
        if (listed.ContainsKey(node) || isAbsent)
        {
            return; // for a wildcard, what constraints empty was not meant
        }
        ListedPackage package = DescriptionOf(node, stack, !roots.Contains(node));
        listed.Add(node, package);
        string[] inner = [.. stack, node.Place.FullPath];
        var imports = new Dictionary<string, ListedPackage>(StringComparer.Ordinal);
        foreach ((string path, (Node target, _, _)) in node.Imports)
        {
            Describe(target, inner, roots, listed, ordered);
            if (listed.TryGetValue(target, out ListedPackage? import))
            {
                imports.Add(path, import);
            }
        }
        package.Imports = imports;
        ordered.Add(package);
    }

    private ListedPackage DescriptionOf(Node node, IReadOnlyList<string> stack, bool isOnlyDependency)
    {
        ReadPackage files = node.Files!;
        // The copy of a package for its tests has its test files among its own, and still names them.
        ReadPackage tests = node.ForTest == node.Place.FullPath && _nodes.TryGetValue(node.ForTest, out Node? plain) ? plain.Files! : files;
        return new ListedPackage
        {
            FullPath = LoadedPackage.IdentityOf(node.Place.FullPath, node.IsTestMain ? "" : node.ForTest),
            ForTest = node.IsTestMain ? "" : node.ForTest,
            GeneratedSource = node.IsTestMain ? files.GoFiles[0].Source.Content : null,
            GopathRoot = _locator!.Gopath?.ModuleOf(node.Place.Folder.Location).Directory ?? "",
            DefaultGodebug = files.Name == "main" && !node.Place.IsNowhere ? DefaultGodebugOf(node) : "",
            Name = files.Name,
            Doc = new(() => DocOf(files)),
            Directory = node.Place.Folder.Location,
            IsStandard = node.Place is { IsStandard: true, IsNowhere: false },
            ConflictFolder = _locator.Gopath?.HiddenBy(node.Place.Folder.Location) ?? "",
            Module = node.Place.Module,
            ModuleDetails = DetailsOf(node.Place.OnlyFiles is null ? node.Place.Module : null),
            IsOnlyDependency = isOnlyDependency,
            GoFiles = AllOf(files, false),
            IgnoredGoFiles = files.IgnoredGoFiles,
            InvalidGoFiles = files.InvalidGoFiles,
            IgnoredOtherFiles = files.IgnoredOtherFiles,
            SystemObjects = files.SystemObjects,
            AssemblyFiles = [.. files.AssemblyFiles.Select(f => Path.GetFileName(f.Path))],
            HeaderFiles = [.. files.HeaderFiles.Select(f => Path.GetFileName(f.Path))],
            TestGoFiles = [.. NamesOf(tests.InPackageTests).Concat(tests.InvalidGoFiles.Where(GoFileName.IsTest))
                .Order(StringComparer.Ordinal)],
            ExternalTestGoFiles = NamesOf(tests.ExternalTests),
            EmbedPatterns = PatternsOf(files),
            EmbedFiles = EmbeddedIn(files),
            TestEmbedPatterns = PatternsOf(tests.InPackageTests),
            TestEmbedFiles = EmbeddedIn(tests.InPackageTests),
            ExternalTestEmbedPatterns = PatternsOf(tests.ExternalTests),
            ExternalTestEmbedFiles = EmbeddedIn(tests.ExternalTests),
            TestImports = ImportsOf(node, tests.InPackageTests),
            ExternalTestImports = ImportsOf(node, tests.ExternalTests),
            Error = node.Errors.Count == 0 ? null : ErrorOf(FirstOf(node.Errors), node, stack),
            Loaded = node.Result,
        };
    }

    /// <summary>Of the first error's file the one that stands first.</summary>
    private static Diagnostic FirstOf(List<Diagnostic> errors)
        => errors[0].Pos is { IsValid: true, File: var file }
            ? errors.Where(e => e.Pos.IsValid && e.Pos.File == file).MinBy(e => (e.Pos.Line, e.Pos.Column))! : errors[0];

    private static string[] PatternsOf(ReadPackage? files) => [.. (files?.Embeds.Keys ?? Enumerable.Empty<string>())];

    private static string[] EmbeddedIn(ReadPackage? files)
        => [.. (files?.EmbedPatterns ?? []).SelectMany(e => e.Files).Select(f => f.Name).Distinct().Order(StringComparer.Ordinal)];

    private string DefaultGodebugOf(Node node)
        => NewGraph([], [], []).DefaultGodebug(node.Files!.GodebugSettings);

    private Lazy<ModuleDetails?> DetailsOf(ModuleInfo? info)
    {
        if (info is not { Path.Length: > 0 })
        {
            return new Lazy<ModuleDetails?>((ModuleDetails?)null);
        }
        var module = new ModuleVersion(info.Path, info.Version);
        if (!_details.TryGetValue(module, out Lazy<ModuleDetails?>? details))
        {
            details = new Lazy<ModuleDetails?>(() => _lister.Value.Describe(module, isOfBuild: true));
            _details.Add(module, details);
        }
        return details;
    }

    private ModuleLister NewLister()
        => new(_locator!.Session,
            new CachedModules(_options.Modules.CacheDirectory.Length == 0
                ? null : new ModuleCache(_options.Modules.CacheDirectory, _options.Modules.WritableCache)),
            _options.TellsRetractions ? ModuleListing.Retractions : ModuleListing.None);

    /// <summary>That of the first file that has one.</summary>
    private string DocOf(ReadPackage files)
        => files.GoFiles.Where(f => !GoFileName.IsTest(f.Name))
            .Select(f => PackageDoc.Synopsis(f.Source.Content, name => _locator!.FindStandard(name) is not null))
            .FirstOrDefault(d => d.Length > 0, "");

    /// <summary>With those that cannot be used.</summary>
    private static string[] AllOf(ReadPackage files, bool isTest)
        => files.InvalidGoFiles.Count == 0 ? NamesOf(files)
            : [.. NamesOf(files).Concat(files.InvalidGoFiles.Where(f => GoFileName.IsTest(f) == isTest)).Distinct()
                .Order(StringComparer.Ordinal)];

    private static string[] NamesOf(ReadPackage? files) => [.. (files?.GoFiles ?? []).Select(f => f.Name)];

    /// <summary>What test files import, whose imports are not followed: std's vendored packages go by their full paths here too.</summary>
    private string[] ImportsOf(Node node, ReadPackage? files)
    {
        IEnumerable<string> paths = (files?.GoFiles ?? []).SelectMany(f => f.Imports).Select(i => i.Path).Distinct();
        return [.. paths.Select(p => _locator!.Find(p, node.Place, out _)?.FullPath ?? p).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Without a place of its own, an error is where the package was first imported. Files below the working directory are named from
    /// there.
    /// </summary>
    private ListedError ErrorOf(Diagnostic error, Node node, IReadOnlyList<string> stack)
    {
        Pos pos = error.Pos.IsValid ? error.Pos : node.ImportedAt;
        (string file, int line, int column) = pos.IsValid
            ? _reader.Files.Resolve(pos) : (error.FilePath ?? "", error.FileLine, error.FileColumn);
        string root = Path.GetFullPath(_options.WorkingDirectory) + Path.DirectorySeparatorChar;
        string shown = Path.GetRelativePath(root, file.Length == 0 ? root : file);
        file = shown.Length < file.Length ? shown : file;
        string place = line > 0 ? $"{file}:{line}:{column}" : "";
        if (error.Descriptor == Catalogue.ImportCycle)
        {
            return new ListedError(node.Cycle, "", error.Message[(error.Message.LastIndexOf(": ", StringComparison.Ordinal)
                + 2)..]) { Text = error.Message };
        }
        if (error.Descriptor == Catalogue.MixedPackages)
        {
            return new ListedError([.. stack, node.Place.FullPath], "", error.Message) { Text = error.Message };
        }
        if (error.Descriptor == Catalogue.ModuleNotRequired && ImportLoader.IsImplicitImport(error.Message))
        {
            return new ListedError(stack, "", error.Message) { Text = error.Message };
        }
        if (error.Descriptor == Catalogue.InternalPackage)
        {
            string[] chain = [.. stack, node.Place.FullPath];
            return new ListedError(chain, place,
                error.Message) { Text = $"package {string.Join("\n\timports ", chain)}\n\t{place}: {error.Message}" };
        }
        // Where the package itself is at fault, it is the last one of the chain.
        string[] whole = error.Pos.IsValid && error.Pos == node.ImportedAt ? [.. stack] : [.. stack, node.Place.FullPath];
        if (error.Descriptor == Catalogue.ModuleRequired)
        {
            return new ListedError(whole, "", error.Message) { Text = "go: " + error.Message };
        }
        string prefix = $"package {node.Place.FullPath}: ";
        string message = error.Message.StartsWith(prefix, StringComparison.Ordinal) ? error.Message[prefix.Length..] : error.Message;
        return new ListedError(whole, place, message) { Text = place.Length > 0 ? $"{place}: {message}" : error.Message };
    }
}
