namespace Go.Compiler.Images.MachO;

/// <summary>What Mach-O programs of one architecture say of themselves, as numbers (contract 10.3).</summary>
public sealed record MachOFacts
{
    /// <summary>The format's numbers of the architecture (cputype, cpusubtype).</summary>
    public required uint Processor { get; init; }
    public required uint ProcessorKind { get; init; }

    /// <summary>
    /// Where the program begins is told by the registers of its first thread (LC_UNIXTHREAD): how many words they take, and which of them
    /// is the program counter.
    /// </summary>
    public (uint State, int Words, int Counter)? Thread { get; init; }

    /// <summary>The system runs signed programs only.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>
    /// The oldest system that runs the program, and the system that it is made for; each byte of the lower three is a part of the version.
    /// </summary>
    public required uint OldestSystem { get; init; }
    public required uint System { get; init; }

    /// <summary>Symbols of libraries that have another name for today's programs.</summary>
    public IReadOnlyDictionary<(string Library, string Symbol), string> Names { get; init; } = new Dictionary<(string, string), string>();

    /// <summary>What loads the program.</summary>
    public required string Loader { get; init; }
}
