using Go.Compiler.Diagnostics;

namespace Go.Compiler.Types;

/// <summary>Identity of types (spec "Type identity").</summary>
public static class TypeIdentity
{
    public static bool Identical(GoType a, GoType b) => throw Unexpected.State("not built");

    /// <summary>Ignores struct tags (for conversions).</summary>
    public static bool IdenticalIgnoringTags(GoType a, GoType b) => throw Unexpected.State("not built");

    /// <summary>Equal types give equal hashes: for use as dictionary keys.</summary>
    public static IEqualityComparer<GoType> Comparer => throw Unexpected.State("not built");
}
