using Go.Compiler.Diagnostics;

namespace Go.Compiler.Types;

/// <summary>Type unification and inference of type arguments (spec "Type inference", "Type unification").</summary>
public static class Inference
{
    /// <summary>
    /// Infers missing type arguments. <paramref name="partial"/> holds known ones (null = unknown). <paramref name="pairs"/> are typed
    /// (parameter type, argument type, assignment) equations; <paramref name="untyped"/> are (type parameter, untyped constant kind) pairs
    /// used last. Returns null and a <paramref name="cause"/> (message text in Go's wording, with the index of the offending pair or -1) on failure.
    /// </summary>
    public static IReadOnlyList<GoType>? Infer(
        IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType?> partial,
        IReadOnlyList<(GoType Parameter, GoType Argument, bool Assign)> pairs, IReadOnlyList<(TypeParameter Parameter, BasicType Untyped)> untyped,
        Func<Package, string>? qualifier, out string cause, out int badPair) => throw Unexpected.State("not built");
}
