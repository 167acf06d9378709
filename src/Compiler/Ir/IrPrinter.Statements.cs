using Go.Compiler.Diagnostics;

namespace Go.Compiler.Ir;

public sealed partial class IrPrinter
{
    private void Nested(IrStatement? statement)
    {
        if (statement is null)
        {
            return;
        }
        _indent++;
        if (statement is IrBlock block)
        {
            foreach (IrStatement inner in block.Statements)
            {
                Statement(inner);
            }
        }
        else
        {
            Statement(statement);
        }
        _indent--;
    }

    private void Statement(IrStatement statement)
    {
        switch (statement)
        {
            case IrBlock s:
                Line("{");
                Nested(s);
                Line("}");
                break;
            case IrExpressionStatement s:
                Line(Text(s.X));
                break;
            case IrDeclare s:
                Line(s.Value is null ? $"var {Declared(s.Local)}" : $"var {Declared(s.Local)} = {Text(s.Value)}");
                break;
            case IrAssign s:
                string targets = string.Join(", ", s.Targets.Select(t => t is null ? "_" : s.IsDeclaration && t is IrLocalRef l
                    ? Declared(l.Local) : Text(t)));
                Line($"{(s.IsDeclaration ? "var " : "")}{targets} = {List(s.Values)}");
                break;
            case IrOperatorAssign s:
                Line($"{Text(s.Target)} {Symbol(s.Op)}= {Text(s.Value)}");
                break;
            case IrIf s:
                Line($"if {Text(s.Condition)}");
                Nested(s.Then);
                if (s.Else is not null)
                {
                    Line("else");
                    Nested(s.Else);
                }
                break;
            case IrBreak s:
                Line($"break {NameOf(s.Target)}");
                break;
            case IrContinue s:
                Line($"continue {NameOf(s.Target)}");
                break;
            case IrLabelMark s:
                if (s.Label.IsUsed)
                {
                    Line($"{s.Label.Name}:");
                }
                break;
            case IrGoto s:
                Line($"goto {s.Label.Name}");
                break;
            case IrBreakable s:
                Line($"{NameOf(s.Target)} breakable");
                Nested(s.Body);
                break;
            case IrReturn s:
                Line(s.Values.Count == 0 ? "return" : $"return {List(s.Values)}");
                break;
            case IrGo s:
                Line($"go {Text(s.Function)}");
                break;
            case IrDefer s:
                Line($"defer {Text(s.Function)}{(s.Token is null ? "" : " with " + NameOf(s.Token))}");
                break;
            case IrSend s:
                Line($"{Text(s.Channel)} <- {Text(s.Value)}");
                break;
            default:
                LoopOrChoice(statement);
                break;
        }
    }

    private void LoopOrChoice(IrStatement statement)
    {
        switch (statement)
        {
            case IrFor s:
                string fresh = s.PerIteration.Count == 0 ? "" : " fresh " + string.Join(", ", s.PerIteration.Select(NameOf));
                Line($"{NameOf(s.Target)} for {(s.Condition is null ? "" : Text(s.Condition))}{fresh}");
                Nested(s.Body);
                if (s.Post is not null)
                {
                    Line("post");
                    Nested(s.Post);
                }
                break;
            case IrRange s:
                Line($"{NameOf(s.Target)} range {(s.Key is null ? "_" : Declared(s.Key))}, {(s.Value is null ? "_" : Declared(s.Value))} of {Text(s.X)}");
                Nested(s.Body);
                break;
            case IrSwitch s:
                Line($"{NameOf(s.Target)} switch {(s.Tag is null ? "" : NameOf(s.Tag))}");
                foreach (IrSwitchClause clause in s.Clauses)
                {
                    string cases = string.Join(", ", clause.Cases.Select(c => Text(c.Condition)
                        + (c.Constant is null ? "" : $" constant {c.Constant}")));
                    Line($"{(clause.IsDefault ? "default" : "case")} {cases}{(clause.FallsThrough ? " falls through" : "")}");
                    Nested(clause.Body);
                }
                break;
            case IrTypeSwitch s:
                Line($"{NameOf(s.Target)} typeswitch {Text(s.X)}");
                foreach (IrTypeClause clause in s.Clauses)
                {
                    string types = string.Join(", ", clause.Types.Select(t => t is null ? "nil" : Text(t)));
                    Line($"{(clause.IsDefault ? "default" : "case")} {types}{(clause.Local is null ? "" : " as " + Declared(clause.Local))}");
                    Nested(clause.Body);
                }
                break;
            case IrSelect s:
                Line($"{NameOf(s.Target)} select");
                foreach (IrSelectClause clause in s.Clauses)
                {
                    Line(SelectClause(clause));
                    Nested(clause.Body);
                }
                break;
            default:
                throw Unexpected.Value(statement);
        }
    }

    private string SelectClause(IrSelectClause clause) => clause.Kind switch
    {
        IrSelectKind.Send => $"case {Text(clause.Channel!)} <- {Text(clause.SendValue!)}",
        IrSelectKind.Receive
            => $"case {(clause.Value is null ? "_" : Declared(clause.Value))}, {(clause.Ok is null ? "_" : Declared(clause.Ok))} = <-{Text(clause.Channel!)}",
        IrSelectKind.Default => "default",
        _ => throw Unexpected.Value(clause.Kind),
    };
}
