using System.Text;
using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Says why a program holds something: the chain from where the program begins to each symbol that is asked for, out of the linker's
/// report.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoWhyReached : GoTaskBase
{
    private const int MostChains = 20;

    [Required]
    public string ReachFile { get; set; } = "";

    /// <summary>A regular expression of symbols, such as <c>example.com/app/lib.F$</c>.</summary>
    public string Symbol { get; set; } = "";

    protected override void ExecuteCore()
    {
        if (Symbol.Length == 0 || !TryParse(Symbol, out Regex? wanted))
        {
            LogAtSetting(Catalogue.InvalidProperty, "GoSymbol", Symbol,
                Symbol.Length == 0 ? "GoWhyReached needs to know of what: -p:GoSymbol=main.main"
                : $"property GoSymbol is '{Symbol}'; want a regular expression");
            return;
        }
        var from = new Dictionary<string, string>(StringComparer.Ordinal);
        var found = new List<string>();
        var text = new StringBuilder();
        foreach (string line in File.ReadLines(ReachFile))
        {
            if (line.StartsWith('#'))
            {
                text.Append(line.Contains("looks up methods", StringComparison.Ordinal) ? line[2..] + "\n" : "");
                continue;
            }
            string[] fields = line.Split('\t');
            from.TryAdd(fields[0], fields[2]);
            if (wanted!.IsMatch(fields[0]))
            {
                found.Add(fields[0]);
            }
        }
        if (found.Count == 0)
        {
            LogAtSetting(Catalogue.TargetFailed, "GoSymbol", Symbol, $"the program holds nothing by the name '{Symbol}'");
            return;
        }
        foreach (string symbol in found.Take(MostChains))
        {
            Chain(symbol, from, text);
        }
        if (found.Count > MostChains)
        {
            text.Append($"... and {found.Count - MostChains} more\n");
        }
        LogMessage(text.ToString().TrimEnd(), MessageImportance.High);
    }

    private static void Chain(string symbol, Dictionary<string, string> from, StringBuilder text)
    {
        text.Append(symbol).Append('\n');
        var seen = new HashSet<string>(StringComparer.Ordinal) { symbol };
        string at = symbol;
        while (from.GetValueOrDefault(at, "") is { Length: > 0 } next && seen.Add(next))
        {
            bool isMethod = next.StartsWith("type:", StringComparison.Ordinal) && !at.StartsWith("type:", StringComparison.Ordinal);
            text.Append(isMethod ? "  is a method of a type that gets into interfaces, " : "  is used by ").Append(next).Append('\n');
            at = next;
        }
        text.Append("  is where the program begins\n");
    }

    private static bool TryParse(string pattern, out Regex? regex)
    {
        try
        {
            regex = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
            return true;
        }
        catch (ArgumentException)
        {
            regex = null;
            return false;
        }
    }
}
