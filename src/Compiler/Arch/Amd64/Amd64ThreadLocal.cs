namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// How code reaches the word that holds its thread's g (contract 1.2): at a distance from a segment's start that the linker knows, or
/// behind a pointer in the segment, at a distance that the runtime puts into a variable when it starts.
/// </summary>
/// <param name="SegmentPrefix">The prefix byte that selects the segment.</param>
/// <param name="OffsetVariable">The variable; null: the linker knows the distance.</param>
public sealed record Amd64ThreadLocal(byte SegmentPrefix, string? OffsetVariable = null)
{
    internal const byte Fs = 0x64, Gs = 0x65;

    /// <summary><c>FS:[distance]</c>.</summary>
    public static Amd64ThreadLocal InFs { get; } = new(Fs);

    /// <summary><c>GS:[distance]</c>.</summary>
    public static Amd64ThreadLocal InGs { get; } = new(Gs);

    /// <summary><c>[GS:[variable]]</c>.</summary>
    public static Amd64ThreadLocal BehindGs { get; } = new(Gs, RuntimeContract.LinkerSymbols.ThreadLocalG);
}
