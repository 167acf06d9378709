using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Syntax;

/// <summary>Go's own parser tests: files whose comments say which error is expected at the next token, or on the line.</summary>
internal static class SyntaxTestData
{
    /// <summary>Paths of all files, in order.</summary>
    public static IEnumerable<string> All()
        => Directory.GetFiles(Path.Combine(GoSources.Root, "src", "cmd", "compile", "internal", "syntax", "testdata"), "*.go")
            .Order(StringComparer.Ordinal);

    /// <summary>What went wrong; empty: it passed.</summary>
    public static List<string> Run(string path)
    {
        var problems = new List<string>();
        byte[] content = File.ReadAllBytes(path);
        string name = Path.GetFileName(path);
        Dictionary<(int, int), string> expected = ExpectedErrors(content);
        var sink = new DiagnosticSink();
        int nextNodeId = 1;
        Parser.ParseFile(new SourceFileTable().Add(name, name, content), new NameTable(), ref nextNodeId, sink);
        foreach (Diagnostic error in sink.All)
        {
            (int, int) place = (error.Pos.Line, error.Pos.Column);
            if (!expected.ContainsKey(place))
            {
                place.Item2 = 0;
            }
            if (!expected.Remove(place, out string? pattern) || !Regex.IsMatch(error.Message, pattern))
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{name}:{error.Pos.Line}:{error.Pos.Column}: {error.Message} (expected: {pattern})"));
            }
        }
        foreach (((int line, int column), string pattern) in expected)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name}:{line}:{column}: missing: {pattern}"));
        }
        return problems;
    }

    /// <summary>Patterns by place; column 0 stands for anywhere on the line.</summary>
    private static Dictionary<(int, int), string> ExpectedErrors(byte[] content)
    {
        var expected = new Dictionary<(int, int), string>();
        var scanner = new Scanner(new SourceFileTable().Add("x.go", "x.go", content), new DiagnosticSink());
        int end = 0;
        Token token;
        do
        {
            token = scanner.Next();
            string gap = Encoding.Latin1.GetString(content, end, Math.Max(0, scanner.Start - end));
            foreach (Match comment in Regex.Matches(gap, @"//.*|/\*[\s\S]*?\*/"))
            {
                if (comment.Value.StartsWith("// ERROR ", StringComparison.Ordinal))
                {
                    int line = 1 + content.AsSpan(0, end + comment.Index).Count((byte)'\n');
                    expected[(line, 0)] = comment.Value[9..].Trim();
                }
                else if (comment.Value.StartsWith("/* ERROR ", StringComparison.Ordinal))
                {
                    expected[(scanner.Line, scanner.Column)] = comment.Value[9..^2].Trim();
                }
            }
            end = scanner.End;
        }
        while (token != Token.EndOfFile);
        return expected;
    }
}
