namespace Go.Compiler.Tests.Differential;

/// <summary>A generated function that later ones may call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Types of the parameters.</param>
/// <param name="Results">Types of the results.</param>
/// <param name="Pure">Changes nothing that a caller sees (but the trace): an operand anywhere.</param>
internal sealed record GoFunction(string Name, IReadOnlyList<GoType> Parameters, IReadOnlyList<GoType> Results, bool Pure);
