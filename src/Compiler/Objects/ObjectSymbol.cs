namespace Go.Compiler.Objects;

/// <summary>
/// Which words of a data symbol are pointers: <paramref name="Bits"/> (LSB first, one bit a word, <paramref name="Words"/> of them)
/// repeated <paramref name="Count"/> times from the symbol's start; the rest has none.
/// </summary>
public sealed record PointerMap(byte[] Bits, int Words, long Count);

/// <summary>A symbol that an object file defines.</summary>
public sealed class ObjectSymbol(SymbolRef name, SymbolKind kind)
{
    public SymbolRef Name { get; } = name;
    public SymbolKind Kind { get; set; } = kind;
    public SymbolFlags Flags { get; set; }

    /// <summary>
    /// 0 = the default rule of contract 7.10 (32 halved until it fits the size); functions: the target's function alignment.
    /// </summary>
    public int Alignment { get; set; }

    /// <summary>Size in memory; at least <c>Data.Length</c>, the rest is zero.</summary>
    public long Size { get; set; }
    public byte[] Data { get; set; } = [];
    public Relocation[] Relocations { get; set; } = [];

    /// <summary>Text symbols only.</summary>
    public FunctionInfo? Function { get; set; }

    /// <summary>Data and Bss only; null = no pointers although the section has some.</summary>
    public PointerMap? Pointers { get; set; }

    /// <summary>Typelinked descriptors: the type string without extra star, by which they are sorted.</summary>
    public string? TypeString { get; set; }
}
