using Go.Compiler.Check;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

internal sealed partial class FunctionBuilder
{
    /// <summary>Statements after one that never completes are dropped up to the next label.</summary>
    private void Statements(IReadOnlyList<StatementSyntax> statements)
    {
        bool dead = false;
        foreach (StatementSyntax statement in statements)
        {
            dead &= statement is not LabeledSyntax;
            if (!dead)
            {
                Statement(statement);
                dead = EndsFlow(statement);
            }
        }
    }

    private static bool EndsFlow(StatementSyntax statement)
        => statement is ReturnSyntax or BranchSyntax { Kind: not BranchKind.Fallthrough };

    private void StatementOfItsKind(StatementSyntax statement)
    {
        switch (statement)
        {
            case EmptySyntax:
                break;
            case BlockSyntax block:
                Emit(Block(block.Statements, block.Pos));
                break;
            case ExpressionStatementSyntax s:
                ExpressionStatement(s);
                break;
            case SendSyntax s:
                Send(s);
                break;
            case DeclarationStatementSyntax s:
                foreach (DeclarationSyntax declaration in s.Declarations)
                {
                    LocalDeclaration(declaration);
                }
                break;
            case AssignSyntax s:
                Assign(s);
                break;
            case BranchSyntax s:
                Branch(s);
                break;
            case CallStatementSyntax s:
                GoOrDefer(s);
                break;
            case ReturnSyntax s:
                Return(s);
                break;
            case IfSyntax s:
                If(s);
                break;
            case ForSyntax s:
                For(s);
                break;
            case SwitchSyntax s:
                Switch(s);
                break;
            case SelectSyntax s:
                Select(s);
                break;
            case LabeledSyntax s:
                Labeled(s);
                break;
            default:
                throw Unexpected.Value(statement);
        }
    }

    private void ExpressionStatement(ExpressionStatementSyntax s)
    {
        IrExpression x = Expression(s.X);
        Emit(new IrExpressionStatement(x));
    }

    private void Send(SendSyntax s)
    {
        IrExpression channel = Expression(s.Channel);
        IrExpression value = Value(s.Value, ((ChanType)TypeSets.CoreType(channel.Type)!).Element);
        Emit(new IrSend(channel, value, s.Pos));
    }

    private void Return(ReturnSyntax s)
    {
        IReadOnlyList<IrLocal> results = Written._function.Results;
        if (s.Results is null)
        {
            Leave(_function.IsRangeBody ? null : new IrReturn([], s.Pos), ReturnExit, s.Pos);
            return;
        }
        foreach (IrLocal result in results)
        {
            result.IsReassigned = true;
        }
        IReadOnlyList<IrExpression> values = ReturnValues(s.Results, results);
        if (!_function.IsRangeBody)
        {
            Emit(new IrReturn(values, s.Pos));
            return;
        }
        ReturnFromRangeBody(values, s.Pos);
    }

    /// <summary>The values, converted; a single multi-value call only where its results need no conversion.</summary>
    private IReadOnlyList<IrExpression> ReturnValues(ExpressionSyntax e, IReadOnlyList<IrLocal> results)
    {
        if (e is ListSyntax list)
        {
            var values = new IrExpression[list.Elements.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Value(list.Elements[i], results[i].Type);
            }
            return values;
        }
        if (results.Count == 1)
        {
            return [Value(e, results[0].Type)];
        }
        IrExpression call = MultiValue(e);
        IReadOnlyList<Variable> sources = ((TupleType)call.Type).Variables;
        bool direct = true;
        for (int i = 0; i < sources.Count; i++)
        {
            direct &= TypeIdentity.Identical(sources[i].Type!, results[i].Type);
        }
        if (direct && !_function.IsRangeBody)
        {
            return [call];
        }
        IReadOnlyList<IrExpression> temporaries = SplitIntoTemporaries(call);
        var converted = new IrExpression[temporaries.Count];
        for (int i = 0; i < converted.Length; i++)
        {
            converted[i] = Convert(temporaries[i], results[i].Type);
        }
        return converted;
    }

    private void If(IfSyntax s)
    {
        List<IrStatement>? saved = s.Init is null ? null : OpenBlock();
        if (s.Init is not null)
        {
            Statement(s.Init);
        }
        switch (StaticCondition(s.Condition))
        {
            case true:
                Emit(Block(s.Then.Statements, s.Then.Pos));
                break;
            case false:
                if (s.Else is not null)
                {
                    Statement(s.Else);
                }
                break;
            default:
                IrExpression condition = Expression(s.Condition);
                IrBlock then = Block(s.Then.Statements, s.Then.Pos);
                Emit(new IrIf(condition, then, s.Else is null ? null : SingleStatement(s.Else), s.Pos));
                break;
        }
        if (saved is not null)
        {
            Emit(new IrBlock(CloseBlock(saved), s.Pos));
        }
    }

    private IrStatement SingleStatement(StatementSyntax statement)
    {
        List<IrStatement> saved = OpenBlock();
        Statement(statement);
        List<IrStatement> statements = CloseBlock(saved);
        return statements.Count == 1 ? statements[0] : new IrBlock(statements, statement.Pos);
    }

    // ---- Labels ----

    private readonly Dictionary<LabeledSyntax, IrLabel> _labels = new(ReferenceEqualityComparer.Instance);

    private IrLabel LabelOf(LabeledSyntax s)
    {
        if (!_labels.TryGetValue(s, out IrLabel? label))
        {
            _labels.Add(s, label = new IrLabel(s.Label.Value));
        }
        return label;
    }

    private void Labeled(LabeledSyntax s)
    {
        _hasLabel = true;
        Emit(new IrLabelMark(LabelOf(s), s.Pos));
        Statement(s.Statement);
    }
}
