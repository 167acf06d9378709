using Go.Sdk.TestHost;

namespace Go.Sdk.Tests.Sdk;

/// <summary>Where a test's output says that it failed.</summary>
public sealed class FailurePlaceTests
{
    private static FailurePlace Find(params string[] lines)
        => FailurePlace.Find([.. lines.Select(l => new TestOutput(l.TrimStart('!') + "\n", l.StartsWith('!')))], "/src/p");

    [Fact]
    public void The_first_error_counts_and_not_a_log_before_it()
        => Assert.Equal(new FailurePlace("/src/p/a_test.go", 7, "want 1" + Environment.NewLine + "got 2"),
            Find("    a_test.go:5: a log", "!    a_test.go:7: want 1", "!        got 2", "!    a_test.go:9: more"));

    [Fact]
    public void Without_marks_the_first_message_counts()
        => Assert.Equal(new FailurePlace("/src/p/a_test.go", 5, "skipped"), Find("    a_test.go:5: skipped"));

    [Fact]
    public void A_panic_has_the_first_line_of_the_package_in_its_stack()
        => Assert.Equal(new FailurePlace("/src/p/b.go", 12, "panic: no"),
            Find("    a_test.go:5: a log", "panic: no", "goroutine 7 [running]:", "panic(...)", "\t/go/src/runtime/panic.go:783 +0x132",
                "p.f()", "\t/src/p/b.go:12 +0x1d"));

    [Fact]
    public void A_panic_while_fuzzing_is_found_though_it_is_told_as_a_message()
        => Assert.Equal(new FailurePlace("/src/p/b.go", 12, "panic: no"), Find(
            "    --- FAIL: FuzzA (0.00s)", "        testing.go:2078: panic: no", "            goroutine 7 [running]:",
            "            panic(...)",
            "            \t/go/src/runtime/panic.go:783 +0x132", "            p.f()", "            \t/src/p/b.go:12 +0x1d", "    "));

    private static FailurePlace WithInput(FailurePlace place, params string[] lines)
        => FuzzFailure.WithInput(place, [.. lines.Select(l => new TestOutput(l + "\n", false))], "/src/p");

    [Fact]
    public void What_fuzzing_found_is_told_with_its_file()
    {
        const string Written = "    Failing input written to testdata/fuzz/FuzzA/0f1e",
            Told = "failing input written to /src/p/testdata/fuzz/FuzzA/0f1e; to run it again: dotnet test -p:GoTestRun=FuzzA/0f1e";
        var place = new FailurePlace("/src/p/a_test.go", 7, "want 1");
        Assert.Equal(place with { Message = $"want 1{Environment.NewLine}{Told}" },
            WithInput(place, "        a_test.go:7: want 1", "    ", Written, "    To re-run:", "    go test -run=FuzzA/0f1e"));
        Assert.Equal(place, WithInput(place, "        a_test.go:7: want 1"));
        Assert.Equal(new FailurePlace("/src/p/testdata/fuzz/FuzzA/0f1e", 1,
            $"fuzzing process hung or terminated unexpectedly: exit status 3{Environment.NewLine}{Told}"),
            WithInput(new FailurePlace("", 0, "all of it"), "fuzz: elapsed: 0s, execs: 5 (33/sec)",
                "    fuzzing process hung or terminated unexpectedly: exit status 3", Written));
    }

    [Fact]
    public void Output_without_a_place_is_the_message()
        => Assert.Equal(new FailurePlace("", 0, "some text"), Find("some text"));
}
