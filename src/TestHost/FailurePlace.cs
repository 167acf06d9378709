using System.Text.RegularExpressions;

namespace Go.Sdk.TestHost;

/// <summary>
/// Where a test failed and what it said, found in its output: <c>    name_test.go:12: message</c>, or the first line of Go code in a
/// panic's stack.
/// </summary>
/// <param name="File">Full path; empty when the output names no file.</param>
/// <param name="Line">From 1; 0 when unknown.</param>
/// <param name="Message">The message, or the whole output where no line stands out.</param>
internal sealed partial record FailurePlace(string File, int Line, string Message)
{
    /// <summary>By how much package testing indents the further lines of a message.</summary>
    private const int Indentation = 8;

    /// <summary>Searches a test's output.</summary>
    /// <param name="output">Lines with their ends, in order.</param>
    /// <param name="directory">Folder of the package: messages name files without theirs.</param>
    public static FailurePlace Find(IReadOnlyList<TestOutput> output, string directory)
        => FromMessages(output, directory, errorsOnly: true) ?? FromPanic(output, directory)
            ?? FromMessages(output, directory, errorsOnly: false)
            ?? new FailurePlace("", 0, Plain(output));

    /// <summary>The output as one text.</summary>
    public static string Plain(IReadOnlyList<TestOutput> output) => string.Concat(output.Select(o => o.Text)).TrimEnd();

    /// <summary>The first message; deeper indented lines belong to it.</summary>
    private static FailurePlace? FromMessages(IReadOnlyList<TestOutput> output, string directory, bool errorsOnly)
    {
        for (int i = 0; i < output.Count; i++)
        {
            Match m = MessageLine().Match(output[i].Text);
            if (!m.Success || errorsOnly && !output[i].IsError)
            {
                continue;
            }
            string message = m.Groups["text"].Value.TrimEnd();
            for (int next = i + 1; next < output.Count && Continuation().IsMatch(output[next].Text)
                && !MessageLine().IsMatch(output[next].Text); next++)
            {
                message += Environment.NewLine + output[next].Text[Indentation..].TrimEnd();
            }
            return At(m, directory, message);
        }
        return null;
    }

    private static FailurePlace? FromPanic(IReadOnlyList<TestOutput> output, string directory)
    {
        string what = "";
        for (int i = 0; i < output.Count; i++)
        {
            if (what.Length == 0 && Panic().Match(output[i].Text) is { Success: true } panic)
            {
                what = panic.Groups["text"].Value.TrimEnd();
            }
            Match m = Frame().Match(output[i].Text);
            if (what.Length > 0 && m.Success && m.Groups["file"].Value.StartsWith(directory, StringComparison.Ordinal))
            {
                return At(m, directory, what);
            }
        }
        return what.Length == 0 ? null : new FailurePlace("", 0, what);
    }

    private static FailurePlace At(Match m, string directory, string message)
        => new(Path.GetFullPath(m.Groups["file"].Value, directory),
            int.Parse(m.Groups["line"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), message);

    [GeneratedRegex(@"^ +(?<file>[^\s:][^:]*\.go):(?<line>\d+): (?<text>.*)")]
    private static partial Regex MessageLine();

    [GeneratedRegex(@"^ {8}")]
    private static partial Regex Continuation();

    // While it fuzzes, package testing catches panics and reports them as a message, indented like one.
    [GeneratedRegex(@"^( {8}testing\.go:\d+: )?(?<text>(panic: |fatal error: |SIG[A-Z]+: ).*)")]
    private static partial Regex Panic();

    [GeneratedRegex(@"^ *\t(?<file>/[^:]*\.go):(?<line>\d+)( |$)")]
    private static partial Regex Frame();
}
