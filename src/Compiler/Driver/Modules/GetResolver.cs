using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;
using Go.Compiler.Packages;

namespace Go.Compiler.Driver.Modules;

/// <summary>
/// Finds versions for the arguments of <c>go get</c> and fits the requirements to them, in rounds, until nothing changes.
/// </summary>
internal sealed partial class GetResolver : IDisposable
{
    private readonly ModuleCommandRun _run;
    private readonly ModuleSession _session;
    private readonly GetOptions _options;
    private readonly List<GetQuery> _queries;
    private readonly PackageLocator _locator;
    private readonly ImportScanner _scanner;
    private readonly Dictionary<string, string> _initial;
    private readonly Dictionary<string, (string Version, GetQuery Reason)> _resolved = new(StringComparer.Ordinal);
    private readonly GetWorkspace? _workspace;
    private IReadOnlyList<ModuleVersion> _oldRequirements;
    private ImportLoader? _loaded;
    private IReadOnlyList<ModuleVersion> _buildList = [];
    private Dictionary<string, string> _current = new(StringComparer.Ordinal);

    public GetResolver(ModuleCommandRun run, ModuleSession session, GetOptions options, List<GetQuery> queries)
    {
        (_run, _session, _options, _queries) = (run, session, options, queries);
        (_locator, _scanner) = (run.LocatorOf(session), run.ScannerOfAll());
        _workspace = GetWorkspace.Of(run, session);
        _oldRequirements = Requirements(session.Main.First.File!);
        ReadBuildList();
        _initial = _current;
    }

    public void Dispose() => _workspace?.Dispose();

    private static List<ModuleVersion> Requirements(GoModFile file)
    {
        var all = file.Requirements.Select(r => r.Module).ToList();
        all.AddRange(file.Go is { } go ? [new ModuleVersion("go", go.Text)] : []);
        all.AddRange(file.Toolchain is { } toolchain ? [new ModuleVersion("toolchain", toolchain)] : []);
        return all;
    }

    private void ReadBuildList()
    {
        Requirements requirements = _session.Requirements;
        _buildList = _session.ExpandedGraph(ref requirements).BuildList;
        _session.Requirements = requirements;
        _current = _buildList.ToDictionary(m => m.Path, m => m.Version, StringComparer.Ordinal);
    }

    private string Initial(string path) => _initial.GetValueOrDefault(path, ModuleVersions.None);

    private string Selected(string path) => _current.GetValueOrDefault(path, ModuleVersions.None);

    private IEnumerable<GetQuery> Of(Func<GetQuery, bool> kind) => _queries.Where(kind);

    public void Run()
    {
        foreach (GetQuery query in _queries)
        {
            StartQuery(query);
        }
        while (true)
        {
            foreach (GetQuery query in Of(q => q.IsWildcard && !q.IsLocal))
            {
                QueryWildcard(query);
            }
            QueryAll();
            if (Resolve())
            {
                continue;
            }
            if (_run.HasFailed)
            {
                return;
            }
            if (ApplyUpgrades(FindUpgrades()))
            {
                continue;
            }
            if (_run.HasFailed)
            {
                return;
            }
            foreach (GetQuery query in Of(q => q.IsWildcard && !q.IsLocal && q.Version != "none" && !q.MeansPackages))
            {
                QueryMissing(query);
            }
            if (!Resolve())
            {
                break;
            }
        }
        if (!_run.HasFailed)
        {
            Finish();
        }
    }

    private void Finish()
    {
        var changes = new GoModChanges { DropsToolchain = _options.DropsToolchain, HasExplicitToolchain = _options.HasExplicitToolchain };
        if (_options.AreTools)
        {
            changes = WithTools(changes);
        }
        CheckWildcards();
        ImportLoader? imports = _run.HasFailed ? null : CheckPackages();
        if (_run.HasFailed)
        {
            return;
        }
        _session.Commit(changes, imports);
        ReportChanges();
        RaiseWorkspace();
    }

    private GoModChanges WithTools(GoModChanges changes)
    {
        (List<string> added, List<string> dropped) = ([], []);
        foreach (GetQuery query in _queries)
        {
            if (query.Pattern is "all" or "std" or "cmd" or "tool" or "work" or "toolchain")
            {
                throw ModuleCommandRun.Refused($"go get -tool does not work with \"{query.Pattern}\".");
            }
            IReadOnlyList<string> packages = query.Version == "none" && !query.IsWildcard && !query.IsLocal
                ? [query.Pattern] : Paths([query.Pattern]);
            (query.Version == "none" ? dropped : added).AddRange(packages);
        }
        return changes with { AddedTools = added, DroppedTools = dropped };
    }

    /// <summary>A go.work file above never lags behind the module's go line.</summary>
    private void RaiseWorkspace()
    {
        if (GetWorkspace.FileFor(_run) is not { } path)
        {
            return;
        }
        GoWorkFile work = GoWorkFile.Parse(path, File.ReadAllText(path));
        string go = _session.GoVersionOfMain;
        if (ModuleVersions.CompareGo(work.GoText, go) < 0)
        {
            work.SetGo(go);
            work.CleanUp();
            AtomicFile.Write(path, work.Format());
        }
    }

    private void ReportChanges()
    {
        var changes = new SortedDictionary<string, (string Old, string New)>(Comparer<string>.Create(CompareChanges));
        foreach ((string path, (string version, _)) in _resolved.Where(r => !ModuleVersions.IsToolchain(r.Key)))
        {
            string old = _initial.GetValueOrDefault(path, "");
            if (old != version && (old.Length > 0 || version != ModuleVersions.None))
            {
                changes[path] = (old, version);
            }
        }
        List<ModuleVersion> now = Requirements(_session.Main.First.File!);
        foreach (ModuleVersion old in _oldRequirements.Where(m => !ModuleVersions.IsToolchain(m.Path)
            && _current.GetValueOrDefault(m.Path, "") != m.Version))
        {
            changes[old.Path] = (old.Version, _current.GetValueOrDefault(old.Path, ""));
        }
        foreach (ModuleVersion required in now.Where(m => !ModuleVersions.IsToolchain(m.Path)
            && _initial.GetValueOrDefault(m.Path, "") != m.Version))
        {
            changes[required.Path] = (_initial.GetValueOrDefault(required.Path, ""), required.Version);
        }
        foreach (string path in (string[])["go", "toolchain"])
        {
            string old = _oldRequirements.FirstOrDefault(m => m.Path == path)?.Version ?? "";
            string version = now.Find(m => m.Path == path)?.Version ?? "";
            if (old != version)
            {
                changes[path] = (old, version);
            }
        }
        foreach ((string path, (string old, string version)) in changes)
        {
            Report(path, old, version);
        }
    }

    private static int CompareChanges(string a, string b)
    {
        static int Rank(string path) => path == "go" ? 0 : path == "toolchain" ? 1 : 2;
        int c = Rank(a).CompareTo(Rank(b));
        return c != 0 ? c : string.CompareOrdinal(a, b);
    }

    private void Report(string path, string old, string version)
    {
        if (old.Length == 0)
        {
            _run.Say($"go: added {path} {version}");
        }
        else if (version is "" or ModuleVersions.None)
        {
            _run.Say($"go: removed {path} {old}");
        }
        else if (ModuleVersions.Compare(path, version, old) > 0)
        {
            _run.Say($"go: upgraded {path} {old} => {version}");
            if (path == "go" && ModuleVersions.CompareGo(old, "1.17") < 0 && ModuleVersions.CompareGo(version, "1.17") >= 0)
            {
                _run.Say("\tnote: expanded dependencies to upgrade to go 1.17 or higher; run 'go mod tidy' to clean up");
            }
        }
        else
        {
            _run.Say($"go: downgraded {path} {old} => {version}");
        }
    }
}
