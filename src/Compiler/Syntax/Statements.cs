using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

/// <summary>A statement.</summary>
public abstract class StatementSyntax(Pos pos, int id) : SyntaxNode(pos, id);

/// <summary>Nothing: a lone semicolon.</summary>
public sealed class EmptySyntax(Pos pos, int id) : StatementSyntax(pos, id);

/// <summary><c>{ Statements }</c>.</summary>
public sealed class BlockSyntax(Pos pos, int id, IReadOnlyList<StatementSyntax> statements, Pos rightBrace) : StatementSyntax(pos, id)
{
    public IReadOnlyList<StatementSyntax> Statements { get; } = statements;
    public Pos RightBrace { get; } = rightBrace;
}

/// <summary>An expression as a statement.</summary>
public sealed class ExpressionStatementSyntax(Pos pos, int id, ExpressionSyntax x) : StatementSyntax(pos, id)
{
    public ExpressionSyntax X { get; } = x;
}

/// <summary><c>Channel &lt;- Value</c>. Position: the arrow.</summary>
public sealed class SendSyntax(Pos pos, int id, ExpressionSyntax channel, ExpressionSyntax value) : StatementSyntax(pos, id)
{
    public ExpressionSyntax Channel { get; } = channel;
    public ExpressionSyntax Value { get; } = value;
}

/// <summary>Declarations inside a function; each member of a group is its own element.</summary>
public sealed class DeclarationStatementSyntax(Pos pos, int id, IReadOnlyList<DeclarationSyntax> declarations) : StatementSyntax(pos, id)
{
    public IReadOnlyList<DeclarationSyntax> Declarations { get; } = declarations;
}

/// <summary>
/// <c>Lhs = Rhs</c>, <c>Lhs := Rhs</c> (<see cref="IsDefinition"/>), <c>Lhs op= Rhs</c> (<see cref="Op"/>), <c>Lhs++</c>/<c>--</c>
/// (<see cref="Op"/> Add/Subtract and null <see cref="Rhs"/>). Position: the operator.
/// </summary>
public sealed class AssignSyntax(Pos pos, int id) : StatementSyntax(pos, id)
{
    public Operator Op { get; init; }
    public bool IsDefinition { get; init; }
    public required ExpressionSyntax Lhs { get; init; }
    public ExpressionSyntax? Rhs { get; init; }
}

/// <summary>Which jump a <see cref="BranchSyntax"/> is.</summary>
public enum BranchKind : byte { Break, Continue, Fallthrough, Goto }

/// <summary>break, continue, fallthrough or goto.</summary>
public sealed class BranchSyntax(Pos pos, int id, BranchKind kind, NameSyntax? label) : StatementSyntax(pos, id)
{
    public BranchKind Kind { get; } = kind;
    public NameSyntax? Label { get; } = label;

    /// <summary>
    /// The for, switch or select it leaves or continues, or the <see cref="LabeledSyntax"/> it goes to. The parser resolves it and reports
    /// bad labels and jumps; null for fallthrough and after an error.
    /// </summary>
    public StatementSyntax? Target { get; internal set; }
}

/// <summary><c>go Call</c> or <c>defer Call</c>.</summary>
public sealed class CallStatementSyntax(Pos pos, int id, bool isDefer, ExpressionSyntax call) : StatementSyntax(pos, id)
{
    public bool IsDefer { get; } = isDefer;

    /// <summary>Usually a <see cref="CallSyntax"/>, never parenthesized; anything else is an error the checker reports.</summary>
    public ExpressionSyntax Call { get; } = call;
}

/// <summary><c>return Results</c>.</summary>
public sealed class ReturnSyntax(Pos pos, int id, ExpressionSyntax? results) : StatementSyntax(pos, id)
{
    public ExpressionSyntax? Results { get; } = results;
}

/// <summary><c>if Init; Condition Then else Else</c>; Else is a block or another if.</summary>
public sealed class IfSyntax(Pos pos, int id) : StatementSyntax(pos, id)
{
    public StatementSyntax? Init { get; init; }
    public required ExpressionSyntax Condition { get; init; }
    public required BlockSyntax Then { get; init; }
    public StatementSyntax? Else { get; init; }
}

/// <summary><c>for Init; Condition; Post Body</c>; a range loop has a <see cref="RangeClauseSyntax"/> as <see cref="Init"/>.</summary>
public sealed class ForSyntax(Pos pos, int id) : StatementSyntax(pos, id)
{
    public StatementSyntax? Init { get; init; }
    public ExpressionSyntax? Condition { get; init; }
    public StatementSyntax? Post { get; init; }
    public required BlockSyntax Body { get; init; }
}

/// <summary><c>[Lhs [:]=] range X</c>. Position: the range keyword.</summary>
public sealed class RangeClauseSyntax(Pos pos, int id) : StatementSyntax(pos, id)
{
    public ExpressionSyntax? Lhs { get; init; }
    public bool IsDefinition { get; init; }
    public required ExpressionSyntax X { get; init; }
}

/// <summary><c>switch Init; Tag { Clauses }</c>; a <see cref="TypeSwitchGuardSyntax"/> tag makes it a type switch.</summary>
public sealed class SwitchSyntax(Pos pos, int id) : StatementSyntax(pos, id)
{
    public StatementSyntax? Init { get; init; }
    public ExpressionSyntax? Tag { get; init; }
    public required IReadOnlyList<CaseClauseSyntax> Clauses { get; init; }
    public Pos RightBrace { get; init; }
}

/// <summary><c>case Cases:</c> or <c>default:</c> (<see cref="Cases"/> null).</summary>
public sealed class CaseClauseSyntax(Pos pos, int id) : SyntaxNode(pos, id)
{
    public ExpressionSyntax? Cases { get; init; }
    public required IReadOnlyList<StatementSyntax> Body { get; init; }
    public Pos Colon { get; init; }
}

/// <summary><c>select { Clauses }</c>.</summary>
public sealed class SelectSyntax(Pos pos, int id) : StatementSyntax(pos, id)
{
    public required IReadOnlyList<CommClauseSyntax> Clauses { get; init; }
    public Pos RightBrace { get; init; }
}

/// <summary>
/// <c>case Comm:</c> or <c>default:</c> (<see cref="Comm"/> null): a send, a receive expression or an assignment from a receive.
/// </summary>
public sealed class CommClauseSyntax(Pos pos, int id) : SyntaxNode(pos, id)
{
    public StatementSyntax? Comm { get; init; }
    public required IReadOnlyList<StatementSyntax> Body { get; init; }
    public Pos Colon { get; init; }
}

/// <summary><c>Label: Statement</c>. Position: the colon.</summary>
public sealed class LabeledSyntax(Pos pos, int id, NameSyntax label, StatementSyntax statement) : StatementSyntax(pos, id)
{
    public NameSyntax Label { get; } = label;
    public StatementSyntax Statement { get; } = statement;
}
