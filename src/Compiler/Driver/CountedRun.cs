namespace Go.Compiler.Driver;

/// <summary>A run of a test program that counts statements.</summary>
/// <param name="Arguments">What tells the program where to leave the counts.</param>
/// <param name="Circumstances">What its result depends on besides the program, its arguments and what it reads.</param>
/// <param name="Profile">The file for its profile; empty if none is wanted.</param>
internal sealed record CountedRun(IReadOnlyList<string> Arguments, string Circumstances, string Profile);
