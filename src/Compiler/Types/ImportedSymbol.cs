namespace Go.Compiler.Types;

/// <summary>What a <c>//go:cgo_import_dynamic</c> line says (contract 2.5).</summary>
/// <param name="Local">Symbol by which the program names it; empty: the library is only to be loaded.</param>
/// <param name="Remote">Its name in the library.</param>
/// <param name="Library">Empty when the line names none.</param>
public sealed record ImportedSymbol(string Local, string Remote, string Library);
