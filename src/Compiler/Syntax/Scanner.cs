using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

/// <summary>
/// Turns the bytes of one file into tokens, one at a time, without allocating: a token's text is the source between
/// <see cref="Start"/> and <see cref="End"/>. NUL bytes, ill-formed UTF-8 and byte order marks are reported and skipped wherever
/// they occur, comments included. Comments are dropped but for <c>//line</c> and <c>//go:</c> directives.
/// </summary>
internal sealed partial class Scanner
{
    /// <summary>What is said of a byte that is zero.</summary>
    internal const string NulCharacter = "invalid NUL character";

    private readonly SourceFile _file;
    private readonly byte[] _source;
    private readonly DiagnosticSink _sink;
    private int _pos;

    // Where the text begins: behind a byte order mark, which counts for columns but stands before the first line's start all the same.
    private readonly int _firstOffset;
    private int _line = 1;
    private int _lineStart;
    private bool _newlineEndsStatement;

    public Scanner(SourceFile file, DiagnosticSink sink)
    {
        _file = file;
        _source = file.Content;
        _sink = sink;
        if (_source.AsSpan().StartsWith("\uFEFF"u8))
        {
            _pos = _firstOffset = 3;
        }
    }

    /// <summary>The current token's operator: of Operator, Star, AssignOperator and Increment tokens.</summary>
    public Operator Operator { get; private set; }

    /// <summary>The operator's precedence; 0 for unary ones.</summary>
    public int Precedence { get; private set; }

    public LiteralKind LiteralKind { get; private set; }

    /// <summary>An error was reported in the current literal.</summary>
    public bool IsBadLiteral { get; private set; }

    /// <summary>Why a Semicolon token is there: "semicolon", "newline" or "EOF".</summary>
    public string SemicolonText { get; private set; } = "";

    public int Line { get; private set; }
    public int Column { get; private set; }
    public int Start { get; private set; }
    public int End => _pos;
    public ReadOnlySpan<byte> Text => _source.AsSpan(Start, _pos - Start);

    /// <summary>
    /// Errors in the text of this file reported so far, the parser's included, misplaced directives not: those do not make the parser doubt
    /// what it sees.
    /// </summary>
    public int ErrorCount { get; private set; }

    public Pos Position => new(_file.Index, Line, Column);

    public void Report(DiagnosticDescriptor descriptor, Pos pos, string message)
    {
        ErrorCount++;
        _sink.Report(descriptor, pos, message);
    }

    public void ReportDirective(DiagnosticDescriptor descriptor, Pos pos, string message) => _sink.Report(descriptor, pos, message);

    /// <summary>Abandons the rest of the file: the next token is the end.</summary>
    public void SkipToEnd()
    {
        _pos = _source.Length;
        _newlineEndsStatement = false;
    }

    private Pos PositionAt(int offset) => new(_file.Index, _line, offset - _lineStart + 1);

    /// <summary>A place inside the current token, which has no line break before it.</summary>
    private Pos PositionInToken(int offset) => new(_file.Index, Line, Column + offset);

    private void ReportHere(DiagnosticDescriptor descriptor, string message) => Report(descriptor, PositionAt(_pos), message);

    // Classes of the first 128 characters: 1 letter or underscore, 2 decimal digit.
    private static ReadOnlySpan<byte> Classes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0,
        0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1,
        0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
    ];

    /// <summary>The next character (-1 at the end), after reporting and skipping what may not be in a source file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Peek()
    {
        int pos = _pos;
        byte[] source = _source;
        if ((uint)pos < (uint)source.Length)
        {
            byte b = source[pos];
            if (b - 1u < 0x7fu)
            {
                return b;
            }
        }
        return PeekSlow();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int PeekSlow()
    {
        while (_pos < _source.Length)
        {
            byte b = _source[_pos];
            if (b is > 0 and < 0x80)
            {
                return b;
            }
            if (b == 0)
            {
                ReportHere(Catalogue.InvalidEncoding, NulCharacter);
                _pos++;
                continue;
            }
            if (Rune.DecodeFromUtf8(_source.AsSpan(_pos), out Rune rune, out _) != OperationStatus.Done)
            {
                if (_pos == 0 && _source is [0xfe, 0xff, ..] or [0xff, 0xfe, ..])
                {
                    ReportHere(Catalogue.InvalidEncoding, "illegal UTF-8 encoding (got UTF-16)");
                    SkipToEnd(); // nothing in it would make sense
                    continue;
                }
                ReportHere(Catalogue.InvalidEncoding, "invalid UTF-8 encoding");
                _pos++;
                continue;
            }
            if (rune.Value == 0xfeff)
            {
                ReportHere(Catalogue.InvalidEncoding, "invalid BOM in the middle of the file");
                _pos += 3;
                continue;
            }
            return rune.Value;
        }
        return -1;
    }

    /// <summary>Moves past the character that <see cref="Peek"/> returned.</summary>
    private void Advance(int ch)
    {
        if (ch < 0x80)
        {
            if (ch >= 0)
            {
                _pos++;
            }
            if (ch == '\n')
            {
                _line++;
                _lineStart = _pos;
            }
            return;
        }
        _pos += new Rune(ch).Utf8SequenceLength;
    }

    /// <summary>Reads the next token.</summary>
    public Token Next()
    {
        bool newlineEndsStatement = _newlineEndsStatement;
        _newlineEndsStatement = false;
        while (true)
        {
            int startLine = _line;
            bool fromLineStart = _pos == _lineStart || _pos == _firstOffset;
            int ch = SkipBlanks(newlineEndsStatement);
            Line = _line;
            Start = _pos;
            Column = _pos - _lineStart + 1;
            if (ch != '/')
            {
                Token token = TokenAt(ch, newlineEndsStatement);
                if (token != Token.None)
                {
                    return token;
                }
                continue;
            }
            _pos++;
            ch = Peek();
            if (ch == '/')
            {
                _pos++;
                LineComment(isAloneOnLine: _line > startLine || fromLineStart);
            }
            else if (ch == '*')
            {
                _pos++;
                BlockComment();
                if (newlineEndsStatement && _line > Line)
                {
                    // A comment over several lines acts like the line break it contains.
                    SemicolonText = "newline";
                    return Token.Semicolon;
                }
            }
            else
            {
                return OperatorOrAssign(Operator.Divide, 5);
            }
        }
    }

    private int SkipBlanks(bool stopAtNewline)
    {
        byte[] source = _source;
        int pos = _pos;
        while ((uint)pos < (uint)source.Length)
        {
            byte b = source[pos];
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                pos++;
            }
            else if (b == '\n' && !stopAtNewline)
            {
                pos++;
                _line++;
                _lineStart = pos;
            }
            else if (b - 1u < 0x7fu)
            {
                _pos = pos;
                return b;
            }
            else
            {
                _pos = pos;
                int ch = PeekSlow();
                if (ch is >= 0x80 or < 0)
                {
                    return ch;
                }
                pos = _pos;
            }
        }
        _pos = pos;
        return -1;
    }

    private Token TokenAt(int ch, bool newlineEndsStatement) // table
    {
        if (ch >= 0x80)
        {
            return IsIdentifierStart(ch) ? Identifier() : InvalidCharacter(ch);
        }
        if (ch < 0)
        {
            if (newlineEndsStatement)
            {
                SemicolonText = "EOF";
                return Token.Semicolon;
            }
            return Token.EndOfFile;
        }
        switch (Classes[ch])
        {
            case 1: return Identifier();
            case 2: return Number(seenPoint: false);
        }
        switch (ch)
        {
            case '"': return InterpretedString();
            case '`': return RawString();
            case '\'': return RuneLiteral();
        }
        _pos++;
        if (ch == '\n')
        {
            _line++;
            _lineStart = _pos;
        }
        switch (ch)
        {
            case '\n': SemicolonText = "newline"; return Token.Semicolon;
            case ';': SemicolonText = "semicolon"; return Token.Semicolon;
            case '(': return Token.LeftParen;
            case '[': return Token.LeftBracket;
            case '{': return Token.LeftBrace;
            case ',': return Token.Comma;
            case ')': _newlineEndsStatement = true; return Token.RightParen;
            case ']': _newlineEndsStatement = true; return Token.RightBracket;
            case '}': _newlineEndsStatement = true; return Token.RightBrace;
            case ':': return Accept('=') ? Token.Define : Token.Colon;
            case '.': return PointOrDots();
            case '+': return Accept('+') ? IncrementOf(Operator.Add) : OperatorOrAssign(Operator.Add, 4);
            case '-': return Accept('-') ? IncrementOf(Operator.Subtract) : OperatorOrAssign(Operator.Subtract, 4);
            case '*':
                Operator = Operator.Multiply;
                Precedence = 5;
                return Accept('=') ? Token.AssignOperator : Token.Star;
            case '%': return OperatorOrAssign(Operator.Remainder, 5);
            case '&': return Accept('&') ? OperatorOnly(Operator.AndAnd,
                2) : OperatorOrAssign(Accept('^') ? Operator.AndNot : Operator.And, 5);
            case '|': return Accept('|') ? OperatorOnly(Operator.OrOr, 1) : OperatorOrAssign(Operator.Or, 4);
            case '^': return OperatorOrAssign(Operator.Xor, 4);
            case '<':
                return Accept('=') ? OperatorOnly(Operator.LessEqual, 3)
                    : Accept('<') ? OperatorOrAssign(Operator.ShiftLeft, 5)
                    : Accept('-') ? Token.Arrow
                    : OperatorOnly(Operator.Less, 3);
            case '>':
                return Accept('=') ? OperatorOnly(Operator.GreaterEqual, 3)
                    : Accept('>') ? OperatorOrAssign(Operator.ShiftRight, 5)
                    : OperatorOnly(Operator.Greater, 3);
            case '=': return Accept('=') ? OperatorOnly(Operator.Equal, 3) : Token.Assign;
            case '!': return Accept('=') ? OperatorOnly(Operator.NotEqual, 3) : OperatorOnly(Operator.Not, 0);
            case '~': return OperatorOnly(Operator.Tilde, 0);
            default:
                _pos--;
                return InvalidCharacter(ch);
        }
    }

    private bool Accept(char ch)
    {
        if (Peek() != ch)
        {
            return false;
        }
        _pos++;
        return true;
    }

    private Token OperatorOnly(Operator op, int precedence)
    {
        Operator = op;
        Precedence = precedence;
        return Token.Operator;
    }

    private Token OperatorOrAssign(Operator op, int precedence)
    {
        Operator = op;
        Precedence = precedence;
        return Accept('=') ? Token.AssignOperator : Token.Operator;
    }

    private Token IncrementOf(Operator op)
    {
        Operator = op;
        Precedence = 4;
        _newlineEndsStatement = true;
        return Token.Increment;
    }

    private Token PointOrDots()
    {
        int ch = Peek();
        if (ch is >= '0' and <= '9')
        {
            return Number(seenPoint: true);
        }
        int afterFirst = _pos;
        if (Accept('.'))
        {
            if (Accept('.'))
            {
                return Token.Dots;
            }
            _pos = afterFirst;
        }
        return Token.Dot;
    }

    private Token InvalidCharacter(int ch)
    {
        ReportHere(Catalogue.InvalidCharacter, "invalid character " + CharacterText.CodePoint(ch));
        Advance(ch);
        return Token.None;
    }

    private Token Identifier()
    {
        byte[] source = _source;
        int pos = _pos;
        ReadOnlySpan<byte> classes = Classes;
        while ((uint)pos < (uint)source.Length)
        {
            byte b = source[pos];
            if (b >= 0x80 || classes[b] == 0)
            {
                break;
            }
            pos++;
        }
        _pos = pos;
        if ((uint)pos < (uint)source.Length && (source[pos] >= 0x80 || source[pos] == 0))
        {
            RestOfIdentifier();
        }
        ReadOnlySpan<byte> text = source.AsSpan(Start, _pos - Start);
        if (text.Length is >= 2 and <= 11)
        {
            Token keyword = SyntaxFacts.KeywordOf(text);
            if (keyword != Token.None)
            {
                _newlineEndsStatement = keyword is Token.Break or Token.Continue or Token.Fallthrough or Token.Return;
                return keyword;
            }
        }
        _newlineEndsStatement = true;
        return Token.Name;
    }

    private void RestOfIdentifier()
    {
        while (true)
        {
            int ch = Peek();
            if (ch < 0x80 ? ch < 0 || Classes[ch] == 0 : !IsIdentifierPart(ch))
            {
                return;
            }
            Advance(ch);
        }
    }

    /// <summary>
    /// Whether an identifier starts with this non-ASCII character; complains about, and then accepts, those that only look like it.
    /// </summary>
    private bool IsIdentifierStart(int ch)
    {
        UnicodeCategory category = Rune.GetUnicodeCategory(new Rune(ch));
        if (category == UnicodeCategory.DecimalDigitNumber)
        {
            ReportHere(Catalogue.InvalidCharacter, $"identifier cannot begin with digit {CharacterText.CodePoint(ch)}");
        }
        else if (!CharacterText.IsLetter(category))
        {
            ReportHere(Catalogue.InvalidCharacter, $"invalid character {CharacterText.CodePoint(ch)} in identifier");
        }
        return true;
    }

    private bool IsIdentifierPart(int ch)
    {
        UnicodeCategory category = Rune.GetUnicodeCategory(new Rune(ch));
        if (category != UnicodeCategory.DecimalDigitNumber && !CharacterText.IsLetter(category))
        {
            ReportHere(Catalogue.InvalidCharacter, $"invalid character {CharacterText.CodePoint(ch)} in identifier");
        }
        return true;
    }
}
