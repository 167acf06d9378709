using Go.Compiler.Modules;
using System.Globalization;
using System.Text;
using Go.Compiler.Syntax;

namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// The first comment of a file of GOROOT/test: what to do with it (<c>errorcheck</c>, <c>run</c>, ...), with which flags.
/// </summary>
internal sealed record Recipe(string Action, IReadOnlyList<string> Flags, IReadOnlyList<string> Arguments)
{
    private static readonly string[] s_experiments =
    [
        "regabiwrappers", "regabiargs", "dwarf5", "jsonv2", "greenteagc", "randomizedheapbase64", "sizespecializedmalloc",
    ];

    /// <summary>Errors must come.</summary>
    public bool WantsErrors { get; init; }

    /// <summary>Errors at no place of the source count too.</summary>
    public bool WantsGenerated { get; private init; }

    /// <summary>Every file of the folder is a package of its own.</summary>
    public bool OneFilePackages { get; private init; }

    public IReadOnlyList<string> Experiments { get; private init; } = [];

    /// <summary>Environment of the program that is run.</summary>
    public IReadOnlyList<(string Name, string Value)> Environment { get; private init; } = [];

    /// <summary>Language version of the go.mod written for <c>runindir</c>.</summary>
    public string ModuleVersion { get; private init; } = "1.14";

    /// <summary>Seconds the program may run; 0: no limit of its own.</summary>
    public int Seconds { get; private init; }

    /// <summary>The build constraint that keeps the file from this target, if any.</summary>
    public string? Excluded { get; private init; }

    /// <summary>It tests what the optimiser reports (<c>-m</c>, <c>-live</c>, <c>-d=ssa/...</c>), not errors of the language.</summary>
    public bool TestsOptimizer { get; private init; }

    public static Recipe Parse(string source)
    {
        string action = "";
        foreach (string line in source.Split('\n'))
        {
            if (line.StartsWith("//go:build ", StringComparison.Ordinal) || line.StartsWith("// +build ", StringComparison.Ordinal))
            {
                continue;
            }
            action = (line.StartsWith("//", StringComparison.Ordinal) ? line[2..] : line).Trim();
            if (action.Length > 0)
            {
                break;
            }
        }
        int package = source.IndexOf("\npackage", StringComparison.Ordinal);
        return ParseWords(SplitQuoted(action), ExcludedBy(package < 0 ? action : source[..package]));
    }

    private static Recipe ParseWords(List<string> words, string? excluded)
    {
        string action = words.Count > 0 ? words[0] : "";
        bool wantsErrors = action is "errorcheck" or "errorcheckdir" or "errorcheckoutput" or "errorcheckwithauto";
        bool wantsGenerated = action == "errorcheckwithauto", oneFile = false;
        var flags = new List<string>();
        var experiments = new List<string>();
        var environment = new List<(string, string)>();
        string moduleVersion = "1.14";
        int seconds = 0, i = 1;
        for (; i < words.Count && words[i].StartsWith('-'); i++)
        {
            switch (words[i])
            {
                case "-0": wantsErrors = false; break;
                case "-1": wantsErrors = true; break;
                case "-s": oneFile = true; break;
                case "-t": seconds = int.Parse(words[++i], CultureInfo.InvariantCulture); break;
                case "-goexperiment": experiments.Add(words[++i]); break;
                case "-godebug": environment.Add(("GODEBUG", words[++i])); break;
                case "-gomodversion": moduleVersion = words[++i]; break;
                default: flags.Add(words[i]); break;
            }
        }
        return new Recipe(action == "errorcheckwithauto" ? "errorcheck" : action, flags, words[Math.Min(i, words.Count)..])
        {
            WantsErrors = wantsErrors,
            WantsGenerated = wantsGenerated,
            OneFilePackages = oneFile,
            Experiments = experiments,
            Environment = environment,
            ModuleVersion = moduleVersion,
            Seconds = seconds,
            Excluded = excluded,
            TestsOptimizer = action.StartsWith("errorcheck", StringComparison.Ordinal) && flags.Any(IsOptimizerFlag),
        };
    }

    private static bool IsOptimizerFlag(string flag)
        => flag is "-m" or "-live" || flag.StartsWith("-m=", StringComparison.Ordinal)
            || (flag.StartsWith("-d=", StringComparison.Ordinal) && !flag.StartsWith("-d=panic", StringComparison.Ordinal)
                && !flag.StartsWith("-d=ssa/check/", StringComparison.Ordinal));

    public string? Flag(string name) => Flags.FirstOrDefault(f => f.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private static string? ExcludedBy(string header)
    {
        foreach (string line in header.Split('\n'))
        {
            if (line.StartsWith("package ", StringComparison.Ordinal))
            {
                break;
            }
            if (line.StartsWith("//go:build ", StringComparison.Ordinal)
                && BuildExpression.Parse(line[11..].Trim(), out _) is { } expression && !expression.IsSatisfied(HasTag))
            {
                return line;
            }
        }
        return null;
    }

    /// <summary>Go's own runner knows no <c>unix</c>; cgo is not used.</summary>
    private static bool HasTag(string tag)
    {
        if (tag.StartsWith("go1.", StringComparison.Ordinal))
        {
            return int.TryParse(tag.AsSpan(4), out int minor) && minor <= 27;
        }
        if (tag.StartsWith("goexperiment.", StringComparison.Ordinal))
        {
            return s_experiments.Contains(tag[13..]);
        }
        return tag is "gc" or "test_run" || tag == TestedTarget.Target.Os || tag == TestedTarget.Target.Arch;
    }

    /// <summary>Words, of which parts may stand in double or single quotes.</summary>
    private static List<string> SplitQuoted(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char quote = '\0';
        bool isInWord = false;
        foreach (char c in text)
        {
            if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                quote = quote == '\0' ? c : '\0';
                isInWord = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (isInWord)
                {
                    words.Add(word.ToString());
                    word.Clear();
                }
                isInWord = false;
            }
            else
            {
                word.Append(c);
                isInWord = true;
            }
        }
        if (isInWord)
        {
            words.Add(word.ToString());
        }
        return words;
    }
}
