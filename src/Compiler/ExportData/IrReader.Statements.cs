using Go.Compiler.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

internal sealed partial class IrReader
{
    private IrStatement Statement() => StatementOrNull() ?? throw ByteCursor.Damaged();

    private IrStatement[] Statements()
    {
        IrStatement[] list = new IrStatement[_in.ListLength()];
        for (int i = 0; i < list.Length; i++)
        {
            list[i] = Statement();
        }
        return list;
    }

    private IrStatement? StatementOrNull()
    {
        var tag = (StatementTag)_in.Byte();
        switch (tag)
        {
            case StatementTag.None:
                return null;
            case StatementTag.Expression:
                return new IrExpressionStatement(Expression());
            default:
                Pos pos = ReadPosition();
                return Simple(tag, pos) ?? Flow(tag, pos);
        }
    }

    private IrStatement? Simple(StatementTag tag, Pos pos)
    {
        IrExpression x;
        switch (tag) // table
        {
            case StatementTag.Block:
                return new IrBlock(Statements(), pos);
            case StatementTag.Declare:
                IrLocal local = Local();
                return new IrDeclare(local, ExpressionOrNull(), pos);
            case StatementTag.Assign:
                IrExpression?[] targets = new IrExpression?[_in.ListLength()];
                for (int i = 0; i < targets.Length; i++)
                {
                    targets[i] = ExpressionOrNull();
                }
                IrExpression[] values = Expressions();
                return new IrAssign(targets, values, _in.Bool(), pos);
            case StatementTag.OperatorAssign:
                var op = (IrBinaryOp)_in.Byte();
                x = Expression();
                return new IrOperatorAssign(op, x, Expression(), pos);
            case StatementTag.If:
                x = Expression();
                IrStatement then = Statement();
                return new IrIf(x, then, StatementOrNull(), pos);
            case StatementTag.Return:
                return new IrReturn(Expressions(), pos);
            case StatementTag.Go:
                return new IrGo(Expression(), pos);
            case StatementTag.Defer:
                x = Expression();
                return new IrDefer(x, LocalOrNull(), pos);
            case StatementTag.Send:
                x = Expression();
                return new IrSend(x, Expression(), pos);
            default:
                return null;
        }
    }

    private IrStatement Flow(StatementTag tag, Pos pos)
    {
        IrJumpTarget target;
        switch (tag) // table
        {
            case StatementTag.For:
                target = Target();
                IrExpression? condition = ExpressionOrNull();
                IrStatement? post = StatementOrNull();
                IrStatement body = Statement();
                return new IrFor(condition, post, body, ReadLocals(), target, pos);
            case StatementTag.Range:
                target = Target();
                IrExpression x = Expression();
                IrLocal? key = LocalOrNull(), value = LocalOrNull();
                return new IrRange(x, key, value, Statement(), target, pos);
            case StatementTag.Switch:
                target = Target();
                IrLocal? local = LocalOrNull();
                return new IrSwitch(local, SwitchClauses(), target, pos);
            case StatementTag.TypeSwitch:
                target = Target();
                IrExpression operand = Expression();
                return new IrTypeSwitch(operand, TypeClauses(), target, pos);
            case StatementTag.Select:
                target = Target();
                return new IrSelect(SelectClauses(), target, pos);
            case StatementTag.Break:
                return new IrBreak(Target(), pos);
            case StatementTag.Continue:
                return new IrContinue(Target(), pos);
            case StatementTag.LabelMark:
                return new IrLabelMark(Label(), pos);
            case StatementTag.Goto:
                return new IrGoto(Label(), pos);
            case StatementTag.Breakable:
                target = Target();
                return new IrBreakable(Statement(), target, pos);
            default:
                throw ByteCursor.Damaged();
        }
    }

    private IrSwitchClause[] SwitchClauses()
    {
        IrSwitchClause[] clauses = new IrSwitchClause[_in.ListLength()];
        for (int i = 0; i < clauses.Length; i++)
        {
            int flags = _in.Byte();
            IrCase[] cases = new IrCase[_in.ListLength()];
            for (int j = 0; j < cases.Length; j++)
            {
                IrExpression condition = Expression();
                cases[j] = new IrCase(condition, _in.Bool() ? ConstantCodec.Read(ref _in) : null);
            }
            clauses[i] = new IrSwitchClause(cases, (flags & 1) != 0, Statement(), (flags & 2) != 0);
        }
        return clauses;
    }

    private IrTypeClause[] TypeClauses()
    {
        IrTypeClause[] clauses = new IrTypeClause[_in.ListLength()];
        for (int i = 0; i < clauses.Length; i++)
        {
            bool isDefault = _in.Bool();
            GoType?[] types = new GoType?[_in.ListLength()];
            for (int j = 0; j < types.Length; j++)
            {
                int number = _in.Count();
                types[j] = number == 0 ? null : _export.Type(number - 1);
            }
            IrLocal? local = LocalOrNull();
            clauses[i] = new IrTypeClause(types, isDefault, local, Statement());
        }
        return clauses;
    }

    private IrSelectClause[] SelectClauses()
    {
        IrSelectClause[] clauses = new IrSelectClause[_in.ListLength()];
        for (int i = 0; i < clauses.Length; i++)
        {
            var kind = (IrSelectKind)_in.Byte();
            Pos pos = ReadPosition();
            IrExpression? channel = ExpressionOrNull(), value = ExpressionOrNull();
            IrLocal? received = LocalOrNull(), ok = LocalOrNull();
            clauses[i] = new IrSelectClause(kind, channel, value, received, ok, Statement(), pos);
        }
        return clauses;
    }
}
