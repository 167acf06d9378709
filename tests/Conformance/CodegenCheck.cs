using System.Globalization;
using System.Text.RegularExpressions;

namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// A pattern beside a line of Go's code generation tests: an instruction of the line has to match it from its start, or none may.
/// </summary>
/// <param name="Count">How many have to match; 0: any number above none.</param>
internal sealed partial record CodegenCheck(int Line, bool IsNegative, int Count, Regex Pattern)
{
    // Patterns stand in both kinds of Go's quotes, after a minus or a count.
    private const string Quoted = """-?\d*(?:"(?:[^"\\]|\\.)*"|`[^`]*`)""";

    [GeneratedRegex($@"(\w+)(?:/([\w.]+))?(?:/(\w*))?\s*:\s*({Quoted}(?:\s+{Quoted})*)")]
    private static partial Regex Platform();

    [GeneratedRegex(Quoted)]
    private static partial Regex OnePattern();

    /// <summary>
    /// Those of a file for Linux on an architecture at its first level. Comments on lines without code belong to the next line that has
    /// some.
    /// </summary>
    public static IEnumerable<CodegenCheck> Of(string file, string arch, string level)
    {
        string comments = "";
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            int comment = line.IndexOf("//", StringComparison.Ordinal);
            comments += comment < 0 ? "" : " " + line[(comment + 2)..];
            if (line.AsSpan(0, comment < 0 ? line.Length : comment).IsWhiteSpace())
            {
                continue;
            }
            foreach (Match platform in Platform().Matches(comments).Where(p => IsFor(p, arch, level)))
            {
                foreach (Match pattern in OnePattern().Matches(platform.Groups[4].Value))
                {
                    yield return Parse(number, pattern.Value);
                }
            }
            comments = "";
        }
    }

    /// <summary>OS/ARCH/LEVEL, where the level may be empty; ARCH/LEVEL; or ARCH.</summary>
    private static bool IsFor(Match platform, string arch, string level)
    {
        string[] names = [.. platform.Groups.Values.Skip(1).Take(3).Where(g => g.Success).Select(g => g.Value)];
        if (names.Length == 3)
        {
            return names[0] == "linux" && names[1] == arch && (names[2].Length == 0 || names[2] == level);
        }
        return names[0] == arch && (names.Length == 1 || names[1] == level);
    }

    private static CodegenCheck Parse(int line, string text)
    {
        bool isNegative = text[0] == '-';
        text = text.TrimStart('-');
        int digits = 0;
        while (char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }
        string pattern = text[(digits + 1)..^1];
        if (text[digits] == '"')
        {
            pattern = pattern.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
                .Replace("\\t", "\t", StringComparison.Ordinal);
        }
        int count = digits == 0 ? 0 : int.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture);
        return new CodegenCheck(line, isNegative, count, new Regex($"^(?:{pattern})", RegexOptions.CultureInvariant));
    }

    public bool IsMet(IEnumerable<string> instructions)
    {
        int matches = instructions.Count(i => Pattern.IsMatch(i));
        return IsNegative ? matches == 0 : Count > 0 ? matches == Count : matches > 0;
    }
}
