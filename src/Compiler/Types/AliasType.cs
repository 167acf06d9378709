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
    public GoType Actual { get => _actual ?? Universe.Invalid; set => _actual = value; }

    /// <summary>The right-hand side is known; false only while the declaration is being checked.</summary>
    public bool IsResolved => _actual is not null;
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
