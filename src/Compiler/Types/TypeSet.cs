namespace Go.Compiler.Types;

/// <summary>All methods and the type terms of an interface.</summary>
public sealed class TypeSet
{
    /// <summary>All methods, embedded ones included, sorted by unique name (exported first as itabs have them).</summary>
    public required IReadOnlyList<Function> Methods { get; init; }

    /// <summary>Null: all types. Empty: none. Normalised: no term includes another.</summary>
    public IReadOnlyList<UnionTerm>? Terms { get; init; }

    /// <summary>The set is restricted to comparable types.</summary>
    public bool IsComparable { get; init; }

    /// <summary>Usable as an ordinary (non-constraint) interface.</summary>
    public bool IsMethodSet => Terms is null && !IsComparable;
    public bool IsEmpty => Terms is { Count: 0 };
    public bool IsAll => IsMethodSet && Methods.Count == 0;
}
