namespace Go.Compiler.Types;

/// <summary>An alias declaration's type: transparent for identity; kept for messages and generic aliases.</summary>
public sealed class AliasType(TypeName name, GoType? actual) : GoType
{
    private GoType? _actual = actual;

    public TypeName Name { get; } = name;
    public IReadOnlyList<TypeParameter> TypeParameters { get; set; } = [];
    public IReadOnlyList<GoType> TypeArguments { get; init; } = [];
    public AliasType? Origin { get; init; }

    /// <summary>The right-hand side; may be another alias.</summary>
    public GoType Actual
    {
        get => Volatile.Read(ref _actual) ?? Resolve();
        set => Volatile.Write(ref _actual, value);
    }

    /// <summary>The right-hand side is known; false only while the declaration is being checked.</summary>
    public bool IsResolved => Volatile.Read(ref (Origin ?? this)._actual) is not null || (Origin ?? this).Loader is not null;

    /// <summary>Imported aliases: called (by any thread) when the right-hand side is asked for before it is there, and sets it.</summary>
    internal Action<AliasType>? Loader { get; set; }

    private GoType Resolve()
    {
        if (Loader is { } loader)
        {
            loader(this);
        }
        else if (Origin is { } origin && origin.Actual is var actual && origin.IsResolved)
        {
            Interlocked.CompareExchange(ref _actual, Instantiation.Substitute(actual, origin.TypeParameters, TypeArguments), null);
        }
        return Volatile.Read(ref _actual) ?? Universe.Invalid;
    }

    public override GoType Underlying => Unalias(this).Underlying;

    /// <summary>Follows alias chains to the first type that is none.</summary>
    public static GoType Unalias(GoType type)
    {
        while (type is AliasType alias)
        {
            type = alias.Actual;
        }
        return type;
    }
}
