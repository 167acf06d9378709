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
            Find("    a_test.go:5: a log", "panic: no", "goroutine 7 [running]:", "panic(...)", "\t/go/src/runtime/panic.go:783 +0x132", "p.f()", "\t/src/p/b.go:12 +0x1d"));

    [Fact]
    public void Output_without_a_place_is_the_message()
        => Assert.Equal(new FailurePlace("", 0, "some text"), Find("some text"));
}
