using Go.Compiler.Modules;
using System.Text;
using System.Text.RegularExpressions;
using Go.Compiler.Check;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Check;

/// <summary>
/// Runs the tests of Go's own type checker: packages whose comments <c>/* ERROR "text" */</c> and <c>/* ERRORx "regular expression" */</c>
/// behind a token say which errors are expected there, and whose first line may hold flags.
/// </summary>
internal sealed class TypesTestData(StandardLibrary library)
{
    /// <summary>How far a column may be off, as in Go's own runner.</summary>
    private static readonly (string Folder, int Tolerance)[] s_folders =
    [
        ("internal/types/testdata/check", 50), ("internal/types/testdata/spec", 20), ("internal/types/testdata/examples", 125),
        ("internal/types/testdata/fixedbugs", 100), ("cmd/compile/internal/types2/testdata/local", 0),
    ];

    private sealed record Expectation(Pos Pos, string Pattern, bool IsRegex);

    /// <summary>All tests: a name, the files of the package, the column tolerance.</summary>
    public static IEnumerable<(string Name, string[] Files, int Tolerance)> All()
    {
        foreach ((string folder, int tolerance) in s_folders)
        {
            string full = Path.Combine(GoSources.Root, "src", folder);
            foreach (string entry in Directory.EnumerateFileSystemEntries(full).Order(StringComparer.Ordinal))
            {
                string[] files = Directory.Exists(entry) ? [.. Directory.EnumerateFiles(entry, "*.go").Order(StringComparer.Ordinal)]
                    : [entry];
                yield return ($"{Path.GetFileName(folder)}/{Path.GetFileName(entry)}", files, tolerance);
            }
        }
    }

    /// <summary>What went wrong in a test; empty: it passed. Null: nothing to test on this target.</summary>
    public List<string>? Run(string[] paths, int tolerance)
    {
        var sources = new SourceFileTable();
        var sink = new DiagnosticSink();
        var names = new NameTable();
        var files = new List<SyntaxFile>();
        var expected = new List<Expectation>();
        string version = "";
        int nextId = 1;
        foreach (string path in paths)
        {
            byte[] content = File.ReadAllBytes(path);
            if (!IsForTarget(content))
            {
                continue;
            }
            if (files.Count == 0)
            {
                version = Flag(content, "lang");
            }
            SourceFile source = sources.Add(path, Path.GetFileName(path), content);
            files.Add(Parser.ParseFile(source, names, ref nextId, sink));
            CollectExpectations(source, expected);
        }
        if (files.Count == 0)
        {
            return null;
        }
        CheckOptions options = StandardLibrary.Options(library.Import)
            with { GoVersion = version, IsCheckerTest = true, IsStandardLibrary = false };
        var package = new Package(files[0].PackageName.Value, "");
        Checker.Check(package, files, nextId, options, sink);
        return Compare(sink.All, expected, sources, tolerance);
    }

    private static List<string> Compare(IReadOnlyList<Diagnostic> errors, List<Expectation> expected, SourceFileTable sources,
        int tolerance)
    {
        var problems = new List<string>();
        var seen = new HashSet<(Pos, string)>();
        foreach (Diagnostic error in errors)
        {
            string message = CheckerWording(error);
            if (!seen.Add((error.Pos, message)) && error.Code.StartsWith("GO1", StringComparison.Ordinal))
            {
                continue; // the scanner may look twice; users see it once
            }
            string place = $"{sources.FileOf(error.Pos)?.DisplayPath}:{error.Pos.Line}:{error.Pos.Column}";
            Expectation? best = null;
            foreach (Expectation e in expected)
            {
                if (e.Pos.File == error.Pos.File && e.Pos.Line == error.Pos.Line
                    && (e.IsRegex ? Regex.IsMatch(message, e.Pattern) : message.Contains(e.Pattern, StringComparison.Ordinal))
                    && (best is null || Math.Abs(e.Pos.Column - error.Pos.Column) < Math.Abs(best.Pos.Column - error.Pos.Column)))
                {
                    best = e;
                }
            }
            if (best is null)
            {
                problems.Add($"{place}: unexpected: {message}");
                continue;
            }
            expected.Remove(best);
            if (Math.Abs(best.Pos.Column - error.Pos.Column) > tolerance)
            {
                problems.Add($"{place}: wanted in column {best.Pos.Column}: {message}");
            }
        }
        foreach (Expectation e in expected)
        {
            problems.Add($"{sources.FileOf(e.Pos)?.DisplayPath}:{e.Pos.Line}:{e.Pos.Column}: missing: {e.Pattern}");
        }
        return problems;
    }

    /// <summary>
    /// The text as the checker alone gives it: with related places, and labels in its words (our parser reports them in the compiler's).
    /// </summary>
    private static string CheckerWording(Diagnostic error)
    {
        var text = new StringBuilder(error.Message);
        foreach (RelatedLocation related in error.Related ?? [])
        {
            text.Append("\n\t").Append(related.Pos.Line).Append(':').Append(related.Pos.Column).Append(": ").Append(related.Message);
        }
        string message = text.ToString();
        message = Regex.Replace(message, "^label (.*) defined and not used$", "label $1 declared and not used");
        message = Regex.Replace(message, "^label (.*) not defined$", "label $1 not declared");
        message = Regex.Replace(message, "^label (.*) already defined", "label $1 already declared");
        message = Regex.Replace(message, "^goto (.*) jumps over declaration of .* at .*:([0-9]+):[0-9]+$",
            "goto $1 jumps over variable declaration at line $2");
        message = Regex.Replace(message, "^(break|continue) label not defined: (.*)$", "invalid $1 label $2");
        message = message.Replace("break is not in a loop, switch, or select", "break not in for, switch, or select statement",
            StringComparison.Ordinal);
        return message.Replace("continue is not in a loop", "continue not in for statement", StringComparison.Ordinal);
    }

    private static string Flag(byte[] content, string name)
    {
        string line = Encoding.UTF8.GetString(content, 0, Math.Max(0, Array.IndexOf(content, (byte)'\n')));
        Match match = Regex.Match(line, @"^//\s*-.*\b" + name + @"=(\S+)");
        return match.Success && line.TrimStart('/', ' ').StartsWith('-') ? match.Groups[1].Value : "";
    }

    private static bool IsForTarget(byte[] content)
    {
        foreach (string line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            if (line.StartsWith("package ", StringComparison.Ordinal))
            {
                break;
            }
            if (line.StartsWith("//go:build ", StringComparison.Ordinal) && BuildExpression.Parse(line[11..], out _) is { } expression)
            {
                return expression.IsSatisfied(tag => tag is "linux" or "amd64"
                    || (tag.StartsWith("go1.", StringComparison.Ordinal) && int.Parse(tag[4..]) <= 27));
            }
        }
        return true;
    }

    private static void CollectExpectations(SourceFile source, List<Expectation> expected)
    {
        // A copy: scanning notes line directives at the file.
        SourceFile copy = new SourceFileTable().Add(source.Path, source.Path, source.Content);
        var scanner = new Scanner(copy, new DiagnosticSink());
        int end = 0;
        Pos previous = default;
        Token token;
        do
        {
            token = scanner.Next();
            string gap = Encoding.UTF8.GetString(source.Content, end, Math.Max(0, scanner.Start - end));
            foreach (Match comment in Regex.Matches(gap, @"//[^\n]*|/\*[\s\S]*?\*/"))
            {
                string text = comment.Value[1] == '*' ? comment.Value[2..^2] : comment.Value[2..].TrimEnd('\r');
                bool isRegex = text.StartsWith(" ERRORx ", StringComparison.Ordinal);
                if (isRegex || text.StartsWith(" ERROR ", StringComparison.Ordinal))
                {
                    string literal = text[(isRegex ? 8 : 7)..].Trim();
                    byte[] bytes = ConstantLiterals.Unquote(literal) ?? throw new FormatException($"{source.Path}: {text}");
                    expected.Add(new Expectation(previous, Encoding.UTF8.GetString(bytes), isRegex));
                }
            }
            bool inserted = token == Token.Semicolon && (scanner.Start >= source.Content.Length || source.Content[scanner.Start] != ';');
            if (!inserted)
            {
                previous = new Pos(source.Index, scanner.Line, scanner.Column);
            }
            end = inserted ? Math.Min(scanner.Start, source.Content.Length) : scanner.End;
        }
        while (token != Token.EndOfFile);
    }
}
