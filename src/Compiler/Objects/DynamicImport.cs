namespace Go.Compiler.Objects;

/// <summary>
/// A symbol that a library of the system has, by <c>//go:cgo_import_dynamic</c> (contract 2.5): what stands for it here is made by the
/// linker.
/// </summary>
/// <param name="Local">Symbol by which the program names it; none: the library is only to be loaded.</param>
/// <param name="Remote">Its name in the library, with whatever the image's format lets follow it.</param>
/// <param name="Library">The library; empty: whichever has it.</param>
public readonly record struct DynamicImport(SymbolRef Local, string Remote, string Library);
