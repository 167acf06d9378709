using Go.Compiler.Diagnostics;

namespace Go.Compiler.Types;

/// <summary>Questions about types that many rooms ask. "All" forms hold for a type parameter when they hold for each type of its set.</summary>
public static class TypePredicates
{
    public static bool IsComparable(GoType type, bool dynamic = true) => throw Unexpected.State("not built");

    /// <summary>An interface that is not a type parameter.</summary>
    public static bool IsInterface(GoType type) => type is not TypeParameter && AliasType.Unalias(type).Underlying is InterfaceType && AliasType.Unalias(type) is not TypeParameter;

    public static bool IsTypeParameter(GoType type) => AliasType.Unalias(type) is TypeParameter;

    /// <summary>The basic info of the underlying type is within <paramref name="info"/>; false for type parameters.</summary>
    public static bool Is(GoType type, BasicInfo info) => !IsTypeParameter(type) && type.Underlying is BasicType b && (b.Info & info) != 0;

    /// <summary>Like <see cref="Is"/>, for every type of a type parameter's set.</summary>
    public static bool All(GoType type, BasicInfo info) => TypeSets.All(type, u => u is BasicType b && (b.Info & info) != 0);

    public static bool HasNil(GoType type) => throw Unexpected.State("not built");

    /// <summary>The default type of an untyped one, else itself (spec "Constants").</summary>
    public static GoType Default(GoType type) => throw Unexpected.State("not built");
}
