namespace Go.Compiler.Types;

/// <summary>An interface type: explicit methods and embedded elements; <see cref="TypeSet"/> gives what they mean together.</summary>
public sealed partial class InterfaceType : GoType
{
    private IReadOnlyList<Function> _methods;
    private IReadOnlyList<GoType> _embedded;
    private TypeSet? _typeSet;

    public InterfaceType(IReadOnlyList<Function> methods, IReadOnlyList<GoType> embedded)
    {
        _methods = methods;
        _embedded = embedded;
    }

    /// <summary>Methods as written (not those of embedded interfaces).</summary>
    public IReadOnlyList<Function> Methods
    {
        get => _methods;
        set
        {
            _methods = value;
            Volatile.Write(ref _typeSet, null);
        }
    }

    /// <summary>Embedded types and unions as written.</summary>
    public IReadOnlyList<GoType> Embedded
    {
        get => _embedded;
        set
        {
            _embedded = value;
            Volatile.Write(ref _typeSet, null);
        }
    }

    /// <summary>Positions of the embedded elements, parallel; for messages.</summary>
    public IReadOnlyList<Text.Pos> EmbeddedPositions { get; set; } = [];

    /// <summary>The interface wraps a constraint literal such as <c>[T ~int]</c>.</summary>
    public bool IsImplicit { get; set; }

    /// <summary>The underlying type of the predeclared comparable.</summary>
    internal bool IsComparableMarker { get; init; }

    /// <summary>Computed type set; cleared when the parts change. Use <see cref="TypeSets.Of"/>.</summary>
    internal TypeSet? CachedTypeSet => Volatile.Read(ref _typeSet);

    /// <summary>Publishes a type set; the first one wins, so that all threads see the same object.</summary>
    internal TypeSet PublishTypeSet(TypeSet set) => Interlocked.CompareExchange(ref _typeSet, set, null) ?? set;

    /// <summary>Gives the interface another meaning than its parts have. Of the checker, for what a language version refuses.</summary>
    internal void ReplaceTypeSet(TypeSet set) => Volatile.Write(ref _typeSet, set);

    public override GoType Underlying => this;
}
