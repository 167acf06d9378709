using Go.Compiler.Diagnostics;

namespace Go.Compiler.Syntax;

/// <summary>Spelling and precedence of operators and tokens.</summary>
public static class SyntaxFacts
{
    /// <summary>Binding strength of binary operators, 1 (<c>||</c>) to 5 (<c>*</c>); 0 for operators that are only unary.</summary>
    public static int Precedence(Operator op) => op switch
    {
        Operator.OrOr => 1,
        Operator.AndAnd => 2,
        >= Operator.Equal and <= Operator.GreaterEqual => 3,
        >= Operator.Add and <= Operator.Xor => 4,
        >= Operator.Multiply => 5,
        _ => 0,
    };

    /// <summary>How the operator is written.</summary>
    public static string Text(Operator op) => op switch
    {
        Operator.None => "",
        Operator.Receive => "<-",
        Operator.Not => "!",
        Operator.Tilde => "~",
        Operator.OrOr => "||",
        Operator.AndAnd => "&&",
        Operator.Equal => "==",
        Operator.NotEqual => "!=",
        Operator.Less => "<",
        Operator.LessEqual => "<=",
        Operator.Greater => ">",
        Operator.GreaterEqual => ">=",
        Operator.Add => "+",
        Operator.Subtract => "-",
        Operator.Or => "|",
        Operator.Xor => "^",
        Operator.Multiply => "*",
        Operator.Divide => "/",
        Operator.Remainder => "%",
        Operator.And => "&",
        Operator.AndNot => "&^",
        Operator.ShiftLeft => "<<",
        Operator.ShiftRight => ">>",
        _ => throw Unexpected.Value(op),
    };

    /// <summary>The keyword of a jump statement.</summary>
    public static string Text(BranchKind kind) => kind switch
    {
        BranchKind.Break => "break",
        BranchKind.Continue => "continue",
        BranchKind.Fallthrough => "fallthrough",
        BranchKind.Goto => "goto",
        _ => throw Unexpected.Value(kind),
    };

    internal static string Text(Token token) => token switch
    {
        Token.EndOfFile => "EOF",
        Token.Name => "name",
        Token.Literal => "literal",
        Token.Operator => "op",
        Token.AssignOperator => "op=",
        Token.Increment => "opop",
        Token.Assign => "=",
        Token.Define => ":=",
        Token.Arrow => "<-",
        Token.Star => "*",
        Token.LeftParen => "(",
        Token.LeftBracket => "[",
        Token.LeftBrace => "{",
        Token.RightParen => ")",
        Token.RightBracket => "]",
        Token.RightBrace => "}",
        Token.Comma => ",",
        Token.Semicolon => ";",
        Token.Colon => ":",
        Token.Dot => ".",
        Token.Dots => "...",
        >= Token.Break and <= Token.Var => s_keywords[token - Token.Break],
        _ => throw Unexpected.Value(token),
    };

    /// <summary>The name of a token in messages: keywords say so, separators are spelled out.</summary>
    internal static string Describe(Token token) => token switch
    {
        Token.Comma => "comma",
        Token.Semicolon => "semicolon or newline",
        >= Token.Break and <= Token.Var => "keyword " + Text(token),
        _ => Text(token),
    };

    private static readonly string[] s_keywords =
    [
        "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go", "goto", "if",
        "import",
        "interface", "map", "package", "range", "return", "select", "struct", "switch", "type", "var",
    ];

    /// <summary>The keyword with this spelling, or <see cref="Token.None"/>.</summary>
    internal static Token KeywordOf(ReadOnlySpan<byte> name)
    {
        Token candidate = (name.Length, name[0]) switch
        {
            (2, (byte)'g') => Token.Go,
            (2, (byte)'i') => Token.If,
            (3, (byte)'f') => Token.For,
            (3, (byte)'m') => Token.Map,
            (3, (byte)'v') => Token.Var,
            (4, (byte)'c') => name[1] == 'a' ? Token.Case : Token.Chan,
            (4, (byte)'e') => Token.Else,
            (4, (byte)'f') => Token.Func,
            (4, (byte)'g') => Token.Goto,
            (4, (byte)'t') => Token.Type,
            (5, (byte)'b') => Token.Break,
            (5, (byte)'c') => Token.Const,
            (5, (byte)'d') => Token.Defer,
            (5, (byte)'r') => Token.Range,
            (6, (byte)'i') => Token.Import,
            (6, (byte)'r') => Token.Return,
            (6, (byte)'s') => name[1] == 'e' ? Token.Select : name[1] == 't' ? Token.Struct : Token.Switch,
            (7, (byte)'d') => Token.Default,
            (7, (byte)'p') => Token.Package,
            (8, (byte)'c') => Token.Continue,
            (9, (byte)'i') => Token.Interface,
            (11, (byte)'f') => Token.Fallthrough,
            _ => Token.None,
        };
        return candidate != Token.None && System.Text.Ascii.Equals(name, s_keywords[candidate - Token.Break]) ? candidate : Token.None;
    }
}
