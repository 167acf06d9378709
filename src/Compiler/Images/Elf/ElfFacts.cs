namespace Go.Compiler.Images.Elf;

/// <summary>What only ELF files have of one operating system and architecture (contract 10.1).</summary>
/// <param name="Machine">The format's number of the architecture (e_machine).</param>
/// <param name="Interpreter">The program that loads position-independent ones.</param>
/// <param name="RelativeRelocation">The format's number of the relocation that adds the distance from the address that the program was
/// linked for.</param>
public sealed record ElfFacts(ushort Machine, string Interpreter, uint RelativeRelocation);
