using System.Globalization;
using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Assembler;

/// <summary>Values of Go-style literals in assembly files.</summary>
internal static class AsmLiterals
{
    /// <summary>Integer literal with Go's prefixes, as 64 bits.</summary>
    public static ulong Integer(string text)
    {
        string digits = text.Replace("_", "", StringComparison.Ordinal);
        (int radix, int skip) = digits.Length < 2 || digits[0] != '0' ? (10, 0) : digits[1] switch
        {
            'x' or 'X' => (16, 2),
            'b' or 'B' => (2, 2),
            'o' or 'O' => (8, 2),
            _ => (8, 1),
        };
        UInt128 value = 0;
        for (int i = skip; i < digits.Length; i++)
        {
            int digit = char.IsAsciiHexDigit(digits[i]) ? Convert.ToInt32(digits[i].ToString(), 16) : radix;
            value = (value * (uint)radix) + (uint)digit;
            if (digit >= radix || value > ulong.MaxValue)
            {
                throw new AsmErrorException(Catalogue.AssemblyOperand, "invalid integer constant " + text);
            }
        }
        return (ulong)value;
    }

    public static double Float(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return HexFloat(text);
        }
        return double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture,
            out double value)
            ? value
            : throw new AsmErrorException(Catalogue.AssemblyOperand, "invalid floating-point constant " + text);
    }

    private static double HexFloat(string text)
    {
        int p = text.IndexOfAny(['p', 'P']);
        string mantissa = text[2..(p < 0 ? text.Length : p)];
        int point = mantissa.IndexOf('.');
        int fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        if (!ulong.TryParse(mantissa.Replace(".", "", StringComparison.Ordinal), NumberStyles.HexNumber, CultureInfo.InvariantCulture,
            out ulong bits)
            || !int.TryParse(p < 0 ? "0" : text[(p + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent))
        {
            throw new AsmErrorException(Catalogue.AssemblyOperand, "invalid floating-point constant " + text);
        }
        return Math.ScaleB(bits, exponent - (4 * fraction));
    }

    /// <summary>Code point of a character literal with its quotes.</summary>
    public static ulong Character(string text)
    {
        byte[] bytes = UnquoteBytes(text);
        return Rune.DecodeFromUtf8(bytes, out Rune rune, out int used) == System.Buffers.OperationStatus.Done && used == bytes.Length
            ? (ulong)rune.Value
            : bytes.Length == 1 ? bytes[0] : throw new AsmErrorException(Catalogue.AssemblyOperand, "illegal character constant " + text);
    }

    public static string Unquote(string text) => Encoding.UTF8.GetString(UnquoteBytes(text));

    /// <summary>Bytes of a quoted literal: \x and octal escapes are bytes, \u and \U code points in UTF-8.</summary>
    public static byte[] UnquoteBytes(string text)
    {
        var bytes = new List<byte>();
        for (int i = 1; i < text.Length - 1;)
        {
            if (text[i] != '\\')
            {
                int length = char.IsHighSurrogate(text[i]) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, length)));
                i += length;
                continue;
            }
            i += Escape(text, i + 1, bytes) + 1;
        }
        return [.. bytes];
    }

    /// <summary>Appends the escape that starts after the backslash at <paramref name="at"/>; returns its length.</summary>
    private static int Escape(string text, int at, List<byte> bytes)
    {
        char c = text[at];
        int simple = "abfnrtv\\'\"".IndexOf(c);
        if (simple >= 0)
        {
            bytes.Add((byte)"\a\b\f\n\r\t\v\\'\""[simple]);
            return 1;
        }
        (int digits, int radix, int skip) = c switch { 'x' => (2, 16, 1), 'u' => (4, 16, 1), 'U' => (8, 16, 1),
            >= '0' and <= '7' => (3, 8, 0), _ => (0, 0, 0) };
        if (digits == 0 || at + skip + digits > text.Length - 1)
        {
            throw new AsmErrorException(Catalogue.AssemblyToken, "invalid escape in " + text);
        }
        int value = Convert.ToInt32(text.Substring(at + skip, digits), radix);
        if (c is 'u' or 'U')
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(char.ConvertFromUtf32(value)));
        }
        else
        {
            bytes.Add((byte)value);
        }
        return skip + digits;
    }
}
