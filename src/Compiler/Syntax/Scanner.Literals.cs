using System.Buffers;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

internal sealed partial class Scanner
{
    private Token Literal(LiteralKind kind, bool ok)
    {
        _newlineEndsStatement = true;
        LiteralKind = kind;
        IsBadLiteral = !ok;
        return Token.Literal;
    }

    private Token Number(bool seenPoint)
    {
        var number = new NumberState();
        if (!seenPoint)
        {
            seenPoint = IntegerPart(ref number);
        }
        LiteralKind kind = LiteralKind.Int;
        if (seenPoint)
        {
            kind = LiteralKind.Float;
            Digits(ref number);
        }
        if (!number.HasDigits)
        {
            NumberError(ref number, $"{BaseName(number.Base)} literal has no digits");
        }
        if (Exponent(ref number))
        {
            kind = LiteralKind.Float;
        }
        else if (number.Prefix == 'x' && kind == LiteralKind.Float)
        {
            NumberError(ref number, "hexadecimal mantissa requires a 'p' exponent");
        }
        if (Accept('i'))
        {
            kind = LiteralKind.Imaginary;
        }
        ReadOnlySpan<byte> text = Text;
        if (kind == LiteralKind.Int && number.InvalidDigit >= 0 && !number.IsBad)
        {
            NumberErrorAt(ref number, number.InvalidDigit,
                $"invalid digit {CharacterText.Quote(text[number.InvalidDigit])} in {BaseName(number.Base)} literal");
        }
        if (number.HasSeparators && !number.IsBad && MisplacedSeparator(text) is >= 0 and int at)
        {
            NumberErrorAt(ref number, at, "'_' must separate successive digits");
        }
        return Literal(kind, !number.IsBad);
    }

    private struct NumberState
    {
        public NumberState()
        {
        }

        public int Base = 10;
        /// <summary>Lower-case letter of the prefix, '0' for a bare leading zero, 0 for none.</summary>
        public int Prefix;
        public bool HasDigits, HasSeparators, IsBad;
        /// <summary>Offset in the literal of the first digit too large for the base, or -1.</summary>
        public int InvalidDigit = -1;
    }

    private void NumberError(ref NumberState number, string message)
    {
        if (!number.IsBad)
        {
            number.IsBad = true;
            ReportHere(Catalogue.InvalidLiteral, message);
        }
    }

    private void NumberErrorAt(ref NumberState number, int offset, string message)
    {
        number.IsBad = true;
        Report(Catalogue.InvalidLiteral, PositionInToken(offset), message);
    }

    /// <summary>Prefix, digits and a radix point, if any; true if there was a point.</summary>
    private bool IntegerPart(ref NumberState number)
    {
        if (Accept('0'))
        {
            int prefix = Peek() | 0x20;
            (number.Base, number.Prefix) = prefix switch { 'x' => (16, 'x'), 'o' => (8, 'o'), 'b' => (2, 'b'), _ => (8, '0') };
            if (number.Prefix == '0')
            {
                number.HasDigits = true;
            }
            else
            {
                _pos++;
            }
        }
        Digits(ref number);
        if (Peek() != '.')
        {
            return false;
        }
        if (number.Prefix is 'o' or 'b')
        {
            NumberError(ref number, $"invalid radix point in {BaseName(number.Base)} literal");
        }
        _pos++;
        return true;
    }

    private void Digits(ref NumberState number)
    {
        int largest = number.Base <= 10 ? '0' + number.Base - 1 : '9';
        while (true)
        {
            int ch = Peek();
            if (ch is >= '0' and <= '9')
            {
                if (ch > largest && number.InvalidDigit < 0)
                {
                    number.InvalidDigit = _pos - Start;
                }
                number.HasDigits = true;
            }
            else if (ch == '_')
            {
                number.HasSeparators = true;
            }
            else if (number.Base == 16 && (ch | 0x20) is >= 'a' and <= 'f')
            {
                number.HasDigits = true;
            }
            else
            {
                return;
            }
            _pos++;
        }
    }

    private bool Exponent(ref NumberState number)
    {
        int ch = Peek();
        int letter = ch | 0x20;
        if (ch < 0 || letter is not ('e' or 'p'))
        {
            return false;
        }
        if (letter == 'e' && number.Prefix is not (0 or '0'))
        {
            NumberError(ref number, $"{CharacterText.Quote(ch)} exponent requires decimal mantissa");
        }
        else if (letter == 'p' && number.Prefix != 'x')
        {
            NumberError(ref number, $"{CharacterText.Quote(ch)} exponent requires hexadecimal mantissa");
        }
        _pos++;
        if (!Accept('+'))
        {
            Accept('-');
        }
        var exponent = new NumberState { InvalidDigit = 0 };
        Digits(ref exponent);
        number.HasSeparators |= exponent.HasSeparators;
        if (!exponent.HasDigits)
        {
            NumberError(ref number, "exponent has no digits");
        }
        return true;
    }

    private static string BaseName(int numberBase) => numberBase switch
    {
        2 => "binary",
        8 => "octal",
        10 => "decimal",
        16 => "hexadecimal",
        _ => throw Unexpected.Value(numberBase),
    };

    /// <summary>Offset of the first underscore that does not stand between digits (a base prefix counts as a digit), or -1.</summary>
    private static int MisplacedSeparator(ReadOnlySpan<byte> text)
    {
        bool isHex = false, afterDigit = false, afterSeparator = false;
        int i = 0;
        if (text.Length >= 2 && text[0] == '0' && (text[1] | 0x20) is 'x' or 'o' or 'b')
        {
            isHex = (text[1] | 0x20) == 'x';
            afterDigit = true;
            i = 2;
        }
        for (; i < text.Length; i++)
        {
            byte b = text[i];
            if (b == '_')
            {
                if (!afterDigit)
                {
                    return i;
                }
                (afterDigit, afterSeparator) = (false, true);
            }
            else if (b is >= (byte)'0' and <= (byte)'9' || (isHex && (b | 0x20) is >= 'a' and <= 'f'))
            {
                (afterDigit, afterSeparator) = (true, false);
            }
            else
            {
                if (afterSeparator)
                {
                    return i - 1;
                }
                afterDigit = false;
            }
        }
        return afterSeparator ? text.Length - 1 : -1;
    }

    private Token RuneLiteral()
    {
        _pos++;
        bool ok = true;
        for (int count = 0; ; count++)
        {
            int ch = Peek();
            if (ch == '\'')
            {
                if (ok && count == 0)
                {
                    ReportHere(Catalogue.InvalidLiteral, "empty rune literal or unescaped '");
                    ok = false;
                }
                else if (ok && count != 1)
                {
                    Report(Catalogue.InvalidLiteral, Position, "more than one character in rune literal");
                    ok = false;
                }
                _pos++;
                break;
            }
            if (ch == '\\')
            {
                _pos++;
                ok &= Escape('\'');
                continue;
            }
            if (ch is '\n' or < 0)
            {
                if (ok)
                {
                    Report(Catalogue.InvalidLiteral, ch < 0 ? Position : PositionAt(_pos),
                        ch < 0 ? "rune literal not terminated" : "newline in rune literal");
                    ok = false;
                }
                break;
            }
            Advance(ch);
        }
        return Literal(LiteralKind.Rune, ok);
    }

    private static readonly SearchValues<byte> s_plainInString = PlainInString();

    private static SearchValues<byte> PlainInString()
    {
        Span<byte> plain = stackalloc byte[124];
        int count = 0;
        for (byte b = 1; b < 0x80; b++)
        {
            if (b is not ((byte)'"' or (byte)'\\' or (byte)'\n'))
            {
                plain[count++] = b;
            }
        }
        return SearchValues.Create(plain[..count]);
    }

    private Token InterpretedString()
    {
        _pos++;
        bool ok = true;
        while (true)
        {
            int plain = _source.AsSpan(_pos).IndexOfAnyExcept(s_plainInString);
            _pos = plain < 0 ? _source.Length : _pos + plain;
            int ch = Peek();
            if (ch == '"')
            {
                _pos++;
                break;
            }
            if (ch == '\\')
            {
                _pos++;
                ok &= Escape('"');
                continue;
            }
            if (ch is '\n' or < 0)
            {
                Report(Catalogue.InvalidLiteral, ch < 0 ? Position : PositionAt(_pos),
                    ch < 0 ? "string not terminated" : "newline in string");
                ok = false;
                break;
            }
            Advance(ch);
        }
        return Literal(LiteralKind.String, ok);
    }

    private Token RawString()
    {
        _pos++;
        // Carriage returns stay: they belong to the literal's text, though not to its value.
        int length = _source.AsSpan(_pos).IndexOf((byte)'`');
        SkipText(_pos + (length < 0 ? _source.Length - _pos : length));
        if (length < 0)
        {
            Report(Catalogue.InvalidLiteral, Position, "string not terminated");
            return Literal(LiteralKind.String, false);
        }
        _pos++;
        return Literal(LiteralKind.String, true);
    }

    /// <summary>Reads an escape after its backslash; false after reporting an error.</summary>
    private bool Escape(char quote)
    {
        int ch = Peek();
        int digits, radix;
        uint largest;
        switch (ch)
        {
            case 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v' or '\\':
            case var _ when ch == quote:
                _pos++;
                return true;
            case >= '0' and <= '7':
                (digits, radix, largest) = (3, 8, 255);
                break;
            case 'x':
                (digits, radix, largest) = (2, 16, 255);
                _pos++;
                break;
            case 'u' or 'U':
                (digits, radix, largest) = (ch == 'u' ? 4 : 8, 16, 0x10ffff);
                _pos++;
                break;
            case < 0:
                return true; // the caller complains about the end
            default:
                ReportHere(Catalogue.InvalidLiteral, "unknown escape");
                return false;
        }
        return EscapeDigits(digits, radix, largest);
    }

    private bool EscapeDigits(int count, int radix, uint largest)
    {
        uint value = 0;
        for (; count > 0; count--)
        {
            int ch = Peek();
            if (ch < 0)
            {
                return true;
            }
            int digit = ch is >= '0' and <= '9' ? ch - '0' : (ch | 0x20) is >= 'a' and <= 'f' ? (ch | 0x20) - 'a' + 10 : radix;
            if (digit >= radix)
            {
                ReportHere(Catalogue.InvalidLiteral, $"invalid character {CharacterText.Quote(ch)} in {BaseName(radix)} escape");
                return false;
            }
            value = (value * (uint)radix) + (uint)digit;
            _pos++;
        }
        if (value > largest && radix == 8)
        {
            ReportHere(Catalogue.InvalidLiteral, $"octal escape value {value} > 255");
            return false;
        }
        if (value > largest || value - 0xd800 < 0x800)
        {
            ReportHere(Catalogue.InvalidLiteral, $"escape is invalid Unicode code point {CharacterText.CodePoint((int)value)}");
            return false;
        }
        return true;
    }

    /// <summary>Moves to <paramref name="end"/> over text of any kind, counting lines and reporting ill-formed bytes.</summary>
    private void SkipText(int end)
    {
        ReadOnlySpan<byte> text = _source.AsSpan(_pos, end - _pos);
        if (text.IndexOfAnyExceptInRange((byte)1, (byte)0x7f) >= 0)
        {
            while (_pos < end)
            {
                int ch = Peek();
                if (_pos >= end)
                {
                    break;
                }
                Advance(ch);
            }
            _pos = end;
            return;
        }
        int lines = text.Count((byte)'\n');
        if (lines > 0)
        {
            _line += lines;
            _lineStart = _pos + text.LastIndexOf((byte)'\n') + 1;
        }
        _pos = end;
    }
}
