namespace Go.Compiler.Images.MachO;

/// <summary>An entry of the symbol table. <paramref name="Section"/> counts from 1 over all segments; 0: not defined here.</summary>
public readonly record struct MachOSymbol(string Name, byte Kind, byte Section, ushort Description, ulong Value);
