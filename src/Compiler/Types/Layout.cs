using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Targets;

namespace Go.Compiler.Types;

/// <summary>
/// Machine kinds of the scalars a value is made of. <see cref="Pointer"/> is a pointer the collector follows; pointers to not-in-heap types
/// and the first word of interfaces are <see cref="I64"/> (contract 2.4, 5.1).
/// </summary>
public enum ScalarKind : byte { None, I8, I16, I32, I64, F32, F64, Pointer }

/// <summary>One scalar of a flattened value.</summary>
/// <param name="Offset">Bytes from the start of the value.</param>
/// <param name="Kind">Machine kind.</param>
/// <param name="Signed">For integers: sign-extend when widened.</param>
public readonly record struct ScalarComponent(int Offset, ScalarKind Kind, bool Signed)
{
    /// <summary>
    /// Length or capacity of a string or of a slice whose elements take space: never negative, and never more than an address space holds.
    /// </summary>
    public bool IsLength { get; init; }
}

/// <summary>
/// Sizes, alignments and pointer layout of types on one target, with gc's rules (contract 5.3, 6.1; zero-sized trailing fields are padded).
/// Thread-safe; results are cached. Types must not mention type parameters.
/// </summary>
public sealed class Layout(AbiFacts abi)
{
    /// <summary>Objects larger than this do not exist; sizes beyond are reported as -1.</summary>
    private const long MaxSize = 1L << 50;

    public AbiFacts Abi { get; } = abi;

    /// <summary>Size in bytes, or -1 for a type larger than any address space.</summary>
    public long SizeOf(GoType type) => FactsOf(type).Size;
    public int AlignOf(GoType type) => FactsOf(type).Alignment;

    /// <summary>Byte offset of each field; -1 for those behind something too large.</summary>
    public IReadOnlyList<long> FieldOffsets(StructType type) => FactsOf(type).FieldOffsets;

    /// <summary>Offset just past the last pointer word; 0 = pointer-free.</summary>
    public long PointerBytes(GoType type) => FactsOf(type).PointerBytes;
    public bool HasPointers(GoType type) => PointerBytes(type) != 0;

    /// <summary>The type embeds the marker of internal/runtime/sys (contract 2.4).</summary>
    public bool IsNotInHeap(GoType type) => FactsOf(type).IsNotInHeap;

    /// <summary>Interfaces hold the value itself in their data word: size and pointer bytes are both one word (contract 4.5).</summary>
    public bool IsDirectInterface(GoType type) => FactsOf(type) is var f && f.Size == Abi.PointerSize && f.PointerBytes == Abi.PointerSize;

    private LayoutFacts FactsOf(GoType type)
    {
        if (type.CachedLayout is { } known && ReferenceEquals(known.Owner, this))
        {
            return known;
        }
        LayoutFacts facts = Compute(type);
        type.CachedLayout = facts;
        return facts;
    }

    private LayoutFacts Compute(GoType type)
    {
        int word = Abi.PointerSize;
        switch (type)
        {
            case BasicType b:
                return Basic(b);
            case PointerType p:
                return new LayoutFacts(this, word, word, PointsOutsideHeap(p) ? 0 : word, false);
            case ChanType or MapType or SignatureType:
                return new LayoutFacts(this, word, word, word, false);
            case SliceType s:
                return new LayoutFacts(this, 3 * word, word, PointsOutsideHeap(s.Element) ? 0 : word, false);
            case InterfaceType:
                return new LayoutFacts(this, 2 * word, word, 2 * word, false);
            case ArrayType a:
                return Array(a);
            case StructType s:
                return Struct(s);
            case NamedType or AliasType:
                LayoutFacts under = FactsOf(type.Underlying);
                if (IsAlignmentMarker(AliasType.Unalias(type)))
                {
                    return new LayoutFacts(this, under.Size, 8, 0, false);
                }
                return IsMarker(AliasType.Unalias(type)) ? new LayoutFacts(this, under.Size, under.Alignment, under.PointerBytes,
                    true) { FieldOffsets = under.FieldOffsets } : under;
            case TupleType t:
                return Struct(new StructType(t.Variables, []));
            default:
                throw Unexpected.Value(type);
        }
    }

    private LayoutFacts Basic(BasicType type)
    {
        int word = Abi.PointerSize;
        return type.Kind switch
        {
            BasicKind.Bool or BasicKind.Int8 or BasicKind.Uint8 or BasicKind.UntypedBool => Plain(1, 1),
            BasicKind.Int16 or BasicKind.Uint16 => Plain(2, 2),
            BasicKind.Int32 or BasicKind.Uint32 or BasicKind.Float32 or BasicKind.UntypedRune => Plain(4, 4),
            BasicKind.Int64 or BasicKind.Uint64 or BasicKind.Float64 or BasicKind.UntypedFloat => Plain(8, Math.Min(8, Abi.MaxAlignment)),
            BasicKind.Complex64 => Plain(8, 4),
            BasicKind.Complex128 or BasicKind.UntypedComplex => Plain(16, Math.Min(8, Abi.MaxAlignment)),
            BasicKind.Int or BasicKind.Uint or BasicKind.Uintptr or BasicKind.UntypedInt => Plain(word, word),
            BasicKind.String or BasicKind.UntypedString => new LayoutFacts(this, 2 * word, word, word, false),
            BasicKind.UnsafePointer or BasicKind.UntypedNil => new LayoutFacts(this, word, word, word, false),
            BasicKind.Invalid => Plain(0, 1),
            _ => throw Unexpected.Value(type.Kind),
        };
    }

    private LayoutFacts Plain(long size, int alignment) => new(this, size, alignment, 0, false);

    /// <summary>The collector must not follow such pointers.</summary>
    private bool PointsOutsideHeap(PointerType pointer) => PointsOutsideHeap(pointer.Element);

    private static bool PointsOutsideHeap(GoType element) => EmbedsMarker(element);

    /// <summary>Fields of this empty type align their struct to eight bytes (contract 2.4).</summary>
    private static bool IsAlignmentMarker(GoType type)
        => type is NamedType { Name: { Name: "align64", Package.Path: "internal/runtime/atomic" or "sync/atomic" } };

    private static bool IsMarker(GoType type) => type is NamedType { Name: { Name: "nih", Package.Path: "internal/runtime/sys" } };

    /// <summary>Looks through structs and arrays only, without sizes: element types of pointers may be recursive.</summary>
    private static bool EmbedsMarker(GoType type)
    {
        while (true)
        {
            type = AliasType.Unalias(type);
            if (IsMarker(type))
            {
                return true;
            }
            switch (type.Underlying)
            {
                case ArrayType a:
                    type = a.Element;
                    continue;
                case StructType s:
                    foreach (Variable f in s.Fields)
                    {
                        if (EmbedsMarker(f.Type!))
                        {
                            return true;
                        }
                    }
                    return false;
                default:
                    return false;
            }
        }
    }

    private LayoutFacts Array(ArrayType a)
    {
        LayoutFacts e = FactsOf(a.Element);
        long n = Math.Max(a.Length, 0);
        if (e.Size < 0 || e.Size > 0 && n > MaxSize / e.Size)
        {
            return new LayoutFacts(this, -1, e.Alignment, 0, e.IsNotInHeap);
        }
        long pointers = n == 0 || e.PointerBytes == 0 ? 0 : (n - 1) * e.Size + e.PointerBytes;
        return new LayoutFacts(this, n * e.Size, e.Alignment, pointers, e.IsNotInHeap);
    }

    private LayoutFacts Struct(StructType s)
    {
        long offset = 0, pointers = 0;
        int alignment = 1;
        bool notInHeap = false, overflow = false;
        long[] offsets = new long[s.Fields.Count];
        for (int i = 0; i < offsets.Length; i++)
        {
            LayoutFacts f = FactsOf(s.Fields[i].Type!);
            offset = Alignment.Up(offset, f.Alignment);
            alignment = Math.Max(alignment, f.Alignment);
            offsets[i] = overflow ? -1 : offset;
            notInHeap |= f.IsNotInHeap;
            if (f.PointerBytes != 0)
            {
                pointers = offset + f.PointerBytes;
            }
            overflow |= f.Size < 0 || offset + f.Size > MaxSize;
            offset += Math.Max(f.Size, 0);
            if (i == offsets.Length - 1 && f.Size == 0 && offset > 0)
            {
                offset++; // the address of a trailing zero-sized field must not be that of the next object
            }
            if (overflow)
            {
                offset = 0;
            }
        }
        return new LayoutFacts(this, overflow ? -1 : Alignment.Up(offset, alignment), alignment, pointers,
            notInHeap) { FieldOffsets = offsets };
    }

    /// <summary>Appends the offsets (in words, plus <paramref name="baseWord"/>) of pointer words.</summary>
    public void PointerWords(GoType type, long baseWord, EntityList<long> words)
    {
        LayoutFacts facts = FactsOf(type);
        if (facts.PointerBytes == 0)
        {
            return;
        }
        switch (type.Underlying)
        {
            case InterfaceType:
                words.Add(baseWord + 1); // the first word points to memory that stays (contract 5.1)
                break;
            case ArrayType a:
                long elementWords = SizeOf(a.Element) / Abi.PointerSize;
                for (long i = 0; i < a.Length; i++)
                {
                    PointerWords(a.Element, baseWord + i * elementWords, words);
                }
                break;
            case StructType s:
                for (int i = 0; i < s.Fields.Count; i++)
                {
                    if (HasPointers(s.Fields[i].Type!))
                    {
                        PointerWords(s.Fields[i].Type!, baseWord + facts.FieldOffsets[i] / Abi.PointerSize, words);
                    }
                }
                break;
            default:
                words.Add(baseWord); // every other type has its pointer first
                break;
        }
    }

    /// <summary>Largest number of scalars of a value kept in SSA values.</summary>
    public const int MaxComponents = 10;

    /// <summary>
    /// The scalars of a value in memory order, blank fields included; null when the value must live in memory: it has an array of two or
    /// more elements, or more than <see cref="MaxComponents"/> scalars. Zero-sized values give an empty list.
    /// </summary>
    public IReadOnlyList<ScalarComponent>? Components(GoType type)
    {
        LayoutFacts facts = FactsOf(type);
        ScalarComponent[]? known = facts.Components(out bool isKnown);
        if (isKnown)
        {
            return known;
        }
        EntityList<ScalarComponent> list = [];
        ScalarComponent[]? components = facts.Size == 0 || Flatten(type, 0, list, MaxComponents) ? [.. list] : null;
        facts.SetComponents(components);
        return components;
    }

    /// <summary>
    /// Appends a value's scalars at an offset; false when it has an array of two or more elements or the list would grow
    /// beyond the limit.
    /// </summary>
    public bool Flatten(GoType type, long offset, EntityList<ScalarComponent> list, int limit)
    {
        int word = Abi.PointerSize, at = (int)offset;
        ScalarKind wordKind = word == 8 ? ScalarKind.I64 : ScalarKind.I32;
        switch (type.Underlying)
        {
            case BasicType b:
                FlattenBasic(b, at, list);
                break;
            case PointerType p:
                list.Add(new ScalarComponent(at, PointsOutsideHeap(p) ? wordKind : ScalarKind.Pointer, false));
                break;
            case ChanType or MapType or SignatureType:
                list.Add(new ScalarComponent(at, ScalarKind.Pointer, false));
                break;
            case SliceType s:
                list.Add(new ScalarComponent(at, PointsOutsideHeap(s.Element) ? wordKind : ScalarKind.Pointer, false));
                bool takesSpace = SizeOf(s.Element) > 0;
                list.Add(new ScalarComponent(at + word, wordKind, true) { IsLength = takesSpace });
                list.Add(new ScalarComponent(at + 2 * word, wordKind, true) { IsLength = takesSpace });
                break;
            case InterfaceType:
                list.Add(new ScalarComponent(at, wordKind, false));
                list.Add(new ScalarComponent(at + word, ScalarKind.Pointer, false));
                break;
            case ArrayType a:
                if (a.Length > 1)
                {
                    return false;
                }
                return a.Length == 0 || Flatten(a.Element, offset, list, limit);
            case StructType s:
                long[] offsets = FactsOf(s).FieldOffsets;
                for (int i = 0; i < offsets.Length; i++)
                {
                    if (!Flatten(s.Fields[i].Type!, offset + offsets[i], list, limit))
                    {
                        return false;
                    }
                }
                break;
            default:
                throw Unexpected.Value(type.Underlying);
        }
        return list.Count <= limit;
    }

    private void FlattenBasic(BasicType type, int offset, EntityList<ScalarComponent> list)
    {
        ScalarKind word = Abi.PointerSize == 8 ? ScalarKind.I64 : ScalarKind.I32;
        bool signed = (type.Info & (BasicInfo.Integer | BasicInfo.Unsigned)) == BasicInfo.Integer;
        switch (type.Kind)
        {
            case BasicKind.String or BasicKind.UntypedString:
                list.Add(new ScalarComponent(offset, ScalarKind.Pointer, false));
                list.Add(new ScalarComponent(offset + Abi.PointerSize, word, true) { IsLength = true });
                return;
            case BasicKind.Complex64:
                list.Add(new ScalarComponent(offset, ScalarKind.F32, false));
                list.Add(new ScalarComponent(offset + 4, ScalarKind.F32, false));
                return;
            case BasicKind.Complex128 or BasicKind.UntypedComplex:
                list.Add(new ScalarComponent(offset, ScalarKind.F64, false));
                list.Add(new ScalarComponent(offset + 8, ScalarKind.F64, false));
                return;
            case BasicKind.Float32:
                list.Add(new ScalarComponent(offset, ScalarKind.F32, false));
                return;
            case BasicKind.Float64 or BasicKind.UntypedFloat:
                list.Add(new ScalarComponent(offset, ScalarKind.F64, false));
                return;
            case BasicKind.UnsafePointer or BasicKind.UntypedNil:
                list.Add(new ScalarComponent(offset, ScalarKind.Pointer, false));
                return;
        }
        ScalarKind kind = Basic(type).Size switch { 1 => ScalarKind.I8, 2 => ScalarKind.I16, 4 => ScalarKind.I32, 8 => ScalarKind.I64,
            _ => throw Unexpected.Value(type.Kind) };
        list.Add(new ScalarComponent(offset, kind, signed));
    }
}
