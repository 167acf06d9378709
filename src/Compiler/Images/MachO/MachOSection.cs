namespace Go.Compiler.Images.MachO;

/// <summary>A section of a segment.</summary>
/// <param name="Alignment">Power of two.</param>
/// <param name="Reserved1">Of stubs and symbol pointers: index of the first one in the table of indirect symbols.</param>
/// <param name="Reserved2">Of stubs: size of one.</param>
public sealed record MachOSection(string Name, string Segment, ulong Address, ulong Size, uint FileOffset, uint Alignment, uint Flags,
    uint Reserved1, uint Reserved2)
{
    public ulong End => Address + Size;

    /// <summary>Takes memory, but no room in the file.</summary>
    public bool IsZero => (Flags & MachONumbers.TypeMask) == MachONumbers.ZeroFill;
}
