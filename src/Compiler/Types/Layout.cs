using Go.Compiler.Diagnostics;
using Go.Compiler.Targets;

namespace Go.Compiler.Types;

/// <summary>Machine kinds of the scalars a value is made of. <see cref="Pointer"/> is a pointer the collector follows; pointers to not-in-heap types and the first word of interfaces are <see cref="I64"/> (contract 2.4, 5.1).</summary>
public enum ScalarKind : byte { None, I8, I16, I32, I64, F32, F64, Pointer }

/// <summary>One scalar of a flattened value.</summary>
/// <param name="Offset">Bytes from the start of the value.</param>
/// <param name="Kind">Machine kind.</param>
/// <param name="Signed">For integers: sign-extend when widened.</param>
public readonly record struct ScalarComponent(int Offset, ScalarKind Kind, bool Signed);

/// <summary>
/// Sizes, alignments and pointer layout of types on one target, with gc's rules (contract 5.3, 6.1; zero-sized trailing fields are padded).
/// Thread-safe; results are cached. Types must not mention type parameters.
/// </summary>
public sealed class Layout(AbiFacts abi)
{
    public AbiFacts Abi { get; } = abi;
    public long SizeOf(GoType type) => throw Unexpected.State("not built");
    public int AlignOf(GoType type) => throw Unexpected.State("not built");

    /// <summary>Byte offset of each field.</summary>
    public IReadOnlyList<long> FieldOffsets(StructType type) => throw Unexpected.State("not built");

    /// <summary>Offset just past the last pointer word; 0 = pointer-free.</summary>
    public long PointerBytes(GoType type) => throw Unexpected.State("not built");
    public bool HasPointers(GoType type) => PointerBytes(type) != 0;

    /// <summary>The type embeds the marker of internal/runtime/sys (contract 2.4).</summary>
    public bool IsNotInHeap(GoType type) => throw Unexpected.State("not built");

    /// <summary>Interfaces hold the value itself in their data word: size and pointer bytes are both one word (contract 4.5).</summary>
    public bool IsDirectInterface(GoType type) => throw Unexpected.State("not built");

    /// <summary>Appends the offsets (in words, plus <paramref name="baseWord"/>) of pointer words.</summary>
    public void PointerWords(GoType type, long baseWord, List<long> words) => throw Unexpected.State("not built");

    /// <summary>
    /// The scalars of a value in memory order, blank fields included; null when the value must live in memory: it has an array of two or more
    /// elements, or more than <see cref="MaxComponents"/> scalars. Zero-sized values give an empty list.
    /// </summary>
    public IReadOnlyList<ScalarComponent>? Components(GoType type) => throw Unexpected.State("not built");

    /// <summary>Largest number of scalars of a value kept in SSA values.</summary>
    public const int MaxComponents = 10;
}
