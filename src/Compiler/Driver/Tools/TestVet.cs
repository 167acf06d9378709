using Go.Compiler.Settings;

namespace Go.Compiler.Driver.Tools;

/// <summary>What <c>-vet</c> of <c>go test</c> says: which analyzers look at the packages before their tests are run.</summary>
/// <param name="IsExplicit">It was said, so that packages of the standard library are no exception.</param>
/// <param name="IsOff">None.</param>
/// <param name="Flags">Flags for the program of analyzers; empty: all of them look.</param>
internal sealed record TestVet(bool IsExplicit, bool IsOff, IReadOnlyList<string> Flags)
{
    /// <summary>Names of analyzers, and their old names, that the flag takes (cmd/go/internal/test, passAnalyzersToVet).</summary>
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        "appends", "asmdecl", "assign", "atomic", "bool", "bools", "buildtag", "buildtags", "cgocall", "composites", "copylocks", "defers",
        "directive", "errorsas",
        "framepointer", "hostport", "httpresponse", "ifaceassert", "loopclosure", "lostcancel", "methods", "nilfunc", "printf",
        "rangeloops", "shift", "sigchanyzer", "slog",
        "stdmethods", "stdversion", "stringintconv", "structtag", "testinggoroutine", "tests", "timeformat", "unmarshal", "unreachable",
        "unsafeptr", "unusedresult", "waitgroup",
    };

    /// <summary>Those that are hardly ever wrong.</summary>
    public static TestVet Default { get; } = new(false, false,
        ["-atomic", "-bools", "-buildtag", "-directive", "-errorsas", "-ifaceassert", "-nilfunc", "-printf", "-slog", "-stdversion",
            "-stringintconv", "-tests"]);

    /// <exception cref="UsageException">The value is none of the flag's.</exception>
    public static TestVet Parse(string value)
    {
        string? problem = value.Contains('=') ? "-vet argument cannot contain equal signs"
            : value.Contains(' ') ? "-vet argument is comma-separated list, cannot contain spaces" : null;
        string single = "";
        var flags = new List<string>();
        foreach (string name in problem is null && value.Length > 0 ? value.Split(',') : [])
        {
            if (name is "all" or "off")
            {
                single = name;
                flags.Clear();
                continue;
            }
            problem ??= name.Length == 0 ? "-vet argument contains empty list element"
                : s_names.Contains(name) ? null : $"-vet argument must be a supported analyzer or a distinguished value; found {name}";
            flags.Add("-" + name);
        }
        if (flags.Count > 1 && single.Length > 0)
        {
            problem ??= $"-vet does not accept {GoQuote.Text(single)} in a list with other analyzers";
        }
        return problem is not null ? throw new UsageException($"invalid value {GoQuote.Text(value)} for flag -vet: {problem}")
            : value.Length == 0 ? Default : new TestVet(true, single == "off", flags);
    }
}
