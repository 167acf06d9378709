namespace Go.Compiler.Images.MachO;

/// <summary>A segment of an image on its way to the file. Offsets and addresses are multiples of the page size.</summary>
internal sealed class SegmentLayout(string name, uint access, uint maximalAccess, uint flags)
{
    public string Name { get; } = name;
    public uint Access { get; } = access;
    public uint MaximalAccess { get; } = maximalAccess;
    public uint Flags { get; } = flags;
    public ulong Address { get; set; }
    public ulong Size { get; set; }
    public ulong FileOffset { get; set; }
    public ulong FileSize { get; set; }

    /// <summary>Those that are not empty.</summary>
    public List<ImageSection> Sections { get; } = [];
}
