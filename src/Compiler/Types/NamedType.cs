namespace Go.Compiler.Types;

/// <summary>
/// A defined type, generic origin or instance. The checker creates origins and sets their underlying type and methods; instances
/// are made by <see cref="Instantiation"/> and expand lazily and thread-safely from their origin.
/// </summary>
public sealed partial class NamedType : GoType
{
    private readonly NamedType? _origin;
    private GoType? _underlying;
    private List<Function> _methods = [];
    private IReadOnlyList<TypeParameter> _typeParameters = [];

    /// <summary>A declared type; the underlying type follows with <see cref="SetUnderlying"/>.</summary>
    public NamedType(TypeName name)
    {
        Name = name;
        if (!name.IsTyped)
        {
            name.Type = this;
        }
    }

    public TypeName Name { get; }

    /// <summary>The generic type this is an instance of, else itself.</summary>
    public NamedType Origin => _origin ?? this;

    /// <summary>Empty for instances (but a local generic type seen from an instance of its function is generic still).</summary>
    public IReadOnlyList<TypeParameter> TypeParameters
    {
        get
        {
            if (_origin is not null)
            {
                return TypeArguments.Count == 0 ? _origin.TypeParameters : [];
            }
            RunLoader();
            return _typeParameters;
        }
        set => _typeParameters = value;
    }

    /// <summary>Empty unless this is an instance.</summary>
    public IReadOnlyList<GoType> TypeArguments { get; private init; } = [];

    /// <summary>
    /// For a type declared inside a generic function, seen from an instance of that function: arguments for the function's type parameters
    /// (<see cref="TypeName.EnclosingTypeParameters"/>); else empty. They are part of the type's identity.
    /// </summary>
    public IReadOnlyList<GoType> EnclosingArguments { get; private init; } = [];

    public bool IsInstance => _origin is not null;

    /// <summary>
    /// The underlying type is known (for an instance: that of its origin); false only while the declaration is being checked.
    /// </summary>
    public bool IsResolved => Volatile.Read(ref Origin._underlying) is not null || Origin.Loader is not null;

    /// <summary>The underlying type itself is there.</summary>
    internal bool HasUnderlying => Volatile.Read(ref _underlying) is not null;

    /// <summary>
    /// Imported types: called (by any thread) when the underlying type, methods or type parameters are asked for before they are there, and
    /// sets them.
    /// </summary>
    internal Action<NamedType>? Loader { get; set; }

    /// <summary>Must be a type that is not itself named; the checker resolves chains first.</summary>
    public void SetUnderlying(GoType underlying) => Volatile.Write(ref _underlying, underlying);

    /// <summary>Declares a method on an origin type.</summary>
    public void AddMethod(Function method) => _methods.Add(method);
}
