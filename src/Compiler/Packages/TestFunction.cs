namespace Go.Compiler.Packages;

/// <summary>What a function of a test file is to package testing.</summary>
internal enum TestFunctionKind : byte { Test, Benchmark, FuzzTarget, Example, Main }

/// <summary>A function of a test file that the test program registers.</summary>
/// <param name="Name">Its name in its package.</param>
/// <param name="Output">Of an example: what its comment says it prints.</param>
/// <param name="IsUnordered">Of an example: lines may come in any order.</param>
internal sealed record TestFunction(TestFunctionKind Kind, string Name, string Output = "", bool IsUnordered = false);
