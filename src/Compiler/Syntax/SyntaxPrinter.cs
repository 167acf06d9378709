using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Syntax;

/// <summary>
/// Prints trees as Go source, without comments. Printing what was parsed from printed text gives the same text again.
/// The short form, for messages, stays on one line and shows function bodies and the elements of literals as <c>{…}</c>.
/// </summary>
public sealed partial class SyntaxPrinter
{
    private readonly StringBuilder _text = new();
    private readonly bool _isShort;
    private int _indent;
    private bool _atLineStart;

    private SyntaxPrinter(bool isShort) => _isShort = isShort;

    /// <summary>The node as source text over several lines; a file ends in a line break.</summary>
    public static string Print(SyntaxNode node)
    {
        var printer = new SyntaxPrinter(isShort: false);
        printer.Node(node);
        return printer._text.ToString();
    }

    /// <summary>The node on one line, as messages show it.</summary>
    public static string Short(SyntaxNode node)
    {
        var printer = new SyntaxPrinter(isShort: true);
        printer.Node(node);
        return printer._text.ToString();
    }

    private void Write(string s)
    {
        if (_atLineStart)
        {
            _text.Append('\t', _indent);
            _atLineStart = false;
        }
        _text.Append(s);
    }

    /// <summary>Ends the line; in the short form a separator stands instead.</summary>
    private void Line(string separator = " ")
    {
        if (_isShort)
        {
            _text.Append(separator);
            return;
        }
        _text.Append('\n');
        _atLineStart = true;
    }

    private void Node(SyntaxNode node)
    {
        switch (node)
        {
            case ExpressionSyntax x: Expression(x); break;
            case StatementSyntax s: Statement(s); break;
            case DeclarationSyntax d: Declaration(d, withKeyword: true); break;
            case FieldSyntax f: Field(f); break;
            case CaseClauseSyntax c: Clause("case ", c.Cases, c.Body); break;
            case CommClauseSyntax c: Clause("case ", c.Comm, c.Body); break;
            case SyntaxFile f: File(f); break;
            default: throw Unexpected.Value(node);
        }
    }

    private void Expressions(IReadOnlyList<ExpressionSyntax> list)
    {
        for (int i = 0; i < list.Count; i++)
        {
            Write(i > 0 ? ", " : "");
            Expression(list[i]);
        }
    }

    private void Expression(ExpressionSyntax node) // table
    {
        switch (node)
        {
            case BadExpressionSyntax: Write("<bad expr>"); break;
            case NameSyntax n: Write(n.Value); break;
            case BasicLiteralSyntax n: Write(n.Text); break;
            case ParenSyntax n: Write("("); Expression(n.X); Write(")"); break;
            case SelectorSyntax n: Expression(n.X); Write("."); Write(n.Selector.Value); break;
            case IndexSyntax n: Expression(n.X); Write("["); Expression(n.Index); Write("]"); break;
            case SliceSyntax n: Slice(n); break;
            case TypeAssertSyntax n: Expression(n.X); Write(".("); Expression(n.Type); Write(")"); break;
            case TypeSwitchGuardSyntax n: Write(n.Lhs is null ? "" : n.Lhs.Value + " := "); Expression(n.X); Write(".(type)"); break;
            case CallSyntax n: Expression(n.Function); Write("("); Expressions(n.Arguments); Write(n.HasDots ? "...)" : ")"); break;
            case OperationSyntax n: Operation(n); break;
            case KeyValueSyntax n: Expression(n.Key); Write(": "); Expression(n.Value); break;
            case ListSyntax n: Expressions(n.Elements); break;
            case FuncLiteralSyntax n: FuncLiteral(n); break;
            case CompositeLiteralSyntax n: CompositeLiteral(n); break;
            case ArrayTypeSyntax n:
                Write("[");
                if (n.Length is null)
                {
                    Write("...");
                }
                else
                {
                    Expression(n.Length);
                }
                Write("]");
                Expression(n.Element);
                break;
            case SliceTypeSyntax n: Write("[]"); Expression(n.Element); break;
            case DotsTypeSyntax n: Write("..."); Expression(n.Element); break;
            case MapTypeSyntax n: Write("map["); Expression(n.Key); Write("]"); Expression(n.Value); break;
            case ChanTypeSyntax n: ChanType(n); break;
            case FuncTypeSyntax n: Write("func"); Signature(n); break;
            case StructTypeSyntax n: StructType(n); break;
            case InterfaceTypeSyntax n: InterfaceType(n); break;
            default: throw Unexpected.Value(node);
        }
    }

    private void Slice(SliceSyntax n)
    {
        Expression(n.X);
        Write("[");
        if (n.Low is not null)
        {
            Expression(n.Low);
        }
        Write(":");
        if (n.High is not null)
        {
            Expression(n.High);
        }
        if (n.Max is not null)
        {
            Write(":");
            Expression(n.Max);
        }
        Write("]");
    }

    private void Operation(OperationSyntax n)
    {
        if (n.Y is null)
        {
            Write(SyntaxFacts.Text(n.Op));
            Expression(n.X);
            return;
        }
        Expression(n.X);
        Write($" {SyntaxFacts.Text(n.Op)} ");
        Expression(n.Y);
    }

    private void FuncLiteral(FuncLiteralSyntax n)
    {
        Expression(n.Type);
        Write(" ");
        if (_isShort)
        {
            Write(n.Body.Statements.Count > 0 ? "{…}" : "{}");
        }
        else
        {
            Block(n.Body.Statements);
        }
    }

    private void CompositeLiteral(CompositeLiteralSyntax n)
    {
        if (n.Type is not null)
        {
            Expression(n.Type);
        }
        if (_isShort)
        {
            Write(n.Elements.Count > 0 ? "{…}" : "{}");
            return;
        }
        Write("{");
        bool onLines = n.Elements.Count > 0;
        foreach (ExpressionSyntax element in n.Elements)
        {
            onLines &= element is KeyValueSyntax;
        }
        if (!onLines)
        {
            Expressions(n.Elements);
            Write("}");
            return;
        }
        Line();
        _indent++;
        foreach (ExpressionSyntax element in n.Elements)
        {
            Expression(element);
            Write(",");
            Line();
        }
        _indent--;
        Write("}");
    }

    private void ChanType(ChanTypeSyntax n)
    {
        Write(n.Direction switch { ChannelDirection.ReceiveOnly => "<-chan ", ChannelDirection.SendOnly => "chan<- ", _ => "chan " });
        // "chan <-chan T" would be read as "chan<- chan T".
        bool inParentheses = n.Direction == ChannelDirection.Both
            && n.Element is ChanTypeSyntax { Direction: ChannelDirection.ReceiveOnly };
        Write(inParentheses ? "(" : "");
        Expression(n.Element);
        Write(inParentheses ? ")" : "");
    }

    private void StructType(StructTypeSyntax n)
    {
        if (n.Fields.Count == 0)
        {
            Write("struct{}");
            return;
        }
        Write(_isShort ? "struct{" : "struct {");
        Line("");
        _indent++;
        for (int i = 0; i < n.Fields.Count;)
        {
            FieldSyntax field = n.Fields[i];
            if (field.Name is not null)
            {
                Write(field.Name.Value);
                // Names declared together share one type node.
                for (; i + 1 < n.Fields.Count && n.Fields[i + 1].Name is { } next && n.Fields[i + 1].Type == field.Type; i++)
                {
                    Write(", " + next.Value);
                }
                Write(" ");
            }
            Expression(field.Type);
            if (i < n.Tags.Count && n.Tags[i] is { } tag)
            {
                Write(" " + tag.Text);
            }
            i++;
            Line(i < n.Fields.Count ? "; " : "");
        }
        _indent--;
        Write("}");
    }

    private void InterfaceType(InterfaceTypeSyntax n)
    {
        if (n.Elements.Count == 0)
        {
            Write("interface{}");
            return;
        }
        bool onLines = n.Elements.Count > 1 && !_isShort;
        Write(onLines ? "interface {" : "interface{");
        _indent++;
        for (int i = 0; i < n.Elements.Count; i++)
        {
            FieldSyntax element = n.Elements[i];
            if (onLines)
            {
                Line();
            }
            else
            {
                Write(i > 0 ? "; " : "");
            }
            if (element.Name is not null)
            {
                Write(element.Name.Value);
                Signature((FuncTypeSyntax)element.Type);
            }
            else
            {
                Expression(element.Type);
            }
        }
        _indent--;
        if (onLines)
        {
            Line();
        }
        Write("}");
    }

    private void Signature(FuncTypeSyntax n)
    {
        if (n.TypeParameters.Count > 0)
        {
            Parameters(n.TypeParameters, "[", "]");
        }
        Parameters(n.Parameters, "(", ")");
        if (n.Results.Count == 0)
        {
            return;
        }
        Write(" ");
        if (n.Results is [{ Name: null } only])
        {
            Expression(only.Type);
        }
        else
        {
            Parameters(n.Results, "(", ")");
        }
    }

    private void Parameters(IReadOnlyList<FieldSyntax> list, string open, string close)
    {
        Write(open);
        for (int i = 0; i < list.Count; i++)
        {
            Write(i > 0 ? ", " : "");
            FieldSyntax field = list[i];
            if (field.Name is not null)
            {
                Write(field.Name.Value);
                if (i + 1 < list.Count && list[i + 1].Name is not null && list[i + 1].Type == field.Type)
                {
                    continue;
                }
                Write(" ");
            }
            Expression(field.Type);
        }
        Write(close);
    }

    private void Field(FieldSyntax n)
    {
        if (n.Name is not null)
        {
            Write(n.Name.Value);
            Write(n.Type is FuncTypeSyntax ? "" : " ");
        }
        if (n is { Name: not null, Type: FuncTypeSyntax method })
        {
            Signature(method);
        }
        else
        {
            Expression(n.Type);
        }
    }
}
