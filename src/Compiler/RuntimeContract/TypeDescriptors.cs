using Go.Compiler.Types;

namespace Go.Compiler.RuntimeContract;

/// <summary>Flags of abi.Type.TFlag (internal/abi/type.go; contract 6.1).</summary>
[Flags]
public enum TypeFlags
    : byte { None = 0, Uncommon = 1, ExtraStar = 2, Named = 4, RegularMemory = 8, GcMaskOnDemand = 16, DirectInterface = 32 }

/// <summary>Kinds of abi.Type (internal/abi/type.go).</summary>
public enum TypeKind : byte
{
    Invalid, Bool, Int, Int8, Int16, Int32, Int64, Uint, Uint8, Uint16, Uint32, Uint64, Uintptr, Float32, Float64, Complex64, Complex128,
    Array, Chan, Func, Interface, Map, Pointer, Slice, String, Struct, UnsafePointer,
}

/// <summary>Flags of a name's first byte (internal/abi/type.go, Name).</summary>
[Flags]
public enum NameFlags : byte { None = 0, Exported = 1, Tag = 2, PackagePath = 4, Embedded = 8 }

/// <summary>Layout of type descriptors (internal/abi/type.go; contract 6.1): byte offsets for 64-bit targets.</summary>
public static class TypeDescriptors
{
    public const int Size = 0, PtrBytes = 8, Hash = 16, TFlag = 20, Align = 21, FieldAlign = 22, Kind = 23, Equal = 24, GcData = 32,
    Str = 40, PtrToThis = 44;

    /// <summary>Bytes of the common part, and of the descriptors that have more.</summary>
    public const int CommonSize = 48, ArraySize = 72, ChanSize = 64, FuncSize = 56, InterfaceSize = 80, MapSize = 136, PointerSize = 56,
    SliceSize = 56, StructSize = 80;

    public const int Element = 48, ArraySlice = 56, ArrayLength = 64, ChanDirection = 56, FuncInCount = 48, FuncOutCount = 50,
    InterfacePackage = 48, InterfaceMethods = 56,
        StructPackage = 48, StructFields = 56;

    public const int MapKey = 48, MapElement = 56, MapGroup = 64, MapHasher = 72, MapGroupSize = 80, MapKeysOffset = 88, MapKeyStride = 96,
    MapElementsOffset = 104,
        MapElementStride = 112, MapElementOffset = 120, MapFlags = 128;

    /// <summary>Bytes of one element of the variable parts.</summary>
    public const int InterfaceMethodSize = 8, StructFieldSize = 24, MethodSize = 16, UncommonSize = 16;

    /// <summary>In the uncommon part: package path, method count, exported count, offset of the methods from the uncommon part.</summary>
    public const int UncommonMethodCount = 4, UncommonExportedCount = 6, UncommonMethodsOffset = 8;

    /// <summary>Set in FuncOutCount for variadic functions.</summary>
    public const int VariadicBit = 1 << 15;

    /// <summary>In an itab: interface, type, hash, functions.</summary>
    public const int ItabInterface = 0, ItabType = 8, ItabHash = 16, ItabFunctions = 24;

    /// <summary>Types with more pointer-mask bits than this build their mask on demand.</summary>
    public const int MaxMaskBits = 16 * 8;

    /// <summary>
    /// Symbol prefixes: descriptors, names, import paths, masks, on-demand masks, itabs, closures of equality and hash functions.
    /// </summary>
    public const string Prefix = "type:", NamePrefix = "type:.namedata.", ImportPathPrefix = "type:.importpath.",
    MaskPrefix = "runtime.gcbits.",
        OnDemandMaskPrefix = "type:.gcmask.", ItabPrefix = "go:itab.", EqualityClosurePrefix = "type:.eqfunc.",
        HashClosurePrefix = "type:.hashfunc.", NoAlgorithmPrefix = "noalg.";

    /// <summary>Suffix of the read-only word that holds a function's address.</summary>
    public const string FunctionValueSuffix = "·f";

    public static TypeKind KindOf(GoType type) => type.Underlying switch
    {
        BasicType b => b.Kind switch
        {
            BasicKind.Bool => TypeKind.Bool,
            >= BasicKind.Int and <= BasicKind.Int64 => TypeKind.Int + (b.Kind - BasicKind.Int),
            >= BasicKind.Uint and <= BasicKind.Uintptr => TypeKind.Uint + (b.Kind - BasicKind.Uint),
            >= BasicKind.Float32 and <= BasicKind.Complex128 => TypeKind.Float32 + (b.Kind - BasicKind.Float32),
            BasicKind.String => TypeKind.String,
            BasicKind.UnsafePointer => TypeKind.UnsafePointer,
            _ => throw Diagnostics.Unexpected.Value(b.Kind),
        },
        ArrayType => TypeKind.Array,
        ChanType => TypeKind.Chan,
        SignatureType => TypeKind.Func,
        InterfaceType => TypeKind.Interface,
        MapType => TypeKind.Map,
        PointerType => TypeKind.Pointer,
        SliceType => TypeKind.Slice,
        StructType => TypeKind.Struct,
        _ => throw Diagnostics.Unexpected.Value(type),
    };
}

/// <summary>
/// Layout of the cache of an assertion (internal/abi: TypeAssertCache; contract 4.5): a mask, then entries of type and itab.
/// </summary>
public static class AssertionCacheLayout
{
    public const int FirstEntry = 8, Itab = 8, EntrySizeShift = 4;
}

/// <summary>Layout of map groups and flags of map types (internal/abi/map.go; contract 4.3).</summary>
public static class MapLayout
{
    public const int GroupSlots = 8;

    /// <summary>Larger keys and elements are stored as pointers.</summary>
    public const int MaxKeySize = 128, MaxElementSize = 128;

    public const uint NeedKeyUpdate = 1, HashMightPanic = 2, IndirectKey = 4, IndirectElement = 8;
}
