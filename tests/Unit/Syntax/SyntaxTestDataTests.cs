using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Syntax;

/// <summary>Go's own parser tests: files whose comments say which error is expected at the next token, or on the line.</summary>
public sealed class SyntaxTestDataTests
{
    [Fact]
    public void Every_expected_error_is_reported_and_no_other()
    {
        string folder = Path.Combine(GoSources.Root, "src", "cmd", "compile", "internal", "syntax", "testdata");
        string[] files = Directory.GetFiles(folder, "*.go");
        Assert.NotEmpty(files);
        var failures = new StringBuilder();
        foreach (string path in files)
        {
            byte[] content = File.ReadAllBytes(path);
            Dictionary<(int, int), string> expected = ExpectedErrors(content);
            foreach (Diagnostic error in Parsed.Bytes(content, Path.GetFileName(path)).Sink.All)
            {
                (int, int) place = (error.Pos.Line, error.Pos.Column);
                if (!expected.ContainsKey(place))
                {
                    place.Item2 = 0;
                }
                if (!expected.Remove(place, out string? pattern) || !Regex.IsMatch(error.Message, pattern))
                {
                    failures.AppendLine(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}:{error.Pos.Line}:{error.Pos.Column}: {error.Message} (expected: {pattern})");
                }
            }
            foreach (((int line, int column), string pattern) in expected)
            {
                failures.AppendLine(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}:{line}:{column}: missing: {pattern}");
            }
        }
        Assert.Equal("", failures.ToString());
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
