using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

public sealed partial class ExportWriter
{
    private void WriteType(GoType type)
    {
        ByteWriter w = In(Section.TypeData);
        switch (type)
        {
            case NamedType t when !t.IsInstance:
                Tag(w, TypeTag.Named);
                w.Count(Reference(t.Name));
                break;
            case NamedType t:
                Tag(w, TypeTag.NamedInstance);
                w.Count(Reference(t.Name));
                TypeNumbers(w, t.TypeArguments);
                TypeNumbers(w, t.EnclosingArguments);
                break;
            case AliasType { TypeArguments.Count: > 0 } t:
                Tag(w, TypeTag.AliasInstance);
                w.Count(Reference(t.Name));
                TypeNumbers(w, t.TypeArguments);
                break;
            case AliasType t:
                Tag(w, TypeTag.Alias);
                w.Count(Reference(t.Name));
                break;
            case PointerType t:
                Tag(w, TypeTag.Pointer);
                w.Count(TypeNumber(t.Element));
                break;
            case SliceType t:
                Tag(w, TypeTag.Slice);
                w.Count(TypeNumber(t.Element));
                break;
            case ArrayType t:
                Tag(w, TypeTag.Array);
                w.Signed(t.Length);
                w.Count(TypeNumber(t.Element));
                break;
            case MapType t:
                Tag(w, TypeTag.Map);
                w.Count(TypeNumber(t.Key));
                w.Count(TypeNumber(t.Element));
                break;
            case ChanType t:
                Tag(w, TypeTag.Channel);
                w.Byte((byte)t.Direction);
                w.Count(TypeNumber(t.Element));
                break;
            case TupleType t:
                Tag(w, TypeTag.Tuple);
                WriteVariables(w, t);
                break;
            case StructType t:
                WriteStruct(w, t);
                break;
            case SignatureType t:
                WriteSignature(w, t);
                break;
            case InterfaceType t:
                WriteInterface(w, t);
                break;
            case UnionType t:
                Tag(w, TypeTag.Union);
                w.Count(t.Terms.Count);
                foreach (UnionTerm term in t.Terms)
                {
                    w.Bool(term.Tilde);
                    w.Count(TypeNumber(term.Type));
                }
                break;
            case TypeParameter t:
                Tag(w, TypeTag.Parameter);
                w.Count(String(t.Name.Name));
                w.Count(PackageNumber(t.Name.Package));
                w.Count(PositionSlot(t.Name.Pos));
                w.Count(t.Index);
                w.Count(TypeNumber(t.Constraint));
                break;
            default:
                throw Unexpected.Value(type);
        }
    }

    private static void Tag(ByteWriter w, TypeTag tag) => w.Byte((byte)tag);

    private void WriteStruct(ByteWriter w, StructType t)
    {
        Tag(w, TypeTag.Struct);
        w.Count(t.Fields.Count);
        for (int i = 0; i < t.Fields.Count; i++)
        {
            Variable f = t.Fields[i];
            w.Count(String(f.Name));
            w.Count(PackageNumber(f.Package));
            w.Bool(f.IsEmbedded);
            w.Count(TypeNumber(f.Type!));
            OptionalText(w, t.TagOf(i));
        }
    }

    private void WriteVariables(ByteWriter w, TupleType tuple)
    {
        w.Count(tuple.Count);
        foreach (Variable v in tuple.Variables)
        {
            WriteVariable(w, v);
        }
    }

    private void WriteVariable(ByteWriter w, Variable v)
    {
        w.Count(String(v.Name));
        w.Count(PackageNumber(v.Package));
        w.Count(TypeNumber(v.Type!));
    }

    private void WriteSignature(ByteWriter w, SignatureType t)
    {
        Tag(w, TypeTag.Signature);
        w.Byte((byte)((t.IsVariadic ? 1 : 0) | (t.Receiver is null ? 0 : 2)));
        if (t.Receiver is { } receiver)
        {
            WriteVariable(w, receiver);
        }
        TypeNumbers(w, t.ReceiverTypeParameters);
        TypeNumbers(w, t.TypeParameters);
        WriteVariables(w, t.Parameters);
        WriteVariables(w, t.Results);
    }

    private void WriteInterface(ByteWriter w, InterfaceType t)
    {
        Tag(w, TypeTag.Interface);
        w.Byte((byte)((t.IsImplicit ? 1 : 0) | (t.IsComparableMarker ? 2 : 0)));
        w.Count(t.Methods.Count);
        foreach (Function m in t.Methods)
        {
            w.Count(String(m.Name));
            w.Count(PackageNumber(m.Package));
            w.Count(TypeNumber(m.Signature));
        }
        TypeNumbers(w, t.Embedded);
    }
}
