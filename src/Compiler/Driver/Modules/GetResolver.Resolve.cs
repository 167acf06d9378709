using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;
using Go.Compiler.Packages;

namespace Go.Compiler.Driver.Modules;

// Which of the meanings are chosen, and what requirements follow.
internal sealed partial class GetResolver
{
    /// <summary>Settles what queries mean as far as it is clear, then the rest by what is in use; true if the build list changed.</summary>
    private bool Resolve()
    {
        int resolved = 0;
        for (int before = -1; before != resolved && !_run.HasFailed;)
        {
            before = resolved;
            foreach (GetQuery query in _queries)
            {
                resolved += ResolveClear(query);
            }
        }
        if (_run.HasFailed)
        {
            return false;
        }
        if (resolved > 0 && UpdateBuildList([]))
        {
            return true;
        }
        int arbitrary = 0;
        foreach (GetQuery query in _queries)
        {
            foreach (GetCandidate candidate in query.Candidates)
            {
                (bool isPackage, ModuleVersion module) = Choose(candidate);
                query.MeansPackages |= isPackage;
                Settle(query, module);
                arbitrary++;
            }
        }
        return arbitrary > 0 && !_run.HasFailed && UpdateBuildList([]);
    }

    private int ResolveClear(GetQuery query)
    {
        int count = 0;
        var unclear = new List<GetCandidate>();
        foreach (GetCandidate candidate in query.Candidates)
        {
            if (candidate.Failure is { } failure)
            {
                _run.Fail(query.ErrorText(failure.Message));
                count++;
                continue;
            }
            (GetCandidate filtered, bool isPackage, ModuleVersion? module) = Disambiguate(candidate);
            if (filtered.PackageModules.Count > 0)
            {
                unclear.Add(filtered);
                continue;
            }
            ModuleVersion chosen;
            if (module is { } clear)
            {
                chosen = clear;
            }
            else
            {
                (isPackage, chosen) = Choose(candidate);
            }
            query.MeansPackages |= isPackage;
            Settle(query, chosen);
            count++;
        }
        query.Candidates = unclear;
        return count;
    }

    /// <summary>The one meaning that is left, or the meanings that are.</summary>
    private (GetCandidate Filtered, bool IsPackage, ModuleVersion? Module) Disambiguate(GetCandidate candidate)
    {
        var left = new List<ModuleVersion>();
        foreach (ModuleVersion module in candidate.PackageModules.Where(m => !HasNone(m.Path)))
        {
            if (_session.Main.Contains(module.Path))
            {
                if (module.Version.Length == 0)
                {
                    return (GetCandidate.Nothing, true, module);
                }
            }
            else if (!_resolved.TryGetValue(module.Path, out (string Version, GetQuery Reason) resolved))
            {
                left.Add(module);
            }
            else if (resolved.Version == module.Version)
            {
                return (GetCandidate.Nothing, true, module);
            }
        }
        ModuleVersion? alone = candidate.Module is { } m
            && (!_resolved.TryGetValue(m.Path, out (string Version, GetQuery Reason) r) || r.Version == m.Version) ? m : null;
        if (left.Count == 1 && (alone is null || alone == left[0]))
        {
            return (GetCandidate.Nothing, true, left[0]);
        }
        return left.Count == 0 ? (GetCandidate.Nothing, false, alone) : (new GetCandidate(candidate.Path, left, alone, null), false, null);
    }

    /// <summary>A module that was in use is preferred.</summary>
    private (bool IsPackage, ModuleVersion Module) Choose(GetCandidate candidate)
    {
        foreach (ModuleVersion module in candidate.PackageModules)
        {
            if (Initial(module.Path) != ModuleVersions.None)
            {
                return (true, module);
            }
        }
        return candidate.PackageModules.Count > 0 ? (true, candidate.PackageModules[0]) : (false, candidate.Module!);
    }

    private void Settle(GetQuery query, ModuleVersion module)
    {
        if (_session.Main.Contains(module.Path) && module.Version.Length > 0)
        {
            _run.Fail(query.ErrorText(RefusedForMain(query, module.Path).Message));
            return;
        }
        if (_resolved.TryGetValue(module.Path, out (string Version, GetQuery Reason) other) && other.Version != module.Version)
        {
            ReportConflict(query, module, other);
            return;
        }
        _resolved[module.Path] = (module.Version, query);
        query.Resolved.Add(module);
    }

    private void ReportConflict(GetQuery query, ModuleVersion module, (string Version, GetQuery Reason) other)
    {
        if (query.HasConflict)
        {
            return;
        }
        query.HasConflict = true;
        (string Version, GetQuery Reason) proposed = (module.Version, query);
        if (query.IsWildcard && !other.Reason.IsWildcard)
        {
            (proposed, other) = (other, proposed);
        }
        string detail = module.Path == proposed.Reason.Pattern ? "" : $"for module {module.Path}, ";
        _run.Fail(query.ErrorText($"{detail}{proposed.Reason.ArgumentText(proposed.Version)} conflicts with {other.Reason.ArgumentText(other.Version)}"));
    }

    private bool ApplyUpgrades(List<GetCandidate> upgrades)
    {
        var tentative = new List<ModuleVersion>();
        foreach (GetCandidate candidate in upgrades)
        {
            if (candidate.Failure is { } failure)
            {
                _run.Fail(failure.Message);
                continue;
            }
            (GetCandidate filtered, _, ModuleVersion? module) = Disambiguate(candidate);
            ModuleVersion? chosen = filtered.PackageModules.Count > 0 ? Choose(filtered).Module : module;
            if (chosen is { Path.Length: > 0 } version)
            {
                tentative.Add(version);
            }
        }
        return !_run.HasFailed && UpdateBuildList(tentative);
    }

    private bool UpdateBuildList(IReadOnlyList<ModuleVersion> additions)
    {
        List<ModuleVersion> wanted = [.. _resolved.Where(r => !_session.Main.Contains(r.Key))
            .Select(r => new ModuleVersion(r.Key, r.Value.Version))];
        wanted.Sort(ModuleVersions.Order);
        try
        {
            if (!RequirementEditor.Edit(_session, additions, wanted))
            {
                return false;
            }
        }
        catch (RequirementConflictException e)
        {
            foreach (RequirementConflict conflict in _options.IsVerbose ? e.Conflicts : [])
            {
                _run.Say("go: " + conflict.FullText);
            }
            foreach (RequirementConflict conflict in e.Conflicts)
            {
                string requires =
                    $"{ReasonOf(conflict.Path[0])} {(conflict.Path.Count > 2 ? "indirectly " : "")}requires {conflict.Path[^1]}";
                _run.Fail(conflict.Failure is null ? $"{requires}, not {ReasonOf(conflict.Constraint!)}"
                    : $"{requires}: {conflict.FailureText}");
            }
            return false;
        }
        ReadBuildList();
        return true;
    }

    private string ReasonOf(ModuleVersion module)
        => _resolved.TryGetValue(module.Path, out (string Version, GetQuery Reason) resolved)
            ? resolved.Reason.ResolvedText(module with { Version = resolved.Version }) : module.ToString();

    /// <summary>
    /// A wildcard that matches packages of a module, none of which are in the version that it asks for, asks for what cannot be.
    /// </summary>
    private void CheckWildcards()
    {
        foreach (GetQuery query in Of(q => q is { IsWildcard: true, IsLocal: false } && q.Version != "none"))
        {
            foreach (ModuleVersion module in _buildList.Where(m => m.Version.Length > 0 && query.CanMatchIn(m.Path)
                && !query.Matches(m.Path)))
            {
                if (_session.PackagesIn(query.Pattern, module).Count == 0)
                {
                    continue;
                }
                ModuleVersion asked;
                try
                {
                    asked = module with { Version = _session.Query(module.Path, query.Version, Initial(module.Path),
                        Allowed(query.Version, Initial)).Version };
                }
                catch (ModuleException e) when (IsNoSuchVersion(e))
                {
                    continue; // it was passed by
                }
                if (asked != module && _session.PackagesIn(query.Pattern, asked).Count == 0)
                {
                    string version = asked.Version == query.Version ? asked.ToString() : $"{module.Path}@{query.Version} ({asked.Version})";
                    _run.Fail($"{query.Raw} matches packages in {module} but not {version}: specify a different version for module {module.Path}");
                }
            }
        }
    }

    /// <summary>Says what is wrong with the packages that were asked for, and what their authors say of their modules.</summary>
    /// <returns>The packages whose sums are to be kept.</returns>
    private ImportLoader? CheckPackages()
    {
        if (_workspace is not { HasMain: true })
        {
            ImportLoader? imports = CheckPackages(_session);
            FetchSums();
            return imports;
        }
        GoModFile updated = _session.UpdatedGoMod(new GoModChanges())!;
        _oldRequirements = Requirements(updated); // what changes up to here is not told
        CheckPackages(_workspace.Open(updated));
        FetchSums();
        return _loaded;
    }

    private ImportLoader? CheckPackages(ModuleSession session)
    {
        var relevant = new SortedSet<ModuleVersion>(Comparer<ModuleVersion>.Create(ModuleVersions.Order));
        relevant.UnionWith(_resolved.Select(r => new ModuleVersion(r.Key, r.Value.Version)));
        var notable = new HashSet<ModuleVersion>(relevant);
        string[] patterns = [.. Of(q => q.MeansPackages).Select(q => q.Pattern)];
        ImportLoader? imports = null;
        if (patterns.Length > 0)
        {
            imports = LoadForCheck(session, patterns);
            if (_options.AreTools && session == _session)
            {
                // What the tools' packages import may have raised modules that nobody asked for.
                ReadBuildList();
            }
            relevant.UnionWith(imports.Packages.Select(p => p.Failure).OfType<AmbiguousImportException>().SelectMany(f => f.Modules));
            foreach (ImportedPackage package in imports.Packages.Where(p => p.TestOf is null && p.Module.Path.Length > 0))
            {
                relevant.Add(package.Module);
                if (package.IsRoot || session.Requirements.Direct.Contains(package.Module.Path))
                {
                    notable.Add(package.Module);
                }
            }
        }
        TellDeprecations(session, relevant.Where(notable.Contains));
        TellRetractions(session, relevant);
        return imports;
    }

    private ImportLoader LoadForCheck(ModuleSession session, string[] patterns)
    {
        bool isAll = patterns.Contains("all");
        PackageLocator locator = session == _session ? _locator : _run.LocatorOf(session);
        var scanner = new ImportScanner(FileSystem.DiskFileView.Instance, _run.Library,
            new BuildTags(BuildFlags.HostTarget(_run.Flags.Environment), _run.Flags.Tags));
        string[] paths = [.. patterns.Where(p => p != "all")];
        ImportLoader imports = ImportLoader.Load(session, new ImportLoaderOptions
        {
            Scanner = scanner,
            ListRoots = _ => [.. Paths(session, locator, paths), .. isAll ? AllPackages.MainPackages(session, scanner) : []],
            AllIsRoot = isAll,
            LoadsTests = _options.LoadsTests,
            StandardImport = locator.StandardImport,
        });
        foreach (ModuleException failure in imports.Failures.Concat(imports.PackageFailures(silencesStandard: false)))
        {
            _run.Say("go: " + failure.Message);
            _run.FailSilently(!imports.Conflicts.Contains(failure));
        }
        return imports;
    }

    /// <summary>A module whose old version had a sum gets one for the new version, so that builds go on as before.</summary>
    private void FetchSums()
    {
        foreach (ModuleVersion module in _buildList)
        {
            ModuleVersion actual = _session.Actual(module);
            var old = module with { Version = _initial.GetValueOrDefault(module.Path, "") };
            ModuleVersion oldActual = old.Version.Length == 0 ? old : _session.Actual(old);
            if (old.Version.Length == 0 || actual == oldActual || actual.Version.Length == 0 || ModuleVersions.IsToolchain(module.Path)
                || !_session.Sums.Has(oldActual))
            {
                continue;
            }
            try
            {
                _run.Source.Zip(actual, _run.Cancellation);
            }
            catch (ModuleException e)
            {
                string verb = ModuleVersions.Compare(module.Path, module.Version, old.Version) < 0 ? "downgraded" : "upgraded";
                string replaced = actual == module ? "" : $" (replaced by {actual})";
                _run.Fail($"{verb} {module.Path} {old.Version} => {module.Version}{replaced}: error finding sum for {actual}: {e.Message}");
            }
        }
    }

    private void TellDeprecations(ModuleSession session, IEnumerable<ModuleVersion> modules)
    {
        foreach (ModuleVersion module in modules.Where(m => !ModuleVersions.IsToolchain(m.Path) && m.Version != ModuleVersions.None))
        {
            try
            {
                if (session.Deprecation(module) is { Length: > 0 } text)
                {
                    _run.Say($"go: module {module.Path} is deprecated: {ModuleSession.ShortMessage(text, "")}");
                }
            }
            catch (ModuleException)
            {
                continue; // nobody knows: nothing to tell
            }
        }
    }

    private void TellRetractions(ModuleSession session, IEnumerable<ModuleVersion> modules)
    {
        string retracted = "";
        foreach (ModuleVersion module in modules.Where(m => !ModuleVersions.IsToolchain(m.Path) && m.Version != ModuleVersions.None))
        {
            try
            {
                session.CheckRetractions(module);
            }
            catch (DisallowedVersionException e) when (e.IsRetracted)
            {
                _run.Say("go: warning: " + e.Message);
                retracted = retracted.Length == 0 ? module.Path : "<module>";
            }
            catch (ModuleException)
            {
                continue; // nobody knows: nothing to tell
            }
        }
        if (retracted.Length > 0)
        {
            _run.Say($"go: to switch to the latest unretracted version, run:\n\tgo get {retracted}@latest");
        }
    }
}
