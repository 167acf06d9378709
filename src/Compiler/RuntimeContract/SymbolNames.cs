using System.Text;
using Go.Compiler.Types;

namespace Go.Compiler.RuntimeContract;

/// <summary>
/// Symbol names of functions and variables (contract 7.5): <c>path.F</c>, <c>path.T.M</c>, <c>path.(*T).M</c>, instances with bracketed
/// link strings.
/// </summary>
public static class SymbolNames
{
    /// <summary>Import path as symbol names have it; see <see cref="TypePrinter.EscapePath"/>.</summary>
    public static string EscapePath(string path) => TypePrinter.EscapePath(path);

    /// <summary>Symbol of a type's descriptor: <c>type:</c> and the link string.</summary>
    public static string TypeDescriptor(GoType type) => "type:" + TypePrinter.LinkString(type);

    /// <summary>Symbol of the itab of a concrete type for an interface: <c>go:itab.T,I</c>.</summary>
    public static string Itab(GoType type, GoType interfaceType) => "go:itab." + TypePrinter.LinkString(type) + ","
        + TypePrinter.LinkString(interfaceType);

    /// <summary>Symbol of the constant function value of a function without captures: <c>name·f</c>.</summary>
    public static string FunctionValue(string functionSymbol) => functionSymbol + "·f";

    /// <summary>Symbol of a package's initialisation task.</summary>
    public static string InitTask(string path) => EscapePath(path) + LinkerSymbols.InitTaskSuffix;

    /// <summary>Symbol of a package-level variable: its linkname, or <c>path.name</c>.</summary>
    public static string Of(Variable variable) => variable.LinkName is { Length: > 0 } linkName ? linkName
        : EscapePath(variable.Package!.Path) + "." + variable.Name;

    /// <summary>Symbol of a declared function or method (its origin), without regard to type arguments.</summary>
    public static string Of(Function function) => Of(function, []);

    /// <summary>
    /// Symbol of an instance: <paramref name="typeArguments"/> are the receiver's, then the function's own; already substituted.
    /// </summary>
    public static string Of(Function function, IReadOnlyList<GoType> typeArguments)
    {
        Function origin = function.Origin;
        if (origin.LinkName is { Length: > 0 } linkName && typeArguments.Count == 0)
        {
            return linkName;
        }
        string path = origin.Package is null ? "" : EscapePath(origin.Package.Path) + ".";
        if (origin.Signature.Receiver is not { } receiver)
        {
            return path + origin.Name + Brackets(typeArguments, 0, typeArguments.Count);
        }
        GoType type = AliasType.Unalias(receiver.Type!);
        bool isPointer = type is PointerType;
        if (type is PointerType pointer)
        {
            type = AliasType.Unalias(pointer.Element);
        }
        if (type is not NamedType named)
        {
            throw Diagnostics.Unexpected.Value(type);
        }
        int receiverCount = Math.Min(named.Origin.TypeParameters.Count, typeArguments.Count);
        string typeName = named.Name.Name + Brackets(typeArguments, 0, receiverCount);
        string own = Brackets(typeArguments, receiverCount, typeArguments.Count);
        return isPointer ? $"{path}(*{typeName}).{origin.Name}{own}" : $"{path}{typeName}.{origin.Name}{own}";
    }

    private static string Brackets(IReadOnlyList<GoType> arguments, int from, int to)
    {
        if (from >= to)
        {
            return "";
        }
        var text = new StringBuilder("[");
        for (int i = from; i < to; i++)
        {
            if (i > from)
            {
                text.Append(',');
            }
            text.Append(TypePrinter.LinkString(arguments[i]));
        }
        return text.Append(']').ToString();
    }

    /// <summary>A function's symbol as messages about its own package show it.</summary>
    public static string WithoutPackage(string symbol, string packagePath)
    {
        string prefix = EscapePath(packagePath) + ".";
        return symbol.StartsWith(prefix, StringComparison.Ordinal) ? symbol[prefix.Length..] : symbol;
    }
}
