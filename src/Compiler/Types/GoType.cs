namespace Go.Compiler.Types;

/// <summary>
/// A Go type. Types are compared with <see cref="TypeIdentity"/>, never by reference (instances and literals are not unique objects).
/// Types of imported packages are shared by packages that are checked in parallel: everything lazy in them is thread-safe.
/// </summary>
public abstract class GoType
{
    /// <summary>The underlying type (spec "Types"): never a <see cref="NamedType"/> or <see cref="AliasType"/>; for a type parameter its constraint interface.</summary>
    public abstract GoType Underlying { get; }

    /// <summary>Go syntax with package paths; for messages use <see cref="TypePrinter"/> with a qualifier.</summary>
    public override string ToString() => TypePrinter.Print(this);
}
