using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;
using Go.Compiler.Packages;

namespace Go.Compiler.Driver.Modules;

// What the arguments may mean.
internal sealed partial class GetResolver
{
    private void StartQuery(GetQuery query)
    {
        if (query.IsLocal)
        {
            query.Once(query.Pattern, () => QueryLocal(query));
        }
        else if (query.Pattern == "tool")
        {
            foreach (string tool in _session.Main.Tools.Order(StringComparer.Ordinal))
            {
                query.Once(tool, () => new GetCandidate(tool,
                    ModulesOf(_session.QueryPackages(tool, query.Version, Initial, Allowed(query.Version, Initial))), null, null));
            }
        }
        else if (query.Pattern == "work")
        {
            query.Once(query.Pattern, () => AllPackages.MainPackages(_session, _scanner).Any() ? OfMain() : GetCandidate.Nothing);
        }
        else if (query.Pattern != "all" && !query.IsWildcard)
        {
            if (query.Version == "none")
            {
                QueryNone(query);
            }
            else
            {
                query.Once(query.Pattern, () => QueryPath(query));
            }
        }
    }

    private GetCandidate OfMain() => new("", [_session.Main.First.Version], null, null);

    private static IReadOnlyList<ModuleVersion> ModulesOf(IReadOnlyList<QueriedModule> modules) => [.. modules.Select(m => m.Module)];

    /// <summary>Explicit versions may be retracted, and versions in use too.</summary>
    private Action<ModuleVersion> Allowed(string requested, Func<string, string> selected) => module =>
    {
        if (module.Version == requested)
        {
            _session.CheckExclusions(module);
        }
        else if (!(requested is "upgrade" or "patch" && module.Version == selected(module.Path)))
        {
            _session.CheckAllowed(module);
        }
    };

    private GetCandidate QueryLocal(GetQuery query)
    {
        string folder = Path.GetFullPath(query.IsWildcard
            ? query.Pattern[..query.Pattern.IndexOf("...", StringComparison.Ordinal)] : query.Pattern).TrimEnd(Path.DirectorySeparatorChar);
        string root = _session.Main.First.Directory;
        string detail = Path.IsPathRooted(query.Pattern) ? "" : $" ({Path.GetFullPath(query.Pattern)})";
        if (folder != root && !folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw ModuleCommandRun.Refused($"{query.Pattern}{detail} is not within module rooted at {root}");
        }
        if (Paths([query.Pattern]).Count > 0)
        {
            return OfMain();
        }
        if (query.IsWildcard)
        {
            _run.Say($"go: warning: {GoText.Quote(query.Pattern)} matched no packages");
            return GetCandidate.Nothing;
        }
        throw ModuleCommandRun.Refused(query.Raw is "" or "."
            ? "no package to get in current directory" : $"{query.Pattern}{detail} is not a package in module rooted at {root}");
    }

    /// <summary>The packages that patterns mean, under any constraints.</summary>
    private IReadOnlyList<string> Paths(IReadOnlyList<string> patterns) => Paths(_session, _locator, patterns);

    private List<string> Paths(ModuleSession session, PackageLocator locator, IReadOnlyList<string> patterns)
    {
        var finder = new RootFinder(locator, _run.Library, session.WorkingDirectory, new DiagnosticSink())
        {
            ListAll = () => AllPackages.Load(_run, session, o => o with { FindsMissing = false }).All,
        };
        var paths = new List<string>();
        foreach (string pattern in patterns)
        {
            IEnumerable<string> found = PathPattern.IsLiteral(pattern) ? [pattern]
                : finder.Find([pattern]).Where(r => !r.Place.IsNowhere
                    && (r.Place.IsStandard || _scanner.Scan(r.Place.Folder.Location) is not null)).Select(r => r.Place.FullPath);
            paths.AddRange(found.Except(paths).ToArray());
        }
        return paths;
    }

    private void QueryNone(GetQuery query)
    {
        GetCandidate None(string path)
            => _session.Main.Contains(path) ? throw RefusedForMain(query, path)
                : new GetCandidate(path, [], new ModuleVersion(path, ModuleVersions.None), null);
        if (!query.IsWildcard)
        {
            query.Once(query.Pattern, () => None(query.Pattern));
        }
        foreach (ModuleVersion module in _buildList.Where(m => query.Matches(m.Path)))
        {
            query.Once(module.Path, () => None(module.Path));
        }
    }

    private static ModuleException RefusedForMain(GetQuery query, string path) => new(Catalogue.NoMatchingVersion, query.Pattern == path
        ? $"can't request version {GoText.Quote(query.Version)} of the main module ({path})"
        : $"can't request version {GoText.Quote(query.Version)} of pattern {GoText.Quote(query.Pattern)} that includes the main module ({path})");

    private GetCandidate QueryPath(GetQuery query)
    {
        if (ImportPaths.LooksStandard(query.Pattern) && _locator.FindStandard(query.Pattern) is not null)
        {
            if (query.RawVersion.Length > 0)
            {
                throw ModuleCommandRun.Refused($"can't request explicit version {GoText.Quote(query.Version)} of standard library package {query.Pattern}");
            }
            query.MeansPackages = true;
            return GetCandidate.Nothing;
        }
        if (ModuleVersions.IsToolchain(query.Pattern))
        {
            return new GetCandidate(query.Pattern, [], new ModuleVersion(query.Pattern, ToolchainVersion(query)), null);
        }
        (IReadOnlyList<QueriedModule> found, QueriedModule? moduleOnly) = _session.QueryPattern(query.Pattern, query.Version, Initial,
            Allowed(query.Version, Initial));
        return new GetCandidate(query.Pattern, ModulesOf(found), moduleOnly?.Module, null);
    }

    private string ToolchainVersion(GetQuery query)
    {
        string version = _session.Query(query.Pattern, query.Version, Initial(query.Pattern), null).Version;
        string go = query.Pattern == "go" ? version : ModuleVersions.OfToolchain(version);
        return _session.IsTooNew(go) ? throw _session.TooOld($"{query.Pattern}@{version}", go) : version;
    }

    private bool HasNone(string path) => _queries.Exists(q => q.Version == "none" && q.Matches(path));

    private void QueryWildcard(GetQuery query)
    {
        if (query.Version == "none")
        {
            QueryNone(query);
            return;
        }
        foreach (ModuleVersion module in _buildList.Where(m => query.CanMatchIn(m.Path)))
        {
            query.Once(module.Path, () => HasNone(module.Path) ? GetCandidate.Nothing : QueryWildcard(query, module));
        }
    }

    private GetCandidate QueryWildcard(GetQuery query, ModuleVersion module)
    {
        if (_session.Main.Contains(module.Path) && query.Version is not ("upgrade" or "patch"))
        {
            if (query.Matches(module.Path))
            {
                throw RefusedForMain(query, module.Path);
            }
            if (_session.PackagesIn(query.Pattern, module) is { Count: > 0 } packages)
            {
                throw ModuleCommandRun.Refused(packages.Count > 1
                    ? $"pattern {query.Pattern} matches {packages.Count} packages in the main module, so can't request version {query.Version}"
                    : $"pattern {query.Pattern} matches package {packages[0]} in the main module, so can't request version {query.Version}");
            }
            return TryWildcard(query, module);
        }
        try
        {
            string version = _session.Query(module.Path, query.Version, Initial(module.Path), Allowed(query.Version, Initial)).Version;
            return TryWildcard(query, module with { Version = version });
        }
        catch (ModuleException e) when (IsNoSuchVersion(e))
        {
            return GetCandidate.Nothing;
        }
    }

    private GetCandidate TryWildcard(GetQuery query, ModuleVersion module)
        => _session.PackagesIn(query.Pattern, module).Count > 0 ? new GetCandidate("", [module], null, null)
            : query.Matches(module.Path) ? new GetCandidate("", [], module, null) : GetCandidate.Nothing;

    private static bool IsNoSuchVersion(ModuleException e) => e.IsNotFound || e is NoMatchingVersionException;

    private void QueryMissing(GetQuery query) => query.Once(query.Pattern, () =>
    {
        try
        {
            (IReadOnlyList<QueriedModule> found, QueriedModule? moduleOnly) = _session.QueryPattern(query.Pattern, query.Version, Initial,
                Allowed(query.Version, Initial));
            return new GetCandidate(query.Pattern, ModulesOf(found), moduleOnly?.Module, null);
        }
        catch (ModuleException e) when ((IsNoSuchVersion(e) || e is PackageNotInModuleException) && query.Resolved.Count > 0)
        {
            return GetCandidate.Nothing;
        }
    });

    private void QueryAll()
    {
        GetQuery[] queries = [.. Of(q => q.Pattern == "all")];
        if (queries.Length == 0)
        {
            return;
        }
        LoadPackages(["all"], (path, module) =>
        {
            bool isGood = true;
            foreach (GetQuery query in queries)
            {
                query.Once(path, () =>
                {
                    IReadOnlyList<ModuleVersion> modules = ModulesOf(_session.QueryPackages(path, query.Version, Initial,
                        Allowed(query.Version, Initial)));
                    isGood &= modules.Count == 1 && modules[0] == module;
                    return new GetCandidate(path, modules, null, null);
                });
            }
            return isGood;
        });
        foreach (GetQuery query in queries)
        {
            query.Candidates.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        }
    }

    /// <summary>
    /// Packages of the arguments, and what those need, that are missing, or that an upgrade would take from another version.
    /// </summary>
    private List<GetCandidate> FindUpgrades()
    {
        string[] patterns = [.. Of(q => q.MeansPackages).Select(q => q.Pattern)];
        var upgrades = new List<GetCandidate>();
        if (patterns.Length == 0)
        {
            return upgrades;
        }
        LoadPackages(patterns, (path, module) =>
        {
            string version = "latest";
            if (module.Path.Length > 0)
            {
                if (_options.Upgrade.Length == 0 || _resolved.ContainsKey(module.Path))
                {
                    return true;
                }
                version = _options.Upgrade;
            }
            try
            {
                IReadOnlyList<ModuleVersion> modules = ModulesOf(_session.QueryPackages(path, version, Selected,
                    Allowed(version, Selected)));
                if (modules.Contains(module))
                {
                    return true;
                }
                upgrades.Add(new GetCandidate(path, modules, null, null));
            }
            catch (ModuleException e)
            {
                if (IsNoSuchVersion(e) || e is PackageNotInModuleException
                    || (module.Path.Length == 0 && ModulePaths.Problem(path) is not null))
                {
                    return true;
                }
                upgrades.Add(new GetCandidate(path, [], null, e));
            }
            return false;
        });
        upgrades.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return upgrades;
    }

    /// <summary>Loads packages and asks about each whether its version is to stay, and about those that are missing.</summary>
    private void LoadPackages(IReadOnlyList<string> patterns, Func<string, ModuleVersion, bool> isToStay)
    {
        bool isAll = patterns.Contains("all");
        ImportLoader imports = ImportLoader.Load(_session, new ImportLoaderOptions
        {
            Scanner = _scanner,
            TakesAllFiles = true,
            ListRoots = _ => [.. Paths([.. patterns.Where(p => p != "all")]), .. isAll ? AllPackages.MainPackages(_session, _scanner) : []],
            AllIsRoot = isAll,
            LoadsTests = _options.LoadsTests,
            RootsAreImported = true,
            StandardImport = _locator.StandardImport,
            CheckPackage = (path, module) =>
            {
                if (module.Path is { Length: > 0 } && module.Version.Length > 0 && !isToStay(path, module))
                {
                    throw new VersionChangeException();
                }
            },
        });
        if (imports.Failures.Count > 0)
        {
            throw imports.Failures[0];
        }
        _loaded = imports;
        bool IsForeign(ImportedPackage p) => p.TestOf is null && p.Failure is ImportMissingException or AmbiguousImportException
            && _workspace?.HasPackage(p.Path) != true;
        foreach (ImportedPackage package in imports.Packages.Where(IsForeign))
        {
            isToStay(package.Path, new ModuleVersion("", ""));
        }
    }

    private sealed class VersionChangeException() : ModuleException(Catalogue.NoMatchingVersion, "version change needed");
}
