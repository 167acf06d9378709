namespace Go.Compiler.Images;

/// <summary>How a function that keeps a frame pointer is unwound, for systems that do it by tables.</summary>
/// <param name="Start">Address of its first byte.</param>
/// <param name="End">Address behind its last byte.</param>
/// <param name="Saved">Bytes from its start to where the caller's frame pointer is saved.</param>
/// <param name="Set">Bytes from its start to where the frame pointer is its own.</param>
/// <param name="Handler">Address of the function that is called for exceptions in it; 0: none.</param>
public readonly record struct ImageUnwind(ulong Start, ulong End, byte Saved, byte Set, ulong Handler);
