namespace Go.Sdk.TestHost;

/// <summary>
/// A failed Go test, in the form that the platform and its reports want for failures. The stack names the test, file and line as .NET's do,
/// so that tools find the place.
/// </summary>
internal sealed class GoTestFailure(string test, FailurePlace place) : Exception(place.Message)
{
    public override string? StackTrace => place.File.Length > 0 ? $"   at {test}() in {place.File}:line {place.Line}" : null;
}
