namespace Go.Compiler.Objects;

/// <summary>
/// What the linker computes and stores at a relocation; S = target address, A = addend, P = address of the field (contract 10.1, 11).
/// </summary>
public enum RelocationKind : byte
{
    /// <summary>4 bytes: S + A - (P + 4), a direct call or jump; seen by the nosplit check.</summary>
    Call,
    /// <summary>
    /// 4 bytes: S + A - (P + 4). Bytes of an immediate after the field are folded into A by the producer (A reduced by their count).
    /// </summary>
    PcRelative,
    /// <summary>8 bytes: S + A.</summary>
    Address,
    /// <summary>8 bytes: S + A; does not keep S alive: address of runtime.unreachableMethod when S is dead (itab slots).</summary>
    WeakAddress,
    /// <summary>4 bytes: S - types.</summary>
    TypeOffset,
    /// <summary>4 bytes: S - types, or 0 when S is dead; does not keep S alive (PtrToThis).</summary>
    WeakTypeOffset,
    /// <summary>
    /// 4 bytes, three in a row per method (Mtyp, Ifn, Tfn): S - types for the first, S - text for the others, -1 when dead.
    /// </summary>
    MethodOffset,
    /// <summary>4 bytes: S - text.</summary>
    TextOffset,
    /// <summary>4 bytes: offset of the thread-local g slot from the thread pointer.</summary>
    TlsOffset,
    /// <summary>4 bytes: S - moduledata.rodata (gcdata offsets of stack objects).</summary>
    ReadOnlyOffset,
    /// <summary>
    /// 8 bytes, two instructions that make S + A, or reach memory there, from where they stand; how they hold it is the architecture's to
    /// read from them.
    /// </summary>
    AddressPair,
    /// <summary>Marker, no bytes: the target type is converted to an interface here.</summary>
    UseInInterface,
    /// <summary>Marker: an interface method is called; target = interface type descriptor, addend = index of the method in it.</summary>
    UseInterfaceMethod,
    /// <summary>Marker: methods with this name are called; target = a symbol whose *name* is the method name.</summary>
    UseNamedMethod,
    /// <summary>Marker: the target stays alive while the owner does.</summary>
    Keep,
    /// <summary>
    /// Marker at a call through a register or memory: has no target; the nosplit check assumes a callee that checks its stack (contract
    /// 2.3).
    /// </summary>
    IndirectCall,
}

/// <summary>One relocation of a symbol, at <paramref name="Offset"/> from its start. Sorted by offset within a symbol.</summary>
public readonly record struct Relocation(int Offset, RelocationKind Kind, SymbolRef Target, long Addend)
{
    /// <summary>Bytes the relocation writes.</summary>
    public int Size => Kind switch
    {
        RelocationKind.Address or RelocationKind.WeakAddress or RelocationKind.AddressPair => 8,
        >= RelocationKind.UseInInterface => 0,
        _ => 4,
    };
}
