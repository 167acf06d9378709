using Go.Compiler.Constants;

namespace Go.Compiler.Types;

public static partial class Universe
{
    /// <summary>The universe scope: parent of every package scope.</summary>
    public static Scope Scope => Predeclared.Scope;

    /// <summary>Package unsafe.</summary>
    public static Package Unsafe => Predeclared.Unsafe;

    /// <summary>The predeclared error type (named interface), comparable (named interface) and any (alias of interface{}).</summary>
    public static NamedType Error => Predeclared.Error;
    public static NamedType Comparable => Predeclared.Comparable;
    public static AliasType Any => Predeclared.Any;

    /// <summary>byte and rune: aliases whose type is uint8 / int32 but which print under their own names.</summary>
    public static GoType Byte => Predeclared.Byte;
    public static GoType Rune => Predeclared.Rune;
    public static InterfaceType EmptyInterface => Predeclared.EmptyInterface;

    /// <summary>The predeclared constant iota; its value is per declaration.</summary>
    public static ConstantObject Iota => Predeclared.Iota;

    /// <summary>Built on first use in one static constructor, so that the order of its parts is fixed.</summary>
    private static class Predeclared
    {
        internal static readonly Scope Scope = new(null);
        internal static readonly Package Unsafe;
        internal static readonly NamedType Error, Comparable;
        internal static readonly AliasType Any, Byte, Rune;
        internal static readonly InterfaceType EmptyInterface = new([], []);
        internal static readonly ConstantObject Iota;

        static Predeclared()
        {
            Unsafe = new Package("unsafe", "unsafe", Scope) { IsComplete = true };
            for (BasicKind kind = BasicKind.Bool; kind <= BasicKind.String; kind++)
            {
                Scope.Insert(new TypeName(default, null, Basic(kind).Name, Basic(kind)));
            }
            Byte = Alias("byte", Basic(BasicKind.Uint8));
            Rune = Alias("rune", Basic(BasicKind.Int32));
            Any = Alias("any", EmptyInterface);
            Error = DefineError();
            Comparable = new NamedType(new TypeName(default, null, "comparable", null));
            Comparable.SetUnderlying(new InterfaceType([], []) { IsComparableMarker = true });
            Scope.Insert(Comparable.Name);
            Scope.Insert(new ConstantObject(default, null, "true", Basic(BasicKind.UntypedBool), ConstantValue.True));
            Scope.Insert(new ConstantObject(default, null, "false", Basic(BasicKind.UntypedBool), ConstantValue.False));
            Iota = new ConstantObject(default, null, "iota", Basic(BasicKind.UntypedInt), ConstantValue.Of(0));
            Scope.Insert(Iota);
            Scope.Insert(new NilObject());
            DefineFunctions();
            Unsafe.Scope.Insert(new TypeName(default, Unsafe, "Pointer", Basic(BasicKind.UnsafePointer)));
        }

        private static AliasType Alias(string name, GoType actual)
        {
            TypeName o = new(default, null, name, null) { IsAlias = true };
            AliasType alias = new(o, actual);
            o.Type = alias;
            Scope.Insert(o);
            return alias;
        }

        private static NamedType DefineError()
        {
            NamedType error = new(new TypeName(default, null, "error", null));
            SignatureType signature = new()
            {
                Receiver = new Variable(default, null, "", error, VariableKind.Receiver),
                Parameters = TupleType.Empty,
                Results = new TupleType([new Variable(default, null, "", Basic(BasicKind.String), VariableKind.Result)]),
            };
            error.SetUnderlying(new InterfaceType([new Function(default, null, "Error", signature)], []));
            Scope.Insert(error.Name);
            return error;
        }

        private static void DefineFunctions()
        {
            string[] names =
            [
                "append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "make", "max", "min", "new", "panic",
                "print",
                "println", "real", "recover",
            ];
            for (int i = 0; i < names.Length; i++)
            {
                Scope.Insert(new BuiltinObject(names[i], (BuiltinKind)i));
            }
            string[] unsafeNames = ["Add", "Alignof", "Offsetof", "Sizeof", "Slice", "SliceData", "String", "StringData"];
            for (int i = 0; i < unsafeNames.Length; i++)
            {
                Unsafe.Scope.Insert(new BuiltinObject(unsafeNames[i], BuiltinKind.UnsafeAdd + (byte)i, Unsafe));
            }
        }
    }
}
