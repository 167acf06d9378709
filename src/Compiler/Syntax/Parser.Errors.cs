using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

public sealed partial class Parser
{
    // Keywords that start a statement: good places to resume, and hardly ever to be skipped.
    private const ulong StatementKeywords =
        (1UL << (int)Token.Break) | (1UL << (int)Token.Const) | (1UL << (int)Token.Continue) | (1UL << (int)Token.Defer)
            | (1UL << (int)Token.Fallthrough)
        | (1UL << (int)Token.For) | (1UL << (int)Token.Go) | (1UL << (int)Token.Goto) | (1UL << (int)Token.If) | (1UL << (int)Token.Return)
        | (1UL << (int)Token.Select) | (1UL << (int)Token.Switch) | (1UL << (int)Token.Type) | (1UL << (int)Token.Var);

    private const ulong TopLevelKeywords =
        (1UL << (int)Token.Import) | (1UL << (int)Token.Const) | (1UL << (int)Token.Type) | (1UL << (int)Token.Var)
            | (1UL << (int)Token.Func);

    private static ulong SetOf(Token a, Token b) => (1UL << (int)a) | (1UL << (int)b);

    private static ulong SetOf(Token a, Token b, Token c) => SetOf(a, b) | (1UL << (int)c);

    private static ulong SetOf(Token a, Token b, Token c, Token d) => SetOf(a, b, c) | (1UL << (int)d);

    /// <summary>Skips tokens until one of the set, a statement keyword (inside functions) or the end of the file.</summary>
    private void SkipTo(ulong set)
    {
        set |= 1UL << (int)Token.EndOfFile;
        if (_functionDepth > 0)
        {
            set |= StatementKeywords;
        }
        while ((set & (1UL << (int)_token)) == 0)
        {
            Next();
        }
    }

    /// <summary>Skips one token, to make progress.</summary>
    private void SkipOne()
    {
        if (_token != Token.EndOfFile)
        {
            Next();
        }
    }

    private void Error(DiagnosticDescriptor descriptor, Pos pos, string message) => _scanner.Report(descriptor, pos, message);

    private void SyntaxError(string message) => SyntaxErrorAt(Here, message);

    /// <summary>
    /// Reports a syntax error. A message that starts with "in", "at", "after" or "expected" is completed with the current token, which
    /// was unexpected then.
    /// </summary>
    private void SyntaxErrorAt(Pos pos, string message)
    {
        if (_token == Token.EndOfFile && _scanner.ErrorCount > 0)
        {
            return; // only a consequence of an earlier error
        }
        if (message.StartsWith("in ", StringComparison.Ordinal) || message.StartsWith("at ", StringComparison.Ordinal)
            || message.StartsWith("after ", StringComparison.Ordinal))
        {
            message = $"unexpected {CurrentToken()} {message}";
        }
        else if (message.StartsWith("expected ", StringComparison.Ordinal))
        {
            message = $"unexpected {CurrentToken()}, {message}";
        }
        Error(Catalogue.SyntaxError, pos, "syntax error: " + message);
    }

    private string CurrentToken() => _token switch
    {
        Token.Name => "name " + Encoding.UTF8.GetString(_scanner.Text),
        Token.Semicolon => _scanner.SemicolonText,
        Token.Literal => "literal " + Encoding.UTF8.GetString(_scanner.Text),
        Token.Operator => SyntaxFacts.Text(_scanner.Operator),
        Token.AssignOperator => SyntaxFacts.Text(_scanner.Operator) + "=",
        Token.Increment => SyntaxFacts.Text(_scanner.Operator) + SyntaxFacts.Text(_scanner.Operator),
        _ => SyntaxFacts.Describe(_token),
    };

    /// <summary>
    /// After a list's element: consumes the separator, which may be missing before the closing token. False if recovery ended before
    /// the closing token: then the list is over, and that token is not to be asked for.
    /// </summary>
    private bool Separator(string context, Token separator, Token close)
    {
        if (Got(separator) || _token == close)
        {
            return true;
        }
        SyntaxError($"in {context}; possibly missing {SyntaxFacts.Describe(separator)} or {SyntaxFacts.Describe(close)}");
        SkipTo(SetOf(Token.RightParen, Token.RightBracket, Token.RightBrace));
        return _token == close;
    }
}
