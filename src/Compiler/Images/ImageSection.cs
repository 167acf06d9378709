namespace Go.Compiler.Images;

/// <summary>What the pages of a section may be used for; sections of one kind are neighbours.</summary>
public enum ImageProtection : byte { Execute, ReadOnly, ReadOnlyAfterRelocation, Writable }

/// <summary>What a section is to the loader besides bytes.</summary>
public enum ImageSectionRole : byte
{
    None,

    /// <summary>Code that jumps to symbols of libraries, in the order of <see cref="ImageModel.Imports"/>.</summary>
    ImportStubs,

    /// <summary>Words that the loader fills in with their addresses, in the same order.</summary>
    ImportSlots,
}

/// <summary>A named range of the program. The linker sets size and alignment, the format sets where it lies.</summary>
public sealed class ImageSection(string name, ImageProtection protection)
{
    public string Name { get; } = name;
    public ImageProtection Protection { get; } = protection;
    public ImageSectionRole Role { get; init; }
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

    /// <summary>
    /// In the order of their kinds and of their addresses; empty ones are left out of the file's section table. Those that the format
    /// itself needs are behind these.
    /// </summary>
    public IReadOnlyList<ImageSection> Sections { get; } = sections;

    /// <summary>The system may load the program anywhere: it adds the distance to every word in <see cref="Rebases"/>.</summary>
    public bool IsPositionIndependent { get; init; }

    /// <summary>
    /// How many words hold addresses; known before anything has an address. 0 when the program is not position independent.
    /// </summary>
    public int RebaseCount { get; init; }

    /// <summary>Addresses of these words, ascending.</summary>
    public ulong[] Rebases { get; set; } = [];

    /// <summary>Symbols of libraries that the program uses, by library and name in ordinal order.</summary>
    public IReadOnlyList<ImageImport> Imports { get; init; } = [];

    /// <summary>Libraries that are loaded with the program, in order.</summary>
    public IReadOnlyList<string> Libraries { get; init; } = [];

    /// <summary>How functions are unwound, by rising addresses; empty where the system does not ask.</summary>
    public ImageUnwind[] Unwind { get; set; } = [];

    /// <summary>Empty where the format has none.</summary>
    public IReadOnlyList<ImageResource> Resources { get; init; } = [];

    /// <summary>The program shows windows of its own and is given no console.</summary>
    public bool IsWindowed { get; init; }

    /// <summary>The program that loads this one (<c>-I</c>); null: that of the platform.</summary>
    public string? Interpreter { get; init; }

    /// <summary>Address of the first section (<c>-T</c>); null: the platform's.</summary>
    public ulong? TextAddress { get; init; }

    /// <summary>Address of the first section that is written (<c>-D</c>); null: behind what is before it.</summary>
    public ulong? DataAddress { get; init; }

    /// <summary>Segments start at multiples of this (<c>-R</c>); 0: the platform's.</summary>
    public int SegmentAlignment { get; init; }
    public ulong Entry { get; set; }

    /// <summary>Sections that only the format needs.</summary>
    internal List<ImageSection> FormatSections { get; } = [];

    /// <summary>In the room of the headers, in order.</summary>
    public IReadOnlyList<ImageNote> Notes { get; init; } = [];

    /// <summary>Empty when stripped.</summary>
    public ImageSymbol[] Symbols { get; set; } = [];

    /// <summary>Bytes of headers and sections together; set by <see cref="IImageFormat.Place"/>.</summary>
    public long LoadedSize { get; set; }
}
