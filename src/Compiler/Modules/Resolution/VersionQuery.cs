using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

/// <summary>
/// A version query: <c>latest</c>, <c>upgrade</c>, <c>patch</c>, <c>v1</c>, <c>v1.2</c>, <c>v1.2.3</c>, <c>&lt;v1.2.3</c> and the like;
/// anything else names a branch, tag or commit.
/// </summary>
internal sealed class VersionQuery
{
    private readonly Func<string, bool> _matches;

    private VersionQuery(string path, Func<string, bool> matches) => (Path, _matches) = (path, matches);

    public string Path { get; }

    /// <summary>What versions that answer begin with; empty for any.</summary>
    public string Prefix { get; private init; } = "";

    /// <summary>One version is asked for, which can be looked up by itself.</summary>
    public bool IsExact { get; private init; }

    /// <summary>The lowest version that answers is meant, not the highest.</summary>
    public bool PrefersLower { get; private init; }

    /// <summary>Without a tagged version that answers, the newest commit does.</summary>
    public bool MayUseLatest { get; private init; }

    /// <summary>Versions above v1 that are no modules of their own count even where the last one below is a module.</summary>
    public bool PrefersIncompatible { get; private init; }

    /// <summary>Whether a query names a revision and not a range of versions.</summary>
    public static bool IsRevision(string path, string query)
        => query is not ("latest" or "upgrade" or "patch") && !query.StartsWith('<') && !query.StartsWith('>')
            && !(ModuleVersions.IsValid(path, query) && ModuleVersions.IsPrefix(path, query));

    public bool Matches(string version)
        => (Prefix.Length == 0 || version.StartsWith(Prefix, StringComparison.Ordinal)) && _matches(version);

    /// <summary>Null: a revision.</summary>
    /// <exception cref="ModuleException">It makes no sense.</exception>
    public static VersionQuery? Parse(string path, string query, string current)
    {
        bool hasCurrent = current is not ("" or ModuleVersions.None);
        bool isIncompatible = current.EndsWith("+incompatible", StringComparison.Ordinal);
        switch (query)
        {
            case "latest":
            case "upgrade" when !hasCurrent:
                return new VersionQuery(path, _ => true) { MayUseLatest = true, PrefersIncompatible = isIncompatible };
            case "patch" when !hasCurrent:
                throw new NoPatchBaseException(path);
            case "upgrade" or "patch":
                return new VersionQuery(path, v => ModuleVersions.Compare(path, v, current) >= 0)
                {
                    MayUseLatest = PseudoVersion.IsPseudo(current),
                    PrefersIncompatible = isIncompatible,
                    Prefix = query == "patch" ? ModuleVersions.MajorMinor(path, current) + "." : "",
                };
        }
        int operators = query.StartsWith("<=", StringComparison.Ordinal) || query.StartsWith(">=", StringComparison.Ordinal)
            ? 2 : query.StartsWith('<') || query.StartsWith('>') ? 1 : 0;
        string bound = query[operators..];
        bool isOtherMajor = ModulePaths.SplitMajor(path) is not { } split || ModulePaths.MajorProblem(bound, split.Major) is not null;
        if (operators > 0)
        {
            return Range(path, query, query[..operators], bound, isIncompatible || isOtherMajor);
        }
        if (!ModuleVersions.IsValid(path, query))
        {
            return null;
        }
        return ModuleVersions.IsPrefix(path, query)
            ? new VersionQuery(path, v => ModuleVersions.Compare(path, v, query) >= 0) { Prefix = query + ".",
                PrefersIncompatible = isIncompatible || isOtherMajor }
            : new VersionQuery(path, v => ModuleVersions.Compare(path, v, query) == 0) { IsExact = true,
                Prefix = SemanticVersion.Canonical(query), PrefersIncompatible = isIncompatible || isOtherMajor };
    }

    private static VersionQuery Range(string path, string query, string comparison, string bound, bool prefersIncompatible)
    {
        if (!ModuleVersions.IsValid(path, bound))
        {
            throw new ModuleException(Catalogue.NoMatchingVersion,
                $"invalid semantic version {GoText.Quote(bound)} in range {GoText.Quote(query)}");
        }
        if (comparison is "<=" or ">" && ModuleVersions.IsPrefix(path, bound))
        {
            throw new ModuleException(Catalogue.NoMatchingVersion,
                $"ambiguous semantic version {GoText.Quote(bound)} in range {GoText.Quote(query)}");
        }
        Func<string, bool> matches = comparison switch
        {
            "<=" => v => ModuleVersions.Compare(path, v, bound) <= 0,
            "<" => v => ModuleVersions.Compare(path, v, bound) < 0,
            ">=" => v => ModuleVersions.Compare(path, v, bound) >= 0,
            _ => v => ModuleVersions.Compare(path, v, bound) > 0,
        };
        return new VersionQuery(path, matches) { PrefersLower = comparison[0] == '>', PrefersIncompatible = prefersIncompatible };
    }
}

/// <summary><c>patch</c> of what is not required.</summary>
internal sealed class NoPatchBaseException(string path)
    : ModuleException(Catalogue.NoMatchingVersion, $"can't query version \"patch\" of module {path}: no existing version is required");
