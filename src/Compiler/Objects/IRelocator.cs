namespace Go.Compiler.Objects;

/// <summary>What the linker must know of an instruction set: how addresses are encoded in code.</summary>
public interface IRelocator
{
    /// <summary>How far a kind of relocation reaches in code; null: code has none of this kind, or it holds no distance.</summary>
    RelocationForm? FormOf(RelocationKind kind);

    /// <summary>
    /// Stores the address <paramref name="target"/> (S + A) into the code field at address <paramref name="place"/> for the kinds whose
    /// encoding depends on the instruction set. False when the distance does not fit.
    /// </summary>
    bool Apply(RelocationKind kind, Span<byte> field, ulong place, ulong target);

    /// <summary>
    /// The code that jumps to where the word at <paramref name="slot"/> says, and changes no register that holds an argument.
    /// </summary>
    (byte[] Code, Relocation Slot) JumpThrough(SymbolRef slot);

    /// <summary>
    /// The code that jumps to <paramref name="target"/> and reaches all of a program, changing no register that a call leaves alone; null:
    /// calls reach all of it themselves.
    /// </summary>
    (byte[] Code, Relocation Target)? JumpTo(SymbolRef target, long addend);
}
