namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>A script ends here: not a failure.</summary>
/// <param name="isSkip">It does not apply here; else it has shown all it wants to show.</param>
internal sealed class ScriptEnd(string reason, bool isSkip) : Exception(reason)
{
    public bool IsSkip => isSkip;
}
