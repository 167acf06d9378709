namespace Go.Compiler.Assembler;

/// <summary>
/// A <c>#define</c>. <paramref name="Parameters"/> is null for an object-like macro; newlines that the definition escapes are tokens of the
/// body.
/// </summary>
internal sealed record AsmMacro(string Name, string[]? Parameters, AsmToken[] Body);
