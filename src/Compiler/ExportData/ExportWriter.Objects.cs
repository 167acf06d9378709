using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

public sealed partial class ExportWriter
{
    private void WriteObject(GoObject o)
    {
        ByteWriter w = In(Section.ObjectData);
        _objectStarts.Add(w.Length);
        w.Count(PositionSlot(o.Pos));
        switch (o)
        {
            case ConstantObject c:
                w.Count(TypeNumber(c.Type!));
                ConstantCodec.Write(w, c.Value);
                break;
            case Variable v:
                w.Count(TypeNumber(v.Type!));
                OptionalText(w, v.LinkName);
                break;
            case Function f:
                WriteFunction(w, f);
                break;
            case TypeName { IsAlias: true } alias:
                WriteAlias(w, alias);
                break;
            case TypeName name:
                WriteDefinedType(w, name);
                break;
            default:
                throw Unexpected.Value(o);
        }
    }

    private void OptionalText(ByteWriter w, string? text) => w.Count(text is null ? 0 : String(text) + 1);

    private void WriteFunction(ByteWriter w, Function f)
    {
        w.Count(TypeNumber(f.Signature));
        w.Count((int)f.Pragmas);
        OptionalText(w, f.LinkName);
        w.Byte((byte)((f.HasBody ? 1 : 0) | (f.HasPointerReceiver ? 2 : 0) | (f.Abi == FunctionAbi.Abi0 ? 4 : 0)
            | (f.EscapeTags is null ? 0 : 8)));
        if (f.EscapeTags is { } tags)
        {
            w.Blob(tags);
        }
        w.Count(BodyNumber(f));
    }

    private void WriteAlias(ByteWriter w, TypeName name)
    {
        TypeNumbers(w, name.EnclosingTypeParameters);
        if (name.Type is not AliasType alias)
        {
            throw Unexpected.Value(name.Type);
        }
        TypeNumbers(w, alias.TypeParameters);
        w.Count(TypeNumber(alias.Actual));
    }

    private void WriteDefinedType(ByteWriter w, TypeName name)
    {
        TypeNumbers(w, name.EnclosingTypeParameters);
        NamedType type = (NamedType)name.Type!;
        TypeNumbers(w, type.TypeParameters);
        w.Count(TypeNumber(type.Underlying));
        w.Count(type.Methods.Count);
        foreach (Function m in type.Methods)
        {
            w.Count(String(m.Name));
            w.Count(PackageNumber(m.Package));
            w.Count(PositionSlot(m.Pos));
            WriteFunction(w, m);
        }
    }

    private void TypeNumbers(ByteWriter w, IReadOnlyList<GoType> types)
    {
        w.Count(types.Count);
        for (int i = 0; i < types.Count; i++)
        {
            w.Count(TypeNumber(types[i]));
        }
    }
}
