namespace Go.Compiler.Syntax;

/// <summary>Lexical tokens. Fewer than 64, so that a set of them fits one word; the keywords are contiguous.</summary>
internal enum Token : byte
{
    None,
    EndOfFile,
    Name, Literal,

    /// <summary>Any unary or binary operator but <c>*</c> and <c>&lt;-</c>: the scanner says which.</summary>
    Operator,
    /// <summary><c>op=</c></summary>
    AssignOperator,
    /// <summary><c>++</c> or <c>--</c></summary>
    Increment,
    Assign, Define, Arrow, Star,
    LeftParen, LeftBracket, LeftBrace, RightParen, RightBracket, RightBrace,
    Comma, Semicolon, Colon, Dot, Dots,
    Break, Case, Chan, Const, Continue, Default, Defer, Else, Fallthrough, For, Func, Go, Goto, If, Import,
    Interface, Map, Package, Range, Return, Select, Struct, Switch, Type, Var,
}
