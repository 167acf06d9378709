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
    /// The packages that the options ask for and all they import. Errors go to the sink as in <see cref="Load"/>, and to the packages they are about; null
    /// when not even the module could be read.
    /// </summary>
    public static PackageListing? List(LoadOptions options, SourceFileTable files, DiagnosticSink sink, CancellationToken cancellation = default)
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
            if (root.Problem is { } problem && node.Errors.Count == 0)
            {
                node.Errors.Add(problem); // the sink has it already
            }
            rootNodes.Add(node);
        }
        List<Node> all = ReadAll(wave);
        CheckPathCollisions(all);
        InDependencyOrder(rootNodes);
        var listed = new Dictionary<Node, ListedPackage>(ReferenceEqualityComparer.Instance);
        var ordered = new List<ListedPackage>();
        foreach (Node root in rootNodes)
        {
            Describe(root, [], rootNodes, listed, ordered);
        }
        var ofPackages = new HashSet<Diagnostic>(all.SelectMany(n => n.Errors), ReferenceEqualityComparer.Instance);
        return new PackageListing(ordered, [.. rootNodes.Where(listed.ContainsKey).Select(n => listed[n])], [.. _sink.All.Where(d => !ofPackages.Contains(d))]);
    }

    private void Describe(Node node, IReadOnlyList<string> stack, List<Node> roots, Dictionary<Node, ListedPackage> listed, List<ListedPackage> ordered)
    {
        bool isAbsent = node is { MayBeEmpty: true, IsEmpty: true, Files.HasTests: false };
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
        return new ListedPackage
        {
            FullPath = node.Place.FullPath,
            Name = files.Name,
            Directory = node.Place.Folder.Location,
            IsStandard = node.Place is { IsStandard: true, IsNowhere: false },
            Module = node.Place.Module,
            ModuleDetails = DetailsOf(node.Place.Module),
            IsOnlyDependency = isOnlyDependency,
            GoFiles = NamesOf(files),
            IgnoredGoFiles = files.IgnoredGoFiles,
            AssemblyFiles = [.. files.AssemblyFiles.Select(f => Path.GetFileName(f.Path))],
            HeaderFiles = [.. files.HeaderFiles.Select(f => Path.GetFileName(f.Path))],
            TestGoFiles = NamesOf(files.InPackageTests),
            ExternalTestGoFiles = NamesOf(files.ExternalTests),
            EmbedPatterns = [.. files.EmbedPatterns.Select(e => e.Pattern)],
            EmbedFiles = [.. files.EmbedPatterns.SelectMany(e => e.Files).Select(f => f.Name).Distinct().Order(StringComparer.Ordinal)],
            TestImports = ImportsOf(node, files.InPackageTests),
            ExternalTestImports = ImportsOf(node, files.ExternalTests),
            Error = node.Errors.Count == 0 ? null : ErrorOf(node.Errors[0], node, stack),
            Loaded = node.Result,
        };
    }

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
        => new(_locator!.Session, new CachedModules(_options.Modules.CacheDirectory.Length == 0 ? null : new ModuleCache(_options.Modules.CacheDirectory, _options.Modules.WritableCache)), ModuleListing.None);

    private static string[] NamesOf(ReadPackage? files) => [.. (files?.GoFiles ?? []).Select(f => f.Name)];

    /// <summary>What test files import, whose imports are not followed: std's vendored packages go by their full paths here too.</summary>
    private string[] ImportsOf(Node node, ReadPackage? files)
    {
        IEnumerable<string> paths = (files?.GoFiles ?? []).SelectMany(f => f.Imports).Select(i => i.Path).Distinct();
        return [.. paths.Select(p => _locator!.Find(p, node.Place, out _)?.FullPath ?? p).Order(StringComparer.Ordinal)];
    }

    /// <summary>Without a place of its own, an error is where the package was first imported. Files below the working directory are named from there.</summary>
    private ListedError ErrorOf(Diagnostic error, Node node, IReadOnlyList<string> stack)
    {
        Pos pos = error.Pos.IsValid ? error.Pos : node.ImportedAt;
        (string file, int line, int column) = pos.IsValid ? _reader.Files.Resolve(pos) : (error.FilePath ?? "", error.FileLine, error.FileColumn);
        string root = Path.GetFullPath(_options.WorkingDirectory) + Path.DirectorySeparatorChar;
        file = file.StartsWith(root, StringComparison.Ordinal) ? file[root.Length..] : file;
        return new ListedError(stack, line > 0 ? $"{file}:{line}:{column}" : "", error.Message);
    }
}
