namespace Go.Compiler.Images.MachO;

/// <summary>
/// A range of the program's memory as a load command describes it; protections are sums of read (1), write (2) and execute (4).
/// </summary>
public sealed record MachOSegment(
    string Name, ulong Address, ulong Size, ulong FileOffset, ulong FileSize, uint MaximalProtection, uint InitialProtection, uint Flags,
    IReadOnlyList<MachOSection> Sections)
{
    public ulong End => Address + Size;
}
