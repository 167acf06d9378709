using Go.Compiler.Diagnostics;

namespace Go.Compiler.Ir;

/// <summary>
/// Visits a bound tree in order of evaluation, closures' bodies excepted. Override what is of interest and call the base to go deeper.
/// </summary>
public abstract class IrWalker
{
    public virtual void Visit(IrStatement? statement)
    {
        switch (statement)
        {
            case null or IrBreak or IrContinue or IrLabelMark or IrGoto:
                break;
            case IrBlock s:
                VisitAll(s.Statements);
                break;
            case IrExpressionStatement s:
                Visit(s.X);
                break;
            case IrDeclare s:
                Visit(s.Value);
                break;
            case IrAssign s:
                foreach (IrExpression? target in s.Targets)
                {
                    VisitTarget(target, s.IsDeclaration);
                }
                VisitAll(s.Values);
                break;
            case IrOperatorAssign s:
                VisitTarget(s.Target, false);
                Visit(s.Value);
                break;
            case IrIf s:
                Visit(s.Condition);
                Visit(s.Then);
                Visit(s.Else);
                break;
            case IrFor s:
                Visit(s.Condition);
                Visit(s.Body);
                Visit(s.Post);
                break;
            case IrRange s:
                Visit(s.X);
                Visit(s.Body);
                break;
            case IrSwitch s:
                VisitClauses(s);
                break;
            case IrTypeSwitch s:
                Visit(s.X);
                foreach (IrTypeClause clause in s.Clauses)
                {
                    Visit(clause.Body);
                }
                break;
            case IrSelect s:
                VisitClauses(s);
                break;
            case IrBreakable s:
                Visit(s.Body);
                break;
            case IrReturn s:
                VisitAll(s.Values);
                break;
            case IrGo s:
                Visit(s.Function);
                break;
            case IrDefer s:
                Visit(s.Function);
                break;
            case IrSend s:
                Visit(s.Channel);
                Visit(s.Value);
                break;
            default:
                throw Unexpected.Value(statement);
        }
    }

    private void VisitClauses(IrSwitch s)
    {
        foreach (IrSwitchClause clause in s.Clauses)
        {
            foreach (IrCase c in clause.Cases)
            {
                Visit(c.Condition);
            }
        }
        foreach (IrSwitchClause clause in s.Clauses)
        {
            Visit(clause.Body);
        }
    }

    private void VisitClauses(IrSelect s)
    {
        foreach (IrSelectClause clause in s.Clauses)
        {
            Visit(clause.Channel);
            Visit(clause.SendValue);
        }
        foreach (IrSelectClause clause in s.Clauses)
        {
            Visit(clause.Body);
        }
    }

    /// <summary>A place that is assigned to.</summary>
    public virtual void VisitTarget(IrExpression? target, bool isDeclaration) => Visit(target);

    public virtual void Visit(IrExpression? expression)
    {
        switch (expression)
        {
            case null or IrConstant or IrZero or IrLocalRef or IrGlobalRef or IrFunctionRef or IrClosure:
                break;
            case IrUnary e:
                Visit(e.X);
                break;
            case IrBinary e:
                Visit(e.X);
                Visit(e.Y);
                break;
            case IrConvert e:
                Visit(e.X);
                break;
            case IrAddressOf e:
                Visit(e.X);
                break;
            case IrDereference e:
                Visit(e.X);
                break;
            case IrNilCheck e:
                Visit(e.X);
                break;
            case IrField e:
                Visit(e.X);
                break;
            case IrIndex e:
                Visit(e.X);
                Visit(e.Index);
                break;
            case IrMapIndex e:
                Visit(e.Map);
                Visit(e.Key);
                break;
            case IrSlice e:
                Visit(e.X);
                Visit(e.Low);
                Visit(e.High);
                Visit(e.Max);
                break;
            case IrNew e:
                Visit(e.Value);
                break;
            case IrMake e:
                Visit(e.Length);
                Visit(e.Capacity);
                break;
            case IrTypeAssert e:
                Visit(e.X);
                break;
            case IrReceive e:
                Visit(e.Channel);
                break;
            case IrMethodValue e:
                Visit(e.Receiver);
                break;
            case IrSequence e:
                VisitAll(e.Statements);
                Visit(e.Value);
                break;
            default:
                VisitLiteralOrCall(expression);
                break;
        }
    }

    private void VisitLiteralOrCall(IrExpression expression)
    {
        switch (expression)
        {
            case IrStructLiteral e:
                foreach ((_, IrExpression value) in e.Fields)
                {
                    Visit(value);
                }
                break;
            case IrArrayLiteral e:
                foreach ((_, IrExpression value) in e.Elements)
                {
                    Visit(value);
                }
                break;
            case IrMapLiteral e:
                foreach ((IrExpression key, IrExpression value) in e.Entries)
                {
                    Visit(key);
                    Visit(value);
                }
                break;
            case IrCall e:
                Visit(e.Callee);
                VisitAll(e.Arguments);
                break;
            case IrInterfaceCall e:
                Visit(e.Receiver);
                VisitAll(e.Arguments);
                break;
            case IrTypeParameterCall e:
                Visit(e.Receiver);
                VisitAll(e.Arguments);
                break;
            case IrRuntimeCall e:
                VisitAll(e.Arguments);
                break;
            case IrBuiltinCall e:
                VisitAll(e.Operands);
                break;
            default:
                throw Unexpected.Value(expression);
        }
    }

    protected void VisitAll(IReadOnlyList<IrStatement> statements)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            Visit(statements[i]);
        }
    }

    protected void VisitAll(IReadOnlyList<IrExpression> expressions)
    {
        for (int i = 0; i < expressions.Count; i++)
        {
            Visit(expressions[i]);
        }
    }
}
