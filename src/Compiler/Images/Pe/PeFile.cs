using Go.Compiler.Collections;

namespace Go.Compiler.Images.Pe;

/// <summary>The file while its tables are made: rows of the section table, directories, and what follows the loaded part.</summary>
internal sealed class PeFile(ulong imageBase, long loadedSize)
{
    private const int SectionAlignment = 0x1000, FileAlignment = 0x200;

    private readonly MemoryStream _trailer = new();

    public List<PeSection> Sections { get; } = [];
    public (uint Address, uint Size)[] Directories { get; } = new (uint, uint)[16];

    /// <summary>Distance from the image's base to where the next section may be.</summary>
    public uint NextAddress { get; private set; } = SectionAlignment;

    /// <summary>Where the next section's bytes go in the file.</summary>
    public uint NextOffset => (uint)(loadedSize + _trailer.Length);

    public uint SymbolOffset { get; set; }
    public uint SymbolCount { get; set; }
    public byte[] Trailer => _trailer.ToArray();

    public uint Relative(ulong address) => (uint)(address - imageBase);

    public void SetDirectory(PeDirectory directory, uint address, uint size) => Directories[(int)directory] = (address, size);

    /// <summary>A section of the loaded part.</summary>
    public void AddLoaded(string name, ulong start, ulong end, long fileStart, long fileEnd, uint characteristics)
    {
        if (end != start)
        {
            Sections.Add(new PeSection(name, Relative(start), (uint)(end - start), (uint)fileStart, (uint)(fileEnd - fileStart),
                characteristics));
            NextAddress = Math.Max(NextAddress, Alignment.Up(Relative(end), SectionAlignment));
        }
    }

    /// <summary>A section behind the loaded part; its bytes count on <see cref="NextAddress"/> and <see cref="NextOffset"/>.</summary>
    public PeSection Add(string name, ReadOnlySpan<byte> bytes, uint characteristics)
    {
        uint fileSize = (uint)Alignment.Up(bytes.Length, FileAlignment);
        var section = new PeSection(name, NextAddress, (uint)bytes.Length, NextOffset, fileSize, characteristics);
        Sections.Add(section);
        _trailer.Write(bytes);
        _trailer.Write(new byte[fileSize - bytes.Length]);
        NextAddress = Alignment.Up(section.Address + section.Size, SectionAlignment);
        return section;
    }
}
