using System.Globalization;
using System.Text;

namespace Go.Compiler.Driver.Templates;

/// <summary>Text as it has to be written within other languages.</summary>
internal static class TemplateEscapes
{
    /// <summary>Within HTML.</summary>
    public static string Html(string text) => Replaced(text, rune => rune.Value switch
    {
        0 => "\uFFFD",
        '"' => "&#34;",
        '\'' => "&#39;",
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => null,
    });

    /// <summary>Within a string of JavaScript.</summary>
    public static string Script(string text) => Replaced(text, rune => rune.Value switch
    {
        '\\' or '\'' or '"' => $"\\{rune}",
        '<' or '>' or '&' or '=' => $"\\u{rune.Value:X4}",
        < ' ' => $"\\u{rune.Value:X4}",
        < 0x80 => null,
        _ => IsPrintable(rune) ? null : $"\\u{rune.Value:X4}",
    });

    /// <summary>Within the query of an address.</summary>
    public static string Query(string text)
    {
        var query = new StringBuilder();
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            bool isPlain = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~';
            query.Append(isPlain ? ((char)b).ToString() : b == ' ' ? "+" : $"%{b:X2}");
        }
        return query.ToString();
    }

    private static bool IsPrintable(Rune rune)
        => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator);

    private static string Replaced(string text, Func<Rune, string?> replacement)
    {
        var escaped = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            escaped.Append(replacement(rune) ?? rune.ToString());
        }
        return escaped.ToString();
    }
}
