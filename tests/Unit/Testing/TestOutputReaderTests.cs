using System.Text;
using System.Text.RegularExpressions;
using Go.Compiler.Testing;

namespace Go.Compiler.Tests.Testing;

/// <summary>Events made of what test programs print. In the texts ^V, ^O, ^N and ^[ stand for the control bytes.</summary>
public sealed class TestOutputReaderTests
{
    private static List<TestEvent> Read(string text, bool succeeded = true, int piece = int.MaxValue, bool hasClock = false)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.Replace("^V", "\x16").Replace("^O", "\x0f").Replace("^N", "\x0e").Replace("^[", "\x1b"));
        var events = new List<TestEvent>();
        var reader = new TestOutputReader("p", events.Add, hasClock ? () => DateTimeOffset.UnixEpoch : null);
        for (int i = 0; i < bytes.Length; i += piece)
        {
            reader.Write(bytes.AsSpan(i, Math.Min(piece, bytes.Length - i)));
        }
        reader.Finish(succeeded);
        return events;
    }

    /// <summary>One event a line: action, test, output and its type, several blanks as one.</summary>
    private static string Text(IEnumerable<TestEvent> events) => string.Join('\n', events.Select(e =>
        Regex.Replace($"{TestEventJson.NameOf(e.Action)} {e.Test}{(e.Output.Length > 0 ? $" [{e.Output.Replace("\n", "$")}]" : "")} {e.OutputType}", "[ \t]+", " ").Trim()));

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    [InlineData(7)]
    public void Tests_with_subtests(int piece)
    {
        const string Output =
            "^V=== RUN   TestA\n    a.go:1: é€\n^V=== RUN   TestA/x\n^V=== PAUSE TestA/x\n^V=== CONT  TestA/x\nhello\n^V--- FAIL: TestA (0.25s)\n    ^V--- SKIP: TestA/x (0.00s)\n^VFAIL\n";
        // Reports of subtests are indented behind the mark.
        List<TestEvent> events = Read(Output.Replace("    ^V---", "^V    ---"), succeeded: false, piece: piece);
        Assert.Equal("""
            run TestA
            output TestA [=== RUN TestA$] frame
            output TestA [ a.go:1: é€$]
            run TestA/x
            output TestA/x [=== RUN TestA/x$] frame
            output TestA/x [=== PAUSE TestA/x$] frame
            pause TestA/x
            cont TestA/x
            output TestA/x [=== CONT TestA/x$] frame
            output TestA/x [hello$]
            output TestA [--- FAIL: TestA (0.25s)$] frame
            output TestA/x [ --- SKIP: TestA/x (0.00s)$] frame
            skip TestA/x
            fail TestA
            output [FAIL$] frame
            fail
            """.ReplaceLineEndings("\n"), Text(events));
        Assert.All(events, e => Assert.Null(e.Elapsed));
    }

    [Fact]
    public void Durations_need_a_clock()
    {
        List<TestEvent> events = Read("^V=== RUN   TestA\n^V--- PASS: TestA (1.50s)\n^VPASS\n", hasClock: true);
        Assert.Equal(1.5, events.Single(e => e is { Action: TestAction.Pass, Test: "TestA" }).Elapsed);
        Assert.Equal(0, events[^1].Elapsed);
        Assert.All(events, e => Assert.Equal(DateTimeOffset.UnixEpoch, e.Time));
    }

    [Fact]
    public void Marks_inside_a_line_and_escaped_ones()
    {
        Assert.Equal("""
            run A
            output A [=== RUN A$] frame
            output A [no end]
            output A [--- FAIL: A (0.00s)$] frame
            fail A
            output [FAIL$] frame
            fail
            """.ReplaceLineEndings("\n"), Text(Read("^V=== RUN   A\nno end^V--- FAIL: A (0.00s)\n^VFAIL\n", succeeded: false)));
        List<TestEvent> escaped = Read("^V=== RUN   A\n^[^V=== RUN   B ^[^[ ^[^O ^[^N\n");
        Assert.Equal("\x16=== RUN   B \x1b \x0f \x0e\n", escaped.Single(e => e is { Action: TestAction.Output, OutputType: "" }).Output);
    }

    [Fact]
    public void Errors_over_several_lines_and_behind_other_text()
    {
        Assert.Equal("""
            run A
            output A [=== RUN A$] frame
            output A [ text ]
            output A [ a.go:1: one$] error
            output A [ two$] error-continue
            output A [ three$]
            pass
            """.ReplaceLineEndings("\n"), Text(Read("^V=== RUN   A\n text ^O    a.go:1: one\n        two\n^N three\n")));
        List<TestEvent> one = Read("^V=== RUN   A\n^O    a.go:1: one^N\nnext\n");
        Assert.Equal([("    a.go:1: one\n", "error"), ("next\n", "")],
            one.Where(e => e is { Action: TestAction.Output, OutputType: not "frame" }).Select(e => (e.Output, e.OutputType)));
    }

    [Fact]
    public void After_marked_lines_only_marked_lines_count()
    {
        List<TestEvent> events =
            Read("=== RUN   A\n--- PASS: A (0.00s)\n^V=== RUN   B\n=== RUN   C\nFAIL\n--- FAIL: B (0.00s)\n^V--- PASS: B (0.00s)\n^VPASS\n");
        Assert.Equal([("run", "A"), ("pass", "A"), ("run", "B"), ("pass", "B"), ("pass", "")],
            events.Where(e => e.Action != TestAction.Output).Select(e => (TestEventJson.NameOf(e.Action), e.Test)));
    }

    [Fact]
    public void A_panic_fails_the_test_that_ran()
    {
        Assert.Equal("""
            run A
            output A [=== RUN A$] frame
            output A [--- FAIL: A (0.00s)$] frame
            output A [panic: boom$]
            output A [$]
            output A [exit status 2$]
            fail A
            output [FAIL p 0.01s$] frame
            fail
            """.ReplaceLineEndings("\n"), Text(Read("^V=== RUN   A\n^V--- FAIL: A (0.00s)\npanic: boom\n\nexit status 2\n^VFAIL\tp\t0.01s\n", succeeded: false)));
    }

    [Fact]
    public void The_exit_status_decides()
    {
        Assert.Equal(TestAction.Fail, Read("^VPASS\n", succeeded: false)[^1].Action);
        Assert.Equal(TestAction.Fail, Read("", succeeded: false)[^1].Action);
        Assert.Equal(TestAction.Pass, Read("anything")[^1].Action);
        Assert.Equal(TestAction.Skip, Read("?   \tp\t[no test files]\n")[^1].Action);
    }

    [Fact]
    public void Benchmarks_attributes_and_artifacts()
    {
        Assert.Equal("""
            output [goos: linux$]
            run BenchmarkA
            output BenchmarkA [=== RUN BenchmarkA$] frame
            output BenchmarkA [BenchmarkA$]
            output BenchmarkA [BenchmarkA-2 100 5 ns/op$]
            output BenchmarkA [--- BENCH: BenchmarkA-2$] frame
            bench BenchmarkA-2
            pass
            """.ReplaceLineEndings("\n"), Text(Read("goos: linux\n^V=== RUN   BenchmarkA\nBenchmarkA\nBenchmarkA-2 100 5 ns/op\n^V--- BENCH: BenchmarkA-2\n")).Replace("output BenchmarkA-2", "output BenchmarkA"));
        List<TestEvent> events = Read("^V=== ATTR  A key some value\n^V=== ARTIFACTS A /tmp/some path\n^V=== NAME  \nx\n");
        Assert.Equal(("A", "key", "some value"), (events[0].Test, events[0].Key, events[0].Value));
        TestEvent artifacts = events.Single(e => e.Action == TestAction.Artifacts);
        Assert.Equal(("A", "/tmp/some path"), (artifacts.Test, artifacts.Value));
        Assert.Equal("", events.Single(e => e.Output == "x\n").Test);
    }

    [Fact]
    public void Long_lines_come_in_parts_that_end_with_whole_characters()
    {
        string text = string.Concat(Enumerable.Repeat("€", 5000)) + "--- FAIL: x (0.00s)\n";
        List<TestEvent> events = Read("^V=== RUN   A\n" + text, piece: 1000);
        Assert.Equal(text, string.Concat(events.Where(e => e.OutputType != "frame").Select(e => e.Output)));
        Assert.DoesNotContain(events, e => e.Output.Contains('\ufffd') || e.Action == TestAction.Fail);
    }

    [Fact]
    public void Events_as_json()
    {
        var e = new TestEvent(TestAction.Output, "p", "A", "<é>\n", null, DateTimeOffset.UnixEpoch) { OutputType = "frame" };
        Assert.Equal("""{"Time":"1970-01-01T00:00:00Z","Action":"output","Package":"p","Test":"A","Output":"\u003cé\u003e\n","OutputType":"frame"}""", TestEventJson.Write(e));
        Assert.Equal("""{"ImportPath":"p","Action":"build-fail"}""",
            TestEventJson.Write(new TestEvent(TestAction.BuildFail, "p", "", "", null, null)));
        Assert.Equal("""{"Action":"cont","Package":"p","Elapsed":0.5}""",
            TestEventJson.Write(new TestEvent(TestAction.Continue, "p", "", "", 0.5, null)));
    }
}
