using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

public sealed partial class Parser
{
    /// <summary>
    /// What stands between the keyword of an if, for or switch and its block. Braces start the block there, not a composite literal,
    /// unless within brackets.
    /// </summary>
    private (StatementSyntax? Init, ExpressionSyntax? Condition, StatementSyntax? Post) Header(Token keyword)
    {
        Want(keyword);
        if (_token == Token.LeftBrace)
        {
            if (keyword != Token.If)
            {
                return default;
            }
            SyntaxError("missing condition in if statement");
            return (null, Bad(), null);
        }
        int outer = _expressionDepth;
        _expressionDepth = -1;
        (StatementSyntax?, ExpressionSyntax?, StatementSyntax?) header = HeaderParts(keyword);
        _expressionDepth = outer;
        return header;
    }

    private (StatementSyntax? Init, ExpressionSyntax? Condition, StatementSyntax? Post) HeaderParts(Token keyword)
    {
        StatementSyntax? init = null;
        if (_token != Token.Semicolon)
        {
            if (Got(Token.Var))
            {
                SyntaxError($"var declaration not allowed in {SyntaxFacts.Text(keyword)} initializer");
            }
            init = SimpleStatement(null, keyword);
            if (init is RangeClauseSyntax)
            {
                return (init, null, null);
            }
        }
        if (_token == Token.LeftBrace)
        {
            return (null, ConditionOf(init, keyword, default, ""), null);
        }
        Pos semicolon = default;
        string semicolonText = "";
        if (_token == Token.Semicolon)
        {
            semicolon = Here;
            semicolonText = _scanner.SemicolonText;
            Next();
        }
        else
        {
            // Asking for "{" rather than ";" makes the better message.
            Want(Token.LeftBrace);
            if (_token != Token.LeftBrace)
            {
                SkipTo(SetOf(Token.LeftBrace, Token.RightBrace));
            }
        }
        StatementSyntax? condition = null, post = null;
        if (keyword != Token.For)
        {
            condition = _token == Token.LeftBrace ? null : SimpleStatement(null, keyword);
        }
        else
        {
            (condition, post) = ConditionAndPost();
        }
        return (init, ConditionOf(condition, keyword, semicolon, semicolonText), post);
    }

    private (StatementSyntax? Condition, StatementSyntax? Post) ConditionAndPost()
    {
        StatementSyntax? condition = null, post = null;
        if (_token != Token.Semicolon)
        {
            if (_token == Token.LeftBrace)
            {
                SyntaxError("expected for loop condition");
                return (null, null);
            }
            condition = SimpleStatement(null, Token.None);
        }
        Want(Token.Semicolon);
        if (_token != Token.LeftBrace)
        {
            post = SimpleStatement(null, Token.None);
            if (post is AssignSyntax { IsDefinition: true })
            {
                SyntaxErrorAt(post.Pos, "cannot declare in post statement of for loop");
            }
        }
        return (condition, post);
    }

    /// <summary>The expression in a condition's place; only an expression statement will do.</summary>
    private ExpressionSyntax? ConditionOf(StatementSyntax? statement, Token keyword, Pos semicolon, string semicolonText)
    {
        switch (statement)
        {
            case null:
                if (keyword != Token.If || !semicolon.IsValid)
                {
                    return null;
                }
                SyntaxErrorAt(semicolon, semicolonText != "semicolon"
                    ? $"unexpected {semicolonText}, expected {{ after if clause" : "missing condition in if statement");
                return new BadExpressionSyntax(semicolon, NewId());
            case ExpressionStatementSyntax s:
                return s.X;
            case AssignSyntax { Op: Operator.None, IsDefinition: false } a:
                // "=" for "==" is a common slip: parentheses around the sides make the "=" stand out.
                SyntaxErrorAt(a.Pos, $"cannot use assignment {Emphasized(a.Lhs)} = {Emphasized(a.Rhs!)} as value");
                return null;
            default:
                SyntaxErrorAt(statement.Pos, $"cannot use {SyntaxPrinter.Short(statement)} as value");
                return null;
        }
    }

    private static string Emphasized(ExpressionSyntax x)
    {
        string text = SyntaxPrinter.Short(x);
        return x is OperationSyntax { Y: not null } ? $"({text})" : text;
    }
}
