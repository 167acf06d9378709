using System.Globalization;
using System.Text;

namespace Go.Compiler.Syntax;

/// <summary>How Go's messages show single characters.</summary>
internal static class CharacterText
{
    public static bool IsLetter(UnicodeCategory category) => category <= UnicodeCategory.OtherLetter;

    /// <summary><c>U+0040 '@'</c>; the picture is left out when it would not print.</summary>
    public static string CodePoint(int ch)
    {
        string code = "U+" + ch.ToString("X4", CultureInfo.InvariantCulture);
        return IsPrintable(ch) ? $"{code} '{char.ConvertFromUtf32(ch)}'" : code;
    }

    /// <summary>The character as a Go rune literal.</summary>
    public static string Quote(int ch) => ch switch
    {
        '\a' => @"'\a'",
        '\b' => @"'\b'",
        '\f' => @"'\f'",
        '\n' => @"'\n'",
        '\r' => @"'\r'",
        '\t' => @"'\t'",
        '\v' => @"'\v'",
        '\\' => @"'\\'",
        '\'' => @"'\''",
        < 0x20 or 0x7f => $"'\\x{ch:x2}'",
        _ when IsPrintable(ch) => $"'{char.ConvertFromUtf32(ch)}'",
        < 0x10000 => $"'\\u{ch:x4}'",
        _ => $"'\\U{ch:x8}'",
    };

    private static bool IsPrintable(int ch)
    {
        if (ch < 0x80)
        {
            return ch is >= 0x20 and < 0x7f;
        }
        if (!Rune.IsValid(ch))
        {
            return false;
        }
        return Rune.GetUnicodeCategory(new Rune(ch)) is not (
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Control
            or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
    }
}
