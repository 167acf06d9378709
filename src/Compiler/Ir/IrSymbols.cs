using System.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>Symbol names of functions as the bound tree needs them (contract 7.5).</summary>
public static class IrSymbols
{
    public static string OfPackage(Package package) => EscapePath(package.Path);

    /// <summary>Symbol of a declared function or method; for generic ones the template that instances complete.</summary>
    public static string OfFunction(Function function)
    {
        if (function.LinkName is { Length: > 0 } linkName)
        {
            return linkName;
        }
        return OfPackage(function.Package!) + "." + LocalName(function);
    }

    /// <summary><c>path.F[arguments]</c>, <c>path.T[receiver's].M[own]</c>, <c>path.(*T[receiver's]).M[own]</c>; arguments as link strings.</summary>
    public static string OfInstance(Function function, IReadOnlyList<GoType> arguments)
    {
        if (arguments.Count == 0)
        {
            return OfFunction(function);
        }
        SignatureType signature = function.Signature;
        int ofReceiver = signature.ReceiverTypeParameters.Count;
        string own = Bracketed(arguments, ofReceiver, arguments.Count);
        string path = OfPackage(function.Package!);
        if (signature.Receiver is not { } receiver)
        {
            return $"{path}.{function.Name}{own}";
        }
        GoType type = AliasType.Unalias(receiver.Type!);
        bool isPointer = type is PointerType;
        var named = (NamedType)AliasType.Unalias(type is PointerType pointer ? pointer.Element : type);
        string holder = named.Name.Name + Bracketed(arguments, 0, ofReceiver);
        return isPointer ? $"{path}.(*{holder}).{function.Name}{own}" : $"{path}.{holder}.{function.Name}{own}";
    }

    private static string Bracketed(IReadOnlyList<GoType> types, int from, int to)
    {
        if (from == to)
        {
            return "";
        }
        var text = new StringBuilder("[");
        for (int i = from; i < to; i++)
        {
            text.Append(i == from ? "" : ",").Append(TypePrinter.LinkString(types[i]));
        }
        return text.Append(']').ToString();
    }

    /// <summary><c>F</c>, <c>T.M</c> or <c>(*T).M</c>.</summary>
    public static string LocalName(Function function)
    {
        if (function.Signature.Receiver is not { } receiver)
        {
            return function.Name;
        }
        GoType type = AliasType.Unalias(receiver.Type!);
        return type is PointerType pointer ? $"(*{ReceiverName(pointer.Element)}).{function.Name}" : $"{ReceiverName(type)}.{function.Name}";
    }

    /// <summary>
    /// Symbol of a method seen through a receiver type: of the method itself when declared there, of the wrapper otherwise:
    /// <c>path.T.M</c>, <c>path.(*T).M</c>, or <c>go:struct { ... }.M</c> for types without a name.
    /// </summary>
    public static string OfMethodWrapper(GoType receiver, Function method)
    {
        GoType type = AliasType.Unalias(receiver);
        bool isPointer = type is PointerType;
        if (type is PointerType pointer)
        {
            type = AliasType.Unalias(pointer.Element);
        }
        string name = method.Name;
        if (!method.IsExported && type is not NamedType)
        {
            name = OfPackage(method.Package!) + "." + name;
        }
        string text = TypePrinter.LinkString(type);
        if (type is not NamedType)
        {
            return isPointer ? $"go:(*{text}).{name}" : $"go:{text}.{name}";
        }
        if (!isPointer)
        {
            return text + "." + name;
        }
        // The link string of a named type starts with its escaped path: path.Name[...].
        string prefix = ((NamedType)type).Name.Package is { } package ? OfPackage(package) + "." : "";
        return $"{prefix}(*{text[prefix.Length..]}).{name}";
    }

    private static string ReceiverName(GoType type) => AliasType.Unalias(type) is NamedType named ? named.Name.Name : TypePrinter.LinkString(type);

    /// <summary>Import path in symbols: control bytes, blanks, quotes, percent signs and non-ASCII bytes escaped, dots after the last slash too.</summary>
    public static string EscapePath(string path)
    {
        StringBuilder? escaped = null;
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        int slash = Array.LastIndexOf(bytes, (byte)'/');
        for (int i = 0; i < bytes.Length; i++)
        {
            byte b = bytes[i];
            if (b <= 0x20 || b == '%' || b == '"' || b >= 0x7f || (b == '.' && i > slash))
            {
                escaped ??= new StringBuilder(Encoding.UTF8.GetString(bytes, 0, i));
                escaped.Append('%').Append(b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                escaped?.Append((char)b);
            }
        }
        return escaped?.ToString() ?? path;
    }
}
