using Go.Compiler.Text;

namespace Go.Compiler.Assembler;

/// <summary>
/// Place of a statement: <paramref name="Pos"/> for diagnostics, and the file and line (after <c>#line</c>) that line tables show. Inside a
/// macro it is the place of the call.
/// </summary>
public readonly record struct AsmPosition(Pos Pos, string File, int Line);
