namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>A command of a script ended otherwise than it should: commands throw it to say why they fail.</summary>
internal sealed class ScriptFailure(string message) : Exception(message);
