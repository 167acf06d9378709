using Go.Compiler.Diagnostics;

namespace Go.Compiler.Types;

public static partial class Universe
{
    /// <summary>The universe scope: parent of every package scope.</summary>
    public static Scope Scope { get; } = new(null);

    /// <summary>Package unsafe.</summary>
    public static Package Unsafe => throw Unexpected.State("not built");

    /// <summary>The predeclared error type (named interface), comparable (named interface) and any (alias of interface{}).</summary>
    public static NamedType Error => throw Unexpected.State("not built");
    public static NamedType Comparable => throw Unexpected.State("not built");
    public static AliasType Any => throw Unexpected.State("not built");

    /// <summary>byte and rune: aliases whose type is uint8 / int32 but which print under their own names.</summary>
    public static GoType Byte => throw Unexpected.State("not built");
    public static GoType Rune => throw Unexpected.State("not built");
    public static InterfaceType EmptyInterface => throw Unexpected.State("not built");
}
