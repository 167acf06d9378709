using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

internal sealed partial class IrWriter
{
    private void Tag(StatementTag tag, IrStatement s)
    {
        _code.Byte((byte)tag);
        Position(s.Pos);
    }

    private void Statements(IReadOnlyList<IrStatement> list)
    {
        _code.Count(list.Count);
        foreach (IrStatement s in list)
        {
            Statement(s);
        }
    }

    private void Statement(IrStatement? statement)
    {
        switch (statement) // table
        {
            case null:
                _code.Byte((byte)StatementTag.None);
                break;
            case IrBlock s:
                Tag(StatementTag.Block, s);
                Statements(s.Statements);
                break;
            case IrExpressionStatement s:
                _code.Byte((byte)StatementTag.Expression);
                Expression(s.X);
                break;
            case IrDeclare s:
                Tag(StatementTag.Declare, s);
                Local(s.Local);
                Expression(s.Value);
                break;
            case IrAssign s:
                Tag(StatementTag.Assign, s);
                Expressions(s.Targets);
                Expressions(s.Values);
                _code.Bool(s.IsDeclaration);
                break;
            case IrOperatorAssign s:
                Tag(StatementTag.OperatorAssign, s);
                _code.Byte((byte)s.Op);
                Expression(s.Target);
                Expression(s.Value);
                break;
            case IrIf s:
                Tag(StatementTag.If, s);
                Expression(s.Condition);
                Statement(s.Then);
                Statement(s.Else);
                break;
            case IrReturn s:
                Tag(StatementTag.Return, s);
                Expressions(s.Values);
                break;
            case IrGo s:
                Tag(StatementTag.Go, s);
                Expression(s.Function);
                break;
            case IrDefer s:
                Tag(StatementTag.Defer, s);
                Expression(s.Function);
                Local(s.Token);
                break;
            case IrSend s:
                Tag(StatementTag.Send, s);
                Expression(s.Channel);
                Expression(s.Value);
                break;
            default:
                Flow(statement);
                break;
        }
    }

    private void Flow(IrStatement statement)
    {
        switch (statement) // table
        {
            case IrFor s:
                Tag(StatementTag.For, s);
                Target(s.Target);
                Expression(s.Condition);
                Statement(s.Post);
                Statement(s.Body);
                Locals(s.PerIteration);
                break;
            case IrRange s:
                Tag(StatementTag.Range, s);
                Target(s.Target);
                Expression(s.X);
                Local(s.Key);
                Local(s.Value);
                Statement(s.Body);
                break;
            case IrSwitch s:
                Tag(StatementTag.Switch, s);
                Target(s.Target);
                Local(s.Tag);
                Clauses(s.Clauses);
                break;
            case IrTypeSwitch s:
                Tag(StatementTag.TypeSwitch, s);
                Target(s.Target);
                Expression(s.X);
                Clauses(s.Clauses);
                break;
            case IrSelect s:
                Tag(StatementTag.Select, s);
                Target(s.Target);
                Clauses(s.Clauses);
                break;
            case IrBreak s:
                Tag(StatementTag.Break, s);
                Target(s.Target);
                break;
            case IrContinue s:
                Tag(StatementTag.Continue, s);
                Target(s.Target);
                break;
            case IrLabelMark s:
                Tag(StatementTag.LabelMark, s);
                Label(s.Label);
                break;
            case IrGoto s:
                Tag(StatementTag.Goto, s);
                Label(s.Label);
                break;
            case IrBreakable s:
                Tag(StatementTag.Breakable, s);
                Target(s.Target);
                Statement(s.Body);
                break;
            default:
                throw Unexpected.Value(statement);
        }
    }

    private void Clauses(IReadOnlyList<IrSwitchClause> clauses)
    {
        _code.Count(clauses.Count);
        foreach (IrSwitchClause c in clauses)
        {
            _code.Byte((byte)((c.IsDefault ? 1 : 0) | (c.FallsThrough ? 2 : 0)));
            _code.Count(c.Cases.Count);
            foreach (IrCase x in c.Cases)
            {
                Expression(x.Condition);
                _code.Bool(x.Constant is not null);
                if (x.Constant is { } constant)
                {
                    ConstantCodec.Write(_code, constant);
                }
            }
            Statement(c.Body);
        }
    }

    private void Clauses(IReadOnlyList<IrTypeClause> clauses)
    {
        _code.Count(clauses.Count);
        foreach (IrTypeClause c in clauses)
        {
            _code.Bool(c.IsDefault);
            _code.Count(c.Types.Count);
            foreach (GoType? t in c.Types)
            {
                _code.Count(t is null ? 0 : export.TypeNumber(t) + 1);
            }
            Local(c.Local);
            Statement(c.Body);
        }
    }

    private void Clauses(IReadOnlyList<IrSelectClause> clauses)
    {
        _code.Count(clauses.Count);
        foreach (IrSelectClause c in clauses)
        {
            _code.Byte((byte)c.Kind);
            Position(c.Pos);
            Expression(c.Channel);
            Expression(c.SendValue);
            Local(c.Value);
            Local(c.Ok);
            Statement(c.Body);
        }
    }
}
