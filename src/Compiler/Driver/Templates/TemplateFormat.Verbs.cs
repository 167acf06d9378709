using System.Globalization;
using System.Numerics;
using System.Text;
using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Templates;

internal sealed partial class TemplateFormat
{
    private const int MaxWidth = 1_000_000, ShortestPrecision = 6;

    /// <summary>As <c>Sprintf</c>: what does not fit is shown in the text.</summary>
    public static string Format(string format, TemplateValue[] values)
    {
        var writer = new TemplateFormat();
        writer.All(format, values);
        return writer._text.ToString();
    }

    private int _at, _next;
    private bool _isReordered, _isGoodIndex;

    private void All(string format, TemplateValue[] values)
    {
        while (_at < format.Length)
        {
            int percent = format.IndexOf('%', _at);
            percent = percent < 0 ? format.Length : percent;
            _text.Append(format, _at, percent - _at);
            _at = percent + 1;
            if (percent < format.Length)
            {
                Verb(format, values);
            }
        }
        if (!_isReordered && _next < values.Length)
        {
            Clear();
            _text.Append("%!(EXTRA ").AppendJoin(", ",
                values.Skip(_next).Select(v => v.Type is null ? "<nil>" : $"{v.TypeName}={Print(v)}")).Append(')');
        }
    }

    private void Clear()
    {
        _plus = _minus = _sharp = _space = _zero = _plusNames = _sharpSyntax = false;
        (_width, _precision) = (null, null);
    }

    private void Verb(string format, TemplateValue[] values)
    {
        Clear();
        _isGoodIndex = true;
        for (; _at < format.Length && "+-# 0".Contains(format[_at]); _at++)
        {
            char flag = format[_at];
            (_plus, _minus, _sharp, _space, _zero) = (_plus || flag == '+', _minus || flag == '-', _sharp || flag == '#', _space
                || flag == ' ', _zero || flag == '0');
        }
        bool isAfterIndex = ArgumentIndex(format, values.Length);
        if (Star(format, values, out _width, "%!(BADWIDTH)"))
        {
            _minus |= _width < 0;
            _width = _width is { } width ? Math.Abs(width) : null;
            isAfterIndex = false;
        }
        else if ((_width = Number(format)) is not null)
        {
            _isGoodIndex &= !isAfterIndex;
        }
        if (_at < format.Length && format[_at] == '.')
        {
            _at++;
            _isGoodIndex &= !isAfterIndex;
            isAfterIndex = ArgumentIndex(format, values.Length);
            if (Star(format, values, out _precision, "%!(BADPREC)"))
            {
                _precision = _precision < 0 ? null : _precision;
                isAfterIndex = false;
            }
            else
            {
                _precision = Number(format) ?? 0;
            }
        }
        _ = !isAfterIndex && ArgumentIndex(format, values.Length);
        _zero &= !_minus;
        if (_at >= format.Length)
        {
            _text.Append("%!(NOVERB)");
            return;
        }
        var verb = Rune.GetRuneAt(format, _at);
        _at += verb.Utf16SequenceLength;
        Argument(verb, values);
    }

    private void Argument(Rune verb, TemplateValue[] values)
    {
        if (verb.Value == '%')
        {
            _text.Append('%');
        }
        else if (!_isGoodIndex)
        {
            _text.Append($"%!{verb}(BADINDEX)");
        }
        else if (_next >= values.Length)
        {
            _text.Append($"%!{verb}(MISSING)");
        }
        else
        {
            if (verb.Value == 'v')
            {
                (_sharpSyntax, _sharp) = (_sharp, false);
                (_plusNames, _plus) = (_plus, false);
            }
            Value(values[_next++], (char)verb.Value, 0);
        }
    }

    private int? Number(string format)
    {
        int start = _at;
        while (_at < format.Length && char.IsAsciiDigit(format[_at]))
        {
            _at++;
        }
        return _at == start || !int.TryParse(format.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int n)
            || n > MaxWidth ? null : n;
    }

    private bool Star(string format, TemplateValue[] values, out int? number, string problem)
    {
        number = null;
        if (_at >= format.Length || format[_at] != '*')
        {
            return false;
        }
        _at++;
        bool isThere = _next < values.Length;
        number = isThere && values[_next] is { Kind: TemplateKind.Int or TemplateKind.Uint, Data: long n and >= -MaxWidth and <= MaxWidth }
            ? (int)n : null;
        _next += isThere ? 1 : 0;
        _text.Append(number is null ? problem : "");
        return true;
    }

    /// <summary><c>[n]</c>: which of the arguments comes next.</summary>
    private bool ArgumentIndex(string format, int count)
    {
        if (_at >= format.Length || format[_at] != '[')
        {
            return false;
        }
        _isReordered = true;
        int end = format.IndexOf(']', _at);
        bool isGood = end > 0
            && int.TryParse(format.AsSpan(_at + 1, end - _at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n >= 1
                && n <= count
            && (_next = n - 1) >= 0;
        _at = end > 0 ? end + 1 : _at + 1;
        _isGoodIndex &= isGood;
        return isGood;
    }

    private void Integer(TemplateValue value, long number, char verb)
    {
        var magnitude = BigInteger.Abs(number);
        string? digits = verb switch
        {
            'v' when _sharpSyntax && value.Kind == TemplateKind.Uint => "0x" + number.ToString("x", CultureInfo.InvariantCulture),
            'v' or 'd' => magnitude.ToString(CultureInfo.InvariantCulture),
            'b' => (_sharp ? "0b" : "") + magnitude.ToString("b", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(1, '0'),
            'o' or 'O' => (verb == 'O' ? "0o" : _sharp ? "0" : "") + Octal(magnitude),
            'x' or 'X' => (_sharp ? "0" + verb
                : "") + magnitude.ToString(verb.ToString(), CultureInfo.InvariantCulture).TrimStart('0').PadLeft(1, '0'),
            _ => null,
        };
        switch (verb)
        {
            case 'c':
                Pad(RuneOf(number).ToString());
                break;
            case 'q':
                Pad(GoText.QuoteCharacter(RuneOf(number)));
                break;
            case 'U':
                Pad($"U+{number:X4}" + (_sharp && Rune.IsValid((int)number) && !Rune.IsControl(RuneOf(number)) ? $" '{RuneOf(number)}'"
                    : ""));
                break;
            default:
                Guarded(value, verb, digits is not null, () => Signed(number < 0, digits!, _precision));
                break;
        }
    }

    private static Rune RuneOf(long number) => number is >= 0 and <= 0x10ffff && Rune.IsValid((int)number) ? new Rune((int)number)
        : Rune.ReplacementChar;

    private static string Octal(BigInteger value)
    {
        string digits = "";
        for (; value > 0; value /= 8)
        {
            digits = (int)(value % 8) + digits;
        }
        return digits.Length == 0 ? "0" : digits;
    }

    /// <summary>A number with its sign; zeros stand behind that, and where the precision says how many digits there are at least.</summary>
    private void Signed(bool isNegative, string digits, int? least = null)
    {
        string sign = isNegative ? "-" : _plus ? "+" : _space ? " " : "";
        digits = least is { } n ? digits.PadLeft(n, '0') : digits;
        if (_zero && least is null && _width is { } width)
        {
            digits = digits.PadLeft(width - sign.Length, '0');
        }
        bool zero = _zero;
        _zero = false;
        Pad(sign + digits);
        _zero = zero;
    }

    private void Float(double value, char verb) => Signed(double.IsNegative(value), Digits(Math.Abs(value), verb));

    private void Complex(Complex value, char verb)
    {
        bool plus = _plus;
        _text.Append('(');
        Float(value.Real, verb);
        _plus = true;
        Float(value.Imaginary, verb);
        _text.Append("i)");
        _plus = plus;
    }

    private string Digits(double value, char verb)
    {
        switch (verb)
        {
            case 'e' or 'E':
                string places = _precision is 0 ? "" : "." + new string('0', _precision ?? 6);
                return value.ToString($"0{places}{verb}+00", CultureInfo.InvariantCulture);
            case 'f' or 'F':
                return value.ToString("F" + (_precision ?? 6), CultureInfo.InvariantCulture);
        }
        string shortest = _precision is { } n ? value.ToString("E" + Math.Max(n - 1, 0), CultureInfo.InvariantCulture)
            : value.ToString("E16", CultureInfo.InvariantCulture);
        if (_precision is null)
        {
            for (int i = 0; i <= 16 && double.Parse(shortest, CultureInfo.InvariantCulture) == value; i++)
            {
                string next = value.ToString("E" + (16 - i), CultureInfo.InvariantCulture);
                if (double.Parse(next, CultureInfo.InvariantCulture) != value)
                {
                    break;
                }
                shortest = next;
            }
        }
        string[] parts = shortest.Split('E');
        int exponent = int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string digits = parts[0].Replace(".", "", StringComparison.Ordinal).TrimEnd('0').PadRight(1, '0');
        // As Go has it: an exponent where the number is very small, or has more digits before the point than it shows.
        if (exponent < -4 || exponent >= (_precision is { } p ? Math.Max(p, 1) : ShortestPrecision))
        {
            string mark = verb == 'G' ? "E" : "e";
            return $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}{mark}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }
        return exponent < 0 ? "0." + new string('0', -exponent - 1) + digits
            : digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0') : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}
