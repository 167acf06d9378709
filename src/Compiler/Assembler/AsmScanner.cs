using System.Globalization;
using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Assembler;

/// <summary>Splits one assembly file into tokens. Comments vanish, but the newlines of a block comment count for line numbers.</summary>
internal sealed class AsmScanner(SourceFile file)
{
    private const char MiddleDot = '\u00b7', DivisionSlash = '\u2215';

    private static readonly string[] s_operators = MakeOperators();

    private readonly string _text = Encoding.UTF8.GetString(file.Content);
    private int _next = file.Content.AsSpan().StartsWith("\uFEFF"u8) ? 1 : 0;
    private bool _sawCode;

    public SourceFile File { get; } = file;

    /// <summary>Path shown in line tables; changed by <c>#line</c>.</summary>
    public string DisplayPath { get; private set; } = file.DisplayPath;

    /// <summary>Physical line of the token last read, 1-based.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>What <c>#line</c> adds to physical lines.</summary>
    public int LineShift { get; private set; }

    /// <summary>The next token touches the one last read.</summary>
    public bool NextTouches => _next < _text.Length && !IsBlank(_text[_next]);

    /// <summary>The following line is line <paramref name="line"/> of <paramref name="path"/>.</summary>
    public void Relocate(string path, int line)
    {
        DisplayPath = path;
        LineShift = line - Line;
    }

    public AsmToken Next()
    {
        while (true)
        {
            while (_next < _text.Length && IsBlank(_text[_next]))
            {
                _next++;
            }
            if (_next >= _text.Length)
            {
                return new AsmToken(AsmTokenKind.EndOfFile, "");
            }
            char c = _text[_next];
            if (c == '/' && SkipComment())
            {
                continue;
            }
            if (c == '\n')
            {
                return NewLine();
            }
            _sawCode = true;
            return Scan(c);
        }
    }

    private AsmToken NewLine()
    {
        _next++;
        Line++;
        return new AsmToken(AsmTokenKind.Newline, "\n");
    }

    private AsmToken Scan(char c)
    {
        if (IsIdentifierStart(c))
        {
            return Identifier();
        }
        char after = _next + 1 < _text.Length ? _text[_next + 1] : '\0';
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(after)))
        {
            return Number();
        }
        if (c is '"' or '\'')
        {
            return Quoted(c);
        }
        if ((c, after) is ('<', '<') or ('>', '>') or ('-', '>') or ('@', '>'))
        {
            _next += 2;
            return new AsmToken(AsmTokenKind.Operator, string.Concat(c, after));
        }
        _next++;
        return new AsmToken(AsmTokenKind.Operator, c < s_operators.Length ? s_operators[c] : c.ToString());
    }

    private bool SkipComment()
    {
        char after = _next + 1 < _text.Length ? _text[_next + 1] : '\0';
        if (after == '/')
        {
            int start = _next, end = _text.IndexOf('\n', _next);
            _next = end < 0 ? _text.Length : end;
            if (_sawCode && IsBuildLine(_text.AsSpan(start, _next - start)))
            {
                throw new AsmErrorException(Catalogue.AssemblySyntax, "misplaced //go:build comment", atInput: true);
            }
            return true;
        }
        if (after != '*')
        {
            return false;
        }
        int close = _text.IndexOf("*/", _next + 2, StringComparison.Ordinal);
        if (close < 0)
        {
            throw new AsmErrorException(Catalogue.AssemblyToken, "comment not terminated", fatal: true);
        }
        for (int i = _next; i < close; i++)
        {
            if (_text[i] == '\n')
            {
                Line++;
            }
        }
        _next = close + 2;
        return true;
    }

    private static bool IsBuildLine(ReadOnlySpan<char> comment)
        => comment.StartsWith("//go:build", StringComparison.Ordinal) && (comment.Length == 10 || IsBlank(comment[10]));

    private AsmToken Identifier()
    {
        int start = _next;
        bool special = false;
        while (_next < _text.Length && IsIdentifierPart(_text[_next]))
        {
            special |= _text[_next] is MiddleDot or DivisionSlash;
            _next++;
        }
        string text = _text[start.._next];
        return new AsmToken(AsmTokenKind.Identifier, special ? text.Replace(MiddleDot, '.').Replace(DivisionSlash, '/') : text);
    }

    private AsmToken Number()
    {
        int start = _next;
        bool isFloat = false, hex = false;
        if (_text[_next] == '0' && _next + 1 < _text.Length && _text[_next + 1] is 'x' or 'X' or 'b' or 'B' or 'o' or 'O')
        {
            hex = _text[_next + 1] is 'x' or 'X';
            _next += 2;
        }
        while (_next < _text.Length)
        {
            char c = _text[_next];
            bool exponent = hex ? c is 'p' or 'P' : c is 'e' or 'E';
            if (exponent)
            {
                isFloat = true;
                _next++;
                if (_next < _text.Length && _text[_next] is '+' or '-')
                {
                    _next++;
                }
                continue;
            }
            if (c == '.')
            {
                isFloat = true;
            }
            else if (!char.IsAsciiHexDigit(c) && c != '_' || (!hex && !char.IsAsciiDigit(c) && c != '_'))
            {
                break;
            }
            _next++;
        }
        return new AsmToken(isFloat ? AsmTokenKind.Float : AsmTokenKind.Integer, _text[start.._next]);
    }

    private AsmToken Quoted(char quote)
    {
        int start = _next++;
        while (_next < _text.Length && _text[_next] != quote && _text[_next] != '\n')
        {
            _next += _text[_next] == '\\' && _next + 1 < _text.Length && _text[_next + 1] != '\n' ? 2 : 1;
        }
        if (_next >= _text.Length || _text[_next] != quote)
        {
            // Left for the parser to refuse: in a region that is skipped, an apostrophe is no error.
            return new AsmToken(AsmTokenKind.Operator, quote.ToString());
        }
        _next++;
        return new AsmToken(quote == '"' ? AsmTokenKind.String : AsmTokenKind.Character, _text[start.._next]);
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r';

    private static bool IsIdentifierStart(char c)
        => c < 128 ? char.IsAsciiLetter(c) || c == '_' : c is MiddleDot or DivisionSlash || char.IsLetter(c) || char.IsSurrogate(c);

    private static bool IsIdentifierPart(char c)
        => IsIdentifierStart(c) || char.IsAsciiDigit(c) || (c >= 128 && char.GetUnicodeCategory(c) == UnicodeCategory.DecimalDigitNumber);

    private static string[] MakeOperators()
    {
        var all = new string[128];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = ((char)i).ToString();
        }
        return all;
    }
}
