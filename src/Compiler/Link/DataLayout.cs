namespace Go.Compiler.Link;

/// <summary>Boundaries inside the type and read-only data sections, and the collector's programs.</summary>
internal sealed class DataLayout
{
    /// <summary>Offset of the end of the typelinked descriptors.</summary>
    public long TypelinksEnd { get; set; }
    public long ItabStart { get; set; }
    public long ItabSize { get; set; }

    /// <summary>
    /// How many of the symbols of the section without pointers count statements; they are the last of the program's own, between these
    /// offsets.
    /// </summary>
    public int CounterSymbols { get; set; }
    public long CountersStart { get; set; }
    public long CountersEnd { get; set; }

    /// <summary>How many of them count edges; they are before those that count statements.</summary>
    public int EdgeCounterSymbols { get; set; }
    public long EdgesStart { get; set; }
    public long EdgesEnd { get; set; }

    /// <summary>Offsets in the read-only section.</summary>
    public long DataProgram { get; set; }
    public long BssProgram { get; set; }

    /// <summary>The text map holds an address: where it is read-only depends on whether the program is moved.</summary>
    public SectionId TextSectionMapSection { get; set; }

    /// <summary>Offset in its section.</summary>
    public long TextSectionMap { get; set; }
    public byte[] TextSectionMapBytes { get; set; } = [];
}
