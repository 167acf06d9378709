namespace Go.Compiler.Objects;

/// <summary>What the linker must know of an instruction set: how addresses are encoded in code, and what calls cost on the stack.</summary>
public interface IRelocator
{
    /// <summary>Bytes a call instruction itself puts on the stack.</summary>
    int CallSize { get; }

    /// <summary>Bytes of the nosplit budget that the instruction set takes away besides <see cref="CallSize"/> (contract 2.3).</summary>
    int NosplitReserve { get; }

    /// <summary>Fills the gaps between functions; traps when executed.</summary>
    byte CodeFill { get; }

    /// <summary>
    /// Stores the address <paramref name="target"/> (S + A) into the code field at address <paramref name="place"/> for the kinds whose encoding
    /// depends on the instruction set. False when the distance does not fit.
    /// </summary>
    bool Apply(RelocationKind kind, Span<byte> field, ulong place, ulong target);
}
