using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

/// <summary>An expression or type expression (they share one grammar).</summary>
public abstract class ExpressionSyntax(Pos pos, int id) : SyntaxNode(pos, id);

/// <summary>Stands where an expression could not be parsed; later phases stay silent about it.</summary>
public sealed class BadExpressionSyntax(Pos pos, int id) : ExpressionSyntax(pos, id);

/// <summary>An identifier, <c>_</c> included.</summary>
public sealed class NameSyntax(Pos pos, int id, string value) : ExpressionSyntax(pos, id)
{
    public string Value { get; } = value;
    public bool IsBlank => Value == "_";
}

/// <summary>A literal of a basic type.</summary>
public sealed class BasicLiteralSyntax(Pos pos, int id, LiteralKind kind, string text) : ExpressionSyntax(pos, id)
{
    public LiteralKind Kind { get; } = kind;

    /// <summary>Source text, quotes included. Bytes that are not valid UTF-8 cannot occur (the scanner reports them).</summary>
    public string Text { get; } = text;

    /// <summary>The scanner reported an error in it.</summary>
    public bool IsBad { get; init; }
}

/// <summary>Kinds of <see cref="BasicLiteralSyntax"/>.</summary>
public enum LiteralKind : byte { Int, Float, Imaginary, Rune, String }

/// <summary><c>Type{elements}</c>; <see cref="Type"/> is null for elided inner types. Position: the opening brace.</summary>
public sealed class CompositeLiteralSyntax(Pos pos, int id) : ExpressionSyntax(pos, id)
{
    public ExpressionSyntax? Type { get; init; }

    /// <summary>Values or <see cref="KeyValueSyntax"/>.</summary>
    public required IReadOnlyList<ExpressionSyntax> Elements { get; init; }
    public Pos RightBrace { get; init; }
}

/// <summary><c>Key: Value</c> inside a composite literal. Position: the colon.</summary>
public sealed class KeyValueSyntax(Pos pos, int id, ExpressionSyntax key, ExpressionSyntax value) : ExpressionSyntax(pos, id)
{
    public ExpressionSyntax Key { get; } = key;
    public ExpressionSyntax Value { get; } = value;
}

/// <summary>A function literal.</summary>
public sealed class FuncLiteralSyntax(Pos pos, int id, FuncTypeSyntax type, BlockSyntax body) : ExpressionSyntax(pos, id)
{
    public FuncTypeSyntax Type { get; } = type;
    public BlockSyntax Body { get; } = body;
}

/// <summary><c>(X)</c>.</summary>
public sealed class ParenSyntax(Pos pos, int id, ExpressionSyntax x) : ExpressionSyntax(pos, id)
{
    public ExpressionSyntax X { get; } = x;
}

/// <summary><c>X.Selector</c>. Position: the dot.</summary>
public sealed class SelectorSyntax(Pos pos, int id, ExpressionSyntax x, NameSyntax selector) : ExpressionSyntax(pos, id)
{
    public ExpressionSyntax X { get; } = x;
    public NameSyntax Selector { get; } = selector;
}

/// <summary><c>X[Index]</c>, also instantiation; <see cref="Index"/> may be a <see cref="ListSyntax"/>. Position: the bracket.</summary>
public sealed class IndexSyntax(Pos pos, int id, ExpressionSyntax x, ExpressionSyntax index) : ExpressionSyntax(pos, id)
{
    public ExpressionSyntax X { get; } = x;
    public ExpressionSyntax Index { get; } = index;
}

/// <summary><c>X[Low:High:Max]</c>. Position: the bracket.</summary>
public sealed class SliceSyntax(Pos pos, int id) : ExpressionSyntax(pos, id)
{
    public required ExpressionSyntax X { get; init; }
    public ExpressionSyntax? Low { get; init; }
    public ExpressionSyntax? High { get; init; }
    public ExpressionSyntax? Max { get; init; }

    /// <summary>Two colons were written.</summary>
    public bool IsFull { get; init; }
}

/// <summary><c>X.(Type)</c>. Position: the dot.</summary>
public sealed class TypeAssertSyntax(Pos pos, int id, ExpressionSyntax x, ExpressionSyntax type) : ExpressionSyntax(pos, id)
{
    public ExpressionSyntax X { get; } = x;
    public ExpressionSyntax Type { get; } = type;
}

/// <summary><c>[Lhs :=] X.(type)</c>: only as the tag of a type switch.</summary>
public sealed class TypeSwitchGuardSyntax(Pos pos, int id, NameSyntax? lhs, ExpressionSyntax x) : ExpressionSyntax(pos, id)
{
    public NameSyntax? Lhs { get; } = lhs;
    public ExpressionSyntax X { get; } = x;
}

/// <summary>Operators of expressions and assignments, with Go's precedence in <c>SyntaxFacts</c>.</summary>
public enum Operator : byte
{
    None,
    /// <summary>Unary <c>&lt;-</c>.</summary>
    Receive,
    Not, Tilde,
    OrOr, AndAnd,
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual,
    Add, Subtract, Or, Xor,
    Multiply, Divide, Remainder, And, AndNot, ShiftLeft, ShiftRight,
}

/// <summary>
/// Unary (<see cref="Y"/> null: <c>+ - ! ^ ~ &amp; * &lt;-</c>) or binary operation. Unary <c>&amp;</c> is <see cref="Operator.And"/>,
/// pointer indirection and pointer types are <see cref="Operator.Multiply"/>, <c>^x</c> is <see cref="Operator.Xor"/>.
/// Position: the operator for binary ones, the operator (= start) for unary ones.
/// </summary>
public sealed class OperationSyntax(Pos pos, int id, Operator op, ExpressionSyntax x, ExpressionSyntax? y) : ExpressionSyntax(pos, id)
{
    public Operator Op { get; } = op;
    public ExpressionSyntax X { get; } = x;
    public ExpressionSyntax? Y { get; } = y;
}

/// <summary>
/// <c>Function(Arguments[...])</c>, also conversions. Position: the opening parenthesis (use <see cref="SyntaxPositions"/> for where it
/// starts).
/// </summary>
public sealed class CallSyntax(Pos pos, int id) : ExpressionSyntax(pos, id)
{
    public required ExpressionSyntax Function { get; init; }
    public required IReadOnlyList<ExpressionSyntax> Arguments { get; init; }

    /// <summary>The last argument is followed by <c>...</c>.</summary>
    public bool HasDots { get; init; }
    public Pos RightParen { get; init; }
}

/// <summary>Comma-separated expressions where a single one could stand. At least two elements.</summary>
public sealed class ListSyntax(Pos pos, int id, IReadOnlyList<ExpressionSyntax> elements) : ExpressionSyntax(pos, id)
{
    public IReadOnlyList<ExpressionSyntax> Elements { get; } = elements;
}

/// <summary><c>[Length]Element</c>; a null length is <c>[...]</c>.</summary>
public sealed class ArrayTypeSyntax(Pos pos, int id, ExpressionSyntax? length, ExpressionSyntax element) : ExpressionSyntax(pos, id)
{
    public ExpressionSyntax? Length { get; } = length;
    public ExpressionSyntax Element { get; } = element;
}

/// <summary><c>[]Element</c>.</summary>
public sealed class SliceTypeSyntax(Pos pos, int id, ExpressionSyntax element) : ExpressionSyntax(pos, id)
{
    public ExpressionSyntax Element { get; } = element;
}

/// <summary><c>...Element</c>, only as the type of a last parameter.</summary>
public sealed class DotsTypeSyntax(Pos pos, int id, ExpressionSyntax element) : ExpressionSyntax(pos, id)
{
    public ExpressionSyntax Element { get; } = element;
}

/// <summary><c>struct { Fields }</c>.</summary>
public sealed class StructTypeSyntax(Pos pos, int id, IReadOnlyList<FieldSyntax> fields,
    IReadOnlyList<BasicLiteralSyntax?> tags) : ExpressionSyntax(pos, id)
{
    public IReadOnlyList<FieldSyntax> Fields { get; } = fields;

    /// <summary>Parallel to <see cref="Fields"/>, or shorter: missing means no tag.</summary>
    public IReadOnlyList<BasicLiteralSyntax?> Tags { get; } = tags;
}

/// <summary>
/// One field, parameter, type parameter or interface element: <c>[Name] Type</c>. <c>a, b T</c> makes two fields that share the same
/// <see cref="Type"/> object. Embedded fields and unnamed parameters have no name; interface methods have a name and a <see
/// cref="FuncTypeSyntax"/>.
/// </summary>
public sealed class FieldSyntax(Pos pos, int id, NameSyntax? name, ExpressionSyntax type) : SyntaxNode(pos, id)
{
    public NameSyntax? Name { get; } = name;
    public ExpressionSyntax Type { get; } = type;
}

/// <summary>
/// <c>interface { Elements }</c>: methods and embedded elements (unions are <see cref="Operator.Or"/> operations, <c>~T</c> is <see
/// cref="Operator.Tilde"/>).
/// </summary>
public sealed class InterfaceTypeSyntax(Pos pos, int id, IReadOnlyList<FieldSyntax> elements) : ExpressionSyntax(pos, id)
{
    public IReadOnlyList<FieldSyntax> Elements { get; } = elements;
}

/// <summary>
/// Parameters and results, without receiver and type parameters (those are on the declaration). Position: the token after <c>func</c> or
/// the name.
/// </summary>
public sealed class FuncTypeSyntax(Pos pos, int id, IReadOnlyList<FieldSyntax> parameters,
    IReadOnlyList<FieldSyntax> results) : ExpressionSyntax(pos, id)
{
    public IReadOnlyList<FieldSyntax> Parameters { get; } = parameters;
    public IReadOnlyList<FieldSyntax> Results { get; } = results;

    /// <summary>Type parameters written on an interface method or a function literal (an error, already reported), else empty.</summary>
    public IReadOnlyList<FieldSyntax> TypeParameters { get; init; } = [];
}

/// <summary><c>map[Key]Value</c>.</summary>
public sealed class MapTypeSyntax(Pos pos, int id, ExpressionSyntax key, ExpressionSyntax value) : ExpressionSyntax(pos, id)
{
    public ExpressionSyntax Key { get; } = key;
    public ExpressionSyntax Value { get; } = value;
}

/// <summary>Direction of a channel type.</summary>
public enum ChannelDirection : byte { Both, SendOnly, ReceiveOnly }

/// <summary><c>chan Element</c>, <c>chan&lt;- Element</c>, <c>&lt;-chan Element</c>.</summary>
public sealed class ChanTypeSyntax(Pos pos, int id, ChannelDirection direction, ExpressionSyntax element) : ExpressionSyntax(pos, id)
{
    public ChannelDirection Direction { get; } = direction;
    public ExpressionSyntax Element { get; } = element;
}
