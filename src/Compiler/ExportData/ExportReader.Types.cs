using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

internal sealed partial class ExportReader
{
    /// <summary>A type by number. Callers hold the lock.</summary>
    public GoType Type(int number)
    {
        if (number < ExportFormat.KnownTypes.Count)
        {
            return ExportFormat.KnownTypes[number];
        }
        int index = number - ExportFormat.KnownTypes.Count;
        if (index >= _types.Length)
        {
            throw ByteCursor.Damaged();
        }
        if (_types[index] is { } known)
        {
            return known;
        }
        ByteCursor r = Cursor(Section.TypeData, Word(Section.TypeStarts, index));
        GoType type = ReadType(index, ref r);
        return _types[index] = type;
    }

    private GoType[] Types(ref ByteCursor r)
    {
        int n = r.ListLength();
        if (n == 0)
        {
            return [];
        }
        GoType[] list = new GoType[n];
        for (int i = 0; i < n; i++)
        {
            list[i] = Type(r.Count());
        }
        return list;
    }

    private TypeName TypeNameAt(int reference) => Object(reference) as TypeName ?? throw ByteCursor.Damaged();

    private GoType ReadType(int index, ref ByteCursor r)
    {
        GoType element;
        switch ((TypeTag)r.Byte()) // table
        {
            case TypeTag.Named:
                return TypeNameAt(r.Count()).Type as NamedType ?? throw ByteCursor.Damaged();
            case TypeTag.NamedInstance:
                NamedType origin = TypeNameAt(r.Count()).Type as NamedType ?? throw ByteCursor.Damaged();
                GoType[] arguments = Types(ref r);
                return origin.InstanceOf(arguments, Types(ref r));
            case TypeTag.Alias:
                return TypeNameAt(r.Count()).Type as AliasType ?? throw ByteCursor.Damaged();
            case TypeTag.AliasInstance:
                AliasType alias = TypeNameAt(r.Count()).Type as AliasType ?? throw ByteCursor.Damaged();
                return Instantiation.Instantiate(alias, Types(ref r));
            case TypeTag.Pointer:
                return new PointerType(Type(r.Count()));
            case TypeTag.Slice:
                return new SliceType(Type(r.Count()));
            case TypeTag.Array:
                long length = r.Signed();
                return new ArrayType(Type(r.Count()), length);
            case TypeTag.Map:
                element = Type(r.Count());
                return new MapType(element, Type(r.Count()));
            case TypeTag.Channel:
                var direction = (ChannelDirection)r.Byte();
                return new ChanType(direction, Type(r.Count()));
            case TypeTag.Tuple:
                return Tuple(ref r, VariableKind.Parameter);
            case TypeTag.Struct:
                return Struct(ref r);
            case TypeTag.Signature:
                return Signature(ref r);
            case TypeTag.Interface:
                return Interface(index, ref r);
            case TypeTag.Union:
                UnionTerm[] terms = new UnionTerm[r.ListLength()];
                for (int i = 0; i < terms.Length; i++)
                {
                    bool tilde = r.Bool();
                    terms[i] = new UnionTerm(tilde, Type(r.Count()));
                }
                return new UnionType(terms);
            case TypeTag.Parameter:
                return Parameter(index, ref r);
            default:
                throw ByteCursor.Damaged();
        }
    }

    private TypeParameter Parameter(int index, ref ByteCursor r)
    {
        string name = String(r.Count());
        Package? package = PackageAt(r.Count());
        TypeName typeName = new(Position(r.Count()), package, name, null);
        TypeParameter p = new(typeName, r.Count());
        _types[index] = p; // the constraint may mention it
        p.Constraint = Type(r.Count());
        return p;
    }

    private Variable Variable(ref ByteCursor r, VariableKind kind)
    {
        string name = String(r.Count());
        Package? package = PackageAt(r.Count());
        return new Variable(default, package, name, Type(r.Count()), kind);
    }

    private TupleType Tuple(ref ByteCursor r, VariableKind kind)
    {
        int n = r.ListLength();
        if (n == 0)
        {
            return TupleType.Empty;
        }
        Variable[] list = new Variable[n];
        for (int i = 0; i < n; i++)
        {
            list[i] = Variable(ref r, kind);
        }
        return new TupleType(list);
    }

    private StructType Struct(ref ByteCursor r)
    {
        Variable[] fields = new Variable[r.ListLength()];
        string?[]? tags = null;
        for (int i = 0; i < fields.Length; i++)
        {
            string name = String(r.Count());
            Package? package = PackageAt(r.Count());
            bool embedded = r.Bool();
            fields[i] = new Variable(default, package, name, Type(r.Count()), VariableKind.Field) { IsEmbedded = embedded };
            if (OptionalText(ref r) is { } tag)
            {
                (tags ??= new string?[fields.Length])[i] = tag;
            }
        }
        return new StructType(fields, tags ?? []);
    }

    private SignatureType Signature(ref ByteCursor r)
    {
        int flags = r.Byte();
        Variable? receiver = (flags & 2) != 0 ? Variable(ref r, VariableKind.Receiver) : null;
        TypeParameter[] receiverParameters = TypeParameters(ref r), parameters = TypeParameters(ref r);
        TupleType ins = Tuple(ref r, VariableKind.Parameter);
        return new SignatureType
        {
            Receiver = receiver,
            ReceiverTypeParameters = receiverParameters,
            TypeParameters = parameters,
            Parameters = ins,
            Results = Tuple(ref r, VariableKind.Result),
            IsVariadic = (flags & 1) != 0,
        };
    }

    private InterfaceType Interface(int index, ref ByteCursor r)
    {
        int flags = r.Byte();
        InterfaceType type = new([], []) { IsImplicit = (flags & 1) != 0, IsComparableMarker = (flags & 2) != 0 };
        _types[index] = type; // receivers of its methods may be the type itself
        Function[] methods = new Function[r.ListLength()];
        for (int i = 0; i < methods.Length; i++)
        {
            string name = String(r.Count());
            Package? package = PackageAt(r.Count());
            methods[i] = new Function(default, package, name, Type(r.Count()) as SignatureType ?? throw ByteCursor.Damaged());
        }
        type.Methods = methods;
        type.Embedded = Types(ref r);
        return type;
    }
}
