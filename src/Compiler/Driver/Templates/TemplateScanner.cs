using System.Text;
using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Templates;

/// <summary>Splits a template into words: texts between actions, and what stands in actions.</summary>
internal sealed class TemplateScanner
{
    private const string Open = "{{", Close = "}}", OpenComment = "/*", CloseComment = "*/", Spaces = " \t\r\n";

    private static readonly string[] s_keywords = ["block", "break", "continue", "define", "else", "end", "if", "range", "nil", "template",
        "with"];

    private readonly string _text;
    private readonly List<TemplateToken> _tokens = [];
    private int _start, _at, _line = 1, _counted, _parens;

    private TemplateScanner(string text) => _text = text;

    /// <summary>The last one is the end; it may stand after an error.</summary>
    public static IReadOnlyList<TemplateToken> Scan(string text)
    {
        var scanner = new TemplateScanner(text);
        while (scanner.TextUpToAction() && scanner.Action())
        {
        }
        scanner._start = scanner._at = text.Length;
        scanner._tokens.Add(new(TemplateTokenKind.End, text.Length, "EOF", scanner.Line()));
        return scanner._tokens;
    }

    private bool StartsWith(string what, int at) => string.CompareOrdinal(_text, at, what, 0, what.Length) == 0;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private static bool IsSpace(char c) => Spaces.Contains(c);

    private static bool IsWord(char c) => c == '_' || char.IsLetterOrDigit(c) || char.IsSurrogate(c);

    /// <summary>The line that the word being read begins in.</summary>
    private int Line()
    {
        for (; _counted < _start; _counted++)
        {
            _line += _text[_counted] == '\n' ? 1 : 0;
        }
        return _line;
    }

    private bool Emit(TemplateTokenKind kind)
    {
        _tokens.Add(new(kind, _start, _text[_start.._at], Line()));
        _start = _at;
        return true;
    }

    private bool Fail(string message)
    {
        _tokens.Add(new(TemplateTokenKind.Error, _start, message, Line()));
        return false;
    }

    private bool IsCloseAt(int at, out bool trims)
    {
        trims = at + 1 < _text.Length && IsSpace(_text[at]) && _text[at + 1] == '-' && StartsWith(Close, at + 2);
        return trims || StartsWith(Close, at);
    }

    /// <summary>Text, comments, and the braces that open an action; false at the end.</summary>
    private bool TextUpToAction()
    {
        while (true)
        {
            int open = _text.IndexOf(Open, _at, StringComparison.Ordinal);
            int end = open < 0 ? _text.Length : open;
            int inner = end + Open.Length;
            bool trims = open >= 0 && inner + 1 < _text.Length && _text[inner] == '-' && IsSpace(_text[inner + 1]);
            _at = trims ? _start + _text.AsSpan(_start, end - _start).TrimEnd(Spaces).Length : end;
            if (_at > _start)
            {
                Emit(TemplateTokenKind.Text);
            }
            (_start, _at) = (end, end);
            if (open < 0)
            {
                return false;
            }
            inner += trims ? 2 : 0;
            if (!StartsWith(OpenComment, inner))
            {
                _at = end + Open.Length;
                Emit(TemplateTokenKind.Open);
                (_start, _at, _parens) = (inner, inner, 0);
                return true;
            }
            (_start, _at) = (inner, inner);
            if (!Comment())
            {
                return false;
            }
        }
    }

    private bool Comment()
    {
        int end = _text.IndexOf(CloseComment, _at + OpenComment.Length, StringComparison.Ordinal);
        if (end < 0)
        {
            return Fail("unclosed comment");
        }
        _at = end + CloseComment.Length;
        if (!IsCloseAt(_at, out bool trims))
        {
            return Fail("comment ends before closing delimiter");
        }
        AfterClose(trims);
        return true;
    }

    /// <summary>Behind the braces that close, and the space that a dash takes away.</summary>
    private void AfterClose(bool trims)
    {
        _at += trims ? 2 + Close.Length : Close.Length;
        while (trims && IsSpace(Current))
        {
            _at++;
        }
        _start = _at;
    }

    /// <summary>The words up to the braces that close; false after an error.</summary>
    private bool Action()
    {
        while (true)
        {
            if (IsCloseAt(_at, out bool trims))
            {
                if (_parens > 0)
                {
                    return Fail("unclosed left paren");
                }
                _start = trims ? _at + 2 : _at;
                _tokens.Add(new(TemplateTokenKind.Close, _start, Close, Line()));
                AfterClose(trims);
                return true;
            }
            if (!Word())
            {
                return false;
            }
        }
    }

    private bool Word()
    {
        if (_at >= _text.Length)
        {
            return Fail("unclosed action");
        }
        char c = Current;
        switch (c)
        {
            case '"' or '\'':
                _at++;
                return Quoted(c);
            case '`':
                _at = _text.IndexOf('`', _at + 1) + 1;
                return _at > 0 ? Emit(TemplateTokenKind.RawString) : Fail("unterminated raw quoted string");
            case '.' when _at + 1 < _text.Length && !char.IsAsciiDigit(_text[_at + 1]):
                return Name(TemplateTokenKind.Field);
            case '$':
                return Name(TemplateTokenKind.Variable);
            case '.' or '+' or '-' or (>= '0' and <= '9'):
                return Number();
        }
        return IsSpace(c) ? Space() : IsWord(c) ? Identifier() : Sign(c);
    }

    private bool Sign(char c)
    {
        _at++;
        switch (c)
        {
            case '=':
                return Emit(TemplateTokenKind.Assign);
            case '|':
                return Emit(TemplateTokenKind.Pipe);
            case ':':
                return Current == '=' && ++_at > 0 ? Emit(TemplateTokenKind.Declare) : Fail("expected :=");
            case '(':
                _parens++;
                return Emit(TemplateTokenKind.OpenParen);
            case ')':
                return --_parens >= 0 ? Emit(TemplateTokenKind.CloseParen) : Fail("unexpected right paren");
        }
        return c is > ' ' and < '\x7f' ? Emit(TemplateTokenKind.Character) : Fail($"unrecognized character in action: {Named(_at - 1)}");
    }

    /// <summary>The last space may belong to the dash of the braces.</summary>
    private bool Space()
    {
        while (IsSpace(Current) && !(IsCloseAt(_at, out bool trims) && trims))
        {
            _at++;
        }
        return Emit(TemplateTokenKind.Space);
    }

    private bool Quoted(char quote)
    {
        for (; Current is var c && _at < _text.Length && c != '\n'; _at++)
        {
            if (c == quote)
            {
                _at++;
                return Emit(quote == '"' ? TemplateTokenKind.String : TemplateTokenKind.CharacterConstant);
            }
            if (c == '\\' && (++_at >= _text.Length || Current == '\n'))
            {
                break;
            }
        }
        return Fail(quote == '"' ? "unterminated quoted string" : "unterminated character constant");
    }

    private bool IsAtTerminator => _at >= _text.Length || IsSpace(Current) || Current is '.' or ',' or '|' or ':' or ')' or '('
        || StartsWith(Close, _at);

    /// <summary>A dot or a dollar, and the name after it.</summary>
    private bool Name(TemplateTokenKind kind)
    {
        _at++;
        if (IsAtTerminator)
        {
            return Emit(kind == TemplateTokenKind.Variable ? kind : TemplateTokenKind.Keyword);
        }
        SkipWord();
        return IsAtTerminator ? Emit(kind) : Fail($"bad character {Named(_at)}");
    }

    private bool Identifier()
    {
        SkipWord();
        if (!IsAtTerminator)
        {
            return Fail($"bad character {Named(_at)}");
        }
        string word = _text[_start.._at];
        return Emit(s_keywords.Contains(word) ? TemplateTokenKind.Keyword
            : word is "true" or "false" ? TemplateTokenKind.Truth : TemplateTokenKind.Identifier);
    }

    private void SkipWord()
    {
        while (IsWord(Current))
        {
            _at++;
        }
    }

    private bool Number()
    {
        bool isGood = NumberPart();
        bool isComplex = isGood && Current is '+' or '-';
        if (isComplex)
        {
            isGood = NumberPart() && _text[_at - 1] == 'i';
        }
        return !isGood ? Fail($"bad number syntax: {GoText.Quote(_text[_start.._at])}")
            : Emit(isComplex ? TemplateTokenKind.Complex : TemplateTokenKind.Number);
    }

    private bool NumberPart()
    {
        const string decimals = "0123456789_";
        Accept("+-");
        string digits = !Accept("0") ? decimals : Accept("xX") ? "0123456789abcdefABCDEF_" : Accept("oO") ? "01234567_" : Accept("bB")
            ? "01_" : decimals;
        AcceptAll(digits);
        if (Accept("."))
        {
            AcceptAll(digits);
        }
        if ((digits == decimals && Accept("eE")) || (digits.Length > decimals.Length && Accept("pP")))
        {
            Accept("+-");
            AcceptAll(decimals);
        }
        Accept("i");
        bool isEnd = !IsWord(Current);
        _at += isEnd ? 0 : 1;
        return isEnd;
    }

    private bool Accept(string characters)
    {
        bool isThere = _at < _text.Length && characters.Contains(Current);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void AcceptAll(string characters)
    {
        while (Accept(characters))
        {
        }
    }

    /// <summary>The character as Go's <c>%#U</c> tells it.</summary>
    private string Named(int at)
    {
        var rune = Rune.GetRuneAt(_text, at);
        return $"U+{rune.Value:X4}" + (Rune.IsControl(rune) ? "" : $" '{rune}'");
    }
}
