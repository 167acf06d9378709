namespace Go.Compiler.Types;

/// <summary>A type parameter; compared by reference.</summary>
public sealed class TypeParameter(TypeName name, int index) : GoType
{
    public TypeName Name { get; } = name;

    /// <summary>Position in its parameter list.</summary>
    public int Index { get; set; } = index;

    /// <summary>The constraint as written (any type; wrapped into an interface by <see cref="ConstraintInterface"/>).</summary>
    public GoType Constraint { get; set; } = Universe.Invalid;

    /// <summary>The constraint as an interface.</summary>
    public InterfaceType ConstraintInterface => TypeSets.ConstraintInterface(this);
    public override GoType Underlying => ConstraintInterface;
}
