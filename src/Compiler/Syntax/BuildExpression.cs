using System.Globalization;
using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Syntax;

/// <summary>
/// The expression of a <c>//go:build</c> line: tags combined with <c>!</c>, <c>&amp;&amp;</c>, <c>||</c> and parentheses. Immutable.
/// </summary>
public sealed class BuildExpression
{
    private enum Kind : byte { Tag, Not, And, Or }

    // As Go has it; it also keeps the recursion flat.
    private const int MaxSize = 1000;

    private readonly Kind _kind;
    private readonly string _tag = "";
    private readonly BuildExpression? _x, _y;

    private BuildExpression(string tag) => _tag = tag;

    private BuildExpression(Kind kind, BuildExpression x, BuildExpression? y = null)
    {
        _kind = kind;
        _x = x;
        _y = y;
    }

    /// <summary>
    /// Parses the text after <c>//go:build</c>. On failure the result is null and <paramref name="error"/> says why, in Go's words.
    /// </summary>
    public static BuildExpression? Parse(string text, out string? error) => new ExpressionParser(text).Parse(out error);

    /// <summary>Whether the constraint holds for a set of tags.</summary>
    public bool IsSatisfied(Func<string, bool> hasTag) => _kind switch
    {
        Kind.Tag => hasTag(_tag),
        Kind.Not => !_x!.IsSatisfied(hasTag),
        // Both sides are always asked, so that a caller sees every tag.
        Kind.And => _x!.IsSatisfied(hasTag) & _y!.IsSatisfied(hasTag),
        Kind.Or => _x!.IsSatisfied(hasTag) | _y!.IsSatisfied(hasTag),
        _ => throw Unexpected.Value(_kind),
    };

    /// <summary>Whether some tags make the constraint hold; <c>ignore</c> is never one of them.</summary>
    public bool CanHold() => CanBe(true);

    private bool CanBe(bool value) => _kind switch
    {
        Kind.Tag => _tag != "ignore" || !value,
        Kind.Not => _x!.CanBe(!value),
        _ => (_kind == Kind.And) == value ? _x!.CanBe(value) && _y!.CanBe(value) : _x!.CanBe(value) || _y!.CanBe(value),
    };

    /// <summary>The language version the constraint implies, such as <c>go1.21</c>, or null.</summary>
    public string? ImpliedGoVersion => MinimumMinor(holds: true) switch
    {
        < 0 => null,
        0 => "go1",
        int minor => "go1." + minor.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The least N of go1.N for which the expression can be as given, or -1: a tag other than go1.N implies nothing.</summary>
    private int MinimumMinor(bool holds)
    {
        switch (_kind)
        {
            case Kind.Tag:
                return holds ? MinorOf(_tag) : -1;
            case Kind.Not:
                return _x!.MinimumMinor(!holds);
            default:
                int x = _x!.MinimumMinor(holds), y = _y!.MinimumMinor(holds);
                return _kind == Kind.And == holds ? Math.Max(x, y) : Math.Min(x, y);
        }
    }

    private static int MinorOf(string tag)
    {
        if (tag == "go1")
        {
            return 0;
        }
        return tag.StartsWith("go1.", StringComparison.Ordinal)
            && int.TryParse(tag.AsSpan(4), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int minor) ? minor : -1;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Print(text);
        return text.ToString();
    }

    private void Print(StringBuilder text)
    {
        if (_kind == Kind.Tag)
        {
            text.Append(_tag);
        }
        else if (_kind == Kind.Not)
        {
            text.Append('!');
            PrintOperand(text, _x!, _x!._kind is Kind.And or Kind.Or);
        }
        else
        {
            Kind other = _kind == Kind.And ? Kind.Or : Kind.And;
            PrintOperand(text, _x!, _x!._kind == other);
            text.Append(_kind == Kind.And ? " && " : " || ");
            PrintOperand(text, _y!, _y!._kind == other);
        }
    }

    private static void PrintOperand(StringBuilder text, BuildExpression x, bool inParentheses)
    {
        text.Append(inParentheses ? "(" : "");
        x.Print(text);
        text.Append(inParentheses ? ")" : "");
    }

    private sealed class ExpressionParser(string text)
    {
        private int _pos;
        private int _size;
        private string _token = "";
        private bool _isTag;
        private string? _error;

        public BuildExpression? Parse(out string? error)
        {
            Next();
            BuildExpression? x = Or();
            if (_error is null && _token.Length > 0)
            {
                Fail("unexpected token " + _token);
            }
            error = _error;
            return _error is null ? x : null;
        }

        private BuildExpression? Or()
        {
            BuildExpression? x = And();
            while (_error is null && _token == "||")
            {
                Next();
                BuildExpression? y = And();
                x = _error is null ? new BuildExpression(Kind.Or, x!, y) : null;
            }
            return x;
        }

        private BuildExpression? And()
        {
            BuildExpression? x = Not();
            while (_error is null && _token == "&&")
            {
                Next();
                BuildExpression? y = Not();
                x = _error is null ? new BuildExpression(Kind.And, x!, y) : null;
            }
            return x;
        }

        private BuildExpression? Not()
        {
            if (++_size > MaxSize)
            {
                return Fail("build expression too large");
            }
            if (_error is not null || _token != "!")
            {
                return Atom();
            }
            Next();
            if (_token == "!")
            {
                return Fail("double negation not allowed");
            }
            BuildExpression? x = Atom();
            return _error is null ? new BuildExpression(Kind.Not, x!) : null;
        }

        private BuildExpression? Atom()
        {
            if (_error is not null)
            {
                return null;
            }
            if (_token == "(")
            {
                Next();
                BuildExpression? inner = Or();
                if (_error == "unexpected end of expression")
                {
                    _error = "missing close paren";
                }
                if (_error is null && _token != ")")
                {
                    return Fail("missing close paren");
                }
                Next();
                return inner;
            }
            if (!_isTag)
            {
                return Fail(_token.Length == 0 ? "unexpected end of expression" : "unexpected token " + _token);
            }
            var tag = new BuildExpression(_token);
            Next();
            return tag;
        }

        private BuildExpression? Fail(string message)
        {
            _error ??= message;
            _token = "";
            return null;
        }

        private void Next()
        {
            _isTag = false;
            while (_pos < text.Length && text[_pos] is ' ' or '\t')
            {
                _pos++;
            }
            if (_pos >= text.Length || _error is not null)
            {
                _token = "";
                return;
            }
            int start = _pos;
            char c = text[_pos];
            if (c is '(' or ')' or '!')
            {
                _pos++;
            }
            else if (c is '&' or '|')
            {
                if (_pos + 1 >= text.Length || text[_pos + 1] != c)
                {
                    Fail("invalid syntax at " + c);
                    return;
                }
                _pos += 2;
            }
            else
            {
                while (_pos < text.Length && (char.IsLetterOrDigit(text[_pos]) || char.IsSurrogate(text[_pos]) || text[_pos] is '_' or '.'))
                {
                    _pos++;
                }
                if (_pos == start)
                {
                    Fail("invalid syntax at " + c);
                    return;
                }
                _isTag = true;
            }
            _token = text[start.._pos];
        }
    }
}
