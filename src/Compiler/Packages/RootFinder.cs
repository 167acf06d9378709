using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Packages;

/// <summary>A package that was asked for.</summary>
/// <param name="IsFromWildcard">Found by a <c>...</c> pattern: if its constraints leave nothing, it was not meant.</param>
/// <param name="Problem">Listings: why there is nothing at the place.</param>
internal readonly record struct RootPackage(PackagePlace Place, bool IsFromWildcard, Diagnostic? Problem = null);

/// <summary>Says which packages the patterns of a command mean.</summary>
internal sealed class RootFinder(PackageLocator locator, IStandardLibrary standard, string workingDirectory, DiagnosticSink sink)
{
    private readonly List<RootPackage> _roots = [];

    /// <summary>The packages are to be described, not built: patterns that mean nothing are packages with an error.</summary>
    public bool IsListing { get; init; }

    public IReadOnlyList<RootPackage> Find(IReadOnlyList<string> patterns)
    {
        if (patterns.Count > 0 && patterns.All(p => p.EndsWith(".go", StringComparison.Ordinal)))
        {
            AddFiles(patterns);
            return _roots;
        }
        foreach (string pattern in patterns.Count == 0 ? ["."] : patterns)
        {
            AddPattern(pattern.Length > 1 ? pattern.TrimEnd('/') : pattern);
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. _roots.Where(r => seen.Add(r.Place.FullPath))];
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
        bool isFolder = ImportPaths.IsRelative(pattern) || Path.IsPathRooted(pattern);
        if (pattern is "std" or "cmd" || pattern.Contains("...", StringComparison.Ordinal))
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

    private void AddFiles(IReadOnlyList<string> patterns)
    {
        string? folder = null;
        var names = new List<string>();
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
        names.Sort(string.CompareOrdinal);
        ModuleInfo? module = null;
        string? standardPath = StandardPathOf(folder!);
        string tree = standardPath ?? ModuleOf(folder!, out module) ?? "command-line-arguments";
        var place = new PackagePlace("command-line-arguments", new DiskFolder(folder!, locator.Files), standardPath is null ? module ?? locator.Main : null) { OnlyFiles = [.. names.Distinct()], TreePath = tree };
        _roots.Add(new RootPackage(place, false));
    }

    private string Shown(string folder) => Path.GetRelativePath(workingDirectory, folder);

    private void AddFolder(string folder, string pattern)
    {
        if (!locator.Files.FolderExists(folder))
        {
            NoPackage(pattern, Catalogue.PatternNotFound, $"stat {folder}: directory not found", folder);
        }
        else if (StandardPathOf(folder) is { } standardPath && locator.FindStandard(standardPath) is { } place)
        {
            _roots.Add(new RootPackage(place, false)); // also when its go.mod, of module std, is the main one
        }
        else if (ModuleOf(folder, out ModuleInfo? module) is { } path)
        {
            _roots.Add(new RootPackage(new PackagePlace(path, new DiskFolder(folder, locator.Files), module), false));
        }
        else
        {
            NoPackage(pattern, Catalogue.PatternNotFound, $"directory {pattern} outside main module or its selected dependencies", folder);
        }
    }

    /// <summary>The import path of a folder inside one of the modules, or null.</summary>
    private string? ModuleOf(string folder, out ModuleInfo? module)
    {
        foreach (ModuleInfo candidate in locator.Modules)
        {
            string below = Path.GetRelativePath(candidate.Directory, folder).Replace(Path.DirectorySeparatorChar, '/');
            below = below == "." ? "" : below;
            if (below.StartsWith("../", StringComparison.Ordinal) || below == ".." || Path.IsPathRooted(below) || locator.IsInNestedModule(candidate.Directory, below))
            {
                continue;
            }
            if (candidate.Path.Length == 0 && below.Length > 0)
            {
                continue; // without go.mod there is only the folder itself
            }
            module = candidate;
            return candidate.Path.Length == 0 ? "command-line-arguments" : below.Length == 0 ? candidate.Path : $"{candidate.Path}/{below}";
        }
        module = null;
        return null;
    }

    private string? StandardPathOf(string folder)
    {
        string root = Path.GetFullPath(standard.PathOf("", "") + "/").TrimEnd(Path.DirectorySeparatorChar);
        return folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? folder[(root.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/') : null;
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
        string full = Path.GetFullPath(Path.Combine(workingDirectory, pattern.Replace("...", "\u0001", StringComparison.Ordinal))).Replace("\u0001", "...", StringComparison.Ordinal);
        Walk(start, folder =>
        {
            if (!locator.HasGoFiles(folder) || !MatchesPattern(full, folder))
            {
                return;
            }
            if (StandardPathOf(folder) is { } standardPath && locator.FindStandard(standardPath) is { } place)
            {
                _roots.Add(new RootPackage(place, true));
            }
            else if (ModuleOf(folder, out ModuleInfo? module) is { } path)
            {
                _roots.Add(new RootPackage(new PackagePlace(path, new DiskFolder(folder, locator.Files), module), true));
            }
        });
    }

    private void Walk(string folder, Action<string> visit)
    {
        visit(folder);
        foreach (FolderEntry entry in locator.Files.List(folder, EntryFilter.Folders))
        {
            string child = Path.Combine(folder, entry.Name);
            if (entry.Name is not ("testdata" or "vendor") && !locator.Files.FileExists(Path.Combine(child, "go.mod")) && !IsIgnored(child))
            {
                Walk(child, visit);
            }
        }
    }

    private bool IsIgnored(string folder)
    {
        string below = Path.GetRelativePath(locator.Main.Directory, folder).Replace(Path.DirectorySeparatorChar, '/');
        foreach (string ignored in locator.ModFile?.Ignored ?? [])
        {
            bool isMatch = ignored.StartsWith("./", StringComparison.Ordinal) ? below == ignored[2..].TrimEnd('/') : below == ignored || below.EndsWith("/" + ignored.Trim('/'), StringComparison.Ordinal);
            if (isMatch)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Import path patterns: the packages of our modules and of the standard library that match.</summary>
    private void AddMatchingPaths(string pattern)
    {
        foreach (ModuleInfo module in pattern is "std" or "cmd" ? [] : locator.Modules)
        {
            if (module.Path.Length == 0)
            {
                continue;
            }
            Walk(module.Directory, folder =>
            {
                string below = Path.GetRelativePath(module.Directory, folder).Replace(Path.DirectorySeparatorChar, '/');
                string path = below == "." ? module.Path : $"{module.Path}/{below}";
                if (MatchesPattern(pattern, path) && locator.HasGoFiles(folder))
                {
                    _roots.Add(new RootPackage(new PackagePlace(path, new DiskFolder(folder, locator.Files), module), true));
                }
            });
        }
        AddStandard(pattern, pattern == "cmd" ? "cmd" : "");
    }

    private void AddStandard(string pattern, string folder)
    {
        bool isMatch = pattern switch
        {
            // builtin only documents, unsafe is built in, and runtime/cgo is for programs with C in them.
            "std" => folder is not ("" or "builtin" or "runtime/cgo") && (folder != "unsafe" || IsListing),
            "cmd" => true,
            _ => folder.Length > 0 && !ImportPaths.HasPrefix(folder, "vendor") && MatchesPattern(pattern, folder),
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

    /// <summary>In a pattern <c>...</c> stands for anything, and <c>/...</c> at its end for nothing too.</summary>
    private static bool MatchesPattern(string pattern, string path)
    {
        if (pattern.EndsWith("/...", StringComparison.Ordinal) && MatchesPattern(pattern[..^4], path))
        {
            return true;
        }
        int dots = pattern.IndexOf("...", StringComparison.Ordinal);
        if (dots < 0)
        {
            return pattern == path;
        }
        if (!path.StartsWith(pattern[..dots], StringComparison.Ordinal))
        {
            return false;
        }
        string rest = pattern[(dots + 3)..];
        for (int i = dots; i <= path.Length; i++)
        {
            if (MatchesPattern(rest, path[i..]))
            {
                return true;
            }
        }
        return false;
    }
}
