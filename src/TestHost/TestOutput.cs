namespace Go.Sdk.TestHost;

/// <summary>A line that a test wrote; what package testing writes about how tests go on is not among them.</summary>
/// <param name="Text">With its end of line.</param>
/// <param name="IsError">The test program marked it as the report of a failure.</param>
internal sealed record TestOutput(string Text, bool IsError);
