namespace Go.Compiler.Images;

/// <summary>What the pages of a section may be used for; sections of one kind are neighbours.</summary>
public enum ImageProtection : byte { Execute, ReadOnly, Writable }

/// <summary>A named range of the program. The linker sets size and alignment, the format sets where it lies.</summary>
public sealed class ImageSection(string name, ImageProtection protection)
{
    public string Name { get; } = name;
    public ImageProtection Protection { get; } = protection;
    public int Alignment { get; set; } = 1;
    public long Size { get; set; }

    /// <summary>Zero data: takes memory, but no room in the file.</summary>
    public bool IsZero { get; init; }
    public ulong Address { get; set; }
    public long FileOffset { get; set; }
    public ulong End => Address + (ulong)Size;
}

/// <summary>An entry of the symbol table that tools read. <paramref name="Section"/> indexes <see cref="ImageModel.Sections"/>.</summary>
public readonly record struct ImageSymbol(string Name, int Section, ulong Address, long Size, bool IsFunction, bool IsLocal);

/// <summary>An executable on its way from linker to file.</summary>
public sealed class ImageModel(ImageFacts facts, IReadOnlyList<ImageSection> sections)
{
    public ImageFacts Facts { get; } = facts;

    /// <summary>In address order; empty ones are left out of the file's section table.</summary>
    public IReadOnlyList<ImageSection> Sections { get; } = sections;
    public ulong Entry { get; set; }

    /// <summary>In the room of the headers, in order.</summary>
    public IReadOnlyList<ImageNote> Notes { get; init; } = [];

    /// <summary>Empty when stripped.</summary>
    public ImageSymbol[] Symbols { get; set; } = [];

    /// <summary>Bytes of headers and sections together; set by <see cref="IImageFormat.Place"/>.</summary>
    public long LoadedSize { get; set; }
}
