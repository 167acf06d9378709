using Go.Compiler.Constants;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>A statement of the bound tree.</summary>
public abstract class IrStatement(Pos pos)
{
    public Pos Pos { get; } = pos;
}

/// <summary>Statements in order.</summary>
public sealed class IrBlock(IReadOnlyList<IrStatement> statements, Pos pos) : IrStatement(pos)
{
    public IReadOnlyList<IrStatement> Statements { get; } = statements;
}

/// <summary>Evaluates for effect.</summary>
public sealed class IrExpressionStatement(IrExpression x) : IrStatement(x.Pos)
{
    public IrExpression X { get; } = x;
}

/// <summary>A variable comes into being (anew each time it is executed) with a value, or zero.</summary>
public sealed class IrDeclare(IrLocal local, IrExpression? value, Pos pos) : IrStatement(pos)
{
    public IrLocal Local { get; } = local;
    public IrExpression? Value { get; } = value;
}

/// <summary>
/// <c>targets = values</c>. Equal counts: operands of index expressions and pointer indirections on the left and all values are evaluated
/// in order, then assigned left to right. One multi-value expression: its results are assigned in order. A null target is blank (the value
/// is still evaluated). Targets are places or <see cref="IrMapIndex"/>. With <see cref="IsDeclaration"/> each non-null target is a fresh
/// local.
/// </summary>
public sealed class IrAssign(IReadOnlyList<IrExpression?> targets, IReadOnlyList<IrExpression> values, bool isDeclaration,
    Pos pos) : IrStatement(pos)
{
    public IReadOnlyList<IrExpression?> Targets { get; } = targets;
    public IReadOnlyList<IrExpression> Values { get; } = values;
    public bool IsDeclaration { get; } = isDeclaration;
}

/// <summary><c>target op= value</c>; the target's operands are evaluated once. <c>++</c> and <c>--</c> too.</summary>
public sealed class IrOperatorAssign(IrBinaryOp op, IrExpression target, IrExpression value, Pos pos) : IrStatement(pos)
{
    public IrBinaryOp Op { get; } = op;
    public IrExpression Target { get; } = target;
    public IrExpression Value { get; } = value;
}

/// <summary>if.</summary>
public sealed class IrIf(IrExpression condition, IrStatement then, IrStatement? otherwise, Pos pos) : IrStatement(pos)
{
    public IrExpression Condition { get; } = condition;
    public IrStatement Then { get; } = then;
    public IrStatement? Else { get; } = otherwise;
}

/// <summary>What break and continue refer to: each loop, switch, select or labelled block owns one.</summary>
public sealed class IrJumpTarget;

/// <summary>A three-part loop; the init statement stands before it.</summary>
public sealed class IrFor(IrExpression? condition, IrStatement? post, IrStatement body, IReadOnlyList<IrLocal> perIteration,
    IrJumpTarget target, Pos pos) : IrStatement(pos)
{
    public IrExpression? Condition { get; } = condition;
    public IrStatement? Post { get; } = post;
    public IrStatement Body { get; } = body;

    /// <summary>
    /// Loop variables that are copied into fresh ones before each post statement (Go 1.22 on); only those that are captured or have their
    /// address taken.
    /// </summary>
    public IReadOnlyList<IrLocal> PerIteration { get; } = perIteration;
    public IrJumpTarget Target { get; } = target;
}

/// <summary>
/// range over an integer, array (value or place; only evaluated if the value is used), pointer to array, slice, string, map or channel.
/// Key and value are fresh locals of each iteration (null when unused); assignments to the user's own variables stand at the start of the
/// body. Range over functions has been rewritten into calls.
/// </summary>
public sealed class IrRange(IrExpression x, IrLocal? key, IrLocal? value, IrStatement body, IrJumpTarget target, Pos pos) : IrStatement(pos)
{
    public IrExpression X { get; } = x;
    public IrLocal? Key { get; } = key;
    public IrLocal? Value { get; } = value;
    public IrStatement Body { get; } = body;
    public IrJumpTarget Target { get; } = target;
}

/// <summary>One value of an expression switch's clause.</summary>
/// <param name="Condition">Full boolean condition (compares the tag temporary with the value).</param>
/// <param name="Constant">The value when tag and value are constants' kinds of one basic type (jump tables, binary search), else
/// null.</param>
public sealed record IrCase(IrExpression Condition, ConstantValue? Constant);

/// <summary>A clause of an expression switch; no cases = default.</summary>
public sealed record IrSwitchClause(IReadOnlyList<IrCase> Cases, bool IsDefault, IrStatement Body, bool FallsThrough);

/// <summary>Expression switch; the tag has been evaluated into a temporary (null: true).</summary>
public sealed class IrSwitch(IrLocal? tag, IReadOnlyList<IrSwitchClause> clauses, IrJumpTarget target, Pos pos) : IrStatement(pos)
{
    public IrLocal? Tag { get; } = tag;
    public IReadOnlyList<IrSwitchClause> Clauses { get; } = clauses;
    public IrJumpTarget Target { get; } = target;
}

/// <summary>
/// A clause of a type switch. A null type is <c>nil</c>. <paramref name="Local"/> is declared in this clause: of the single listed type,
/// else of the tag's type.
/// </summary>
public sealed record IrTypeClause(IReadOnlyList<GoType?> Types, bool IsDefault, IrLocal? Local, IrStatement Body);

/// <summary>Type switch on an interface value, evaluated once. First matching clause wins.</summary>
public sealed class IrTypeSwitch(IrExpression x, IReadOnlyList<IrTypeClause> clauses, IrJumpTarget target, Pos pos) : IrStatement(pos)
{
    public IrExpression X { get; } = x;
    public IReadOnlyList<IrTypeClause> Clauses { get; } = clauses;
    public IrJumpTarget Target { get; } = target;
}

/// <summary>Kinds of select clauses.</summary>
public enum IrSelectKind : byte { Send, Receive, Default }

/// <summary>
/// A clause of a select. Receive: the value and ok go into fresh locals (null when unused); assignments to the user's own places stand at
/// the start of the body.
/// </summary>
public sealed record IrSelectClause(IrSelectKind Kind, IrExpression? Channel, IrExpression? SendValue, IrLocal? Value, IrLocal? Ok,
    IrStatement Body, Pos Pos);

/// <summary>select.</summary>
public sealed class IrSelect(IReadOnlyList<IrSelectClause> clauses, IrJumpTarget target, Pos pos) : IrStatement(pos)
{
    public IReadOnlyList<IrSelectClause> Clauses { get; } = clauses;
    public IrJumpTarget Target { get; } = target;
}

/// <summary>Leaves the loop, switch, select or block that owns the target.</summary>
public sealed class IrBreak(IrJumpTarget target, Pos pos) : IrStatement(pos)
{
    public IrJumpTarget Target { get; } = target;
}

/// <summary>Next iteration of the loop that owns the target.</summary>
public sealed class IrContinue(IrJumpTarget target, Pos pos) : IrStatement(pos)
{
    public IrJumpTarget Target { get; } = target;
}

/// <summary>A place goto jumps to.</summary>
public sealed class IrLabel(string name)
{
    public string Name { get; } = name;

    /// <summary>Some goto leads here; else the mark means nothing.</summary>
    public bool IsUsed { get; internal set; }
}

/// <summary>Marks the place of a label.</summary>
public sealed class IrLabelMark(IrLabel label, Pos pos) : IrStatement(pos)
{
    public IrLabel Label { get; } = label;
}

/// <summary>goto.</summary>
public sealed class IrGoto(IrLabel label, Pos pos) : IrStatement(pos)
{
    public IrLabel Label { get; } = label;
}

/// <summary>A labelled statement that break leaves (blocks; loops own their target themselves).</summary>
public sealed class IrBreakable(IrStatement body, IrJumpTarget target, Pos pos) : IrStatement(pos)
{
    public IrStatement Body { get; } = body;
    public IrJumpTarget Target { get; } = target;
}

/// <summary>return. Values for all results, or one multi-value call, or none (named results are returned as they are).</summary>
public sealed class IrReturn(IReadOnlyList<IrExpression> values, Pos pos) : IrStatement(pos)
{
    public IReadOnlyList<IrExpression> Values { get; } = values;
}

/// <summary><c>go f</c>: the operand is a func() value; everything else was evaluated into its captures.</summary>
public sealed class IrGo(IrExpression function, Pos pos) : IrStatement(pos)
{
    public IrExpression Function { get; } = function;
}

/// <summary>
/// <c>defer f</c>: as <see cref="IrGo"/>. In a range-over-func body <see cref="Token"/> is the local holding deferrangefunc's token
/// (contract 4.7).
/// </summary>
public sealed class IrDefer(IrExpression function, IrLocal? token, Pos pos) : IrStatement(pos)
{
    public IrExpression Function { get; } = function;
    public IrLocal? Token { get; } = token;
}

/// <summary><c>ch &lt;- v</c>.</summary>
public sealed class IrSend(IrExpression channel, IrExpression value, Pos pos) : IrStatement(pos)
{
    public IrExpression Channel { get; } = channel;
    public IrExpression Value { get; } = value;
}
