namespace Go.Compiler.Images.MachO;

/// <summary>One load command: where it is in the file, with its head of kind and size.</summary>
public readonly record struct LoadCommand(LoadCommandKind Kind, int Offset, int Size);
