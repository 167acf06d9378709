namespace Go.Compiler.Types;

/// <summary>
/// A defined type, generic origin or instance. The checker creates origins and sets their underlying type and methods; instances
/// are made by <see cref="Instantiation"/> and expand lazily and thread-safely from their origin.
/// </summary>
public sealed partial class NamedType : GoType
{
    private GoType? _underlying;
    private readonly List<Function> _methods = [];

    /// <summary>A declared type; the underlying type follows with <see cref="SetUnderlying"/>.</summary>
    public NamedType(TypeName name)
    {
        Name = name;
        name.Type ??= this;
    }

    public TypeName Name { get; }

    /// <summary>The generic type this is an instance of, else itself.</summary>
    public NamedType Origin { get => _origin ?? this; private init => _origin = value; }
    private readonly NamedType? _origin;
    public IReadOnlyList<TypeParameter> TypeParameters { get; set; } = [];

    /// <summary>Empty unless this is an instance.</summary>
    public IReadOnlyList<GoType> TypeArguments { get; private init; } = [];

    public bool IsInstance => _origin is not null;

    /// <summary>The underlying type is known (for an instance: that of its origin); false only while the declaration is being checked.</summary>
    public bool IsResolved => Origin._underlying is not null;

    /// <summary>Must be a type that is not itself named; the checker resolves chains first.</summary>
    public void SetUnderlying(GoType underlying) => _underlying = underlying;

    /// <summary>Declares a method on an origin type.</summary>
    public void AddMethod(Function method) => _methods.Add(method);
}
