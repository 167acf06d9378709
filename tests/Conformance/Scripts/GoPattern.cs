using System.Text;
using System.Text.RegularExpressions;

namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>
/// Go's regular expressions (RE2 syntax) as .NET's: quoted runs, one-letter classes and POSIX classes are written otherwise.
/// </summary>
internal static class GoPattern
{
    private static readonly (string Posix, string Net)[] s_classes =
    [
        ("[:alnum:]", "0-9A-Za-z"), ("[:alpha:]", "A-Za-z"), ("[:digit:]", "0-9"), ("[:space:]", @"\t\n\v\f\r "), ("[:upper:]", "A-Z"),
        ("[:lower:]", "a-z"),
        ("[:xdigit:]", "0-9A-Fa-f"), ("[:word:]", "0-9A-Za-z_"),
    ];

    public static Regex Compile(string pattern)
        => new(Translate(pattern), RegexOptions.Multiline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(20));

    private static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length);
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                i = Escape(pattern, i, text);
            }
            else if (pattern[i] == '[' && s_classes.FirstOrDefault(c
                => string.CompareOrdinal(pattern, i, c.Posix, 0, c.Posix.Length) == 0) is { Posix: not null } known)
            {
                text.Append(known.Net);
                i += known.Posix.Length - 1;
            }
            else
            {
                text.Append(pattern[i]);
            }
        }
        return text.ToString();
    }

    /// <summary>An escape at an index; returns the index of its last character.</summary>
    private static int Escape(string pattern, int i, StringBuilder text)
    {
        switch (pattern[i + 1])
        {
            case 'Q':
                int end = pattern.IndexOf(@"\E", i + 2, StringComparison.Ordinal);
                text.Append(Regex.Escape(end < 0 ? pattern[(i + 2)..] : pattern[(i + 2)..end]));
                return end < 0 ? pattern.Length - 1 : end + 1;
            case 'p' or 'P' when i + 2 < pattern.Length && pattern[i + 2] != '{':
                text.Append('\\').Append(pattern[i + 1]).Append('{').Append(pattern[i + 2]).Append('}');
                return i + 2;
            default:
                text.Append('\\').Append(pattern[i + 1]);
                return i + 1;
        }
    }
}
