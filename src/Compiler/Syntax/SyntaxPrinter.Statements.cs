using Go.Compiler.Diagnostics;

namespace Go.Compiler.Syntax;

public sealed partial class SyntaxPrinter
{
    private void Statement(StatementSyntax node) // table
    {
        switch (node)
        {
            case EmptySyntax: break;
            case ExpressionStatementSyntax n: Expression(n.X); break;
            case SendSyntax n: Expression(n.Channel); Write(" <- "); Expression(n.Value); break;
            case AssignSyntax n: Assign(n); break;
            case DeclarationStatementSyntax n: Declarations(n.Declarations); break;
            case BlockSyntax n: Block(n.Statements); break;
            case LabeledSyntax n: Labeled(n); break;
            case CallStatementSyntax n: Write(n.IsDefer ? "defer " : "go "); Expression(n.Call); break;
            case ReturnSyntax n: Write(n.Results is null
                ? "return" : "return "); if (n.Results is not null) { Expression(n.Results); } break;
            case BranchSyntax n: Write(SyntaxFacts.Text(n.Kind)); Write(n.Label is null ? "" : " " + n.Label.Value); break;
            case IfSyntax n: If(n); break;
            case ForSyntax n: For(n); break;
            case RangeClauseSyntax n: Range(n); break;
            case SwitchSyntax n: Switch(n); break;
            case SelectSyntax n: Select(n); break;
            default: throw Unexpected.Value(node);
        }
    }

    private void Assign(AssignSyntax n)
    {
        Expression(n.Lhs);
        string op = SyntaxFacts.Text(n.Op);
        if (n.Rhs is null)
        {
            Write(op + op);
            return;
        }
        Write(n.IsDefinition ? " := " : $" {op}= ");
        Expression(n.Rhs);
    }

    private void Block(IReadOnlyList<StatementSyntax> statements)
    {
        Write("{");
        if (statements.Count > 0)
        {
            Line();
            _indent++;
            Statements(statements);
            _indent--;
        }
        Write("}");
    }

    private void Statements(IReadOnlyList<StatementSyntax> statements)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            Statement(statements[i]);
            // An empty statement exists only through its semicolon, except after a label at the end of a block.
            bool isEmpty = statements[i] is EmptySyntax;
            Write(isEmpty || (_isShort && i + 1 < statements.Count) ? ";" : "");
            Line();
        }
    }

    private void Labeled(LabeledSyntax n)
    {
        Write(n.Label.Value + ":");
        if (n.Statement is EmptySyntax)
        {
            Write(";");
            return;
        }
        Line();
        Statement(n.Statement);
    }

    private void If(IfSyntax n)
    {
        Write("if ");
        if (n.Init is not null)
        {
            Statement(n.Init);
            Write("; ");
        }
        Expression(n.Condition);
        Write(" ");
        Block(n.Then.Statements);
        if (n.Else is not null)
        {
            Write(" else ");
            Statement(n.Else);
        }
    }

    private void For(ForSyntax n)
    {
        Write("for ");
        if (n.Init is RangeClauseSyntax range)
        {
            Range(range);
            Write(" ");
        }
        else if (n.Init is null && n.Post is null)
        {
            if (n.Condition is not null)
            {
                Expression(n.Condition);
                Write(" ");
            }
        }
        else
        {
            if (n.Init is not null)
            {
                Statement(n.Init);
            }
            Write("; ");
            if (n.Condition is not null)
            {
                Expression(n.Condition);
            }
            Write("; ");
            if (n.Post is not null)
            {
                Statement(n.Post);
                Write(" ");
            }
        }
        Block(n.Body.Statements);
    }

    private void Range(RangeClauseSyntax n)
    {
        if (n.Lhs is not null)
        {
            Expression(n.Lhs);
            Write(n.IsDefinition ? " := " : " = ");
        }
        Write("range ");
        Expression(n.X);
    }

    private void Switch(SwitchSyntax n)
    {
        Write("switch ");
        if (n.Init is not null)
        {
            Statement(n.Init);
            Write("; ");
        }
        if (n.Tag is not null)
        {
            Expression(n.Tag);
            Write(" ");
        }
        Write("{");
        if (n.Clauses.Count > 0)
        {
            Line();
        }
        foreach (CaseClauseSyntax clause in n.Clauses)
        {
            Clause("case ", clause.Cases, clause.Body);
        }
        Write("}");
    }

    private void Select(SelectSyntax n)
    {
        Write("select {");
        if (n.Clauses.Count > 0)
        {
            Line();
        }
        foreach (CommClauseSyntax clause in n.Clauses)
        {
            Clause("case ", clause.Comm, clause.Body);
        }
        Write("}");
    }

    private void Clause(string keyword, SyntaxNode? head, IReadOnlyList<StatementSyntax> body)
    {
        if (head is null)
        {
            Write("default:");
        }
        else
        {
            Write(keyword);
            Node(head);
            Write(":");
        }
        Line();
        _indent++;
        Statements(body);
        _indent--;
    }
}
