using Go.Compiler.Diagnostics;

namespace Go.Compiler.Types;

/// <summary>Type sets of interfaces and constraints.</summary>
public static class TypeSets
{
    /// <summary>The type set of an interface, computed once and cached thread-safely. <paramref name="report"/> hears errors in embedded elements (position, message, code name).</summary>
    public static TypeSet Of(InterfaceType type, Action<Text.Pos, string, string>? report = null) => throw Unexpected.State("not built");

    public static InterfaceType ConstraintInterface(TypeParameter parameter) => throw Unexpected.State("not built");

    /// <summary>The single underlying type of all types in the set (for channels: with direction rules), or null (spec "Core types" as kept by 1.27).</summary>
    public static GoType? CoreType(GoType type) => throw Unexpected.State("not built");

    /// <summary>Like <see cref="CoreType"/>, but a set of []byte and string gives string.</summary>
    public static GoType? CoreStringType(GoType type) => throw Unexpected.State("not built");

    /// <summary>Calls <paramref name="predicate"/> with each term's underlying type (for a non-parameter: once with its own); null means "no specific types". True if all are.</summary>
    public static bool All(GoType type, Func<GoType?, bool> predicate) => throw Unexpected.State("not built");
}
