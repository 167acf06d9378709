using Go.Compiler.Check;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

internal sealed partial class FunctionBuilder
{
    /// <summary>A statement that break and continue can refer to: with a target of its own, or a loop over a function.</summary>
    private sealed record JumpScope(IrJumpTarget? Target, RangeFunctionLoop? Loop);

    /// <summary>
    /// A jump that may have to leave range-over-func bodies: what the user wrote and what it refers to (null for return).
    /// </summary>
    private readonly record struct Exit(BranchKind? Kind, StatementSyntax? Target);

    private static readonly Exit ReturnExit = new(null, null);

    private readonly Dictionary<StatementSyntax, JumpScope> _scopes = new(ReferenceEqualityComparer.Instance);

    private void Branch(BranchSyntax s)
    {
        if (s.Kind == BranchKind.Fallthrough)
        {
            return; // the clause says so
        }
        Leave(null, new Exit(s.Kind, s.Target), s.Pos);
    }

    /// <summary>Emits the jump, or the way out of this range-over-func body towards it.</summary>
    private void Leave(IrStatement? direct, Exit exit, Pos pos)
    {
        direct ??= Direct(exit, pos);
        if (direct is not null)
        {
            Emit(direct);
            return;
        }
        if (_loop is { } loop && loop.Syntax == exit.Target && exit.Kind != BranchKind.Goto)
        {
            EndIteration(exit.Kind == BranchKind.Continue, pos);
            return;
        }
        LeaveBody(exit, pos);
    }

    /// <summary>The jump, if its target is in this very function.</summary>
    private IrStatement? Direct(Exit exit, Pos pos)
    {
        switch (exit.Kind)
        {
            case null:
                return null;
            case BranchKind.Goto:
                return Owns((LabeledSyntax)exit.Target!) ? Goto((LabeledSyntax)exit.Target!, pos) : null;
        }
        if (!_scopes.TryGetValue(exit.Target!, out JumpScope? scope))
        {
            return null;
        }
        IrJumpTarget target = scope.Target ?? throw Unexpected.State("loop over a function left from outside its body");
        return exit.Kind == BranchKind.Break ? new IrBreak(target, pos) : new IrContinue(target, pos);
    }

    private IrGoto Goto(LabeledSyntax target, Pos pos)
    {
        IrLabel label = LabelOf(target);
        label.IsUsed = true;
        return new IrGoto(label, pos);
    }

    private bool Owns(LabeledSyntax label)
        => _loop is null || (label.Pos >= _loop.Syntax.Body.Pos && label.Pos <= _loop.Syntax.Body.RightBrace);

    // ---- switch ----

    private void Switch(SwitchSyntax s)
    {
        List<IrStatement> saved = OpenBlock();
        if (s.Init is not null)
        {
            Statement(s.Init);
        }
        var target = new IrJumpTarget();
        _scopes.Add(s, new JumpScope(target, null));
        if (s.Tag is TypeSwitchGuardSyntax guard)
        {
            TypeSwitch(s, guard, target);
        }
        else
        {
            ExpressionSwitch(s, target);
        }
        List<IrStatement> statements = CloseBlock(saved);
        Emit(statements.Count == 1 ? statements[0] : new IrBlock(statements, s.Pos));
    }

    private void ExpressionSwitch(SwitchSyntax s, IrJumpTarget target)
    {
        ConstantValue? constantTag = s.Tag is not null && _info[s.Tag] is { Mode: OperandMode.Constant, Value: { } value } ? value : null;
        IrLocal? tag = null;
        if (s.Tag is not null)
        {
            tag = Save(Expression(s.Tag)).Local;
        }
        var clauses = new List<IrSwitchClause>();
        bool decided = false, reachedByFallthrough = false;
        bool someMatches = s.Clauses.Any(c => Elements(c.Cases).Any(e => StaticMatch(s, e, constantTag) == true));
        foreach (CaseClauseSyntax clause in s.Clauses)
        {
            var cases = new List<IrCase>();
            bool isDefault = clause.Cases is null && !someMatches;
            foreach (ExpressionSyntax e in Elements(clause.Cases))
            {
                bool? known = StaticMatch(s, e, constantTag);
                if (known == true && !decided)
                {
                    // Whatever has not been taken by now comes here: as the default, it needs no test.
                    isDefault = decided = true;
                }
                else if (known is null && !decided)
                {
                    cases.Add(Case(tag, e));
                }
            }
            bool reachable = cases.Count != 0 || isDefault || reachedByFallthrough;
            reachedByFallthrough = reachable && FallsThrough(clause);
            if (reachable)
            {
                clauses.Add(new IrSwitchClause(cases, isDefault, Block(clause.Body, clause.Pos), reachedByFallthrough));
            }
        }
        Emit(new IrSwitch(tag, clauses, target, s.Pos));
    }

    /// <summary>Whether a case surely matches or surely does not; null when that shows only at run time.</summary>
    private bool? StaticMatch(SwitchSyntax s, ExpressionSyntax e, ConstantValue? tag)
    {
        if (s.Tag is null)
        {
            return StaticCondition(e);
        }
        return tag is not null && _info[e] is { Mode: OperandMode.Constant, Value: { } value } ? ConstantsEqual(tag, value) : null;
    }

    private static bool? ConstantsEqual(ConstantValue a, ConstantValue b) => (a, b) switch
    {
        (StringConstant, StringConstant) or (BoolConstant, BoolConstant) => ConstantArithmetic.Compare(a, ConstantOperator.Equal, b),
        (IntConstant or FloatConstant or ComplexConstant, IntConstant or FloatConstant or ComplexConstant)
            => ConstantArithmetic.Compare(a, ConstantOperator.Equal, b),
        _ => null,
    };

    private IrCase Case(IrLocal? tag, ExpressionSyntax e)
    {
        IrExpression value = Expression(e);
        if (tag is null)
        {
            return new IrCase(TypePredicates.All(value.Type, BasicInfo.Boolean) ? value : EqualsTrue(value), null);
        }
        (IrExpression x, IrExpression y) = SameType(new IrLocalRef(tag, e.Pos), value);
        bool indexable = y is IrConstant && TypePredicates.Is(tag.Type, BasicInfo.Integer | BasicInfo.String)
            && ReferenceEquals(x.Type, tag.Type);
        return new IrCase(new IrBinary(IrBinaryOp.Equal, x, y, Universe.Bool, e.Pos), indexable ? ((IrConstant)y).Value : null);
    }

    /// <summary>
    /// A switch without a tag compares with true, which any value may be compared with that bool is assignable to: an interface too.
    /// </summary>
    private static IrBinary EqualsTrue(IrExpression value)
    {
        (IrExpression x, IrExpression y) = SameType(new IrConstant(ConstantValue.True, Universe.Bool, value.Pos), value);
        return new IrBinary(IrBinaryOp.Equal, x, y, Universe.Bool, value.Pos);
    }

    private static bool FallsThrough(CaseClauseSyntax clause)
    {
        for (int i = clause.Body.Count - 1; i >= 0; i--)
        {
            StatementSyntax last = clause.Body[i];
            while (last is LabeledSyntax labeled)
            {
                last = labeled.Statement;
            }
            if (last is not EmptySyntax)
            {
                return last is BranchSyntax { Kind: BranchKind.Fallthrough };
            }
        }
        return false;
    }

    // ---- type switch ----

    private void TypeSwitch(SwitchSyntax s, TypeSwitchGuardSyntax guard, IrJumpTarget target)
    {
        IrExpression x = Expression(guard.X);
        var clauses = new IrTypeClause[s.Clauses.Count];
        for (int i = 0; i < clauses.Length; i++)
        {
            CaseClauseSyntax clause = s.Clauses[i];
            IReadOnlyList<ExpressionSyntax> cases = Elements(clause.Cases);
            var types = new GoType?[cases.Count];
            for (int k = 0; k < types.Length; k++)
            {
                TypeAndValue known = _info[cases[k]];
                types[k] = known.Mode == OperandMode.Type ? known.Type : null;
            }
            IrLocal? local = guard.Lhs is not null && _info.ImplicitOf(clause) is Variable variable ? Declare(variable) : null;
            clauses[i] = new IrTypeClause(types, clause.Cases is null, local, Block(clause.Body, clause.Pos));
        }
        Emit(new IrTypeSwitch(x, clauses, target, s.Pos));
    }

    // ---- select ----

    private void Select(SelectSyntax s)
    {
        var target = new IrJumpTarget();
        _scopes.Add(s, new JumpScope(target, null));
        var clauses = new IrSelectClause[s.Clauses.Count];
        for (int i = 0; i < clauses.Length; i++)
        {
            clauses[i] = SelectClause(s.Clauses[i]);
        }
        Emit(new IrSelect(clauses, target, s.Pos));
    }

    private IrSelectClause SelectClause(CommClauseSyntax clause)
    {
        switch (clause.Comm)
        {
            case null:
                return new IrSelectClause(IrSelectKind.Default, null, null, null, null, Block(clause.Body, clause.Pos), clause.Pos);
            case SendSyntax send:
                IrExpression channel = Expression(send.Channel);
                IrExpression sent = Value(send.Value, ((ChanType)IrSelection.Core(channel.Type)!).Element);
                return new IrSelectClause(IrSelectKind.Send, channel, sent, null, null, Block(clause.Body, clause.Pos), clause.Pos);
            case ExpressionStatementSyntax receive:
                return ReceiveClause(clause, receive.X, [], false, default);
            case AssignSyntax assign:
                return ReceiveClause(clause, assign.Rhs!, Elements(assign.Lhs), assign.IsDefinition, assign.Pos);
            default:
                throw Unexpected.Value(clause.Comm);
        }
    }

    private IrSelectClause ReceiveClause(CommClauseSyntax clause, ExpressionSyntax e, IReadOnlyList<ExpressionSyntax> lhs,
        bool isDefinition, Pos pos)
    {
        var receive = (OperationSyntax)Unparen(e);
        IrExpression channel = Expression(receive.X);
        GoType element = ((ChanType)IrSelection.Core(channel.Type)!).Element;
        var locals = new IrLocal?[2];
        List<IrStatement> saved = OpenBlock();
        for (int i = 0; i < lhs.Count; i++)
        {
            ExpressionSyntax left = Unparen(lhs[i]);
            GoType type = i == 0 ? element : Universe.Bool;
            if (left is NameSyntax { IsBlank: true })
            {
                continue;
            }
            if (isDefinition)
            {
                locals[i] = Declare((Variable)_info.ObjectOf((NameSyntax)left)!);
                continue;
            }
            locals[i] = Temporary(type, left.Pos);
        }
        if (!isDefinition)
        {
            AssignReceived(lhs, locals, pos);
        }
        Statements(clause.Body);
        var body = new IrBlock(CloseBlock(saved), clause.Pos);
        return new IrSelectClause(IrSelectKind.Receive, channel, null, locals[0], locals[1], body, clause.Pos);
    }

    private void AssignReceived(IReadOnlyList<ExpressionSyntax> lhs, IrLocal?[] locals, Pos pos)
    {
        var targets = new List<IrExpression?>();
        var values = new List<IrExpression>();
        for (int i = 0; i < lhs.Count; i++)
        {
            if (locals[i] is { } local)
            {
                IrExpression place = Place(lhs[i])!;
                targets.Add(place);
                values.Add(Convert(new IrLocalRef(local, pos), place.Type));
            }
        }
        if (targets.Count != 0)
        {
            Emit(new IrAssign(targets, values, false, pos));
        }
    }
}
