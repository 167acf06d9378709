namespace Go.Compiler.Types;

/// <summary>A type parameter; compared by reference.</summary>
public sealed class TypeParameter : GoType
{
    private GoType? _constraint;
    private InterfaceType? _wrapped;

    public TypeParameter(TypeName name, int index)
    {
        Name = name;
        Index = index;
        if (!name.IsTyped)
        {
            name.Type = this;
        }
    }

    public TypeName Name { get; }

    /// <summary>Position in its parameter list.</summary>
    public int Index { get; set; }

    /// <summary>The constraint as written (any type; wrapped into an interface by <see cref="ConstraintInterface"/>).</summary>
    public GoType Constraint
    {
        get => _constraint ?? Universe.Invalid;
        set
        {
            _constraint = value;
            _wrapped = null;
        }
    }

    /// <summary>The constraint as an interface.</summary>
    public InterfaceType ConstraintInterface => TypeSets.ConstraintInterface(this);
    public override GoType Underlying => ConstraintInterface;

    /// <summary>The implicit interface around a constraint that is none; made once.</summary>
    internal InterfaceType WrapConstraint(GoType constraint)
        => Volatile.Read(ref _wrapped) is { } known
            ? known
            : Interlocked.CompareExchange(ref _wrapped, new InterfaceType([], [constraint]) { IsImplicit = true }, null) ?? _wrapped;
}
