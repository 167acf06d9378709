using System.Text.RegularExpressions;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Files;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary>
/// What a query may mean: modules that have a package of the path, or the module of the path without one, or why neither is there.
/// </summary>
internal sealed record GetCandidate(string Path, IReadOnlyList<ModuleVersion> PackageModules, ModuleVersion? Module,
    ModuleException? Failure)
{
    public static GetCandidate Of(ModuleException failure) => new("", [], null, failure);

    public static GetCandidate Nothing => new("", [], null, null);

    public bool IsEmpty => PackageModules.Count == 0 && Module is null && Failure is null;
}

/// <summary>One argument of <c>go get</c>: a pattern and a version query.</summary>
internal sealed class GetQuery
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>As it was given; empty when no argument was.</summary>
    public required string Raw { get; set; }

    /// <summary>Empty where none was given.</summary>
    public required string RawVersion { get; init; }

    public required string Pattern { get; init; }

    public required string Version { get; init; }

    public bool IsLocal => ImportPaths.IsRelative(Pattern) || Path.IsPathRooted(Pattern);

    public bool IsWildcard => Pattern.Contains("...", StringComparison.Ordinal);

    public List<GetCandidate> Candidates { get; set; } = [];

    public List<ModuleVersion> Resolved { get; } = [];

    /// <summary>It means packages, not only modules.</summary>
    public bool MeansPackages { get; set; }

    public bool HasConflict { get; set; }

    /// <exception cref="ModuleException">The argument makes no sense.</exception>
    public static GetQuery Parse(string argument, string upgrade)
    {
        int at = argument.IndexOf('@');
        string pattern = at < 0 ? argument : argument[..at], version = at < 0 ? "" : argument[(at + 1)..];
        if (at >= 0 && version.Length > 0 && version[0] is '-' or '/')
        {
            throw ModuleCommandRun.Refused($"invalid module version {GoText.Quote(version)}");
        }
        if (at >= 0 && (version.Length == 0 || version.Contains('@')))
        {
            throw ModuleCommandRun.Refused($"invalid module version syntax {GoText.Quote(argument)}");
        }
        pattern = pattern.Length > 1 ? pattern.TrimEnd('/') : pattern;
        var query = new GetQuery { Raw = argument, RawVersion = version, Pattern = pattern,
            Version = version.Length > 0 ? version : upgrade.Length > 0 ? upgrade : "upgrade" };
        query.Validate();
        return query;
    }

    private void Validate()
    {
        string? problem = IsLocal ? RawVersion.Length > 0
            ? $"can't request explicit version {GoText.Quote(RawVersion)} of path {GoText.Quote(Pattern)} in main module" : null
            : Pattern == "all" ? Version is "upgrade" or "patch"
            ? null : $"can't request version {GoText.Quote(Version)} of pattern \"all\" that includes the main module"
            : Pattern is "std" or "cmd" or "tool" or "work" && Pattern != Raw
                ? Pattern == "tool" ? "can't request explicit version of \"tool\" pattern"
                : $"can't request explicit version of standard-library pattern {GoText.Quote(Pattern)}" : null;
        if (problem is not null)
        {
            throw ModuleCommandRun.Refused(problem);
        }
    }

    public bool Matches(string modulePath)
        => IsWildcard && !ModuleVersions.IsToolchain(modulePath) ? PathPattern.Matches(Pattern, modulePath) : modulePath == Pattern;

    public bool CanMatchIn(string modulePath)
        => !ModuleVersions.IsToolchain(modulePath) && (IsWildcard
            ? PathPattern.TreeCanMatch(Pattern, modulePath) : ImportPaths.HasPrefix(Pattern, modulePath));

    /// <summary>Asks once per path.</summary>
    public void Once(string path, Func<GetCandidate> ask)
    {
        if (!_seen.Add(path))
        {
            return;
        }
        GetCandidate candidate;
        try
        {
            candidate = ask();
        }
        catch (ModuleException e)
        {
            candidate = GetCandidate.Of(e);
        }
        if (!candidate.IsEmpty)
        {
            Candidates.Add(candidate with { Path = path });
        }
    }

    /// <summary>The query with the version that it led to.</summary>
    public string ResolvedText(ModuleVersion module)
        => module.Path != Pattern ? module.Version != Version ? $"{module} (matching {Pattern}@{Version})" : $"{module} (matching {Raw})"
            : module.Version != Version ? $"{Pattern}@{Version} ({module.Version})" : Raw;

    public string ArgumentText(string version) => version != Version ? $"{Pattern}@{Version} ({version})" : Raw;

    /// <summary>An error with the argument, unless the message names it anyway.</summary>
    public string ErrorText(string message)
    {
        bool namesPattern = Regex.IsMatch(message, "(?m)(?:[ \\t(\"`]|^)" + Regex.Escape(Pattern) + "(?:[ @:;)\"`]|$)");
        bool namesVersion = RawVersion.Length == 0 || Regex.IsMatch(message,
            "(?m)(?:[ @(\"`]|^)" + Regex.Escape(Version) + "(?:[ :;)\"`]|$)");
        return (namesPattern && namesVersion) || Raw.Length == 0 ? message : $"{Raw}: {message}";
    }
}
