using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

/// <summary>
/// Errors of syntax as Go's loader tells them, which reads the heads of files and whole test files by another grammar than the compiler: it names the token that it
/// found in place of the one that it wanted.
/// </summary>
internal static class LoaderSyntax
{
    private const string NoPackageClause = "syntax error: package statement must be first",
        NoDeclaration = "syntax error: non-declaration statement outside function body",
        MissingPath = "syntax error: missing import path", PathIsNoString = "syntax error: import path must be a string",
        OpenGroup = "syntax error: unexpected EOF, expected )",
        NoName = ", expected name";

    private static readonly HashSet<string> s_keywords =
    [
        "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go", "goto", "if", "import", "interface", "map", "package",
        "range", "return", "select", "struct", "switch", "type", "var",
    ];

    /// <summary>The finding in the loader's words; others as they are.</summary>
    /// <param name="head">What was parsed of the file's head, if there are errors in that.</param>
    public static Diagnostic Of(Diagnostic finding, SourceFile source, SyntaxFile? head = null, DiagnosticSink? headFindings = null)
    {
        bool isOfHead = headFindings?.All.Any(f => f.Pos == finding.Pos && f.Message == finding.Message) ?? false;
        if (isOfHead && finding.Message is MissingPath or PathIsNoString)
        {
            return finding with { Message = finding.Message["syntax error: ".Length..] };
        }
        string? wanted = finding.Message switch
        {
            NoPackageClause => "'package'",
            NoDeclaration => "declaration",
            OpenGroup when isOfHead => "')'",
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
