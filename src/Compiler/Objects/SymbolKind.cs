namespace Go.Compiler.Objects;

/// <summary>Where a symbol's bytes go. The linker's address order and the runtime's boundary fields depend on it (contract 7.1).</summary>
public enum SymbolKind : byte
{
    None,
    /// <summary>Machine code; has <see cref="FunctionInfo"/>.</summary>
    Text,
    /// <summary>Read-only data that is none of the kinds below.</summary>
    ReadOnly,
    /// <summary>Pointer masks of types and stack objects: read-only, at or after moduledata.rodata.</summary>
    GcBits,
    /// <summary>Type descriptor: [types, types+itaboffset), aligned 8, no gaps among typelinked ones (contract 6.2).</summary>
    TypeDescriptor,
    /// <summary>Names referenced by offset from types: must lie in [types, etypes).</summary>
    TypeName,
    /// <summary>Interface table: [types+itaboffset, +itabsize).</summary>
    Itab,
    /// <summary>Stack maps, stack objects, inline trees and the like: in [gofunc, epclntab).</summary>
    FuncData,
    /// <summary>Function value: one read-only word that holds the code address (<c>f·f</c>).</summary>
    FuncValue,
    /// <summary>Initialised data without pointers into the heap.</summary>
    NoPointerData,
    /// <summary>Initialised data with pointers; has <see cref="ObjectSymbol.Pointers"/>.</summary>
    Data,
    /// <summary>Zero data with pointers; has <see cref="ObjectSymbol.Pointers"/>.</summary>
    Bss,
    /// <summary>Zero data without pointers.</summary>
    NoPointerBss,
    /// <summary>Thread-local zero data (arm64's runtime.tls_g).</summary>
    TlsBss,
    /// <summary>A word that the loader fills in with the address of a library's symbol; the linker makes it.</summary>
    ImportSlot,
    /// <summary>
    /// Code that jumps to a library's symbol through its slot; the linker makes it, and the runtime's tables do not know it.
    /// </summary>
    ImportStub,
}

/// <summary>Attributes of a symbol.</summary>
[Flags]
public enum SymbolFlags : uint
{
    None = 0,
    /// <summary>Several packages may define it; all definitions are equal and the first wins.</summary>
    DupOk = 1 << 0,
    /// <summary>No stack check; counts in the nosplit budget (contract 2.3).</summary>
    Nosplit = 1 << 1,
    /// <summary>Function id is "wrapper" (contract 7.3).</summary>
    Wrapper = 1 << 2,
    AbiWrapper = 1 << 3,
    NoFrame = 1 << 4,
    TopFrame = 1 << 5,
    /// <summary>Assembled, not compiled.</summary>
    Assembly = 1 << 6,
    /// <summary>Writes SP in a way the pc-sp table does not track (contract 7.4).</summary>
    SpWrite = 1 << 7,
    /// <summary>Reaches methods through reflection (contract 11.4).</summary>
    ReflectMethod = 1 << 8,
    /// <summary>A type descriptor the runtime finds by string (contract 6.2).</summary>
    Typelink = 1 << 9,
    /// <summary>Reads the closure context register.</summary>
    NeedsContext = 1 << 10,
    /// <summary>A package-level variable of type string exactly: <c>-X</c> may replace its static value.</summary>
    StringVariable = 1 << 11,
    /// <summary>Visible only within its assembly file.</summary>
    FileLocal = 1 << 12,
    /// <summary>A package-level Go variable (not string data, tables and the like).</summary>
    Variable = 1 << 13,
    /// <summary>Data that the runtime keeps for itself and changes while the program runs: no data of the package.</summary>
    RuntimeCache = 1 << 14,
    /// <summary>A counter of statements: the linker puts all of them side by side.</summary>
    CoverageCounter = 1 << 15,
    /// <summary>
    /// A function that only fills a package-level map: calls do not keep it alive, and where it is dead they do nothing (contract 11).
    /// </summary>
    MapInitializer = 1 << 16,
    /// <summary>Counters of a function's edges, a byte each: the linker puts all of them side by side (contract 7.6).</summary>
    EdgeCounters = 1 << 17,
}
