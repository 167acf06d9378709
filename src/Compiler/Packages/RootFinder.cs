using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Packages;

/// <summary>Says which packages the patterns of a command mean.</summary>
internal sealed partial class RootFinder(PackageLocator locator, IStandardLibrary standard, string workingDirectory, DiagnosticSink sink)
{
    private static readonly Comparer<RootPackage> s_byPath = Comparer<RootPackage>.Create((a, b)
        => string.CompareOrdinal(a.Place.FullPath, b.Place.FullPath));

    private readonly List<RootPackage> _roots = [];

    /// <summary>The packages are to be described, not built: patterns that mean nothing are packages with an error.</summary>
    public bool IsListing { get; init; }

    /// <summary>Hears what is passed by.</summary>
    public Action<string> Trace { get; init; } = _ => { };

    /// <summary>Hears warnings.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>
    /// What is said of packages that <see cref="ListAll"/> lists and that are missing; empty where it is said at an import.
    /// </summary>
    public IReadOnlyDictionary<string, string> MissingInAll { get; init; } = new Dictionary<string, string>();

    /// <summary>Lists what the pattern <c>all</c> means.</summary>
    public Func<IReadOnlyList<string>> ListAll { get; init; } = () => [];

    public IReadOnlyList<RootPackage> Find(IReadOnlyList<string> patterns)
    {
        // A file, as far as there is one; else it is a path like any other, which may end so too.
        if (patterns.Any(p => p.EndsWith(".go", StringComparison.Ordinal) && IsFile(p)))
        {
            AddFiles(patterns);
            return _roots;
        }
        foreach (string pattern in patterns.Count == 0 ? ["."] : patterns.Select(Canonical))
        {
            int before = _roots.Count;
            AddPattern(pattern);
            for (int i = before; i < _roots.Count; i++)
            {
                _roots[i] = _roots[i] with { Patterns = [pattern] };
            }
        }
        return Merged();
    }

    /// <summary>
    /// A pattern in the one form that is looked for and told of: without empty elements, dots, or what goes up again. A dot that leads to a
    /// folder below stays; what stands behind an at sign is no path.
    /// </summary>
    internal static string Canonical(string pattern)
    {
        int at = ImportPaths.IsRelative(pattern) || Path.IsPathRooted(pattern) ? -1 : pattern.IndexOf('@');
        string path = at < 0 ? pattern : pattern[..at];
        if (path.Length == 0 || (Path.DirectorySeparatorChar != '/' && path.Contains(Path.DirectorySeparatorChar)))
        {
            return pattern;
        }
        bool isRooted = path[0] == '/';
        var elements = new List<string>();
        foreach (string element in path.Split('/').Where(e => e is not ("" or ".")))
        {
            if (element == ".." && (isRooted || elements is [.., not ".."]))
            {
                elements.RemoveRange(Math.Max(0, elements.Count - 1), Math.Min(1, elements.Count));
                continue;
            }
            elements.Add(element);
        }
        string clean = (isRooted ? "/" : "") + string.Join('/', elements);
        clean = clean.Length == 0 ? "." : clean;
        return (path.StartsWith("./", StringComparison.Ordinal) && clean != "." ? "./" + clean : clean) + (at < 0 ? "" : pattern[at..]);
    }

    /// <summary>Each package once, where it was named first, with all patterns that led to it.</summary>
    private List<RootPackage> Merged()
    {
        var merged = new List<RootPackage>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (RootPackage root in _roots)
        {
            if (places.TryAdd(root.Place.FullPath, merged.Count))
            {
                merged.Add(root);
            }
            else
            {
                int at = places[root.Place.FullPath];
                merged[at] = merged[at] with { Patterns = [.. merged[at].Patterns, .. root.Patterns] };
            }
        }
        return merged;
    }

    private void Error(DiagnosticDescriptor descriptor, string message, string? file = null)
        => sink.Report(new Diagnostic(descriptor, default, message, FilePath: file));

    /// <summary>A pattern for one package means none.</summary>
    private void NoPackage(string pattern, DiagnosticDescriptor descriptor, string message, string? file = null)
    {
        var problem = new Diagnostic(descriptor, default, message, FilePath: file);
        sink.Report(problem);
        if (IsListing)
        {
            _roots.Add(new RootPackage(PackagePlace.Nowhere(pattern), false, problem));
        }
    }

    private void AddPattern(string pattern)
    {
        if (pattern.Contains('@') && !ImportPaths.IsRelative(pattern) && !Path.IsPathRooted(pattern))
        {
            const string Reason = "can only use path@version syntax with 'go get' and 'go install' in module-aware mode";
            NoPackage(pattern, Catalogue.InvalidImportPath, $"package {pattern}: {Reason}");
            return;
        }
        bool isFolder = ImportPaths.IsRelative(pattern) || Path.IsPathRooted(pattern);
        if (pattern is "std" or "cmd" or "all" or "work" or "tool" || pattern.Contains("...", StringComparison.Ordinal))
        {
            int before = _roots.Count, errors = sink.ErrorCount;
            if (isFolder)
            {
                AddFolders(pattern);
            }
            else
            {
                AddMatchingPaths(pattern);
            }
            if (_roots.Count == before && sink.ErrorCount == errors)
            {
                Error(Catalogue.PatternMatchesNothing, $"\"{pattern}\" matched no packages");
            }
        }
        else if (isFolder)
        {
            AddFolder(Path.GetFullPath(Path.Combine(workingDirectory, pattern)), pattern);
        }
        else if (locator.Find(pattern, null, out PlaceProblem problem) is { } place)
        {
            _roots.Add(new RootPackage(place, false));
        }
        else
        {
            NoPackage(pattern, problem.Descriptor, problem.Message);
        }
    }

    private string FullPathOf(string pattern) => Path.GetFullPath(Path.Combine(workingDirectory, pattern));

    private bool IsFile(string pattern) => locator.Files.FileExists(FullPathOf(pattern));

    /// <summary>What is said of an argument that stands for a file, and names none.</summary>
    internal static string NoFileText(string pattern, bool isFolder)
        => isFolder ? $"{pattern} is a directory, should be a Go file" : $"stat {pattern}: no such file or directory";

    private void AddFiles(IReadOnlyList<string> patterns)
    {
        string? folder = null;
        var names = new List<string>();
        if (patterns.FirstOrDefault(p => !p.EndsWith(".go", StringComparison.Ordinal)) is { } other)
        {
            NoPackage(ImportPaths.CommandLine, Catalogue.PatternNotFound, $"named files must be .go files: {other}");
            return;
        }
        foreach (string pattern in patterns)
        {
            string path = Path.GetFullPath(Path.Combine(workingDirectory, pattern));
            string own = Path.GetDirectoryName(path)!;
            if (!locator.Files.FileExists(path))
            {
                Error(Catalogue.PatternNotFound, NoFileText(pattern, locator.Files.FolderExists(path)), path);
                return;
            }
            if (folder is not null && folder != own)
            {
                Error(Catalogue.FilesInSeveralFolders, $"named files must all be in one directory; have {Shown(folder)} and {Shown(own)}");
                return;
            }
            folder = own;
            names.Add(Path.GetFileName(path));
        }
        ModuleInfo? module = null;
        string? standardPath = StandardPathOf(folder!);
        // needs no module
        string tree = standardPath ?? locator.Gopath?.PathOf(folder!) ?? ModuleOf(folder!, out module) ?? VendoredTree(folder!)
            ?? ImportPaths.CommandLine;
        var place = new PackagePlace(ImportPaths.CommandLine, new DiskFolder(folder!, locator.Files),
            standardPath is null ? locator.Gopath?.ModuleOf(folder!) ?? module ?? locator.Main
            : null) { OnlyFiles = [.. names.Distinct()], TreePath = tree };
        // Of files of tests alone a build has nothing to do.
        _roots.Add(new RootPackage(place, names.TrueForAll(n => GoFileName.IsTest(n))));
    }

    private string Shown(string folder) => ShortPath.Of(folder, workingDirectory);
}
