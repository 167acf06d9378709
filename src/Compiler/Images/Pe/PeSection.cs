namespace Go.Compiler.Images.Pe;

/// <summary>A row of the section table.</summary>
/// <param name="Name">Of at most eight bytes.</param>
/// <param name="Address">Distance from the image's base.</param>
/// <param name="Size">In memory, in bytes.</param>
/// <param name="FileOffset">Where its bytes are in the file.</param>
/// <param name="FileSize">How many there are, a multiple of the file's alignment.</param>
internal readonly record struct PeSection(string Name, uint Address, uint Size, uint FileOffset, uint FileSize, uint Characteristics);
