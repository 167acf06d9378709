using System.Globalization;
using System.Numerics;
using System.Text;

namespace Go.Compiler.Constants;

/// <summary>Values of literals from their source text, which the scanner has found well-formed; malformed text gives unknown.</summary>
public static class ConstantLiterals
{
    /// <summary>Integer literal of any base, with underscores.</summary>
    public static ConstantValue Integer(string text)
    {
        string s = text.Replace("_", "", StringComparison.Ordinal);
        if (s.Length > 1 && s[0] == '0')
        {
            return (s[1] | 0x20) switch
            {
                'x' => PowerOfTwoDigits(s.AsSpan(2), 4),
                'o' => PowerOfTwoDigits(s.AsSpan(2), 3),
                'b' => PowerOfTwoDigits(s.AsSpan(2), 1),
                _ => PowerOfTwoDigits(s.AsSpan(1), 3),
            };
        }
        return BigInteger.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger value)
            ? new IntConstant(value) : ConstantValue.Unknown;
    }

    private static ConstantValue PowerOfTwoDigits(ReadOnlySpan<char> digits, int bits)
    {
        if (digits.IsEmpty)
        {
            return ConstantValue.Unknown;
        }
        BigInteger value = BigInteger.Zero;
        ulong chunk = 0;
        int pending = 0;
        foreach (char c in digits)
        {
            int d = HexValue(c);
            if (d < 0 || d >> bits != 0)
            {
                return ConstantValue.Unknown;
            }
            chunk = (chunk << bits) | (uint)d;
            pending += bits;
            if (pending > 56)
            {
                value = (value << pending) | chunk;
                chunk = 0;
                pending = 0;
            }
        }
        return new IntConstant((value << pending) | chunk);
    }

    /// <summary>Decimal or hexadecimal floating-point literal.</summary>
    public static ConstantValue Float(string text)
    {
        string s = text.Replace("_", "", StringComparison.Ordinal);
        bool isHex = s.Length > 1 && s[0] == '0' && (s[1] | 0x20) == 'x';
        ReadOnlySpan<char> body = isHex ? s.AsSpan(2) : s.AsSpan();
        int mark = isHex ? body.IndexOfAny('p', 'P') : body.IndexOfAny('e', 'E');
        long exponent = 0;
        if (mark >= 0)
        {
            if (!TryExponent(body[(mark + 1)..], out exponent))
            {
                return ConstantValue.Unknown;
            }
            body = body[..mark];
        }
        int point = body.IndexOf('.');
        string digits = point < 0 ? body.ToString() : string.Concat(body[..point], body[(point + 1)..]);
        int fraction = point < 0 ? 0 : body.Length - point - 1;
        if (isHex)
        {
            return PowerOfTwoDigits(digits, 4) is IntConstant i ? Scale2(i.Value, exponent - 4L * fraction) : ConstantValue.Unknown;
        }
        digits = digits.TrimStart('0');
        if (digits.Length == 0)
        {
            return new FloatConstant(default(BigRational));
        }
        return BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger mantissa)
            ? Scale10(mantissa, exponent - fraction)
            : ConstantValue.Unknown;
    }

    private static bool TryExponent(ReadOnlySpan<char> text, out long exponent)
    {
        // Beyond this every value is infinite or zero; keeps sums of exponents from overflowing.
        const long Limit = 100_000_000_000;
        if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value))
        {
            exponent = (long)BigInteger.Min(BigInteger.Max(value, -Limit), Limit);
            return true;
        }
        exponent = 0;
        return false;
    }

    private static ConstantValue Scale2(BigInteger mantissa, long exponent)
    {
        if (mantissa.IsZero)
        {
            return new FloatConstant(default(BigRational));
        }
        ScaledFloat rounded = ScaledFloat.Round(mantissa, exponent);
        if (!rounded.IsSmall || rounded.IsZero)
        {
            return ConstantArithmetic.Float(rounded);
        }
        return ConstantArithmetic.Float(exponent >= 0
            ? new BigRational(mantissa << (int)exponent, BigInteger.One)
            : new BigRational(mantissa, BigInteger.One << (int)-exponent));
    }

    private static ConstantValue Scale10(BigInteger mantissa, long exponent)
    {
        double top = ScaledFloat.BitLength(mantissa) + exponent * 3.3219280948873623;
        if (Math.Abs(top) > ScaledFloat.ExponentLimit)
        {
            return top < 0 ? new FloatConstant(default(BigRational)) : ConstantValue.Unknown;
        }
        if (Math.Abs(top) >= ConstantArithmetic.FractionBits)
        {
            return ConstantArithmetic.Float(ScaledFloat.TimesPowerOfTen(mantissa, exponent));
        }
        BigInteger power = BigInteger.Pow(10, (int)Math.Abs(exponent));
        return new FloatConstant(exponent >= 0 ? new BigRational(mantissa * power, BigInteger.One) : new BigRational(mantissa, power));
    }

    /// <summary>Imaginary literal, <c>i</c> included. A decimal integer part may have leading zeros for compatibility.</summary>
    public static ConstantValue Imaginary(string text)
    {
        string s = text[..^1];
        bool isPrefixed = s.Length > 1 && s[0] == '0' && (s[1] | 0x20) is 'x' or 'o' or 'b';
        bool isFloat = s.Contains('.')
            || (isPrefixed ? (s[1] | 0x20) == 'x' && s.IndexOfAny(['p', 'P']) >= 0 : s.IndexOfAny(['e', 'E']) >= 0);
        ConstantValue part;
        if (isFloat)
        {
            part = Float(s);
        }
        else
        {
            string digits = isPrefixed ? s : s.Replace("_", "", StringComparison.Ordinal).TrimStart('0');
            part = Integer(digits.Length == 0 ? "0" : digits);
        }
        return ConstantArithmetic.Complex(ConstantValue.Of(0), part);
    }

    /// <summary>Rune literal, quotes included.</summary>
    public static ConstantValue Rune(string text)
    {
        if (text.Length < 3)
        {
            return ConstantValue.Unknown;
        }
        ReadOnlySpan<char> body = text.AsSpan(1, text.Length - 2);
        if (body[0] == '\\')
        {
            int i = 0;
            return TryEscape(body, ref i, out int value, out _) && i == body.Length ? ConstantValue.Of(value) : ConstantValue.Unknown;
        }
        return System.Text.Rune.DecodeFromUtf16(body, out System.Text.Rune rune, out int used) == System.Buffers.OperationStatus.Done
            && used == body.Length
            ? ConstantValue.Of(rune.Value)
            : ConstantValue.Unknown;
    }

    /// <summary>Interpreted or raw string literal, quotes included.</summary>
    public static ConstantValue String(string text) => Unquote(text) is { } bytes ? new StringConstant(bytes) : ConstantValue.Unknown;

    /// <summary>Bytes of a string literal, or null when it is malformed.</summary>
    public static byte[]? Unquote(string text)
    {
        if (text.Length < 2 || text[0] != text[^1])
        {
            return null;
        }
        ReadOnlySpan<char> body = text.AsSpan(1, text.Length - 2);
        if (text[0] == '`')
        {
            // Carriage returns are not part of raw strings.
            return Encoding.UTF8.GetBytes(
                body.Contains('\r') ? body.ToString().Replace("\r", "", StringComparison.Ordinal) : body.ToString());
        }
        if (!body.Contains('\\'))
        {
            byte[] plain = new byte[Encoding.UTF8.GetByteCount(body)];
            Encoding.UTF8.GetBytes(body, plain);
            return plain;
        }
        byte[] buffer = new byte[Encoding.UTF8.GetByteCount(body)];
        int length = 0;
        for (int i = 0; i < body.Length;)
        {
            if (body[i] != '\\')
            {
                int run = body[i..].IndexOf('\\');
                run = run < 0 ? body.Length - i : run;
                length += Encoding.UTF8.GetBytes(body.Slice(i, run), buffer.AsSpan(length));
                i += run;
                continue;
            }
            if (!TryEscape(body, ref i, out int value, out bool isByte))
            {
                return null;
            }
            if (isByte)
            {
                buffer[length++] = (byte)value;
            }
            else
            {
                length += new System.Text.Rune(value).EncodeToUtf8(buffer.AsSpan(length));
            }
        }
        return buffer.AsSpan(0, length).ToArray();
    }

    /// <summary>Decodes the escape at the index. <paramref name="isByte"/>: octal and hex escapes denote single bytes in strings.</summary>
    private static bool TryEscape(ReadOnlySpan<char> s, ref int i, out int value, out bool isByte)
    {
        value = 0;
        isByte = false;
        if (++i >= s.Length)
        {
            return false;
        }
        char c = s[i++];
        int digits, bits = 4;
        switch (c)
        {
            case 'a': value = 7; return true;
            case 'b': value = 8; return true;
            case 't': value = 9; return true;
            case 'n': value = 10; return true;
            case 'v': value = 11; return true;
            case 'f': value = 12; return true;
            case 'r': value = 13; return true;
            case '\\' or '\'' or '"': value = c; return true;
            case 'x': digits = 2; isByte = true; break;
            case 'u': digits = 4; break;
            case 'U': digits = 8; break;
            case >= '0' and <= '7': digits = 3; bits = 3; isByte = true; i--; break;
            default: return false;
        }
        long v = 0;
        for (int end = i + digits; i < end; i++)
        {
            int d = i < s.Length ? HexValue(s[i]) : -1;
            if (d < 0 || d >> bits != 0)
            {
                return false;
            }
            v = (v << bits) | (uint)d;
        }
        if (isByte ? v > 255 : !System.Text.Rune.IsValid((uint)v))
        {
            return false;
        }
        value = (int)v;
        return true;
    }

    private static int HexValue(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };
}
