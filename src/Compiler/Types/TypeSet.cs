namespace Go.Compiler.Types;

/// <summary>All methods and the type terms of an interface.</summary>
public sealed class TypeSet
{
    /// <summary>The set of all types.</summary>
    public static readonly TypeSet All = new() { Methods = [] };

    /// <summary>All methods, embedded ones included, sorted by unique name (exported first as itabs have them).</summary>
    public required IReadOnlyList<Function> Methods { get; init; }

    /// <summary>Null: all types. Empty: none. Normalised: no term includes another.</summary>
    public IReadOnlyList<UnionTerm>? Terms { get; init; }

    /// <summary>
    /// The set is restricted to comparable types (only when <see cref="Terms"/> is null: otherwise the terms have been filtered).
    /// </summary>
    public bool IsComparable { get; init; }

    /// <summary>Usable as an ordinary (non-constraint) interface.</summary>
    public bool IsMethodSet => Terms is null && !IsComparable;
    public bool IsEmpty => Terms is { Count: 0 };
    public bool IsAll => IsMethodSet && Methods.Count == 0;

    /// <summary>There are specific types.</summary>
    public bool HasTerms => Terms is { Count: > 0 };

    private NameIndex? _index;

    /// <summary>Index of a method in <see cref="Methods"/>, or -1.</summary>
    public int IndexOf(Package? package, string name, bool foldCase = false)
        => MethodOrder.IndexOf(ref _index, Methods, package, name, foldCase);
}
