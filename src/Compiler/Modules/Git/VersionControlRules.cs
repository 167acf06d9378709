using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Fetching;

namespace Go.Compiler.Modules.Git;

/// <summary>
/// GOVCS: which version control systems may be used for which modules. Without a rule that matches: any for private modules, git and hg for
/// public ones.
/// </summary>
internal sealed class VersionControlRules
{
    private readonly List<(string Pattern, string[] Allowed)> _rules = [];
    private readonly string _private;

    /// <exception cref="ModuleException">The setting is malformed.</exception>
    public VersionControlRules(string setting, string privatePatterns)
    {
        _private = privatePatterns;
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in setting.AsSpan().Trim().Length == 0 ? [] : setting.Split(','))
        {
            string entry = part.Trim(), pattern = entry.Split(':')[0].Trim(), list = entry.Contains(':')
                ? entry[(entry.IndexOf(':') + 1)..].Trim() : "";
            string[] allowed = [.. list.Split('|').Select(a => a.Trim())];
            string? problem = entry.Length == 0 ? "empty entry in GOVCS"
                : !entry.Contains(':') ? $"malformed entry in GOVCS (missing colon): {GoText.Quote(entry)}"
                : pattern.Length == 0 ? $"empty pattern in GOVCS: {GoText.Quote(entry)}"
                : list.Length == 0 ? $"empty VCS list in GOVCS: {GoText.Quote(entry)}"
                : ImportPaths.IsRelative(pattern) ? $"relative pattern not allowed in GOVCS: {GoText.Quote(pattern)}"
                : seen.TryGetValue(pattern, out string? earlier)
                ? $"unreachable pattern in GOVCS: {GoText.Quote(entry)} after {GoText.Quote(earlier)}"
                : Array.Exists(allowed, a => a.Length == 0) ? $"empty VCS name in GOVCS: {GoText.Quote(entry)}" : null;
            if (problem is not null)
            {
                throw new ModuleException(Catalogue.InvalidModuleSetting, problem);
            }
            seen.Add(pattern, entry);
            _rules.Add((pattern, allowed));
        }
        _rules.Add(("private", ["all"]));
        _rules.Add(("public", ["git", "hg"]));
    }

    /// <summary>Refuses a system that may not be used for a module, and those that nobody here can use.</summary>
    public void Check(string system, string path)
    {
        if (system == "mod")
        {
            return;
        }
        bool isPrivate = PathPatterns.Match(_private, path);
        foreach ((string pattern, string[] allowed) in _rules)
        {
            bool matches = pattern switch { "private" => isPrivate, "public" => !isPrivate, _ => PathPatterns.Match(pattern, path) };
            if (matches && !Array.Exists(allowed, a => a == system || a == "all"))
            {
                throw Refusal($"GOVCS disallows using {system} for {(isPrivate ? "private" : "public")} {path}; see 'go help vcs'");
            }
            if (matches)
            {
                break;
            }
        }
        if (system != "git")
        {
            throw Refusal($"{path}: modules are fetched with git only, and its version control system is {system}; use a module proxy");
        }
    }

    private static ModuleException Refusal(string problem) => new(Catalogue.VersionControlRefused, problem) { IsNotFound = true };
}
