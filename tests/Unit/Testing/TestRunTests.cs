using System.Text;
using Go.Compiler.Testing;

namespace Go.Compiler.Tests.Testing;

/// <summary>Running programs, with shell scripts in the place of test programs.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Collection(ClockCollection.Name)]
public sealed class TestRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("test-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private TestRunOptions Options(string script)
    {
        string path = Path.Combine(_folder, "p.test");
        File.WriteAllText(path, "#!/bin/sh\n" + script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new TestRunOptions { Program = path, Directory = _folder, Package = "example.com/p", Grace = TimeSpan.FromSeconds(1) };
    }

    private static (TestRunResult Result, string Text) Run(TestRunOptions options)
    {
        var text = new StringBuilder();
        TestRunResult result = TestRun.Run(options, bytes => text.Append(Encoding.UTF8.GetString(bytes.Span)), CancellationToken.None);
        return (result, System.Text.RegularExpressions.Regex.Replace(text.ToString(), @"\d+\.\d{3}s", "TIME"));
    }

    [Theory]
    [InlineData("echo PASS", true, "PASS\nok  \texample.com/p\tTIME\n")]
    [InlineData("printf x", true, "x\nok  \texample.com/p\tTIME\n")]
    [InlineData("echo 'testing: warning: no tests to run'; echo PASS", true,
        "testing: warning: no tests to run\nPASS\nok  \texample.com/p\tTIME [no tests to run]\n")]
    [InlineData("echo FAIL; exit 1", false, "FAIL\nFAIL\texample.com/p\tTIME\n")]
    [InlineData("exit 3", false, "exit status 3\nFAIL\texample.com/p\tTIME\n")]
    [InlineData("echo x; kill -SEGV $$", false, "x\nsignal: segmentation fault\nFAIL\texample.com/p\tTIME\n")]
    [InlineData("echo a; echo b >&2; echo c; cat; pwd | sed s,.*/test-run-.*,folder,", true,
        "a\nb\nc\nfolder\nok  \texample.com/p\tTIME\n")]
    public void Programs_and_what_is_said_of_them(string script, bool passed, string expected)
    {
        (TestRunResult result, string text) = Run(Options(script));
        Assert.Equal(expected, text);
        Assert.Equal(passed, result.Passed);
    }

    [Theory]
    [InlineData("printf x", true, "xok  \texample.com/p\tTIME\n")]
    [InlineData("printf x; exit 1", false, "xexit status 1\nFAIL\texample.com/p\tTIME\n")]
    public void Output_that_is_only_passed_on(string script, bool passed, string expected)
    {
        (TestRunResult result, string text) = Run(Options(script) with { PassesOn = true });
        Assert.Equal((passed, expected), (result.Passed, text));
    }

    /// <summary>The way of systems without a shell, tried where there is one.</summary>
    [Fact]
    public void Programs_that_are_started_without_a_shell()
    {
        (TestRunResult result, string text) = Run(Options("echo \"$1\"; sleep 0.2; echo b >&2; sleep 0.2; cat; echo c; exit 1")
            with { WithoutShell = true, Arguments = ["a 'b'"] });
        Assert.Equal("a 'b'\nb\nc\nFAIL\texample.com/p\tTIME\n", text);
        Assert.False(result.Passed);
        (result, text) = Run(Options("trap 'echo dump; exit 2' QUIT; while :; do sleep 0.05; done")
            with { WithoutShell = true, KillAfter = TimeSpan.FromSeconds(1) });
        Assert.True(result.TimedOut);
        Assert.Contains("dump\n*** Test killed with quit", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_and_environment()
    {
        Assert.StartsWith("a b|c\nd\n", Run(Options("echo \"$1|$2\"; echo $X; echo $PWD")
            with { Arguments = ["a b", "c"], Environment = new Dictionary<string, string> { ["X"] = "d" } }).Text,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Out_of_time_a_program_is_asked_for_its_goroutines_first()
    {
        (TestRunResult result, string text) = Run(Options("trap 'echo dump; exit 2' QUIT; while :; do sleep 0.05; done")
            with { KillAfter = TimeSpan.FromSeconds(2) });
        Assert.True(result.TimedOut);
        Assert.False(result.Passed);
        Assert.Contains("dump\n*** Test killed with quit: ran too long (2s).\n", text, StringComparison.Ordinal);
        (result, text) = Run(Options("trap '' QUIT; while :; do sleep 0.05; done") with { KillAfter = TimeSpan.FromSeconds(2) });
        Assert.False(result.Passed);
        Assert.Contains("signal: killed\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Children_that_keep_the_output_open_do_not_keep_the_run()
    {
        (TestRunResult result, string text) = Run(Options("sleep 20 & echo PASS"));
        Assert.False(result.Passed);
        Assert.Contains("*** Test I/O incomplete 1s after exiting.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_ends_the_program()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        Assert.ThrowsAny<OperationCanceledException>(() => TestRun.Run(Options("sleep 30"), _ => { }, cancellation.Token));
    }

    [Fact]
    public void Events_of_a_run()
    {
        var events = new List<TestEvent>();
        TestRunResult result = TestRun.Run(Options("printf '\\026=== RUN   TestA\\n'; exit 2"), events.Add, CancellationToken.None);
        Assert.False(result.Passed);
        Assert.Equal("start run output output fail", string.Join(' ', events.Select(e => TestEventJson.NameOf(e.Action))));
        Assert.Equal("", events[^1].Test);
    }
}
