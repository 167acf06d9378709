using System.Globalization;
using System.Text.RegularExpressions;
using Go.Compiler.Testing;

namespace Go.Sdk.TestHost;

/// <summary>The events in what a test program writes with <c>-test.v=test2json</c>: control characters mark the testing package's own lines and the reports of failures.</summary>
internal sealed partial class TestEventSource(string package, Func<TestEvent, Task> take)
{
    private const char Mark = '\x16', ErrorBegin = '\x0F', ErrorEnd = '\x0E';
    private string _current = "";
    private bool _error;

    public static async Task Read(string package, TextReader reader, Func<TestEvent, Task> take)
    {
        var source = new TestEventSource(package, take);
        while (await reader.ReadLineAsync() is { } line)
        {
            await source.Line(line);
        }
    }

    private async Task Line(string line)
    {
        int mark = line.IndexOf(Mark);
        if (mark > 0 && line[..mark].Trim().Length > 0)
        {
            await Line(line[..mark]); // the program wrote without an end of line before
        }
        string own = mark >= 0 ? line[(mark + 1)..] : line;
        Match step = mark >= 0 ? Step().Match(own) : Match.Empty;
        if (step.Success)
        {
            await TakeStep(step.Groups["word"].Value, step.Groups["name"].Value);
            return;
        }
        Match result = mark >= 0 ? Result().Match(own) : Match.Empty;
        if (result.Success)
        {
            string test = result.Groups["name"].Value;
            TestAction action = result.Groups["word"].Value switch { "PASS" => TestAction.Pass, "SKIP" => TestAction.Skip, "BENCH" => TestAction.Bench, _ => TestAction.Fail };
            _current = test;
            await take(new TestEvent(action, package, test, "", double.Parse(result.Groups["seconds"].Value, CultureInfo.InvariantCulture), DateTimeOffset.Now));
            return;
        }
        bool error = _error || own.Contains(ErrorBegin);
        _error = error && !own.Contains(ErrorEnd);
        string text = own.Replace(ErrorBegin.ToString(), "", StringComparison.Ordinal).Replace(ErrorEnd.ToString(), "", StringComparison.Ordinal);
        await take(new TestEvent(TestAction.Output, package, mark >= 0 ? "" : _current, text + "\n", null, DateTimeOffset.Now) { OutputType = error ? "error" : "" });
    }

    private async Task TakeStep(string word, string name)
    {
        _current = name;
        TestAction? action = word switch { "RUN" => TestAction.Run, "PAUSE" => TestAction.Pause, "CONT" => TestAction.Continue, _ => null };
        if (action is { } a)
        {
            await take(new TestEvent(a, package, name, "", null, DateTimeOffset.Now));
        }
    }

    [GeneratedRegex(@"^=== (?<word>RUN|PAUSE|CONT|NAME) +(?<name>.*)$")]
    private static partial Regex Step();

    [GeneratedRegex(@"^ *--- (?<word>PASS|FAIL|SKIP|BENCH): (?<name>.*) \((?<seconds>[0-9.]+)s\)$")]
    private static partial Regex Result();
}
