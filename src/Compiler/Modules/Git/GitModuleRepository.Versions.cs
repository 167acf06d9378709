using System.Globalization;
using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Git;

internal sealed partial class GitModuleRepository
{
    // The version of a commit: a tag on it, else a pseudo-version after the last tag before it. `asked` is what was asked for, empty for
    // the newest commit.
    private ModuleRevision Convert(GitCommit commit, string asked, CancellationToken cancellation)
    {
        if (PseudoVersion.IsPseudo(asked))
        {
            ModuleRevision pseudo = Canonical(commit, asked, asked, cancellation);
            CheckPseudo(commit, asked, cancellation);
            return pseudo;
        }
        if (TagVersion(commit.Version) is { IsCanonical: true } tag && TryCanonical(commit, tag.Version, asked, cancellation) is { } tagged)
        {
            return tagged;
        }
        Func<string, bool> isRetracted = Retracted(cancellation);
        string highest = "", older = "";
        foreach (string name in commit.Tags)
        {
            (string version, bool isCanonical) = TagVersion(name) ?? ("", false);
            if (version.Length > 0 && asked.Length > 0 && SemanticVersion.Compare(version, asked) == 0)
            {
                if (isCanonical)
                {
                    return Canonical(commit, version, asked, cancellation);
                }
                older = version;
            }
            bool isUsable = isCanonical && SemanticVersion.Compare(highest, version) < 0 && !isRetracted(version)
                && (ModulePaths.MajorProblem(version, _pathMajor) is null || MayBeIncompatible(commit, version, asked, cancellation));
            highest = isUsable ? version : highest;
        }
        if (highest.Length > 0)
        {
            return Canonical(commit, highest, asked, cancellation);
        }
        if (older.Length == 0)
        {
            string recent = _git.RecentTag(commit.Hash, TagPrefix, IsBase, cancellation);
            older = recent.Length == 0 ? "" : TagVersion(recent)?.Version ?? "";
        }
        return Canonical(commit, PseudoVersion.Make(_pseudoMajor, older, commit.Time, commit.Short), asked, cancellation);

        bool IsBase(string name) => TagVersion(name) is { } t && !isRetracted(t.Version)
            && (ModulePaths.MajorProblem(t.Version, _pathMajor) is null || MayBeIncompatible(commit, t.Version, asked, cancellation));
    }

    private ModuleRevision? TryCanonical(GitCommit commit, string version, string asked, CancellationToken cancellation)
    {
        try
        {
            return Canonical(commit, version, asked, cancellation);
        }
        catch (ModuleException)
        {
            return null; // another tag on the commit may fit the path
        }
    }

    // Checks that the module is there at a version, and adds +incompatible where it belongs.
    private ModuleRevision Canonical(GitCommit commit, string version, string asked, CancellationToken cancellation)
    {
        try
        {
            FindFolder(version, cancellation);
        }
        catch (ModuleException e)
        {
            throw Invalid(version, e.Message, e);
        }
        version = version == WithoutIncompatible(asked) ? asked : version;
        string bare = WithoutIncompatible(version);
        string? problem = null;
        if (ModulePaths.MajorProblem(bare, _pathMajor) is not null)
        {
            if (MayBeIncompatible(commit, bare, asked, cancellation))
            {
                version = bare + Incompatible;
            }
            else
            {
                problem = _pathMajor.Length > 0 ? "module path includes a major version suffix, so major version must match"
                    : $"module contains a go.mod file, so module path must match major version ({GoText.Quote($"{_pathPrefix}/{SemanticVersion.Major(bare)}")})";
            }
        }
        else if (version.EndsWith(Incompatible, StringComparison.Ordinal))
        {
            problem = $"+incompatible suffix not allowed: major version {SemanticVersion.Major(version)} is compatible";
        }
        if (asked.Length > 0 && asked == SemanticVersion.CanonicalModule(asked) && WithoutIncompatible(asked) != bare)
        {
            throw Invalid(asked, $"resolves to version {version} ({WithoutIncompatible(asked)} is not a tag)");
        }
        if (problem is not null)
        {
            throw Invalid(version, problem);
        }
        var revision = new ModuleRevision(version, commit.Time);
        return revision with { Origin = Origin(commit, revision) };
    }

    // Only a module at the root of its repository, without go.mod file there or in the major version's folder.
    private bool MayBeIncompatible(GitCommit commit, string version, string asked, CancellationToken cancellation)
        => _folder.Length == 0 && _pathMajor.Length == 0 && _git.ReadFile(commit.Hash, "go.mod", cancellation) is null
            && (asked.EndsWith(Incompatible, StringComparison.Ordinal)
                || _git.ReadFile(commit.Hash, SemanticVersion.Major(version) + "/go.mod", cancellation) is null);

    // The version that a tag names, and whether it names it in full.
    private (string Version, bool IsCanonical)? TagVersion(string tag)
    {
        if (!tag.StartsWith(TagPrefix, StringComparison.Ordinal) || PseudoVersion.IsPseudo(tag))
        {
            return null;
        }
        string text = tag[TagPrefix.Length..], version = SemanticVersion.Canonical(text);
        return version.Length == 0 || !text.StartsWith(version, StringComparison.Ordinal) ? null : (version, version == text);
    }

    // A pseudo-version must be the one that its commit has: same time, same name, and after the tag that it says.
    private void CheckPseudo(GitCommit commit, string version, CancellationToken cancellation)
    {
        string revision = PseudoVersion.Revision(version)!;
        if (revision != commit.Short)
        {
            string how = revision.StartsWith(commit.Short, StringComparison.Ordinal) ? "revision is longer than canonical"
                : commit.Short.StartsWith(revision, StringComparison.Ordinal)
                ? "revision is shorter than canonical" : "does not match short name of revision";
            throw InvalidPseudo($"{how} (expected {commit.Short})");
        }
        if (PseudoVersion.Time(version) != commit.Time)
        {
            throw InvalidPseudo($"does not match version-control timestamp (expected {commit.Time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)})");
        }
        string older = PseudoVersion.Base(WithoutIncompatible(version), out string? problem) ?? throw InvalidPseudo(problem!);
        if (older.Length == 0)
        {
            if (_pseudoMajor.Length == 0 && SemanticVersion.Major(version) == "v1")
            {
                throw InvalidPseudo("major version without preceding tag must be v0, not v1");
            }
            return;
        }
        if (commit.Tags.FirstOrDefault(t => t == TagPrefix + older) is { } same)
        {
            throw InvalidPseudo($"tag ({same}) found on revision {revision} is already canonical, so should not be replaced with a pseudo-version derived from that tag");
        }
        string last = "";
        foreach (string tag in _git.Tags(TagPrefix + older, cancellation))
        {
            if (SemanticVersion.Compare(tag[TagPrefix.Length..], older) == 0)
            {
                last = tag;
                if (_git.DescendsFrom(commit.Hash, tag, cancellation))
                {
                    return;
                }
            }
        }
        throw InvalidPseudo(last.Length == 0 ? $"preceding tag ({older}) not found"
            : $"revision {revision} is not a descendent of preceding tag ({last})");

        ModuleException InvalidPseudo(string reason)
            => new(Catalogue.ModuleNotFound, $"{_path}@{version}: invalid pseudo-version: {reason}");
    }

    // What the newest release's go.mod file retracts is no base for other versions.
    private Func<string, bool> Retracted(CancellationToken cancellation)
    {
        try
        {
            List<string> versions = [.. Versions("", cancellation).Where(v => !v.EndsWith(Incompatible, StringComparison.Ordinal))];
            if (versions.Count == 0)
            {
                return _ => false;
            }
            string highest = versions.FindLast(v => SemanticVersion.Prerelease(v).Length == 0) ?? versions[^1];
            IReadOnlyList<RetractedVersions> retractions = GoModFile.ParseLax("go.mod",
                Encoding.UTF8.GetString(GoMod(highest, cancellation))).Retractions;
            return v => retractions.Any(r => SemanticVersion.Compare(r.Low, v) <= 0 && SemanticVersion.Compare(v, r.High) <= 0);
        }
        catch (Exception e) when (e is ModuleException or Files.ModFileException)
        {
            return _ => false; // a release that cannot be read retracts nothing
        }
    }
}
