using System.Globalization;
using System.Numerics;
using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Templates;

/// <summary>A number: all that it can be, for it has no type before it is used.</summary>
internal sealed record TemplateNumber(int At, string Text) : TemplateNode(At)
{
    private const string Exponents = ".eEpP";

    public long? Integer { get; private init; }
    public bool IsUnsigned { get; private init; }
    public double? Float { get; private init; }
    public Complex? Complex { get; private init; }

    public override string ToString() => Text;

    /// <exception cref="FormatException">What is wrong with it.</exception>
    public static TemplateNumber Parse(TemplateToken token)
    {
        var number = new TemplateNumber(token.At, token.Text);
        string text = token.Text;
        if (token.Kind == TemplateTokenKind.CharacterConstant)
        {
            int rune = Character(text);
            return number with { Integer = rune, IsUnsigned = true, Float = rune };
        }
        if (token.Kind == TemplateTokenKind.Complex)
        {
            int split = text.LastIndexOfAny(['+', '-'], text.Length - 1);
            split = split > 0 && text[split - 1] is 'e' or 'E' or 'p' or 'P' ? text.LastIndexOfAny(['+', '-'], split - 1) : split;
            return number with { Complex = ParseFloat(text[..split]) is { } real && ParseFloat(text[split..^1]) is { } imaginary
                ? new Complex(real, imaginary) : throw new FormatException("syntax error scanning complex number") };
        }
        if (text[^1] == 'i' && ParseFloat(text[..^1]) is { } f)
        {
            return number with { Complex = new Complex(0, f) };
        }
        return Real(number, text);
    }

    private static TemplateNumber Real(TemplateNumber number, string text)
    {
        BigInteger? whole = ParseInteger(text);
        bool isUnsigned = whole >= 0 && whole <= ulong.MaxValue && text[0] is not ('+' or '-');
        if (whole >= long.MinValue && whole <= long.MaxValue)
        {
            return number with { Integer = (long)whole, IsUnsigned = isUnsigned || whole == 0, Float = (double)whole };
        }
        if (isUnsigned)
        {
            return number with { IsUnsigned = true, Float = (double)whole! };
        }
        double value = ParseFloat(text) ?? throw new FormatException($"illegal number syntax: {GoText.Quote(text)}");
        if (text.AsSpan().IndexOfAny(Exponents) < 0)
        {
            throw new FormatException($"integer overflow: {GoText.Quote(text)}");
        }
        bool isWhole = Math.Floor(value) == value && Math.Abs(value) < 9.3e18;
        return number with { Float = value, Integer = isWhole ? (long)value : null, IsUnsigned = isWhole && value >= 0 };
    }

    /// <summary>Whether it is a floating-point number where no type says so.</summary>
    public bool LooksLikeFloat => Float is not null && Text[0] != '\'' && Text.AsSpan().IndexOfAny(Exponents) >= 0
        && !(Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && Text.AsSpan().IndexOfAny("pP") < 0);

    private static int Character(string text)
    {
        string inner = text[1..^1];
        if (inner.Length == 0 || (inner[0] == '\\' && GoText.Unquote($"\"{(inner == "\\'" ? "'" : inner)}\"") is null) || inner == "\\\"")
        {
            throw new FormatException("invalid syntax");
        }
        string value = inner[0] == '\\' ? inner == "\\'" ? "'" : GoText.Unquote($"\"{inner}\"")! : inner;
        var rune = System.Text.Rune.GetRuneAt(value, 0);
        return rune.Utf16SequenceLength == value.Length ? rune.Value : throw new FormatException($"malformed character constant: {text}");
    }

    /// <summary>With sign, prefix of the radix and underlines as Go writes them; null if it is none.</summary>
    private static BigInteger? ParseInteger(string text)
    {
        string digits = text.TrimStart('+', '-');
        (int radix, int skip) = digits.Length < 2 || digits[0] != '0' ? (10, 0)
            : char.ToLowerInvariant(digits[1]) switch { 'x' => (16, 2), 'b' => (2, 2), 'o' => (8, 2), _ => (8, 1) };
        BigInteger value = 0;
        char before = skip > 0 ? '0' : '_';
        foreach (char c in digits.AsSpan(skip))
        {
            int digit = c == '_' ? -1 : char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || (c == '_' && before == '_'))
            {
                return null;
            }
            value = c == '_' ? value : (value * radix) + digit;
            before = c;
        }
        bool isGood = before != '_' && digits.Length > (skip == 2 ? 2 : 0);
        return !isGood ? null : text[0] == '-' ? -value : value;
    }

    private static double? ParseFloat(string text)
    {
        string sign = text[..(text.Length - text.TrimStart('+', '-').Length)],
            digits = text[sign.Length..].Replace("_", "", StringComparison.Ordinal);
        double? value = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? Hexadecimal(digits[2..].ToLowerInvariant())
            : double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
                out double parsed) && double.IsFinite(parsed)
                ? parsed : null;
        return sign == "-" ? -value : value;
    }

    private static double? Hexadecimal(string digits)
    {
        string[] parts = digits.Split('p');
        string mantissa = parts[0].Replace(".", "", StringComparison.Ordinal);
        if (parts.Length != 2 || mantissa.Length == 0
            || !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent))
        {
            return null;
        }
        int point = parts[0].IndexOf('.');
        exponent -= point < 0 ? 0 : 4 * (parts[0].Length - point - 1);
        return (double)BigInteger.Parse("0" + mantissa, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) * Math.Pow(2,
            exponent);
    }
}
