using Go.Compiler.Syntax;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>Whether control cannot flow past a statement (spec "Terminating statements").</summary>
    /// <param name="label">The statement's label, or null.</param>
    private bool IsTerminating(StatementSyntax s, string? label)
    {
        switch (s)
        {
            case LabeledSyntax n:
                return IsTerminating(n.Statement, n.Label.Value);
            case ExpressionStatementSyntax n:
                return SyntaxForms.Unparen(n.X) is CallSyntax call && _environment.PanicCalls?.Contains(call.Id) == true;
            case ReturnSyntax:
                return true;
            case BranchSyntax n:
                return n.Kind is BranchKind.Goto or BranchKind.Fallthrough;
            case BlockSyntax n:
                return IsTerminating(n.Statements);
            case IfSyntax n:
                return n.Else is not null && IsTerminating(n.Then.Statements) && IsTerminating(n.Else, null);
            case SwitchSyntax n:
                bool hasDefault = false;
                foreach (CaseClauseSyntax clause in n.Clauses)
                {
                    hasDefault |= clause.Cases is null;
                    if (!IsTerminating(clause.Body) || HasBreak(clause.Body, label, true))
                    {
                        return false;
                    }
                }
                return hasDefault;
            case SelectSyntax n:
                foreach (CommClauseSyntax clause in n.Clauses)
                {
                    if (!IsTerminating(clause.Body) || HasBreak(clause.Body, label, true))
                    {
                        return false;
                    }
                }
                return true;
            case ForSyntax n:
                return n.Init is not RangeClauseSyntax && n.Condition is null && !HasBreak(n.Body, label, true);
            default:
                return false;
        }
    }

    private bool IsTerminating(IReadOnlyList<StatementSyntax> list)
    {
        int last = list.Count - 1;
        while (last >= 0 && list[last] is EmptySyntax)
        {
            last--;
        }
        return last >= 0 && IsTerminating(list[last], null);
    }

    /// <summary>
    /// Whether a statement has a break that leaves the enclosing statement: by its label, or (<paramref name="isImplicit"/>) without one.
    /// </summary>
    private static bool HasBreak(StatementSyntax? s, string? label, bool isImplicit)
    {
        switch (s)
        {
            case LabeledSyntax n:
                return HasBreak(n.Statement, label, isImplicit);
            case BranchSyntax { Kind: BranchKind.Break } n:
                return n.Label is null ? isImplicit : n.Label.Value == label;
            case BlockSyntax n:
                return HasBreak(n.Statements, label, isImplicit);
            case IfSyntax n:
                return HasBreak(n.Then, label, isImplicit) || HasBreak(n.Else, label, isImplicit);
            case SwitchSyntax n when label is not null:
                foreach (CaseClauseSyntax clause in n.Clauses)
                {
                    if (HasBreak(clause.Body, label, false))
                    {
                        return true;
                    }
                }
                return false;
            case SelectSyntax n when label is not null:
                foreach (CommClauseSyntax clause in n.Clauses)
                {
                    if (HasBreak(clause.Body, label, false))
                    {
                        return true;
                    }
                }
                return false;
            case ForSyntax n when label is not null:
                return HasBreak(n.Body, label, false);
            default:
                return false;
        }
    }

    private static bool HasBreak(IReadOnlyList<StatementSyntax> list, string? label, bool isImplicit)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (HasBreak(list[i], label, isImplicit))
            {
                return true;
            }
        }
        return false;
    }
}
