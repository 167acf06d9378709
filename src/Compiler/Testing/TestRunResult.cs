namespace Go.Compiler.Testing;

/// <summary>What came of running a test program.</summary>
/// <param name="Passed">It ended with status 0.</param>
/// <param name="Status">How it ended in Go's words: <c>exit status 1</c>, <c>signal: killed</c>; empty for status 0.</param>
/// <param name="Elapsed">How long it ran.</param>
/// <param name="TimedOut">It was ended because it ran too long.</param>
public sealed record TestRunResult(bool Passed, string Status, TimeSpan Elapsed, bool TimedOut);
