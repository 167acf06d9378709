using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

// Queries for packages: the modules whose paths are the start of a package's path are asked, the longest counts.
internal sealed partial class ModuleSession
{
    /// <summary>Modules that have a package, the longest path first.</summary>
    /// <exception cref="ModuleException">There is none.</exception>
    public IReadOnlyList<QueriedModule> QueryPackages(string pattern, string query, Func<string, string> current,
        Action<ModuleVersion>? allowed)
    {
        (IReadOnlyList<QueriedModule> found, QueriedModule? moduleOnly) = QueryPattern(pattern, query, current, allowed);
        return found.Count > 0 ? found : throw NotIn(moduleOnly!.Module, query, pattern);
    }

    /// <summary>
    /// Modules that have packages which a pattern means, and the module that it means without any package in it.
    /// </summary>
    public (IReadOnlyList<QueriedModule> Found, QueriedModule? ModuleOnly) QueryPattern(string pattern, string query,
        Func<string, string> current, Action<ModuleVersion>? allowed)
    {
        int dots = pattern.IndexOf("...", StringComparison.Ordinal);
        string start = pattern;
        if (dots >= 0)
        {
            int slash = pattern[..(dots + 3)].LastIndexOf('/');
            start = slash < 0 ? throw new ModuleException(Catalogue.NoMatchingVersion,
                $"no modules to query for {pattern}@{query} because first path element contains a wildcard") : pattern[..slash];
        }
        (QueriedModule? ofMain, QueriedModule? moduleOnly, List<MainModule> matching) = MainMatches(pattern, query);
        if (ofMain is not null)
        {
            return ([ofMain], null);
        }
        string[] candidates = [.. Prefixes(start).Where(p => !Main.Contains(p) && ModulePaths.SplitMajor(p) is not null)];
        if (candidates.Length == 0)
        {
            return moduleOnly is not null ? ([], moduleOnly) : matching.Count > 0 ? throw MatchesMain(matching, pattern, query)
                : throw new PackageNotInModuleException($"module {pattern}@{query} found, but does not contain package {pattern}");
        }
        List<QueriedModule> all;
        try
        {
            all = _source.InTurn(() => QueryPrefixes(candidates, pattern, query, current, allowed));
        }
        catch (ModuleException e) when (e.IsNotFound && matching.Count > 0 && moduleOnly is null)
        {
            throw MatchesMain(matching, pattern, query);
        }
        return ([.. all.Where(r => r.Packages.Count > 0)], all.FindLast(r => r.Packages.Count == 0) ?? moduleOnly);
    }

    private static IEnumerable<string> Prefixes(string path)
    {
        for (string prefix = path; prefix.Length > 0; prefix = prefix.Contains('/') ? prefix[..prefix.LastIndexOf('/')] : "")
        {
            yield return prefix;
        }
    }

    private ModuleException MatchesMain(List<MainModule> modules, string pattern, string query)
        => new(Catalogue.NoMatchingVersion, Main.Contains(pattern)
        ? $"can't request version {GoText.Quote(query)} of the main module ({pattern})"
        : $"can't request version {GoText.Quote(query)} of pattern {GoText.Quote(pattern)} that includes the main module{(modules.Count > 1 ? "s" : "")} ({string.Join(", ", modules.Select(m => m.Path))})");

    private (QueriedModule? OfMain, QueriedModule? ModuleOnly, List<MainModule> Matching) MainMatches(string pattern, string query)
    {
        QueriedModule? moduleOnly = null;
        var matching = new List<MainModule>();
        foreach (MainModule main in Main.All.Where(m => m.Directory.Length > 0))
        {
            IReadOnlyList<string> packages = PackagesIn(pattern, main.Version);
            if (packages.Count > 0)
            {
                if (query is not ("upgrade" or "patch"))
                {
                    string text = packages.Count > 1
                        ? $"pattern {pattern} matches {packages.Count} packages in the main module, so can't request version {query}"
                        : pattern.Contains("...", StringComparison.Ordinal)
                        ? $"pattern {pattern} matches package {packages[0]} in the main module, so can't request version {query}"
                        : $"package {packages[0]} is in the main module, so can't request version {query}";
                    throw new ModuleException(Catalogue.NoMatchingVersion, text);
                }
                return (new QueriedModule(main.Version, new ModuleRevision("", null), packages), null, matching);
            }
            if (PathPattern.Matches(pattern, main.Path))
            {
                matching.Add(main);
                moduleOnly = query is "upgrade" or "patch" ? new QueriedModule(main.Version, new ModuleRevision("", null), []) : moduleOnly;
            }
        }
        return (null, moduleOnly, matching);
    }

    /// <summary>Asks all candidates at once; of their failures the one that says most is told.</summary>
    private List<QueriedModule> QueryPrefixes(string[] candidates, string pattern, string query, Func<string, string> current,
        Action<ModuleVersion>? allowed)
    {
        var results = new (QueriedModule? Found, ModuleException? Failure)[candidates.Length];
        Parallel.For(0, candidates.Length, new ParallelOptions { CancellationToken = _cancellation, MaxDegreeOfParallelism = 16 }, i =>
        {
            try
            {
                results[i] = (QueryPrefix(candidates[i], pattern, query, current(candidates[i]), allowed), null);
            }
            catch (ModuleException e)
            {
                results[i] = (null, e);
            }
        });
        var found = new List<QueriedModule>();
        var failures = new List<ModuleException>();
        ModuleException? other = null;
        foreach ((QueriedModule? module, ModuleException? failure) in results)
        {
            if (module is not null)
            {
                found.Add(module);
                continue;
            }
            bool isOfVersions = failure!.IsNotFound || failure is PackageNotInModuleException or NoMatchingVersionException
                or NoPatchBaseException;
            // Once a module is known that may have the package, what goes wrong with shorter paths does not matter.
            if (!isOfVersions && found.Count == 0 && !failures.Exists(f => f is PackageNotInModuleException))
            {
                other ??= failure;
            }
            failures.Add(failure);
        }
        return other is not null ? throw other : found.Count > 0 ? found : throw MostTelling(failures);
    }

    private static ModuleException MostTelling(List<ModuleException> failures)
        => failures.Find(f => f is PackageNotInModuleException) ?? failures.Find(f => f is NoMatchingVersionException)
            ?? failures.Find(f => f is NoPatchBaseException)
            ?? failures.Find(f => f.Descriptor == Catalogue.InvalidModulePath && f.IsNotFound) ?? failures[0];

    private QueriedModule QueryPrefix(string path, string pattern, string query, string current, Action<ModuleVersion>? allowed)
    {
        ModuleRevision revision = Query(path, query, current, allowed);
        var module = new ModuleVersion(path, revision.Version);
        IReadOnlyList<string> packages = PackagesIn(pattern, module);
        return packages.Count > 0 || PathPattern.Matches(pattern, path)
            ? new QueriedModule(module, revision, packages) : throw NotIn(module, query, pattern);
    }

    /// <summary>The packages of a module that a path or pattern means.</summary>
    public IReadOnlyList<string> PackagesIn(string pattern, ModuleVersion module)
    {
        (string root, bool isLocal) = Fetch(module);
        string prefix = module.Version.Length == 0 && Main.Find(module.Path) is { } main ? main.Prefix : module.Path;
        if (!pattern.Contains("...", StringComparison.Ordinal))
        {
            return FolderIn(pattern, prefix, root, isLocal) is null ? [] : [pattern];
        }
        return [.. PackageFolders(prefix, root, isLocal, IgnoredIn(module)).Where(p => PathPattern.Matches(pattern, p.Path))
            .Select(p => p.Path)];
    }

    /// <summary>Folders that <c>ignore</c> lines of a module take out of patterns.</summary>
    public IReadOnlyList<string> IgnoredIn(ModuleVersion module)
        => module.Version.Length == 0 && Main.Find(module.Path) is { } main ? main.File?.Ignored ?? [] : RawSummary(Actual(module)).Ignored;

    /// <summary>The folders of a module that have Go files and that patterns can mean, sorted by path.</summary>
    public IEnumerable<(string Path, string Folder)> PackageFolders(string prefix, string root, bool isLocal, IReadOnlyList<string> ignored)
    {
        var packages = new List<(string Path, string Folder)>();
        var work = new Stack<(string Below, string Folder)>([("", root)]);
        while (work.TryPop(out (string Below, string Folder) at))
        {
            _cancellation.ThrowIfCancellationRequested();
            string path = at.Below.Length == 0 ? prefix : prefix.Length == 0 ? at.Below : $"{prefix}/{at.Below}";
            if (path.Length > 0 && _files.HasGoFiles(at.Folder))
            {
                packages.Add((path, at.Folder));
            }
            if (at.Below == "vendor" || at.Below.EndsWith("/vendor", StringComparison.Ordinal))
            {
                continue;
            }
            foreach (string name in _files.Folders(at.Folder))
            {
                string below = at.Below.Length == 0 ? name : $"{at.Below}/{name}";
                string folder = Path.Combine(at.Folder, name);
                bool isOut = name[0] is '.' or '_' || name == "testdata" || (isLocal && _files.FileExists(Path.Combine(folder, "go.mod")));
                if (!isOut && PathPattern.IsIgnored(ignored, below))
                {
                    _options.Trace($"ignoring directory {folder}");
                }
                else if (!isOut)
                {
                    work.Push((below, folder));
                }
            }
        }
        packages.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return packages;
    }
}
