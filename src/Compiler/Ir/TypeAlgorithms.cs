using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>How values of a type are compared and hashed (contract 4.9). Types must not mention type parameters.</summary>
public static class TypeAlgorithms
{
    /// <summary>No value of the type differs from itself, as NaN does, and comparing it never panics.</summary>
    public static bool EqualsItself(GoType type) => type.Underlying switch
    {
        BasicType b => (b.Info & (BasicInfo.Float | BasicInfo.Complex)) == 0,
        ArrayType a => EqualsItself(a.Element),
        StructType s => s.Fields.All(f => EqualsItself(f.Type!)),
        _ => type.Underlying is PointerType or ChanType,
    };

    /// <summary>Equal exactly when the bytes are: no floats, strings, interfaces, blank fields or padding inside.</summary>
    public static bool IsPlainMemory(GoType type, Layout layout)
    {
        switch (type.Underlying)
        {
            case BasicType basic:
                return (basic.Info & (BasicInfo.Float | BasicInfo.Complex | BasicInfo.String)) == 0;
            case PointerType or ChanType:
                return true;
            case ArrayType array:
                return array.Length == 0 || IsPlainMemory(array.Element, layout);
            case StructType structure:
                long end = 0;
                IReadOnlyList<long> offsets = layout.FieldOffsets(structure);
                for (int i = 0; i < structure.Fields.Count; i++)
                {
                    Variable field = structure.Fields[i];
                    if (field.Name == "_" || offsets[i] != end || !IsPlainMemory(field.Type!, layout))
                    {
                        return false;
                    }
                    end += layout.SizeOf(field.Type!);
                }
                return end == layout.SizeOf(type);
            default:
                return false;
        }
    }

    /// <summary>
    /// The runtime function <c>func(p unsafe.Pointer, h uintptr) uintptr</c> for scalars that are not plain memory, or null.
    /// </summary>
    public static string? HashHelper(GoType type) => type.Underlying switch
    {
        BasicType { Kind: BasicKind.String } => "strhash",
        BasicType { Kind: BasicKind.Float32 } => "f32hash",
        BasicType { Kind: BasicKind.Float64 } => "f64hash",
        BasicType { Kind: BasicKind.Complex64 } => "c64hash",
        BasicType { Kind: BasicKind.Complex128 } => "c128hash",
        InterfaceType i => TypeSets.Of(i).Methods.Count == 0 ? "nilinterhash" : "interhash",
        _ => null,
    };
}
