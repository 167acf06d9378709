using System.Collections.Concurrent;
using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

/// <summary>A module that answers a query for packages.</summary>
/// <param name="Packages">Those in it that the pattern means; empty if it means the module itself.</param>
internal sealed record QueriedModule(ModuleVersion Module, ModuleRevision Revision, IReadOnlyList<string> Packages);

// Queries for versions.
internal sealed partial class ModuleSession
{
    /// <summary>The module whose versions are the releases of Go, one for each system.</summary>
    private const string DownloadsOfGo = "golang.org/toolchain";

    private readonly ConcurrentDictionary<string, Lazy<ModuleVersion>> _latest = new(StringComparer.Ordinal);

    /// <summary>Looks a version up.</summary>
    /// <param name="current">The version in use, for <c>upgrade</c> and <c>patch</c>; empty or <c>none</c> without.</param>
    /// <param name="allowed">Throws <see cref="DisallowedVersionException"/> for versions that must not be answers.</param>
    /// <exception cref="ModuleException">Nothing answers, or it cannot be told.</exception>
    public ModuleRevision Query(string path, string query, string current, Action<ModuleVersion>? allowed)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (Mode == ModuleMode.Vendor)
        {
            throw new ModuleException(Catalogue.NoMatchingVersion,
                $"cannot query module due to -mod=vendor{(ModeReason.Length > 0 ? $"\n\t({ModeReason})" : "")}");
        }
        if (Main.Contains(path) && query is "upgrade" or "patch")
        {
            return new ModuleRevision("", null);
        }
        if (path is "std" or "cmd")
        {
            throw new ModuleException(Catalogue.NoMatchingVersion,
                $"can't query specific version ({GoText.Quote(query)}) of standard-library module {GoText.Quote(path)}");
        }
        if (ModuleVersions.IsToolchain(path))
        {
            bool isRevision = path == "toolchain" && char.IsAsciiDigit(query[0]); // not the name of a toolchain, but taken for one
            return !isRevision && VersionQuery.Parse(path, query, current) is { IsExact: false } releases
                ? QueryRange(releases, query, current, null) : ToolchainRevision(path, query);
        }
        bool isReplaced = Main.HighestReplaced.ContainsKey(path);
        if (!isReplaced && ModulePaths.Malformed(path) is { } malformed)
        {
            throw new ModuleException(Catalogue.InvalidModulePath, malformed) { IsNotFound = true };
        }
        return VersionQuery.Parse(path, query, current) is { IsExact: false } range
            ? QueryRange(range, query, current, allowed) : QueryRevision(path, query, allowed);
    }

    /// <summary>A release by its number, with or without <c>go</c>. All up to this one there are; others must be to be had.</summary>
    private ModuleRevision ToolchainRevision(string path, string query)
    {
        string version = query.StartsWith("go", StringComparison.Ordinal) ? query[2..] : query;
        if (GoVersion.Parse(version) is null)
        {
            throw new ModuleException(Catalogue.NoMatchingVersion, $"invalid {path} version {query}");
        }
        if (path == "go" ? ModuleVersions.CompareGo(version, LocalGo) > 0 : version != LocalGo)
        {
            if (ModuleVersions.IsLanguage(version))
            {
                throw new ModuleException(Catalogue.NoMatchingVersion, $"go language version {query} is not a toolchain version");
            }
            _source.Revision(DownloadsOfGo, $"v0.0.1-go{version}.linux-amd64", _cancellation); // every release has been made for it
        }
        return new ModuleRevision(path == "go" ? version : "go" + version, null);
    }

    /// <summary>The releases of Go that there are: those that can be downloaded as versions of a module, and this one.</summary>
    private List<string> Releases(string path)
    {
        IReadOnlyList<string> downloads = [];
        try
        {
            downloads = _source.Versions(DownloadsOfGo, "", _cancellation);
        }
        catch (ModuleException)
        {
            // without a list there is this release
        }
        List<string> releases =
        [
            .. downloads.Select(v => v.Split('-', 2)).Where(v => v.Length == 2 && v[1].StartsWith("go", StringComparison.Ordinal))
                .Select(v => System.Text.RegularExpressions.Regex.Match(v[1],
                    @"^go([0-9]+(\.[0-9]+)*([a-z]+[0-9]+)?)\.[a-z]").Groups[1].Value).Where(v => GoVersion.Parse(v) is not null),
            LocalGo,
        ];
        releases = [.. releases.Distinct()];
        releases.Sort(ModuleVersions.CompareGo);
        return path == "go" ? releases : [.. releases.Select(r => "go" + r)];
    }

    private ModuleRevision QueryRevision(string path, string query, Action<ModuleVersion>? allowed)
    {
        ModuleRevision revision;
        try
        {
            revision = Stat(path, query);
        }
        catch (ModuleException) when (SemanticVersion.CanonicalModule(query) is { Length: > 0 } canonical && canonical != query
            && TryStat(path, canonical) is { } full)
        {
            revision = full; // the text was no tag's name, but short for one
        }
        allowed?.Invoke(new ModuleVersion(path, revision.Version));
        return revision;
    }

    private ModuleRevision? TryStat(string path, string query)
    {
        try
        {
            return Stat(path, query);
        }
        catch (ModuleException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>What the source says of a revision; versions that are replaced need not exist.</summary>
    private ModuleRevision Stat(string path, string query)
    {
        try
        {
            return _source.Revision(path, query, _cancellation);
        }
        catch (ModuleException) when (Main.HighestReplaced.ContainsKey(path) && SemanticVersion.CanonicalModule(query) == query
            && query.Length > 0)
        {
            string version = query;
            if (ModulePaths.SplitMajor(path) is { Major: "" } && ModulePaths.MajorProblem(version, "") is not null
                && SemanticVersion.Build(version).Length == 0)
            {
                version += "+incompatible";
            }
            if (Main.Replacement(new ModuleVersion(path, version)) is null)
            {
                throw;
            }
            return ReplacedRevision(version);
        }
    }

    private static ModuleRevision ReplacedRevision(string version)
        => new(version, PseudoVersion.IsPseudo(version) ? PseudoVersion.Time(version) : DateTimeOffset.MinValue);

    private IReadOnlyList<string> KnownVersions(string path, string prefix)
    {
        if (ModuleVersions.IsToolchain(path))
        {
            return Releases(path);
        }
        bool isReplaced = Main.HighestReplaced.ContainsKey(path);
        IReadOnlyList<string> versions = [];
        try
        {
            if (!isReplaced || ModulePaths.Problem(path) is null)
            {
                versions = _source.Versions(path, prefix, _cancellation);
            }
        }
        catch (ModuleException e) when (isReplaced && e.IsNotFound)
        {
        }
        if (!isReplaced)
        {
            return versions;
        }
        var all = versions.Concat(Main.ReplacedVersions(path).Where(v => v.StartsWith(prefix, StringComparison.Ordinal))).Distinct()
            .ToList();
        all.Sort((a, b) => ModuleVersions.Compare(path, a, b));
        return all;
    }

    private ModuleRevision? LatestOf(string path)
    {
        ModuleRevision? latest = null;
        bool isReplaced = Main.HighestReplaced.TryGetValue(path, out string? highest);
        try
        {
            latest = _source.Latest(path, _cancellation);
        }
        catch (ModuleException) when (isReplaced)
        {
        }
        if (!isReplaced)
        {
            return latest;
        }
        string version = highest!.Length > 0 ? highest
            : ModuleVersions.Zero(ModulePaths.MajorPrefix(ModulePaths.SplitMajor(path)?.Major ?? ""));
        return latest is null || ModuleVersions.Compare(path, version, latest.Version) > 0 ? ReplacedRevision(version) : latest;
    }

    private static bool IsAllowed(ModuleVersion module, Action<ModuleVersion>? allowed)
    {
        try
        {
            allowed?.Invoke(module);
            return true;
        }
        catch (DisallowedVersionException)
        {
            return false;
        }
        catch (ModuleException)
        {
            return true; // what cannot be told is no reason
        }
    }

    private ModuleRevision QueryRange(VersionQuery range, string query, string current, Action<ModuleVersion>? allowed)
    {
        string path = range.Path;
        (List<string> releases, List<string> prereleases) = Candidates(range, allowed);
        List<string> best = releases.Count > 0 ? releases : prereleases;
        if (best.Count > 0)
        {
            return NotOlder(path, best[range.PrefersLower ? 0 : ^1], query, current, allowed);
        }
        if (range.MayUseLatest && LatestOrNull(path) is { } latest && range.Matches(latest.Version)
            && IsAllowed(new ModuleVersion(path, latest.Version), allowed))
        {
            return NotOlder(path, latest.Version, query, current, allowed);
        }
        if (query is "upgrade" or "patch" && current is not ("" or ModuleVersions.None))
        {
            RequireAllowed(new ModuleVersion(path, current), allowed);
            return Stat(path, current);
        }
        throw new NoMatchingVersionException(query, current);
    }

    private ModuleRevision? LatestOrNull(string path)
    {
        try
        {
            return LatestOf(path);
        }
        catch (ModuleException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private static void RequireAllowed(ModuleVersion module, Action<ModuleVersion>? allowed)
    {
        try
        {
            allowed?.Invoke(module);
        }
        catch (ModuleException e) when (e is not DisallowedVersionException)
        {
        }
    }

    /// <summary>An upgrade from a commit does not go to a version that is older in time.</summary>
    private ModuleRevision NotOlder(string path, string version, string query, string current, Action<ModuleVersion>? allowed)
    {
        ModuleRevision revision = ModuleVersions.IsToolchain(path) ? new ModuleRevision(version, null) : Stat(path, version);
        if (query is "upgrade" or "patch" && PseudoVersion.IsPseudo(current) && revision.Time is { } time && time != DateTimeOffset.MinValue
            && PseudoVersion.Time(current) is { } now && time < now)
        {
            RequireAllowed(new ModuleVersion(path, current), allowed);
            return Stat(path, current);
        }
        return revision;
    }

    private (List<string> Releases, List<string> Prereleases) Candidates(VersionQuery range, Action<ModuleVersion>? allowed)
    {
        (List<string> releases, List<string> prereleases) = ([], []);
        bool takesIncompatible = range.PrefersIncompatible;
        string? lastCompatible = null;
        foreach (string version in KnownVersions(range.Path, range.Prefix))
        {
            if (!range.Matches(version) || !IsAllowed(new ModuleVersion(range.Path, version), allowed))
            {
                continue;
            }
            if (!takesIncompatible && !version.EndsWith("+incompatible", StringComparison.Ordinal))
            {
                lastCompatible = version;
            }
            else if (!takesIncompatible && lastCompatible is not null)
            {
                // Once there is a go.mod file, versions without are taken to be of before.
                if (HasGoMod(new ModuleVersion(range.Path, lastCompatible)))
                {
                    break;
                }
                takesIncompatible = true;
            }
            (ModuleVersions.IsPrerelease(range.Path, version) ? prereleases : releases).Add(version);
        }
        return (releases, prereleases);
    }

    private bool HasGoMod(ModuleVersion module)
        => Encoding.UTF8.GetString(_source.GoMod(module, _cancellation)) != $"module {Files.ModWords.Quote(module.Path)}\n";

    private static string WithoutSubject(string message, ModuleVersion module)
        => message.StartsWith($"module {module.Path}: ", StringComparison.Ordinal) ? message[$"module {module.Path}: ".Length..]
            : message.StartsWith($"{module}: ", StringComparison.Ordinal) ? message[$"{module}: ".Length..] : message;

    /// <exception cref="DisallowedVersionException">A main module excludes the version, or its author retracted it.</exception>
    public void CheckAllowed(ModuleVersion module)
    {
        CheckExclusions(module);
        CheckRetractions(module);
    }

    public void CheckExclusions(ModuleVersion module)
    {
        if (Main.Excludes(module))
        {
            throw new DisallowedVersionException($"{module}: excluded by go.mod", isRetracted: false);
        }
    }

    public void CheckRetractions(ModuleVersion module)
    {
        if (module.Version.Length == 0 || Main.Replacement(module with { Version = "" }) is not null)
        {
            return;
        }
        ModFileSummary summary;
        try
        {
            summary = RawSummary(LatestIgnoringRetractions(module.Path), allowTooNew: true);
        }
        catch (ModuleException e)
        {
            throw new ModuleException(e.Descriptor, $"loading module retractions for {module}: {WithoutSubject(e.Message, module)}",
                e) { IsNotFound = e.IsNotFound };
        }
        RetractedVersions[] retracted = [.. summary.Retractions.Where(r => ModuleVersions.Compare(module.Path, r.Low, module.Version) <= 0
            && ModuleVersions.Compare(module.Path, module.Version, r.High) <= 0)];
        if (retracted.Length > 0)
        {
            string[] rationale = [.. retracted.Where(r => r.Rationale.Length > 0).Select(r => r.Rationale)];
            string why = rationale.Length > 0 ? ": " + ShortMessage(rationale[0], "retracted by module author") : "";
            throw new DisallowedVersionException($"{module}: retracted by module author{why}", isRetracted: true) { Rationale = rationale };
        }
    }

    /// <summary>What the newest version says of the module's end; empty if nothing.</summary>
    public string Deprecation(ModuleVersion module)
    {
        if (module.Version.Length == 0 || Main.Replacement(module with { Version = "" }) is not null)
        {
            return "";
        }
        try
        {
            return RawSummary(LatestIgnoringRetractions(module.Path), allowTooNew: true).Deprecated;
        }
        catch (ModuleException e)
        {
            throw new ModuleException(e.Descriptor, $"loading deprecation for {module.Path}: {e.Message}", e) { IsNotFound = e.IsNotFound };
        }
    }

    private ModuleVersion LatestIgnoringRetractions(string path) => Value(_latest, path, p =>
    {
        if (Main.Replacement(new ModuleVersion(p, "")) is { } all)
        {
            return all.Target;
        }
        return Actual(new ModuleVersion(p, Query(p, "latest", "", null).Version));
    });

    /// <summary>A text from a go.mod file as it can be shown on one line.</summary>
    public static string ShortMessage(string message, string whenEmpty)
    {
        string first = message.Split('\n')[0].Trim();
        return first.Length == 0 ? whenEmpty
            : first.Length > 500 ? "(message omitted: too long)"
            : first.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c)) ? "(message omitted: contains non-printable characters)" : first;
    }

    /// <summary>All versions of a module that are allowed.</summary>
    public IReadOnlyList<string> Versions(string path, Action<ModuleVersion> allowed)
    {
        var versions = new List<string>();
        foreach (string version in KnownVersions(path, ""))
        {
            try
            {
                allowed(new ModuleVersion(path, version));
                versions.Add(version);
            }
            catch (DisallowedVersionException)
            {
            }
        }
        return versions;
    }
}
