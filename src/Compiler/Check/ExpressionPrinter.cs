using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;

namespace Go.Compiler.Check;

/// <summary>Expressions as messages show them: on one line, with the bodies of functions, structs and composite literals left out.</summary>
internal static class ExpressionPrinter
{
    private const string Ellipsis = "…";

    public static string Print(ExpressionSyntax x)
    {
        if (x is NameSyntax name)
        {
            return name.Value;
        }
        var text = new StringBuilder();
        Write(text, x);
        return text.ToString();
    }

    public static string Print(IReadOnlyList<ExpressionSyntax> list)
    {
        var text = new StringBuilder("[");
        WriteList(text, list);
        return text.Append(']').ToString();
    }

    private static void Write(StringBuilder text, ExpressionSyntax x)
    {
        switch (x)
        {
            case BadExpressionSyntax:
                text.Append("<bad expr>");
                break;
            case NameSyntax n:
                text.Append(n.Value);
                break;
            case BasicLiteralSyntax n:
                text.Append(n.Text);
                break;
            case FuncLiteralSyntax n:
                Write(text, n.Type);
                text.Append(" {").Append(n.Body.Statements.Count > 0 ? Ellipsis : "").Append('}');
                break;
            case CompositeLiteralSyntax n:
                if (n.Type is not null)
                {
                    Write(text, n.Type);
                }
                text.Append('{').Append(n.Elements.Count > 0 ? Ellipsis : "").Append('}');
                break;
            case ParenSyntax n:
                text.Append('(');
                Write(text, n.X);
                text.Append(')');
                break;
            case SelectorSyntax n:
                Write(text, n.X);
                text.Append('.').Append(n.Selector.Value);
                break;
            case IndexSyntax n:
                Write(text, n.X);
                text.Append('[');
                Write(text, n.Index);
                text.Append(']');
                break;
            case SliceSyntax n:
                WriteSlice(text, n);
                break;
            case TypeAssertSyntax n:
                Write(text, n.X);
                text.Append(".(");
                Write(text, n.Type);
                text.Append(')');
                break;
            case TypeSwitchGuardSyntax n:
                if (n.Lhs is not null)
                {
                    text.Append(n.Lhs.Value).Append(" := ");
                }
                Write(text, n.X);
                text.Append(".(type)");
                break;
            case CallSyntax n:
                Write(text, n.Function);
                text.Append('(');
                WriteList(text, n.Arguments);
                text.Append(n.HasDots ? "...)" : ")");
                break;
            case OperationSyntax n:
                WriteOperation(text, n);
                break;
            case KeyValueSyntax n:
                Write(text, n.Key);
                text.Append(": ");
                Write(text, n.Value);
                break;
            case ListSyntax n:
                WriteList(text, n.Elements);
                break;
            default:
                WriteType(text, x);
                break;
        }
    }

    private static void WriteSlice(StringBuilder text, SliceSyntax n)
    {
        Write(text, n.X);
        text.Append('[');
        if (n.Low is not null)
        {
            Write(text, n.Low);
        }
        text.Append(':');
        if (n.High is not null)
        {
            Write(text, n.High);
        }
        if (n.IsFull)
        {
            text.Append(':');
            if (n.Max is not null)
            {
                Write(text, n.Max);
            }
        }
        text.Append(']');
    }

    private static void WriteOperation(StringBuilder text, OperationSyntax n)
    {
        if (n.Y is null)
        {
            text.Append(Text(n.Op));
            Write(text, n.X);
            return;
        }
        Write(text, n.X);
        text.Append(' ').Append(Text(n.Op)).Append(' ');
        Write(text, n.Y);
    }

    private static void WriteType(StringBuilder text, ExpressionSyntax x)
    {
        switch (x)
        {
            case ArrayTypeSyntax n:
                text.Append('[');
                if (n.Length is null)
                {
                    text.Append("...");
                }
                else
                {
                    Write(text, n.Length);
                }
                text.Append(']');
                Write(text, n.Element);
                break;
            case SliceTypeSyntax n:
                text.Append("[]");
                Write(text, n.Element);
                break;
            case DotsTypeSyntax n:
                text.Append("...");
                Write(text, n.Element);
                break;
            case StructTypeSyntax n:
                text.Append("struct{");
                WriteMembers(text, n.Fields);
                text.Append('}');
                break;
            case InterfaceTypeSyntax n:
                text.Append("interface{");
                WriteMembers(text, n.Elements);
                text.Append('}');
                break;
            case FuncTypeSyntax n:
                text.Append("func");
                WriteSignature(text, n);
                break;
            case MapTypeSyntax n:
                text.Append("map[");
                Write(text, n.Key);
                text.Append(']');
                Write(text, n.Value);
                break;
            case ChanTypeSyntax n:
                text.Append(n.Direction switch { ChannelDirection.SendOnly => "chan<- ", ChannelDirection.ReceiveOnly => "<-chan ", _ => "chan " });
                bool parenthesised = n.Direction != ChannelDirection.SendOnly && n.Element is ChanTypeSyntax { Direction: ChannelDirection.ReceiveOnly };
                text.Append(parenthesised ? "(" : "");
                Write(text, n.Element);
                text.Append(parenthesised ? ")" : "");
                break;
            default:
                throw Unexpected.Value(x);
        }
    }

    private static void WriteMembers(StringBuilder text, IReadOnlyList<FieldSyntax> fields)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            FieldSyntax field = fields[i];
            text.Append(i > 0 ? "; " : "").Append(field.Name?.Value);
            if (field.Name is not null && field.Type is FuncTypeSyntax method)
            {
                WriteSignature(text, method);
                continue;
            }
            if (field.Name is not null)
            {
                text.Append(' ');
            }
            Write(text, field.Type);
        }
    }

    private static void WriteSignature(StringBuilder text, FuncTypeSyntax n)
    {
        text.Append('(');
        WriteFields(text, n.Parameters);
        text.Append(')');
        if (n.Results.Count == 0)
        {
            return;
        }
        text.Append(' ');
        if (n.Results.Count == 1 && n.Results[0].Name is null)
        {
            Write(text, n.Results[0].Type);
            return;
        }
        text.Append('(');
        WriteFields(text, n.Results);
        text.Append(')');
    }

    private static void WriteFields(StringBuilder text, IReadOnlyList<FieldSyntax> fields)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            text.Append(i > 0 ? ", " : "");
            if (fields[i].Name is { } name)
            {
                text.Append(name.Value);
                if (i + 1 < fields.Count && fields[i + 1].Name is not null && ReferenceEquals(fields[i + 1].Type, fields[i].Type))
                {
                    continue; // a, b T
                }
                text.Append(' ');
            }
            Write(text, fields[i].Type);
        }
    }

    private static void WriteList(StringBuilder text, IReadOnlyList<ExpressionSyntax> list)
    {
        for (int i = 0; i < list.Count; i++)
        {
            text.Append(i > 0 ? ", " : "");
            Write(text, list[i]);
        }
    }

    /// <summary>The operator's spelling.</summary>
    public static string Text(Operator op) => op switch
    {
        Operator.Receive => "<-",
        Operator.Not => "!",
        Operator.Tilde => "~",
        Operator.OrOr => "||",
        Operator.AndAnd => "&&",
        Operator.Equal => "==",
        Operator.NotEqual => "!=",
        Operator.Less => "<",
        Operator.LessEqual => "<=",
        Operator.Greater => ">",
        Operator.GreaterEqual => ">=",
        Operator.Add => "+",
        Operator.Subtract => "-",
        Operator.Or => "|",
        Operator.Xor => "^",
        Operator.Multiply => "*",
        Operator.Divide => "/",
        Operator.Remainder => "%",
        Operator.And => "&",
        Operator.AndNot => "&^",
        Operator.ShiftLeft => "<<",
        Operator.ShiftRight => ">>",
        _ => throw Unexpected.Value(op),
    };
}
