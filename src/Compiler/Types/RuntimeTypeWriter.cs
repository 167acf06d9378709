using System.Globalization;
using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;

namespace Go.Compiler.Types;

/// <summary>
/// Writes runtime type strings and link strings (contract 6.2). They differ in package qualification, local types and unexported fields;
/// type arguments are always in link form.
/// </summary>
internal sealed class RuntimeTypeWriter(bool isLink)
{
    private readonly StringBuilder _text = new();
    private readonly List<InterfaceType> _open = [];
    private bool _isLink = isLink;

    public override string ToString() => _text.ToString();

    public void Type(GoType type)
    {
        type = AliasType.Unalias(type);
        switch (type)
        {
            case BasicType t:
                _text.Append(t.Kind == BasicKind.UnsafePointer ? "unsafe.Pointer" : t.Name);
                break;
            case NamedType t:
                Named(t);
                break;
            case PointerType t:
                _text.Append('*');
                Type(t.Element);
                break;
            case SliceType t:
                _text.Append("[]");
                Type(t.Element);
                break;
            case ArrayType t:
                _text.Append('[').Append(t.Length.ToString(CultureInfo.InvariantCulture)).Append(']');
                Type(t.Element);
                break;
            case MapType t:
                _text.Append("map[");
                Type(t.Key);
                _text.Append(']');
                Type(t.Element);
                break;
            case ChanType t:
                Channel(t);
                break;
            case SignatureType t:
                _text.Append("func");
                Signature(t);
                break;
            case StructType t:
                Struct(t);
                break;
            case InterfaceType t:
                Interface(t);
                break;
            case TupleType t:
                Tuple(t, false);
                break;
            case TypeParameter t:
                throw Unexpected.State("runtime name of type parameter " + t.Name.Name);
            default:
                throw Unexpected.Value(type);
        }
    }

    private void Package(Package? package)
    {
        if (package is not null)
        {
            _text.Append(_isLink ? TypePrinter.EscapePath(package.Path) : package.Name).Append('.');
        }
    }

    private void Named(NamedType t)
    {
        Package(t.Name.Package);
        _text.Append(t.Name.Name);
        if (t.TypeArguments.Count + t.EnclosingArguments.Count > 0)
        {
            bool outer = _isLink;
            _isLink = true;
            _text.Append('[');
            List(t.EnclosingArguments);
            _text.Append(t.EnclosingArguments.Count > 0 && t.TypeArguments.Count > 0 ? ";" : "");
            List(t.TypeArguments);
            _text.Append(']');
            _isLink = outer;
        }
        if (_isLink && t.Name.LocalIndex > 0)
        {
            _text.Append('·').Append(t.Name.LocalIndex.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void List(IReadOnlyList<GoType> types)
    {
        for (int i = 0; i < types.Count; i++)
        {
            _text.Append(i > 0 ? "," : "");
            Type(types[i]);
        }
    }

    private void Channel(ChanType t)
    {
        bool parenthesise = t.Direction == ChannelDirection.Both
            && AliasType.Unalias(t.Element) is ChanType { Direction: ChannelDirection.ReceiveOnly };
        _text.Append(t.Direction switch { ChannelDirection.Both => "chan ", ChannelDirection.SendOnly => "chan<- ", _ => "<-chan " });
        _text.Append(parenthesise ? "(" : "");
        Type(t.Element);
        _text.Append(parenthesise ? ")" : "");
    }

    private void Signature(SignatureType t)
    {
        Tuple(t.Parameters, t.IsVariadic);
        if (t.Results.Count > 0)
        {
            _text.Append(' ');
            if (t.Results.Count == 1)
            {
                Type(t.Results.Variables[0].Type!);
            }
            else
            {
                Tuple(t.Results, false);
            }
        }
    }

    private void Tuple(TupleType t, bool isVariadic)
    {
        _text.Append('(');
        for (int i = 0; i < t.Count; i++)
        {
            _text.Append(i > 0 ? ", " : "");
            GoType type = t.Variables[i].Type!;
            if (isVariadic && i == t.Count - 1 && AliasType.Unalias(type) is SliceType s)
            {
                _text.Append("...");
                type = s.Element;
            }
            Type(type);
        }
        _text.Append(')');
    }

    private void Struct(StructType t)
    {
        _text.Append("struct {");
        for (int i = 0; i < t.Fields.Count; i++)
        {
            Variable f = t.Fields[i];
            _text.Append(i > 0 ? "; " : " ");
            FieldName(f);
            Type(f.Type!);
            if (t.TagOf(i) is { Length: > 0 } tag)
            {
                _text.Append(' ').Append(ConstantText.Quote(tag));
            }
        }
        _text.Append(t.Fields.Count > 0 ? " }" : "}");
    }

    private void FieldName(Variable f)
    {
        if (!f.IsEmbedded)
        {
            if (_isLink && !f.IsExported)
            {
                Package(f.Package);
            }
            _text.Append(f.Name).Append(' ');
            return;
        }
        if (!_isLink)
        {
            return;
        }
        // The type names the field, unless an alias or a package other than the type's own took part: both belong to the identity.
        TypeName? name = (AliasType.Unalias(Lookup.Dereference(f.Type!).Type) as NamedType)?.Name;
        bool isNamedByType = (name?.Name ?? (AliasType.Unalias(f.Type!) as BasicType)?.Name) == f.Name;
        if (!isNamedByType || !f.IsExported && !MethodOrder.SamePackage(name?.Package, f.Package))
        {
            if (!f.IsExported)
            {
                Package(f.Package);
            }
            _text.Append(f.Name).Append('=');
        }
    }

    private void Interface(InterfaceType t)
    {
        // An anonymous interface can contain itself only by way of a named one; a back reference counts the interfaces in between.
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (TypeIdentity.Identical(_open[i], t) && t.Methods.Count + t.Embedded.Count > 0)
            {
                _text.Append('@').Append((_open.Count - i).ToString(CultureInfo.InvariantCulture));
                return;
            }
        }
        TypeSet set = TypeSets.Of(t);
        if (set.Methods.Count == 0)
        {
            _text.Append(set.IsComparable ? "interface { comparable }" : "interface {}");
            return;
        }
        _open.Add(t);
        _text.Append("interface {");
        for (int i = 0; i < set.Methods.Count; i++)
        {
            Function m = set.Methods[i];
            _text.Append(i > 0 ? "; " : " ");
            if (!m.IsExported)
            {
                Package(m.Package);
            }
            _text.Append(m.Name);
            Signature(m.Signature);
        }
        _text.Append(" }");
        _open.RemoveAt(_open.Count - 1);
    }
}
