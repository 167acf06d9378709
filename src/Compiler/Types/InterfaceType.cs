namespace Go.Compiler.Types;

/// <summary>An interface type: explicit methods and embedded elements; <see cref="TypeSet"/> gives what they mean together.</summary>
public sealed partial class InterfaceType : GoType
{
    public InterfaceType(IReadOnlyList<Function> methods, IReadOnlyList<GoType> embedded)
    {
        Methods = methods;
        Embedded = embedded;
    }

    /// <summary>Methods as written (not those of embedded interfaces).</summary>
    public IReadOnlyList<Function> Methods { get; set; }

    /// <summary>Embedded types and unions as written.</summary>
    public IReadOnlyList<GoType> Embedded { get; set; }

    /// <summary>Positions of the embedded elements, parallel; for messages.</summary>
    public IReadOnlyList<Text.Pos> EmbeddedPositions { get; set; } = [];

    /// <summary>The interface wraps a constraint literal such as <c>[T ~int]</c>.</summary>
    public bool IsImplicit { get; set; }

    public override GoType Underlying => this;
}
