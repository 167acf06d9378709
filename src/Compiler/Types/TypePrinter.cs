using System.Text;

namespace Go.Compiler.Types;

/// <summary>
/// Types as text. Three forms exist: for messages (with a package qualifier), the runtime's type string (<c>reflect.Type.String</c>,
/// contract 6.2) and the link string, which is equal exactly for identical types and names descriptors and instances.
/// </summary>
public static class TypePrinter
{
    /// <summary>
    /// Text for messages. The qualifier maps a package to what stands before the dot, "" for nothing; null: the package path.
    /// </summary>
    public static string Print(GoType type, Func<Package, string>? qualifier = null)
    {
        MessageTypeWriter w = new(qualifier);
        w.Type(type);
        return w.ToString();
    }

    /// <summary>
    /// Parameters and results of a signature without parameter names. <paramref name="withPackages"/> notes the package of the first
    /// unexported struct field, to tell apart what prints alike.
    /// </summary>
    public static string PrintSignature(GoType signature, Func<Package, string>? qualifier, bool withPackages)
    {
        if (signature is not SignatureType s)
        {
            return Print(signature, qualifier);
        }
        MessageTypeWriter w = new(qualifier) { WithParameterNames = false, AnnotatePackage = withPackages };
        w.Signature(s);
        return w.ToString();
    }

    /// <summary>Type parameters as <c>[P any, Q ~int]</c>.</summary>
    public static string PrintTypeParameters(IReadOnlyList<TypeParameter> parameters, Func<Package, string>? qualifier = null)
    {
        MessageTypeWriter w = new(qualifier);
        w.TypeParameterList(parameters);
        return w.ToString();
    }

    /// <summary>An object as messages show it: <c>func (T).M(x int)</c>, <c>var x int</c> and so on.</summary>
    public static string PrintObject(GoObject o, Func<Package, string>? qualifier = null)
    {
        GoType? type = o.Type;
        StringBuilder b = new();
        switch (o)
        {
            case PackageName p:
                b.Append("package ").Append(p.Name);
                return p.Imported.Path.Length > 0 && p.Imported.Path != p.Name
                    ? b.Append(" (\"").Append(p.Imported.Path).Append("\")").ToString() : b.ToString();
            case NilObject:
                return "nil";
            case Function f:
                b.Append("func ").Append(FunctionName(f, qualifier));
                if (type is SignatureType s)
                {
                    MessageTypeWriter w = new(qualifier);
                    w.Signature(s);
                    b.Append(w);
                }
                return b.ToString();
            case LabelObject:
                return "label " + o.Name;
            case BuiltinObject:
                return "builtin " + o.Name;
            case ConstantObject:
                b.Append("const");
                break;
            case Variable v:
                b.Append(v.IsField ? "field" : "var");
                break;
            case TypeName:
                b.Append(type is TypeParameter ? "type parameter" : "type");
                break;
        }
        b.Append(' ');
        if (o.Package is not null && ReferenceEquals(o.Package.Scope.Lookup(o.Name), o))
        {
            b.Append(MessageTypeWriter.Prefix(o.Package, qualifier));
        }
        b.Append(o.Name);
        if (type is null)
        {
            return b.ToString();
        }
        if (o is TypeName name)
        {
            if (type is BasicType)
            {
                return b.ToString();
            }
            type = DeclaredType(b, name, type, qualifier);
        }
        return b.Append(' ').Append(Print(type, qualifier)).ToString();
    }

    /// <summary>Right-hand side of a type declaration, with type parameters and alias mark already written.</summary>
    private static GoType DeclaredType(StringBuilder b, TypeName name, GoType type, Func<Package, string>? qualifier)
    {
        IReadOnlyList<TypeParameter> parameters = type switch
        {
            NamedType n => n.TypeParameters,
            AliasType a => a.TypeParameters,
            _ => [],
        };
        if (parameters.Count > 0)
        {
            b.Append(PrintTypeParameters(parameters, qualifier));
        }
        if (name.IsAlias)
        {
            b.Append(" =");
            return type is AliasType a ? a.Actual : type;
        }
        return type is TypeParameter p ? p.Constraint : type.Underlying;
    }

    private static string FunctionName(Function f, Func<Package, string>? qualifier)
    {
        if (f.Type is SignatureType { Receiver.Type: { } receiver })
        {
            return $"({(receiver is InterfaceType ? "interface" : Print(receiver, qualifier))}).{f.Name}";
        }
        return f.Type is not null ? MessageTypeWriter.Prefix(f.Package, qualifier) + f.Name : f.Name;
    }

    /// <summary>What the descriptor's Str holds (contract 6.2: package names outside brackets, escaped paths inside).</summary>
    public static string RuntimeString(GoType type)
    {
        RuntimeTypeWriter w = new(isLink: false);
        w.Type(type);
        return w.ToString();
    }

    /// <summary>
    /// Canonical text: identical types, and only they, give equal strings; full escaped import paths; local types with <c>·N</c>. Type
    /// parameters must have been substituted.
    /// </summary>
    public static string LinkString(GoType type)
    {
        type = AliasType.Unalias(type);
        if (type.CachedLinkString is { } known)
        {
            return known;
        }
        RuntimeTypeWriter w = new(isLink: true);
        w.Type(type);
        return type.CachedLinkString = w.ToString();
    }

    /// <summary>Type arguments as they stand in symbol names: <c>[int,main.T]</c>.</summary>
    public static string LinkString(IReadOnlyList<GoType> arguments)
    {
        StringBuilder b = new("[");
        for (int i = 0; i < arguments.Count; i++)
        {
            b.Append(i > 0 ? "," : "").Append(LinkString(arguments[i]));
        }
        return b.Append(']').ToString();
    }

    /// <summary>
    /// An import path as it appears in symbol names (contract 7.5): control characters, space, percent, quote and non-ASCII bytes anywhere,
    /// and dots after the last slash, become <c>%xx</c>.
    /// </summary>
    public static string EscapePath(string path)
    {
        int slash = path.LastIndexOf('/');
        int i = 0;
        while (i < path.Length && !MustEscape(path[i], i > slash))
        {
            i++;
        }
        if (i == path.Length)
        {
            return path;
        }
        StringBuilder b = new();
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        slash = Array.LastIndexOf(bytes, (byte)'/');
        for (i = 0; i < bytes.Length; i++)
        {
            if (MustEscape((char)bytes[i], i > slash))
            {
                b.Append('%').Append(bytes[i].ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                b.Append((char)bytes[i]);
            }
        }
        return b.ToString();
    }

    private static bool MustEscape(char c, bool afterSlash) => c <= ' ' || c == '%' || c == '"' || c >= 0x7f || c == '.' && afterSlash;
}
