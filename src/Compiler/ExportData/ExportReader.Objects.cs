using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

internal sealed partial class ExportReader
{
    private GoObject Own(int number)
    {
        if ((uint)number >= (uint)_objects.Length)
        {
            throw ByteCursor.Damaged();
        }
        return _objects[number] ?? Make(number);
    }

    private ByteCursor ObjectCursor(int number) => Cursor(Section.ObjectData, Word(Section.Objects, number * 4 + 3));

    private GoObject Make(int number)
    {
        string name = String(Word(Section.Objects, number * 4));
        int local = Word(Section.Objects, number * 4 + 1);
        ByteCursor r = ObjectCursor(number);
        Pos pos = Position(r.Count());
        switch ((ObjectKind)Word(Section.Objects, number * 4 + 2))
        {
            case ObjectKind.Constant:
                GoType type = Type(r.Count());
                return Publish(number, new ConstantObject(pos, Package, name, type, ConstantCodec.Read(ref r)));
            case ObjectKind.Variable:
                int variableType = r.Count();
                return Publish(number, new Variable(pos, Package, name, null, VariableKind.PackageLevel)
                {
                    LinkName = OptionalText(ref r),
                    Loader = o => LoadType(o, variableType),
                });
            case ObjectKind.Function:
                return Publish(number, ReadFunction(ref r, pos, Package, name));
            case ObjectKind.DefinedType:
            {
                TypeName typeName = new(pos, Package, name, null) { LocalIndex = local };
                NamedType named = new(typeName) { Loader = t => LoadNamed(t, number) };
                Publish(number, typeName);
                typeName.EnclosingTypeParameters = TypeParameters(ref r);
                return typeName;
            }
            case ObjectKind.Alias:
            {
                TypeName typeName = new(pos, Package, name, null) { IsAlias = true, LocalIndex = local };
                AliasType alias = new(typeName, null) { Loader = a => LoadAlias(a, number) };
                typeName.Type = alias;
                Publish(number, typeName);
                typeName.EnclosingTypeParameters = TypeParameters(ref r);
                alias.TypeParameters = TypeParameters(ref r);
                return typeName;
            }
            default:
                throw ByteCursor.Damaged();
        }
    }

    private GoObject Publish(int number, GoObject o)
    {
        o.Parent = o is TypeName { LocalIndex: > 0 } ? null : Package.Scope;
        o.Order = number + 1;
        return _objects[number] = o;
    }

    private string? OptionalText(ref ByteCursor r) => r.Count() is > 0 and var n ? String(n - 1) : null;

    private TypeParameter[] TypeParameters(ref ByteCursor r)
    {
        int n = r.ListLength();
        if (n == 0)
        {
            return [];
        }
        TypeParameter[] list = new TypeParameter[n];
        for (int i = 0; i < n; i++)
        {
            list[i] = Type(r.Count()) as TypeParameter ?? throw ByteCursor.Damaged();
        }
        return list;
    }

    private Function ReadFunction(ref ByteCursor r, Pos pos, Package? package, string name)
    {
        int signature = r.Count();
        Function f = new(pos, package, name, null)
        {
            Loader = o => LoadType(o, signature),
            Pragmas = (FunctionPragmas)r.Count(),
            LinkName = OptionalText(ref r),
        };
        int flags = r.Byte();
        f.HasBody = (flags & 1) != 0;
        f.HasPointerReceiver = (flags & 2) != 0;
        f.Abi = (flags & 4) != 0 ? FunctionAbi.Abi0 : FunctionAbi.Internal;
        f.EscapeTags = (flags & 8) != 0 ? r.Blob().ToArray() : null;
        int body = r.Count();
        if (body != 0)
        {
            _bodies.Add(f, body);
        }
        return f;
    }

    private void LoadType(GoObject o, int number)
    {
        lock (_lock)
        {
            if (!o.IsTyped)
            {
                GoType type = Type(number);
                o.Type = o is not Function || type is SignatureType ? type : throw ByteCursor.Damaged();
            }
        }
    }

    private void LoadAlias(AliasType alias, int number)
    {
        lock (_lock)
        {
            ByteCursor r = ObjectCursor(number);
            r.Count();
            TypeParameters(ref r);
            TypeParameters(ref r);
            alias.Actual = Type(r.Count());
        }
    }

    private readonly List<NamedType> _loading = [];

    /// <summary>Type parameters and methods first: the underlying type tells other threads that the rest is there.</summary>
    private void LoadNamed(NamedType type, int number)
    {
        lock (_lock)
        {
            if (type.HasUnderlying || _loading.Contains(type))
            {
                return;
            }
            _loading.Add(type);
            ByteCursor r = ObjectCursor(number);
            r.Count();
            TypeParameters(ref r);
            type.TypeParameters = TypeParameters(ref r);
            GoType underlying = Type(r.Count());
            for (int n = r.ListLength(); n > 0; n--)
            {
                string name = String(r.Count());
                Package? package = PackageAt(r.Count());
                Pos pos = Position(r.Count());
                type.AddMethod(ReadFunction(ref r, pos, package, name));
            }
            type.SetUnderlying(underlying is NamedType or AliasType or TypeParameter ? throw ByteCursor.Damaged() : underlying);
            _loading.Remove(type);
        }
    }
}
