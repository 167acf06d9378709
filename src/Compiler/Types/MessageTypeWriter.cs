using System.Globalization;
using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.Syntax;

namespace Go.Compiler.Types;

/// <summary>Writes types in the notation of Go's compiler messages.</summary>
internal sealed class MessageTypeWriter(Func<Package, string>? qualifier)
{
    private readonly StringBuilder _text = new();
    private readonly List<GoType> _open = [];

    public bool WithParameterNames { get; init; } = true;

    /// <summary>Note the package of the first unexported struct field.</summary>
    public bool AnnotatePackage { get; set; }

    public override string ToString() => _text.ToString();

    public static string Prefix(Package? package, Func<Package, string>? qualifier)
    {
        if (package is null)
        {
            return "";
        }
        string s = qualifier is null ? package.Path : qualifier(package);
        return s.Length > 0 ? s + "." : "";
    }

    public void Type(GoType? type)
    {
        if (type is null)
        {
            _text.Append("<nil>");
            return;
        }
        foreach (GoType o in _open)
        {
            if (ReferenceEquals(o, type))
            {
                _text.Append("<cycle to ").Append(type.GetType().Name).Append('>');
                return;
            }
        }
        _open.Add(type);
        Part(type);
        _open.RemoveAt(_open.Count - 1);
    }

    private void Part(GoType type)
    {
        switch (type)
        {
            case BasicType t:
                _text.Append(t.Kind == BasicKind.UnsafePointer ? Prefix(Universe.Unsafe, qualifier) : "").Append(t.Name);
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
            case StructType t:
                Struct(t);
                break;
            case TupleType t:
                Tuple(t, false);
                break;
            case SignatureType t:
                _text.Append("func");
                Signature(t);
                break;
            case UnionType t:
                for (int i = 0; i < t.Terms.Count; i++)
                {
                    _text.Append(i > 0 ? " | " : "").Append(t.Terms[i].Tilde ? "~" : "");
                    Type(t.Terms[i].Type);
                }
                break;
            case InterfaceType t:
                Interface(t);
                break;
            case NamedType t:
                Name(t.Name);
                Arguments(t.TypeArguments, t.TypeArguments.Count == 0 ? t.TypeParameters : []);
                break;
            case AliasType t:
                Name(t.Name);
                Arguments(t.TypeArguments, t.TypeArguments.Count == 0 ? t.TypeParameters : []);
                break;
            case TypeParameter t:
                _text.Append(t.Name.Name);
                if (t.Name.Place.Length > 0)
                {
                    _text.Append(CultureInfo.InvariantCulture, $" /* with {t.Name.Name} declared at {t.Name.Place} */");
                }
                break;
            default:
                throw Diagnostics.Unexpected.Value(type);
        }
    }

    private void Name(TypeName name) => _text.Append(Prefix(name.Package, qualifier)).Append(name.Name);

    private void Arguments(IReadOnlyList<GoType> arguments, IReadOnlyList<TypeParameter> parameters)
    {
        if (arguments.Count > 0)
        {
            _text.Append('[');
            for (int i = 0; i < arguments.Count; i++)
            {
                _text.Append(i > 0 ? ", " : "");
                Type(arguments[i]);
            }
            _text.Append(']');
        }
        else if (parameters.Count > 0)
        {
            TypeParameterList(parameters);
        }
    }

    public void TypeParameterList(IReadOnlyList<TypeParameter> parameters)
    {
        _text.Append('[');
        for (int i = 0; i < parameters.Count; i++)
        {
            // A constraint is written once for a run of parameters that share it.
            if (i > 0)
            {
                if (!ReferenceEquals(parameters[i].Constraint, parameters[i - 1].Constraint))
                {
                    _text.Append(' ');
                    Type(parameters[i - 1].Constraint);
                }
                _text.Append(", ");
            }
            Type(parameters[i]);
        }
        _text.Append(' ');
        Type(parameters[^1].Constraint);
        _text.Append(']');
    }

    private void Channel(ChanType t)
    {
        bool parenthesise = t.Direction == ChannelDirection.Both && t.Element is ChanType { Direction: ChannelDirection.ReceiveOnly };
        _text.Append(t.Direction switch { ChannelDirection.Both => "chan ", ChannelDirection.SendOnly => "chan<- ", _ => "<-chan " });
        _text.Append(parenthesise ? "(" : "");
        Type(t.Element);
        _text.Append(parenthesise ? ")" : "");
    }

    private void Struct(StructType t)
    {
        _text.Append("struct{");
        for (int i = 0; i < t.Fields.Count; i++)
        {
            Variable f = t.Fields[i];
            _text.Append(i > 0 ? "; " : "");
            bool annotate = AnnotatePackage && qualifier is null && !f.IsExported;
            if (annotate)
            {
                AnnotatePackage = false;
            }
            if (!f.IsEmbedded)
            {
                _text.Append(f.Name).Append(' ');
            }
            Type(f.Type);
            if (annotate)
            {
                _text.Append(" /* package ").Append(f.Package?.Path).Append(" */ ");
            }
            if (t.TagOf(i) is { Length: > 0 } tag)
            {
                _text.Append(' ').Append(ConstantText.Quote(tag));
            }
        }
        _text.Append('}');
    }

    private void Interface(InterfaceType t)
    {
        if (t.IsComparableMarker)
        {
            _text.Append("interface{comparable}");
            return;
        }
        if (t.IsImplicit && t.Methods.Count == 0 && t.Embedded.Count == 1)
        {
            Type(t.Embedded[0]);
            return;
        }
        _text.Append("interface{");
        bool first = true;
        Function[] methods = [.. t.Methods];
        Array.Sort(methods, MethodOrder.Compare);
        foreach (Function m in methods)
        {
            _text.Append(first ? "" : "; ").Append(m.Name);
            first = false;
            if (m.Type is SignatureType s)
            {
                Signature(s);
            }
        }
        foreach (GoType e in t.Embedded)
        {
            _text.Append(first ? "" : "; ");
            first = false;
            Type(e);
        }
        _text.Append('}');
    }

    public void Signature(SignatureType t)
    {
        if (t.TypeParameters.Count > 0)
        {
            TypeParameterList(t.TypeParameters);
        }
        Tuple(t.Parameters, t.IsVariadic);
        if (t.Results.Count == 0)
        {
            return;
        }
        _text.Append(' ');
        if (t.Results.Count == 1 && t.Results.Variables[0].Name.Length == 0)
        {
            Type(t.Results.Variables[0].Type);
            return;
        }
        Tuple(t.Results, false);
    }

    private void Tuple(TupleType t, bool isVariadic)
    {
        _text.Append('(');
        for (int i = 0; i < t.Count; i++)
        {
            Variable v = t.Variables[i];
            _text.Append(i > 0 ? ", " : "");
            if (v.Name.Length > 0 && WithParameterNames)
            {
                _text.Append(v.Name).Append(' ');
            }
            if (!isVariadic || i < t.Count - 1)
            {
                Type(v.Type);
            }
            else if (v.Type is SliceType s)
            {
                _text.Append("...");
                Type(s.Element);
            }
            else
            {
                // append([]byte, s...) with a string-like type.
                Type(v.Type);
                _text.Append("...");
            }
        }
        _text.Append(')');
    }
}
