using System.Text.RegularExpressions;

namespace Go.Sdk.Tasks;

/// <summary>
/// Says of a value whether it looks like a secret: by how such values of well-known services begin, by the variable's name, or because no
/// word or number looks so random.
/// </summary>
public static partial class SecretLook
{
    private const int ShortestRandom = 20, ShortestNamed = 8;

    /// <summary>Bits a character: hexadecimal digits, as in sums and commits, cannot reach it.</summary>
    private const double RandomFrom = 4.1;

    private static readonly string[] s_prefixes = ["ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "sk_live_",
        "rk_live_", "AKIA", "ASIA", "AIza", "npm_", "-----BEGIN "];

    /// <summary>What is suspicious; null: nothing.</summary>
    public static string? Of(string name, string value)
    {
        if (s_prefixes.FirstOrDefault(p => value.StartsWith(p, StringComparison.Ordinal)
            && value.Length >= p.Length + ShortestNamed) is { } prefix)
        {
            return $"it begins with {prefix.Trim()}";
        }
        if (value.Length >= ShortestNamed && SecretName().IsMatch(name[(name.LastIndexOf('.') + 1)..]) && !value.Contains(' '))
        {
            return "by the variable's name";
        }
        return value.Length >= ShortestRandom && RandomCharacters().IsMatch(value) && value.Any(char.IsAsciiDigit)
            && value.Any(char.IsAsciiLetterUpper) && value.Any(char.IsAsciiLetterLower)
            && Entropy(value) > RandomFrom ? "it is random" : null;
    }

    /// <summary>The variables that flags of the linker set: <c>-X name=value</c>, in quotes or without.</summary>
    public static IEnumerable<(string Name, string Value)> VariablesIn(string linkerFlags)
        => Variable().Matches(linkerFlags).Select(m => (m.Groups["name"].Value, m.Groups["value"].Value));

    /// <summary>Shannon's measure over the characters, in bits.</summary>
    private static double Entropy(string value)
        => value.GroupBy(c => c).Sum(g => -(double)g.Count() / value.Length * Math.Log2((double)g.Count() / value.Length));

    [GeneratedRegex("(pass(word|wd|phrase)|secret|token|api_?key|private_?key|credential)", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"^[A-Za-z0-9+/=_\-.]+$")]
    private static partial Regex RandomCharacters();

    [GeneratedRegex("""-X[ =]['"]?(?<name>[^'"= ]+)=(?<value>[^'" ]*)""")]
    private static partial Regex Variable();
}
