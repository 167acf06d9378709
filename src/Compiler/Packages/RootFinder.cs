using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Packages;

/// <summary>A package that was asked for.</summary>
/// <param name="IsFromWildcard">Found by a <c>...</c> pattern: if its constraints leave nothing, it was not meant.</param>
/// <param name="Problem">Listings: why there is nothing at the place.</param>
internal readonly record struct RootPackage(PackagePlace Place, bool IsFromWildcard, Diagnostic? Problem = null)
{
    private readonly string[]? _patterns;

    /// <summary>What led to it.</summary>
    public IReadOnlyList<string> Patterns
    {
        get => _patterns ?? [];
        init => _patterns = [.. value];
    }
}

/// <summary>Says which packages the patterns of a command mean.</summary>
internal sealed class RootFinder(PackageLocator locator, IStandardLibrary standard, string workingDirectory, DiagnosticSink sink)
{
    private static readonly Comparer<RootPackage> s_byPath = Comparer<RootPackage>.Create((a, b) => string.CompareOrdinal(a.Place.FullPath, b.Place.FullPath));

    private readonly List<RootPackage> _roots = [];

    /// <summary>The packages are to be described, not built: patterns that mean nothing are packages with an error.</summary>
    public bool IsListing { get; init; }

    /// <summary>Hears what is passed by.</summary>
    public Action<string> Trace { get; init; } = _ => { };

    /// <summary>Hears warnings.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>Of what <see cref="ListAll"/> lists: whether it is missing, which is told where it is imported.</summary>
    public Func<string, bool> IsToldByImporter { get; init; } = _ => false;

    /// <summary>Lists what the pattern <c>all</c> means.</summary>
    public Func<IReadOnlyList<string>> ListAll { get; init; } = () => [];

    public IReadOnlyList<RootPackage> Find(IReadOnlyList<string> patterns)
    {
        // A file, as far as there is one; else it is a path like any other, which may end so too.
        if (patterns.Any(p => p.EndsWith(".go", StringComparison.Ordinal) && IsFile(p)) || (patterns.Count > 0 && patterns.All(IsNameOfFile)))
        {
            AddFiles(patterns);
            return _roots;
        }
        foreach (string pattern in patterns.Count == 0 ? ["."] : patterns)
        {
            int before = _roots.Count;
            AddPattern(pattern.Length > 1 ? pattern.TrimEnd('/') : pattern);
            for (int i = before; i < _roots.Count; i++)
            {
                _roots[i] = _roots[i] with { Patterns = [pattern] };
            }
        }
        return Merged();
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

    private void Error(DiagnosticDescriptor descriptor, string message, string? file = null) => sink.Report(new Diagnostic(descriptor, default, message, FilePath: file));

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

    private bool IsFile(string pattern) => locator.Files.FileExists(Path.GetFullPath(Path.Combine(workingDirectory, pattern)));

    private bool IsNameOfFile(string pattern)
        => pattern.EndsWith(".go", StringComparison.Ordinal) && !pattern.Contains('/') && !locator.Files.FolderExists(Path.GetFullPath(Path.Combine(workingDirectory, pattern)));

    private void AddFiles(IReadOnlyList<string> patterns)
    {
        string? folder = null;
        var names = new List<string>();
        if (patterns.FirstOrDefault(p => !p.EndsWith(".go", StringComparison.Ordinal)) is { } other)
        {
            NoPackage("command-line-arguments", Catalogue.PatternNotFound, $"named files must be .go files: {other}");
            return;
        }
        foreach (string pattern in patterns)
        {
            string path = Path.GetFullPath(Path.Combine(workingDirectory, pattern));
            string own = Path.GetDirectoryName(path)!;
            if (!locator.Files.FileExists(path))
            {
                Error(Catalogue.PatternNotFound, $"stat {pattern}: no such file or directory", path);
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
        string tree = standardPath ?? locator.Gopath?.PathOf(folder!) ?? ModuleOf(folder!, out module) ?? VendoredTree(folder!) ?? "command-line-arguments"; // needs no module
        var place = new PackagePlace("command-line-arguments", new DiskFolder(folder!, locator.Files), standardPath is null ? locator.Gopath?.ModuleOf(folder!) ?? module ?? locator.Main : null) { OnlyFiles = [.. names.Distinct()], TreePath = tree };
        _roots.Add(new RootPackage(place, false));
    }

    /// <summary>The path that a folder below a vendor folder has for those who import it.</summary>
    private string? VendoredTree(string folder)
        => locator.MainModules.Select(m => m.Directory.Length == 0 ? null : Below(Path.Combine(m.Directory, "vendor"), folder)).FirstOrDefault(b => b is { Length: > 0 });

    private string Shown(string folder) => Path.GetRelativePath(workingDirectory, folder);

    private void AddFolder(string folder, string pattern)
    {
        if (locator.Gopath is { } gopath && (StandardPathOf(folder) is not { } known || locator.FindStandard(known) is null))
        {
            AddFolderWithoutModules(gopath, folder, pattern);
        }
        else if (!locator.Files.FolderExists(folder))
        {
            bool isFile = locator.Files.FileExists(folder) && locator.Session.HasModule;
            NoPackage(pattern, Catalogue.PatternNotFound, isFile ? OutsideText(folder) : $"stat {folder}: directory not found", isFile ? null : folder);
        }
        else if (locator.Session.HasModule && StandardPathOf(folder) is null && locator.MainModules.Any(m => Below(m.Directory, folder) is { Length: > 0 }) && !HasAnyGoFile(folder))
        {
            NoPackage(pattern, Catalogue.NoGoFiles, $"no Go files in {folder}", folder); // no path can mean it
        }
        else if (folder + Path.DirectorySeparatorChar == StandardRoot)
        {
            NoPackage(pattern, Catalogue.PatternNotFound, HasAnyGoFile(folder) ? "GOROOT/src is not an importable package" : $"no Go files in {folder}");
        }
        else if (StandardPathOf(folder) is { } path && locator.Session.HasModule && locator.FindStandard(path) is null && !HasAnyGoFile(folder))
        {
            NoPackage(pattern, Catalogue.NoGoFiles, $"no Go files in {folder}", folder);
        }
        else if (StandardPathOf(folder) is "builtin")
        {
            NoPackage(pattern, Catalogue.PatternNotFound, "\"builtin\" is a pseudo-package, not an importable package");
        }
        else if (StandardPathOf(folder) is { } standardPath && locator.FindStandard(standardPath) is { } place)
        {
            _roots.Add(new RootPackage(place, false)); // also when its go.mod, of module std, is the main one
        }
        else if (ModuleOf(folder, out ModuleInfo? module) is { } importPath)
        {
            if (ImportPaths.LooksStandard(importPath) && locator.FindStandard(importPath) is not null
                && locator.Session.TryLocate(importPath, locator.Session.Requirements, null).Failure is AmbiguousImportException ambiguous)
            {
                NoPackage(pattern, ambiguous.Descriptor, ambiguous.Message);
                return;
            }
            _roots.Add(new RootPackage(new PackagePlace(importPath, new DiskFolder(folder, locator.Files), module), false));
        }
        else if (!locator.Session.HasModule)
        {
            NoModule(pattern);
        }
        else
        {
            NoPackage(pattern, Catalogue.PatternNotFound, OutsideText(folder));
        }
    }

    private bool HasAnyGoFile(string folder) => locator.Files.List(folder, EntryFilter.All).Any(e => !e.IsFolder && e.Name.EndsWith(".go", StringComparison.Ordinal));

    private void AddFolderWithoutModules(GopathFolders gopath, string folder, string pattern)
    {
        PackagePlace place = gopath.PlaceOf(folder);
        if (locator.Files.FolderExists(folder))
        {
            _roots.Add(new RootPackage(place, false));
        }
        else if (Path.IsPathRooted(pattern))
        {
            NoPackage(pattern, Catalogue.PatternNotFound, $"stat {folder}: directory not found", folder);
        }
        else
        {
            NoPackage(pattern, Catalogue.PatternNotFound, $"cannot find package {Modules.GoText.Quote(gopath.PathOf(folder) ?? pattern)} in:\n\t{folder}", folder);
        }
    }

    private void NoModule(string pattern)
    {
        try
        {
            locator.Session.RequireModule();
        }
        catch (ModuleException e)
        {
            NoPackage(pattern, e.Descriptor, e.Message);
        }
    }

    /// <summary>Why a folder has no import path.</summary>
    private string OutsideText(string folder)
    {
        string shown = Shown(folder);
        string subject = shown == "." ? "current directory" : $"directory {shown}";
        ModuleInfo? around = locator.MainModules.Where(m => Below(m.Directory, folder) is { } below && !below.Contains('@')).MaxBy(m => m.Directory.Length);
        if (locator.Session.IsWorkspace)
        {
            for (string? at = folder; at is not null && around is null; at = Path.GetDirectoryName(at))
            {
                if (locator.Files.FileExists(Path.Combine(at, "go.mod")))
                {
                    return $"{subject} is contained in a module that is not one of the workspace modules listed in go.work. "
                        + $"You can add the module to the workspace using:\n\tgo work use {Shown(at)}";
                }
            }
        }
        if (around is not null)
        {
            string below = Below(around.Directory, folder)!;
            return ImportPaths.HasPrefix(below, "vendor")
                ? locator.Session.Mode == ModuleMode.Vendor ? $"directory {folder} is not a package listed in vendor/modules.txt" : $"without -mod=vendor, directory {folder} has no package path"
                : $"main module ({around.Path}) does not contain package {around.Path}/{below}";
        }
        return locator.Session.IsWorkspace ? $"{subject} outside modules listed in go.work or their selected dependencies" : $"{subject} outside main module or its selected dependencies";
    }

    /// <summary>A folder's path below another, with slashes; null if it is not below.</summary>
    private static string? Below(string root, string folder)
    {
        string below = Path.GetRelativePath(root, folder).Replace(Path.DirectorySeparatorChar, '/');
        return below == "." ? "" : below == ".." || below.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(below) ? null : below;
    }

    /// <summary>The import path of a folder inside one of the modules, or null.</summary>
    private string? ModuleOf(string folder, out ModuleInfo? module)
    {
        foreach (ModuleInfo candidate in locator.MainModules.Where(m => m.Path.Length > 0))
        {
            // An @ belongs to versions in the module cache, which a main module's folder may seem to hold.
            if (Below(candidate.Directory, folder) is not { } below || below.Contains('@') || locator.IsInNestedModule(candidate.Directory, below))
            {
                continue;
            }
            if (ImportPaths.HasPrefix(below, "vendor") && below.Length > "vendor".Length)
            {
                return VendoredPath(below, out module);
            }
            module = candidate;
            return below.Length == 0 ? candidate.Path : $"{candidate.Path}/{below}";
        }
        return DependencyOf(folder, out module);
    }

    private string? VendoredPath(string below, out ModuleInfo? module)
    {
        string path = below.Length > "vendor/".Length ? below["vendor/".Length..] : "";
        bool isListed = locator.Session.Vendor?.ModuleOf(path) is not null;
        module = isListed ? locator.Find(path, null, out _)?.Module : null;
        return module is null ? null : path;
    }

    /// <summary>The import path of a folder in a dependency: a replacement, or a version in the module cache.</summary>
    private string? DependencyOf(string folder, out ModuleInfo? module)
    {
        ModuleSession session = locator.Session;
        module = null;
        if (!session.HasModule || session.Mode == ModuleMode.Vendor)
        {
            return null;
        }
        foreach (ModuleVersion candidate in session.GraphOrPart(session.Requirements).BuildList.Where(m => !ModuleVersions.IsToolchain(m.Path) && !session.Main.Contains(m.Path)))
        {
            ModuleVersion actual = session.Actual(candidate);
            string? root = actual.Version.Length == 0 ? session.Main.FolderOf(actual) : session.CachedFolder(actual);
            if (root is null || Below(root, folder) is not { } below || (actual.Version.Length == 0 && locator.IsInNestedModule(root, below)))
            {
                continue;
            }
            module = locator.InfoOf(candidate, root);
            return below.Length == 0 ? candidate.Path : $"{candidate.Path}/{below}";
        }
        return null;
    }

    private string StandardRoot => Path.GetFullPath(standard.PathOf("", "") + "/");

    private string? StandardPathOf(string folder)
        => folder.StartsWith(StandardRoot, StringComparison.Ordinal) ? folder[StandardRoot.Length..].Replace(Path.DirectorySeparatorChar, '/') : null;

    /// <summary>Whether a folder may have packages of a module of the build, in it or below.</summary>
    private bool IsInModule(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (locator.Files.FileExists(Path.Combine(at, "go.mod")))
            {
                return locator.MainModules.Any(m => m.Path.Length > 0 && m.Directory == at) || DependencyOf(folder, out _) is not null;
            }
        }
        return DependencyOf(folder, out _) is not null;
    }

    /// <summary><c>./x/...</c>: folders below one, without those of other modules, vendored, hidden, test data and ignored ones.</summary>
    private void AddFolders(string pattern)
    {
        int dots = pattern.IndexOf("...", StringComparison.Ordinal);
        int slash = pattern.LastIndexOf('/', dots);
        string start = Path.GetFullPath(Path.Combine(workingDirectory, slash < 0 ? "." : pattern[..(slash + 1)])).TrimEnd(Path.DirectorySeparatorChar);
        if (!locator.Files.FolderExists(start))
        {
            Error(Catalogue.PatternNotFound, $"pattern {pattern}: lstat {start}: no such file or directory", start);
            return;
        }
        if (locator.Gopath is null && StandardPathOf(start) is null && start + Path.DirectorySeparatorChar != StandardRoot && !IsInModule(start))
        {
            string scope = locator.Session.IsWorkspace ? "modules listed in go.work or their selected dependencies" : "main module or its selected dependencies";
            Error(Catalogue.PatternNotFound, $"pattern {pattern}: directory prefix {Shown(start)} does not contain {scope}");
            return;
        }
        string full = Path.GetFullPath(Path.Combine(workingDirectory, pattern.Replace("...", "\u0001", StringComparison.Ordinal))).Replace("\u0001", "...", StringComparison.Ordinal);
        Walk(start, folder =>
        {
            if (!locator.HasGoFiles(folder) || !PathPattern.Matches(full, folder))
            {
                return;
            }
            if (StandardPathOf(folder) is { } standardPath && locator.FindStandard(standardPath) is { } place)
            {
                if (standardPath != "builtin")
                {
                    _roots.Add(new RootPackage(place, true)); // builtin only documents
                }
            }
            else if (locator.Gopath is { } gopath)
            {
                _roots.Add(new RootPackage(gopath.PlaceOf(folder), true));
            }
            else if (ModuleOf(folder, out ModuleInfo? module) is { } path)
            {
                _roots.Add(new RootPackage(new PackagePlace(path, new DiskFolder(folder, locator.Files), module), true));
            }
            else if (folder.Contains('@'))
            {
                NoPackage(pattern, Catalogue.PatternNotFound, OutsideText(folder));
            }
        });
    }

    private void Walk(string folder, Action<string> visit)
    {
        visit(folder);
        foreach (FolderEntry entry in locator.Files.List(folder, EntryFilter.Folders))
        {
            string child = Path.Combine(folder, entry.Name);
            bool isElsewhere = locator.Gopath is null && (Path.GetFileName(folder) == "vendor" || locator.Files.FileExists(Path.Combine(child, "go.mod")));
            if (entry.Name == "testdata" || isElsewhere)
            {
                continue;
            }
            if (IsIgnored(child))
            {
                Trace($"ignoring directory {child}");
            }
            else
            {
                Walk(child, visit);
            }
        }
    }

    private bool IsIgnored(string folder)
        => locator.Session.Main.All.Any(m => m.File is { Ignored.Count: > 0 } file && Below(m.Directory, folder) is { } below && PathPattern.IsIgnored(file.Ignored, below));

    /// <summary>Import path patterns: the packages of our modules and of the standard library that match.</summary>
    private void AddMatchingPaths(string pattern)
    {
        ModuleSession session = locator.Session;
        int before = _roots.Count;
        try
        {
            switch (pattern)
            {
                case "std" or "cmd":
                    AddStandard(pattern, pattern == "cmd" ? "cmd" : "");
                    break;
                case "tool":
                    AddPaths(session.Main.Tools.Order(StringComparer.Ordinal));
                    break;
                case "all" when locator.Gopath is { } gopath:
                    AddStandard("std", "");
                    AddStandard("cmd", "cmd");
                    _roots.AddRange(gopath.All(_ => true, _ => true).Select(p => new RootPackage(p, true)));
                    break;
                case "all":
                    AddPaths(ListAll());
                    break;
                case "work":
                    foreach (MainModule module in session.Main.All.Where(m => m.Directory.Length > 0))
                    {
                        AddModule("...", module.Version);
                    }
                    break;
                default:
                    AddWildcard(pattern);
                    AddStandard(pattern, "");
                    if (PathPattern.TreeCanMatch(pattern, "cmd"))
                    {
                        AddStandard(pattern, "cmd");
                    }
                    _roots.Sort(before, _roots.Count - before, s_byPath);
                    break;
            }
        }
        catch (ModuleException e)
        {
            Error(e.Descriptor, e.Message);
        }
    }

    private void AddPaths(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            if (locator.Find(path, null, out PlaceProblem problem) is { } place)
            {
                _roots.Add(new RootPackage(place, true));
            }
            else if (IsToldByImporter(path))
            {
                if (IsListing)
                {
                    _roots.Add(new RootPackage(PackagePlace.Nowhere(path), false));
                }
            }
            else
            {
                NoPackage(path, problem.Descriptor, problem.Message);
            }
        }
    }

    private void AddWildcard(string pattern)
    {
        ModuleSession session = locator.Session;
        if (locator.Gopath is { } gopath)
        {
            Action<string> link = folder => Warn($"warning: ignoring symlink {folder}");
            _roots.AddRange(gopath.All(p => PathPattern.Matches(pattern, p), p => PathPattern.TreeCanMatch(pattern, p), link).Select(p => new RootPackage(p, true)));
            return;
        }
        if (session.Mode == ModuleMode.Vendor)
        {
            foreach (MainModule module in session.Main.All.Where(m => m.Directory.Length > 0))
            {
                AddModule(pattern, module.Version);
            }
            AddPaths(session.Vendor!.Packages.Keys.Where(p => PathPattern.Matches(pattern, p)).Order(StringComparer.Ordinal));
            return;
        }
        if (!session.HasModule)
        {
            return;
        }
        foreach (ModuleVersion module in session.Graph(session.Requirements).BuildList.Where(m => !ModuleVersions.IsToolchain(m.Path) && PathPattern.TreeCanMatch(pattern, m.Path)))
        {
            AddModule(pattern, module);
        }
    }

    private void AddModule(string pattern, ModuleVersion module)
    {
        (string root, bool isLocal) = locator.Session.Fetch(module);
        string prefix = module.Version.Length == 0 && locator.Session.Main.Find(module.Path) is { } main ? main.Prefix : module.Path;
        foreach ((string path, string folder) in locator.Session.PackageFolders(prefix, root, isLocal, locator.Session.IgnoredIn(module)))
        {
            if (PathPattern.Matches(pattern, path))
            {
                _roots.Add(new RootPackage(new PackagePlace(path, new DiskFolder(folder, locator.Files), locator.InfoOf(module, root)), true));
            }
        }
    }

    private void AddStandard(string pattern, string folder)
    {
        bool isMatch = pattern switch
        {
            // builtin only documents, unsafe is built in, and runtime/cgo is for programs with C in them.
            "std" => folder is not ("" or "builtin" or "runtime/cgo") && (folder != "unsafe" || IsListing),
            "cmd" => true,
            _ => folder is not ("" or "builtin") && !ImportPaths.HasPrefix(folder, "vendor") && PathPattern.Matches(pattern, folder),
        };
        if (isMatch && locator.FindStandard(folder) is { } place)
        {
            _roots.Add(new RootPackage(place, true));
        }
        foreach (string child in standard.Folders(folder))
        {
            if (child != "testdata" && child[0] is not ('.' or '_') && !(folder.Length == 0 && child == "cmd"))
            {
                AddStandard(pattern, folder.Length == 0 ? child : $"{folder}/{child}");
            }
        }
    }
}
