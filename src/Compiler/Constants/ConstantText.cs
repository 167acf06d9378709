using System.Globalization;
using System.Numerics;
using System.Text;

namespace Go.Compiler.Constants;

/// <summary>Constants as text, the way Go's messages show them.</summary>
public static class ConstantText
{
    private const int MaxStringRunes = 72;

    /// <summary>Short form: strings quoted and shortened, floats with six significant digits.</summary>
    public static string Print(ConstantValue x) => x switch
    {
        UnknownConstant => "unknown",
        BoolConstant b => b.Value ? "true" : "false",
        StringConstant s => Shorten(Quote(s.Bytes)),
        IntConstant i => i.Value.ToString(CultureInfo.InvariantCulture),
        FloatConstant f => PrintFloat(f),
        ComplexConstant c => $"({Print(c.Real)} + {Print(c.Imaginary)}i)",
        _ => throw new ArgumentException(x.Kind.ToString()),
    };

    private static string Shorten(string quoted)
    {
        int runes = 0, cut = 0;
        for (int i = 0; i < quoted.Length; runes++)
        {
            if (runes == MaxStringRunes - 3)
            {
                cut = i;
            }
            i += char.IsHighSurrogate(quoted[i]) && i + 1 < quoted.Length ? 2 : 1;
        }
        return runes > MaxStringRunes ? string.Concat(quoted.AsSpan(0, cut), "...") : quoted;
    }

    private static string PrintFloat(FloatConstant f)
    {
        double d = ConstantFloats.ToDouble(f);
        if ((f.Sign == 0) == (d == 0) && !double.IsInfinity(d))
        {
            string s = FormatGeneral(d, 6);
            bool isInteger = f.IsRounded ? f.Scaled.IsInteger : f.Value.IsInteger;
            return !isInteger && !s.Contains('.') ? FormatGeneral(d, -1) : s;
        }
        // Outside the range of float64: mantissa and decimal exponent from logarithms, as precise as six digits need.
        ScaledFloat scaled = f.Scaled;
        double m = ConstantFloats.ToDouble(new FloatConstant(ScaledFloat.Round(scaled.Mantissa, -ScaledFloat.BitLength(scaled.Mantissa))));
        double decimalExponent = scaled.TopExponent * (0.693147180559945309417232121458176568 / 2.30258509299404568401799145468436421);
        long e = (long)decimalExponent;
        m *= Math.Pow(10, decimalExponent - e);
        double magnitude = Math.Abs(m);
        if (magnitude < 1 - 0.5e-6)
        {
            m *= 10;
            e--;
        }
        else if (magnitude >= 10)
        {
            m /= 10;
            e++;
        }
        return FormatGeneral(m, 6) + "e" + (e < 0 ? "" : "+") + e.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// C-like <c>%g</c>: <paramref name="precision"/> significant digits without trailing zeros, or the shortest that reads back for -1.
    /// </summary>
    public static string FormatGeneral(double value, int precision)
    {
        if (value == 0)
        {
            return "0";
        }
        string text = precision < 0 ? ShortestScientific(value) : value.ToString("E" + (precision - 1), CultureInfo.InvariantCulture);
        bool negative = text[0] == '-';
        int mark = text.IndexOf('E');
        int exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string digits = text[(negative ? 1 : 0)..mark].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        int threshold = precision < 0 ? 6 : precision;
        if (threshold > digits.Length && digits.Length >= exponent + 1)
        {
            threshold = digits.Length;
        }
        if (precision < 0)
        {
            threshold = 6;
        }
        StringBuilder b = new();
        b.Append(negative ? "-" : "");
        if (exponent < -4 || exponent >= threshold)
        {
            b.Append(digits[0]);
            if (digits.Length > 1)
            {
                b.Append('.').Append(digits, 1, digits.Length - 1);
            }
            b.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture));
            return b.ToString();
        }
        if (exponent < 0)
        {
            return b.Append("0.").Append('0', -exponent - 1).Append(digits).ToString();
        }
        if (digits.Length <= exponent + 1)
        {
            return b.Append(digits).Append('0', exponent + 1 - digits.Length).ToString();
        }
        return b.Append(digits, 0, exponent + 1).Append('.').Append(digits, exponent + 1, digits.Length - exponent - 1).ToString();
    }

    private static string ShortestScientific(double value)
    {
        // "R" gives the shortest digits but may choose either notation.
        string r = value.ToString("R", CultureInfo.InvariantCulture);
        int mark = r.IndexOf('E');
        int exponent = mark < 0 ? 0 : int.Parse(r.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = mark < 0 ? r : r[..mark];
        string sign = mantissa[0] == '-' ? "-" : "";
        mantissa = mantissa.TrimStart('-');
        int point = mantissa.IndexOf('.');
        string digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        int zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits[zeros..];
        return sign + digits[0] + "." + digits[1..] + "E" + (exponent - zeros).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A double-quoted Go string literal of these bytes.</summary>
    public static string Quote(ReadOnlySpan<byte> bytes)
    {
        StringBuilder b = new("\"", bytes.Length + 2);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int size) != System.Buffers.OperationStatus.Done)
            {
                b.Append("\\x").Append(bytes[0].ToString("x2", CultureInfo.InvariantCulture));
                bytes = bytes[1..];
                continue;
            }
            bytes = bytes[size..];
            AppendRune(b, rune, '"');
        }
        return b.Append('"').ToString();
    }

    /// <summary>A double-quoted Go string literal of this text.</summary>
    public static string Quote(string text) => Quote(Encoding.UTF8.GetBytes(text));

    private static void AppendRune(StringBuilder b, Rune rune, char quote)
    {
        int v = rune.Value;
        if (v == quote || v == '\\')
        {
            b.Append('\\').Append((char)v);
        }
        else if (IsPrintable(rune))
        {
            b.Append(rune.ToString());
        }
        else if (v is >= 7 and <= 13)
        {
            b.Append('\\').Append("abtnvfr"[v - 7]);
        }
        else if (v < ' ' || v == 0x7f)
        {
            b.Append("\\x").Append(v.ToString("x2", CultureInfo.InvariantCulture));
        }
        else
        {
            b.Append(v < 0x10000 ? "\\u" : "\\U").Append(v.ToString(v < 0x10000 ? "x4" : "x8", CultureInfo.InvariantCulture));
        }
    }

    private static bool IsPrintable(Rune rune)
    {
        if (rune.Value < 0x7f)
        {
            return rune.Value >= ' ';
        }
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator => false,
            _ => true,
        };
    }
}
