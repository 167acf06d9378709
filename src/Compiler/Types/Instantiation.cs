using Go.Compiler.Diagnostics;

namespace Go.Compiler.Types;

/// <summary>Substitution and instantiation of generic types and signatures.</summary>
public static class Instantiation
{
    /// <summary>The type with parameters replaced; returns the same object when nothing changes.</summary>
    public static GoType Substitute(GoType type, IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType> arguments) => throw Unexpected.State("not built");

    /// <summary>Instantiates a generic named type, alias or signature; does not verify constraints.</summary>
    public static GoType Instantiate(GoType generic, IReadOnlyList<GoType> arguments) => throw Unexpected.State("not built");

    /// <summary>Index of the first argument that does not satisfy its constraint, or -1; <paramref name="cause"/> explains.</summary>
    public static int Verify(IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType> arguments, out string cause, Func<Package, string>? qualifier = null) => throw Unexpected.State("not built");

    /// <summary>Whether any of the type's parts is a type parameter.</summary>
    public static bool MentionsTypeParameter(GoType type) => throw Unexpected.State("not built");
}
