using Go.Compiler.Constants;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

/// <summary>What an expression denotes.</summary>
public enum OperandMode : byte { Invalid, NoValue, Builtin, Type, Constant, Addressable, MapIndex, Value, NilValue, CommaOk, CommaError,
    CgoFunction }

/// <summary>Type, mode and constant value of an expression. Untyped expressions carry their final (converted) type.</summary>
public readonly record struct TypeAndValue(OperandMode Mode, GoType? Type, ConstantValue? Value);

/// <summary>How a selector expression reaches its object.</summary>
public enum SelectionKind : byte { Field, MethodValue, MethodExpression }

/// <summary>A resolved selector <c>x.f</c> (not of a package).</summary>
/// <param name="Receiver">Type of x.</param>
/// <param name="Path">As <see cref="LookupResult.Path"/>.</param>
public sealed record Selection(SelectionKind Kind, GoType Receiver, GoObject Object, IReadOnlyList<int> Path, bool Indirect, GoType Type);

/// <summary>An instantiation at a generic function's or type's name: type arguments and the resulting type.</summary>
public sealed record Instance(IReadOnlyList<GoType> Arguments, GoType Type);

/// <summary>One step of package initialisation: <c>Lhs = Rhs</c>, in execution order.</summary>
public sealed record Initializer(IReadOnlyList<Variable> Lhs, ExpressionSyntax Rhs);

/// <summary>
/// The checker's answers, in arrays by node id (<see cref="SyntaxNode.Id"/>). Invariants for packages without errors: every
/// expression that is evaluated has a type; constants have values; every name that declares or uses something has an object.
/// </summary>
public sealed class TypeInfo(int nodeCount)
{
    private readonly TypeAndValue[] _types = new TypeAndValue[nodeCount + 1];
    private readonly GoObject?[] _objects = new GoObject?[nodeCount + 1];
    private readonly Dictionary<int, Selection> _selections = [];
    private readonly Dictionary<int, Instance> _instances = [];
    private readonly Dictionary<int, GoObject> _implicits = [];

    public TypeAndValue this[ExpressionSyntax node] { get => _types[node.Id]; set => _types[node.Id] = value; }
    public GoType? TypeOf(ExpressionSyntax node) => _types[node.Id].Type;

    /// <summary>
    /// Object that a name declares or uses. For an embedded field: the type's name (the field is found through the struct).
    /// </summary>
    public GoObject? ObjectOf(NameSyntax name) => _objects[name.Id];
    public void SetObject(NameSyntax name, GoObject? o) => _objects[name.Id] = o;
    public Selection? SelectionOf(SelectorSyntax node) => _selections.GetValueOrDefault(node.Id);
    public void SetSelection(SelectorSyntax node, Selection selection) => _selections[node.Id] = selection;

    /// <summary>
    /// Instantiation recorded at the *name* of the generic (the selector's name for qualified ones), explicit or inferred.
    /// </summary>
    public Instance? InstanceOf(NameSyntax name) => _instances.GetValueOrDefault(name.Id);
    public void SetInstance(NameSyntax name, Instance instance) => _instances[name.Id] = instance;

    /// <summary>
    /// Implicit objects: package name of an <see cref="ImportSyntax"/> without local name; the variable of a type switch clause (<see
    /// cref="CaseClauseSyntax"/>); parameter of an unnamed <see cref="FieldSyntax"/>.
    /// </summary>
    public GoObject? ImplicitOf(SyntaxNode node) => _implicits.GetValueOrDefault(node.Id);
    public void SetImplicit(SyntaxNode node, GoObject o) => _implicits[node.Id] = o;

    /// <summary>
    /// Label objects and branch targets: for a <see cref="BranchSyntax"/> the statement it leaves, continues or goes to (the <see
    /// cref="LabeledSyntax"/> for goto).
    /// </summary>
    public Dictionary<int, StatementSyntax> BranchTargets { get; } = [];

    /// <summary>Symbols of libraries, in the order of files and lines.</summary>
    public List<ImportedSymbol> ImportedSymbols { get; } = [];

    /// <summary>Package-level variable initialisation, in execution order (spec "Package initialization").</summary>
    public List<Initializer> InitOrder { get; } = [];
}
