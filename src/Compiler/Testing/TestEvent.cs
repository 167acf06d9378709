namespace Go.Compiler.Testing;

/// <summary>What a test event tells, in the words of Go's test output format (<c>go doc test2json</c>).</summary>
public enum TestAction
{
    Start,
    Run,
    Pause,
    Continue,
    Output,
    Pass,
    Bench,
    Fail,
    Skip,
    Artifacts,
    Attribute,
    BuildOutput,
    BuildFail,
}

/// <summary>One step of a test program's run, as <c>go test -json</c> writes it.</summary>
/// <param name="Action">What happened.</param>
/// <param name="Package">Import path of the package under test.</param>
/// <param name="Test">Name of test, subtest, example, benchmark or fuzz target; empty when the event is about the package.</param>
/// <param name="Output">Text of an output event, line end included; empty otherwise.</param>
/// <param name="Elapsed">Seconds, for events that end a test or a package; null otherwise.</param>
/// <param name="Time">When it happened; null when the source has no clock (conversion of a saved log).</param>
public sealed record TestEvent(TestAction Action, string Package, string Test, string Output, double? Elapsed, DateTimeOffset? Time)
{
    /// <summary>
    /// Key and value of an <see cref="TestAction.Attribute"/> event; path of an <see cref="TestAction.Artifacts"/> event in <see
    /// cref="Value"/>.
    /// </summary>
    public string Key { get; init; } = "";

    /// <inheritdoc cref="Key"/>
    public string Value { get; init; } = "";

    /// <summary>
    /// Of output: <c>frame</c> for lines of package testing, <c>error</c> and <c>error-continue</c> for what t.Error and the like print;
    /// else empty.
    /// </summary>
    public string OutputType { get; init; } = "";

    /// <summary>Of a package's <see cref="TestAction.Fail"/> event: the package whose compilation failed, if that is why.</summary>
    public string FailedBuild { get; init; } = "";
}
