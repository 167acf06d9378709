namespace Go.Compiler.Types;

/// <summary>
/// A Go type. Types are compared with <see cref="TypeIdentity"/>, never by reference (instances and literals are not unique objects).
/// Types of imported packages are shared by packages that are checked in parallel: everything lazy in them is thread-safe.
/// </summary>
public abstract class GoType
{
    // Caches of pure functions of the type: racing threads compute equal values, any of them may stay.
    private MethodEntry[]? _methodSet;
    private LayoutFacts? _layout;
    private string? _linkString;

    internal MethodEntry[]? CachedMethodSet { get => Volatile.Read(ref _methodSet); set => Volatile.Write(ref _methodSet, value); }
    internal LayoutFacts? CachedLayout { get => Volatile.Read(ref _layout); set => Volatile.Write(ref _layout, value); }
    internal string? CachedLinkString { get => Volatile.Read(ref _linkString); set => Volatile.Write(ref _linkString, value); }

    /// <summary>
    /// The underlying type (spec "Types"): never a <see cref="NamedType"/> or <see cref="AliasType"/>; for a type parameter its constraint
    /// interface.
    /// </summary>
    public abstract GoType Underlying { get; }

    /// <summary>Go syntax with package paths; for messages use <see cref="TypePrinter"/> with a qualifier.</summary>
    public override string ToString() => TypePrinter.Print(this);
}
