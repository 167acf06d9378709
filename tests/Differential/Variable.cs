namespace Go.Compiler.Tests.Differential;

/// <summary>A variable that code may name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Assignable">Statements may change it.</param>
/// <param name="Local">Declared in the function at hand: what a pure function may change.</param>
internal sealed record Variable(string Name, GoType Type, bool Assignable, bool Local);
