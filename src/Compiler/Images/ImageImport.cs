namespace Go.Compiler.Images;

/// <summary>A symbol of a library that the program uses.</summary>
/// <param name="name">In the library, with whatever the format lets follow it.</param>
/// <param name="library">Empty: whichever has it.</param>
public sealed class ImageImport(string name, string library)
{
    public string Name { get; } = name;
    public string Library { get; } = library;

    /// <summary>Address of the word that the loader fills in with the symbol's; set by the linker once places are known.</summary>
    public ulong Slot { get; set; }

    /// <summary>Address of the instructions that jump to the symbol; 0: there are none.</summary>
    public ulong Stub { get; set; }
}
