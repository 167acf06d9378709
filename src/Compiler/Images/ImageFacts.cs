namespace Go.Compiler.Images;

/// <summary>What a symbol of a library is to the program's code.</summary>
public enum ImportAccess : byte
{
    /// <summary>Programs have no such symbols.</summary>
    None,

    /// <summary>The word that the loader fills in with its address.</summary>
    Slot,

    /// <summary>A few instructions that jump to it through that word.</summary>
    Stub,
}

/// <summary>What an executable of one operating system and architecture looks like, as numbers (contract 10).</summary>
public sealed record ImageFacts
{
    /// <summary>Symbol where the operating system enters the program.</summary>
    public required string EntrySymbol { get; init; }

    /// <summary>Address of the first byte of the file.</summary>
    public required ulong BaseAddress { get; init; }

    /// <summary>Segments start at multiples of this, in memory and in the file.</summary>
    public required int SegmentAlignment { get; init; }

    /// <summary>Bytes before the first section, for headers.</summary>
    public required int HeaderRoom { get; init; }

    /// <summary>The system puts every program where it likes, not only those that are built for it (<c>-buildmode=pie</c>).</summary>
    public bool IsAlwaysMoved { get; init; }

    /// <summary>How code reaches symbols of libraries.</summary>
    public ImportAccess Imports { get; init; }

    /// <summary>Offset of the g slot from the thread pointer; 0 where only the running program can tell.</summary>
    public required int ThreadLocalOffset { get; init; }
}
