using Go.Compiler.Images;
using Go.Compiler.Objects;
using Go.Compiler.Targets;

namespace Go.Compiler.Link;

/// <summary>
/// A string variable set at link time (-X): <c>importpath.name</c> as users write it, and the value. When no such variable exists, that is
/// an error, or a warning for an optional one; of one that is only a wish nothing is said.
/// </summary>
public readonly record struct LinkVariable(string Name, string Value, bool IsOptional = false, bool IsWish = false);

/// <summary>Everything one link depends on besides the objects.</summary>
public sealed record LinkOptions
{
    public required Target Target { get; init; }
    public required ImageFacts Image { get; init; }
    public required IImageFormat Format { get; init; }
    public required IRelocator Relocator { get; init; }

    /// <summary>Finds frames in functions, where the system unwinds stacks by tables; null: it does not.</summary>
    public IFrameReader? Frames { get; init; }

    /// <summary>Data that the system looks up in the program's file.</summary>
    public IReadOnlyList<ImageResource> Resources { get; init; } = [];

    /// <summary>The program shows windows of its own and is given no console (<c>-H windowsgui</c>).</summary>
    public bool IsWindowed { get; init; }

    /// <summary>The system may load the program anywhere (<c>-buildmode=pie</c>).</summary>
    public bool IsPositionIndependent { get; init; }

    /// <summary>The program that loads position-independent ones (<c>-I</c>); null: that of the platform.</summary>
    public string? Interpreter { get; init; }

    /// <summary>Address of the code (<c>-T</c>); null: the platform's.</summary>
    public ulong? TextAddress { get; init; }

    /// <summary>Address of the data that is written (<c>-D</c>); null: behind everything else.</summary>
    public ulong? DataAddress { get; init; }

    /// <summary>Segments start at multiples of this (<c>-R</c>), a power of two; 0: the platform's.</summary>
    public int SegmentAlignment { get; init; }

    /// <summary>Functions start at multiples of this (<c>-funcalign</c>), a power of two; 0: the platform's.</summary>
    public int FunctionAlignment { get; init; }

    /// <summary>The seed of a random order of functions (<c>-randlayout</c>); 0: they stand in the order of their packages.</summary>
    public long LayoutSeed { get; init; }

    /// <summary>Replaces the platform's entry symbol; null = that one.</summary>
    public string? EntrySymbol { get; init; }

    /// <summary>Go's build id (-buildid); null: one is made from the image; empty: none.</summary>
    public string? BuildId { get; init; }

    /// <summary>The system's build id (-B): <c>none</c>, or <c>0x</c> and digits; null or <c>gobuildid</c>: made from Go's.</summary>
    public string? SystemBuildId { get; init; }

    /// <summary>What runtime.Version reports, such as <c>go1.27.4</c>.</summary>
    public string BuildVersion { get; init; } = "";

    /// <summary>Module information as debug.ReadBuildInfo parses it, ending in a newline; empty = none.</summary>
    public string ModuleInfo { get; init; } = "";

    /// <summary>Default GODEBUG settings, <c>k=v,k=v</c>.</summary>
    public string GodebugDefault { get; init; } = "";
    public string DefaultGoRoot { get; init; } = "";
    public IReadOnlyList<LinkVariable> Variables { get; init; } = [];

    /// <summary>
    /// Also data that the compiler names itself (descriptors, itabs, init tasks, strings) in the symbol table: for looking at tables.
    /// </summary>
    public bool AllSymbols { get; init; }

    /// <summary>
    /// Refuse references through <c>//go:linkname</c> to what the package that defines the symbol does not offer; off for
    /// <c>-checklinkname=0</c>.
    /// </summary>
    public bool CheckLinkname { get; init; } = true;

    /// <summary>Leave the symbol table out (-s).</summary>
    public bool StripSymbols { get; init; }

    /// <summary>
    /// Receives what the program holds and what holds it there, as <see cref="ReachReport"/> writes it; null: nobody asks.
    /// </summary>
    public Action<string>? TellReach { get; init; }

    /// <summary>Number of threads; the result does not depend on it.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Of the build: asked before every pass and while the image is written.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Hears the duration of every pass (-d=time); null = not measured.</summary>
    public Action<string, TimeSpan>? PassTimed { get; init; }
}
