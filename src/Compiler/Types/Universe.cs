namespace Go.Compiler.Types;

/// <summary>The predeclared identifiers and their types (spec "Predeclared identifiers"), and package unsafe.</summary>
public static partial class Universe
{
    private static readonly BasicType[] s_basic =
    [
        new(BasicKind.Invalid, BasicInfo.None, "invalid type"),
        new(BasicKind.Bool, BasicInfo.Boolean, "bool"),
        new(BasicKind.Int, BasicInfo.Integer, "int"),
        new(BasicKind.Int8, BasicInfo.Integer, "int8"),
        new(BasicKind.Int16, BasicInfo.Integer, "int16"),
        new(BasicKind.Int32, BasicInfo.Integer, "int32"),
        new(BasicKind.Int64, BasicInfo.Integer, "int64"),
        new(BasicKind.Uint, BasicInfo.Integer | BasicInfo.Unsigned, "uint"),
        new(BasicKind.Uint8, BasicInfo.Integer | BasicInfo.Unsigned, "uint8"),
        new(BasicKind.Uint16, BasicInfo.Integer | BasicInfo.Unsigned, "uint16"),
        new(BasicKind.Uint32, BasicInfo.Integer | BasicInfo.Unsigned, "uint32"),
        new(BasicKind.Uint64, BasicInfo.Integer | BasicInfo.Unsigned, "uint64"),
        new(BasicKind.Uintptr, BasicInfo.Integer | BasicInfo.Unsigned, "uintptr"),
        new(BasicKind.Float32, BasicInfo.Float, "float32"),
        new(BasicKind.Float64, BasicInfo.Float, "float64"),
        new(BasicKind.Complex64, BasicInfo.Complex, "complex64"),
        new(BasicKind.Complex128, BasicInfo.Complex, "complex128"),
        new(BasicKind.String, BasicInfo.String, "string"),
        new(BasicKind.UnsafePointer, BasicInfo.None, "Pointer"),
        new(BasicKind.UntypedBool, BasicInfo.Boolean | BasicInfo.Untyped, "untyped bool"),
        new(BasicKind.UntypedInt, BasicInfo.Integer | BasicInfo.Untyped, "untyped int"),
        new(BasicKind.UntypedRune, BasicInfo.Integer | BasicInfo.Untyped, "untyped rune"),
        new(BasicKind.UntypedFloat, BasicInfo.Float | BasicInfo.Untyped, "untyped float"),
        new(BasicKind.UntypedComplex, BasicInfo.Complex | BasicInfo.Untyped, "untyped complex"),
        new(BasicKind.UntypedString, BasicInfo.String | BasicInfo.Untyped, "untyped string"),
        new(BasicKind.UntypedNil, BasicInfo.Untyped, "untyped nil"),
    ];

    /// <summary>The type object of a basic kind.</summary>
    public static BasicType Basic(BasicKind kind) => s_basic[(int)kind];

    public static BasicType Invalid => s_basic[(int)BasicKind.Invalid];
    public static BasicType Bool => s_basic[(int)BasicKind.Bool];
    public static BasicType Int => s_basic[(int)BasicKind.Int];
    public static BasicType Uintptr => s_basic[(int)BasicKind.Uintptr];
    public static BasicType String => s_basic[(int)BasicKind.String];
    public static BasicType UnsafePointer => s_basic[(int)BasicKind.UnsafePointer];
    public static BasicType UntypedNil => s_basic[(int)BasicKind.UntypedNil];
}
