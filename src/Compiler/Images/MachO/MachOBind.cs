namespace Go.Compiler.Images.MachO;

/// <summary>A word that the loader sets to the address of another library's symbol.</summary>
/// <param name="Segment">Index of the segment.</param>
/// <param name="Library">Counts the libraries from 1; 0 and below: the program itself, or any.</param>
public readonly record struct MachOBind(int Segment, ulong Offset, int Library, string Symbol, int Flags, long Addend);
