using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>Symbols of synthesised functions, which <see cref="SymbolNames"/> of declared ones do not cover (contract 7.5).</summary>
public static class IrSymbols
{
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
        string text = TypePrinter.LinkString(type);
        if (type is not NamedType named)
        {
            // Methods of other packages with the same unexported name may meet in one type.
            name = method.IsExported ? name : SymbolNames.EscapePath(method.Package!.Path) + "." + name;
            return isPointer ? $"go:(*{text}).{name}" : $"go:{text}.{name}";
        }
        if (!method.IsExported && method.Package != named.Name.Package)
        {
            name = SymbolNames.EscapePath(method.Package!.Path) + "." + name;
        }
        if (!isPointer)
        {
            return text + "." + name;
        }
        // The link string of a named type starts with its escaped path: path.Name[...].
        string prefix = named.Name.Package is { } package ? SymbolNames.EscapePath(package.Path) + "." : "";
        return $"{prefix}(*{text[prefix.Length..]}).{name}";
    }
}
