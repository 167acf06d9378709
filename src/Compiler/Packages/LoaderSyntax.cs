using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

/// <summary>
/// Errors of syntax as Go's loader tells them, which reads the heads of files and whole test files by another grammar than the compiler: it
/// names the token that it found in place of the one that it wanted.
/// </summary>
internal static class LoaderSyntax
{
    private const string NoPackageClause = "syntax error: package statement must be first",
        NoDeclaration = "syntax error: non-declaration statement outside function body",
        MissingPath = "syntax error: missing import path", PathIsNoString = "syntax error: import path must be a string",
        OpenGroup = "syntax error: unexpected EOF, expected )",
        NoName = ", expected name",
        InGroup = " in grouped declaration; possibly missing semicolon or newline or )", AfterDeclaration = " after top level declaration",
        AfterClause = ", expected semicolon or newline",
        Newline = "newline in string", Unterminated = "string not terminated";

    private static readonly HashSet<string> s_keywords =
    [
        "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go", "goto", "if",
        "import", "interface", "map", "package",
        "range", "return", "select", "struct", "switch", "type", "var",
    ];

    /// <summary>
    /// Whether it is the loader that finds it: that reads no directives, and no further than the last import, so that what stands behind is
    /// left to the compiler, whose errors have the package's name above them.
    /// </summary>
    public static bool IsOfLoader(Diagnostic finding, SourceFile source)
    {
        if (finding.Descriptor == Catalogue.MisplacedDirective)
        {
            return false;
        }
        ReadOnlySpan<byte> line = LineOf(source, finding.Pos, out int column);
        return finding.Message.EndsWith(AfterDeclaration, StringComparison.Ordinal) ? TokenAt(line[column..]) == "'import'"
            : !finding.Message.StartsWith("invalid character ", StringComparison.Ordinal) || line[..column].IndexOfAnyExcept(" \t"u8) >= 0;
    }

    /// <summary>Whether the loader gives a file up before its grammar is looked at; no byte behind the imports is read by it.</summary>
    public static bool HasNulInHead(DiagnosticSink headFindings)
        => headFindings.All.Where(f => f.Message is Scanner.NulCharacter or NoDeclaration).MinBy(f => f.Pos)?.Message
            == Scanner.NulCharacter;

    /// <summary>The finding in the loader's words; others as they are.</summary>
    /// <param name="head">What was parsed of the file's head, if there are errors in that.</param>
    public static Diagnostic Of(Diagnostic finding, SourceFile source, SyntaxFile? head = null, DiagnosticSink? headFindings = null)
    {
        bool isOfHead = headFindings?.All.Any(f => f.Pos == finding.Pos && f.Message == finding.Message) ?? false;
        ReadOnlySpan<byte> here = LineOf(source, finding.Pos, out int column);
        if (isOfHead && finding.Message is MissingPath or PathIsNoString)
        {
            // A name is a literal to the loader's grammar.
            string message = TokenAt(here[column..]) is [not '\'', ..] ? PathIsNoString : finding.Message;
            return finding with { Message = message["syntax error: ".Length..] };
        }
        if (isOfHead && OfText(finding, here, column) is { } ofText)
        {
            return ofText;
        }
        string? wanted = finding.Message switch
        {
            NoPackageClause => "'package'",
            NoDeclaration => "declaration",
            OpenGroup when isOfHead => "')'",
            var m when isOfHead && m.EndsWith(InGroup, StringComparison.Ordinal) => "';'",
            var m when isOfHead && m.EndsWith(AfterDeclaration, StringComparison.Ordinal) => "';'",
            var m when isOfHead && m.EndsWith(AfterClause, StringComparison.Ordinal) => "';'",
            var m when isOfHead && m.EndsWith(NoName, StringComparison.Ordinal) && finding.Pos == head!.PackageName.Pos => "'IDENT'",
            _ => null,
        };
        if (wanted is null || finding.Pos.Line == 0)
        {
            return finding;
        }
        ReadOnlySpan<byte> rest = source.Content;
        int line = 1;
        for (; line < finding.Pos.Line && rest.IndexOf((byte)'\n') is var end and >= 0; line++)
        {
            // The end of a file that ends in a line end belongs to the last line.
            if (end + 1 == rest.Length)
            {
                return finding with { Pos = new Pos(finding.Pos.File, line, end + 2), Message = $"expected {wanted}, found 'EOF'" };
            }
            rest = rest[(end + 1)..];
        }
        rest = rest[Math.Min(rest.Length, finding.Pos.Column - 1)..];
        return finding with { Message = $"expected {wanted}, found {TokenAt(rest)}" };
    }

    /// <summary>What is wrong with literals and characters, which has other names there.</summary>
    private static Diagnostic? OfText(Diagnostic finding, ReadOnlySpan<byte> line, int column)
    {
        switch (finding.Message)
        {
            case Newline:
                int quote = line[..column].LastIndexOf((byte)'"');
                var start = new Pos(finding.Pos.File, finding.Pos.Line, quote + 1);
                return finding with { Pos = start, Message = "string literal not terminated" };
            case Unterminated when column < line.Length:
                return finding with { Message = (line[column] == '`' ? "raw string literal" : "string literal") + " not terminated" };
            case "unknown escape":
                return finding with { Message = "unknown escape sequence" };
            case "invalid UTF-8 encoding":
                return finding with { Message = "illegal UTF-8 encoding" };
            default:
                return null;
        }
    }

    /// <summary>The line of a position, from its first byte to the end of the file's, and where in it the position is.</summary>
    private static ReadOnlySpan<byte> LineOf(SourceFile source, Pos pos, out int column)
    {
        ReadOnlySpan<byte> rest = source.Content;
        for (int line = 1; line < pos.Line; line++)
        {
            int end = rest.IndexOf((byte)'\n');
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        column = Math.Clamp(pos.Column - 1, 0, rest.Length);
        return rest;
    }

    private static string TokenAt(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return "'EOF'";
        }
        string line = System.Text.Encoding.UTF8.GetString(text[..(text.IndexOf((byte)'\n') is var end && end < 0 ? text.Length : end)]);
        if (line.Length > 0 && line[0] is '"' or '`' && line.IndexOf(line[0], 1) is var close and > 0)
        {
            return line[..(close + 1)];
        }
        int length = 0;
        while (length < line.Length && (char.IsLetterOrDigit(line[length]) || line[length] == '_'))
        {
            length++;
        }
        string word = line[..length];
        return length == 0 ? $"'{(line.Length > 0 ? line[..1] : "newline")}'" : s_keywords.Contains(word) ? $"'{word}'" : word;
    }
}
