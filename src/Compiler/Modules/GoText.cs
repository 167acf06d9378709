using System.Text;

namespace Go.Compiler.Modules;

/// <summary>Text as Go's <c>%q</c> writes it, for messages.</summary>
internal static class GoText
{
    /// <summary>The text in double quotes, with Go's escapes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (Rune rune in text.EnumerateRunes())
        {
            string? escape = rune.Value switch
            {
                '"' => "\\\"", '\\' => "\\\\", '\a' => "\\a", '\b' => "\\b", '\f' => "\\f", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t",
                '\v' => "\\v",
                < ' ' or 0x7f => $"\\x{rune.Value:x2}",
                _ => null,
            };
            if (escape is not null)
            {
                quoted.Append(escape);
            }
            else if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.OtherNotAssigned
                or System.Globalization.UnicodeCategory.Format)
            {
                quoted.Append(rune.Value > 0xffff ? $"\\U{rune.Value:x8}" : $"\\u{rune.Value:x4}");
            }
            else
            {
                quoted.Append(rune.ToString());
            }
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>The character in single quotes, with Go's escapes.</summary>
    public static string QuoteCharacter(Rune rune) => rune.Value switch
    {
        '\'' => "'\\''",
        '"' => "'\"'",
        _ => $"'{Quote(rune.ToString())[1..^1]}'",
    };

    /// <summary>What a quoted string of Go's stands for (<c>"..."</c> or <c>`...`</c>), or null if it is malformed.</summary>
    public static string? Unquote(string quoted)
    {
        if (quoted.Length < 2 || quoted[0] != quoted[^1] || quoted[0] is not ('"' or '`'))
        {
            return null;
        }
        string inner = quoted[1..^1];
        if (quoted[0] == '`')
        {
            return inner.Contains('`') ? null : inner.Replace("\r", "", StringComparison.Ordinal);
        }
        var bytes = new List<byte>();
        for (int i = 0; i < inner.Length;)
        {
            if (inner[i] is '"' or '\n' || (inner[i] == '\\' && !Escape(inner, ref i, bytes)))
            {
                return null;
            }
            if (i < inner.Length && inner[i] is not ('\\' or '"' or '\n'))
            {
                int length = char.IsHighSurrogate(inner[i]) && i + 1 < inner.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(inner.Substring(i, length)));
                i += length;
            }
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static bool Escape(string text, ref int i, List<byte> bytes)
    {
        if (i + 1 == text.Length)
        {
            return false;
        }
        char c = text[i + 1];
        int simple = "abfnrtv\\\"".IndexOf(c);
        if (simple >= 0)
        {
            bytes.Add((byte)"\a\b\f\n\r\t\v\\\""[simple]);
            i += 2;
            return true;
        }
        (int digits, int radix, int start) = c switch { 'x' => (2, 16, 2), 'u' => (4, 16, 2), 'U' => (8, 16, 2),
            >= '0' and <= '7' => (3, 8, 1), _ => (0, 0, 0) };
        if (digits == 0 || i + start + digits > text.Length)
        {
            return false;
        }
        long value = 0;
        foreach (char digit in text.AsSpan(i + start, digits))
        {
            int d = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : 99;
            if (d >= radix)
            {
                return false;
            }
            value = (value * radix) + d;
        }
        i += start + digits;
        if (c is 'u' or 'U')
        {
            if (!Rune.IsValid(value > int.MaxValue ? -1 : (int)value))
            {
                return false;
            }
            bytes.AddRange(Encoding.UTF8.GetBytes(new Rune((int)value).ToString()));
            return true;
        }
        bytes.Add((byte)value);
        return value <= 255;
    }
}
