using Go.Compiler.Diagnostics;

namespace Go.Compiler.Types;

/// <summary>
/// Types as text. Three forms exist: for messages (with a package qualifier), the runtime's type string (<c>reflect.Type.String</c>, contract 6.2)
/// and the link string, which is equal exactly for identical types and names descriptors and instances.
/// </summary>
public static class TypePrinter
{
    /// <summary>Text for messages. The qualifier maps a package to what stands before the dot, "" for nothing; null: the package path.</summary>
    public static string Print(GoType type, Func<Package, string>? qualifier = null) => throw Unexpected.State("not built");

    /// <summary>An object as messages show it: <c>func (T).M(x int)</c>, <c>var x int</c> and so on.</summary>
    public static string PrintObject(GoObject o, Func<Package, string>? qualifier = null) => throw Unexpected.State("not built");

    /// <summary>What the descriptor's Str holds (contract 6.2: package names outside brackets, escaped paths inside).</summary>
    public static string RuntimeString(GoType type) => throw Unexpected.State("not built");

    /// <summary>Canonical text: identical types, and only they, give equal strings; full escaped import paths; local types with <c>·N</c>. Type parameters must have been substituted.</summary>
    public static string LinkString(GoType type) => throw Unexpected.State("not built");
}
