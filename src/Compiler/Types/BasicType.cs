namespace Go.Compiler.Types;

/// <summary>Predeclared basic types, and the types of untyped constants. Order matters: integers, floats and complex are ranges.</summary>
public enum BasicKind : byte
{
    Invalid,
    Bool, Int, Int8, Int16, Int32, Int64, Uint, Uint8, Uint16, Uint32, Uint64, Uintptr,
    Float32, Float64, Complex64, Complex128, String, UnsafePointer,
    UntypedBool, UntypedInt, UntypedRune, UntypedFloat, UntypedComplex, UntypedString, UntypedNil,
}

/// <summary>Properties of basic types, combined.</summary>
[Flags]
public enum BasicInfo : byte
{
    None = 0, Boolean = 1, Integer = 2, Unsigned = 4, Float = 8, Complex = 16, String = 32, Untyped = 64,
    Ordered = Integer | Float | String, Numeric = Integer | Float | Complex, Constant = Boolean | Numeric | String,
}

/// <summary>
/// A basic type. One object per kind (byte and rune are the uint8 and int32 objects under other names, see <see cref="Universe"/>).
/// </summary>
public sealed class BasicType(BasicKind kind, BasicInfo info, string name) : GoType
{
    public BasicKind Kind { get; } = kind;
    public BasicInfo Info { get; } = info;
    public string Name { get; } = name;
    public bool IsUntyped => (Info & BasicInfo.Untyped) != 0;
    public override GoType Underlying => this;
}
