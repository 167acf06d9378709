using Go.Compiler.Diagnostics;

namespace Go.Compiler.Syntax;

/// <summary>
/// Visits a tree in source order. Override <see cref="Visit"/>; call the base for the children. A type that several names share
/// (<c>a, b T</c>) is visited once per name.
/// </summary>
public abstract class SyntaxWalker
{
    /// <summary>Visits a node; by default its children.</summary>
    public virtual void Visit(SyntaxNode node) => VisitChildren(node);

    /// <summary>Visits a node's children in source order.</summary>
    protected void VisitChildren(SyntaxNode node)
    {
        switch (node)
        {
            case ExpressionSyntax x:
                ChildrenOf(x);
                break;
            case StatementSyntax s:
                ChildrenOf(s);
                break;
            case DeclarationSyntax d:
                ChildrenOf(d);
                break;
            case FieldSyntax n:
                Maybe(n.Name);
                Visit(n.Type);
                break;
            case CaseClauseSyntax n:
                Maybe(n.Cases);
                Each(n.Body);
                break;
            case CommClauseSyntax n:
                Maybe(n.Comm);
                Each(n.Body);
                break;
            case SyntaxFile n:
                Visit(n.PackageName);
                Each(n.Declarations);
                break;
            default:
                throw Unexpected.Value(node);
        }
    }

    private void Maybe(SyntaxNode? node)
    {
        if (node is not null)
        {
            Visit(node);
        }
    }

    private void Both(SyntaxNode? first, SyntaxNode? second)
    {
        Maybe(first);
        Maybe(second);
    }

    private void Each<T>(IReadOnlyList<T> nodes) where T : SyntaxNode
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            Visit(nodes[i]);
        }
    }

    private void ChildrenOf(DeclarationSyntax node)
    {
        switch (node)
        {
            case ImportSyntax n:
                Both(n.LocalName, n.Path);
                break;
            case ConstSyntax n:
                Each(n.Names);
                Both(n.Type, n.Values);
                break;
            case VarSyntax n:
                Each(n.Names);
                Both(n.Type, n.Values);
                break;
            case TypeDeclSyntax n:
                Visit(n.Name);
                Each(n.TypeParameters);
                Visit(n.Type);
                break;
            case FuncDeclSyntax n:
                Both(n.Receiver, n.Name);
                Each(n.TypeParameters);
                Both(n.Type, n.Body);
                break;
            default:
                throw Unexpected.Value(node);
        }
    }

    private void ChildrenOf(ExpressionSyntax node) // table
    {
        switch (node)
        {
            case NameSyntax or BasicLiteralSyntax or BadExpressionSyntax: break;
            case SelectorSyntax n: Both(n.X, n.Selector); break;
            case CallSyntax n: Visit(n.Function); Each(n.Arguments); break;
            case OperationSyntax n: Both(n.X, n.Y); break;
            case IndexSyntax n: Both(n.X, n.Index); break;
            case ParenSyntax n: Visit(n.X); break;
            case CompositeLiteralSyntax n: Maybe(n.Type); Each(n.Elements); break;
            case KeyValueSyntax n: Both(n.Key, n.Value); break;
            case FuncLiteralSyntax n: Both(n.Type, n.Body); break;
            case SliceSyntax n: Both(n.X, n.Low); Both(n.High, n.Max); break;
            case TypeAssertSyntax n: Both(n.X, n.Type); break;
            case TypeSwitchGuardSyntax n: Both(n.Lhs, n.X); break;
            case ListSyntax n: Each(n.Elements); break;
            case ArrayTypeSyntax n: Both(n.Length, n.Element); break;
            case SliceTypeSyntax n: Visit(n.Element); break;
            case DotsTypeSyntax n: Visit(n.Element); break;
            case StructTypeSyntax n: FieldsAndTags(n); break;
            case InterfaceTypeSyntax n: Each(n.Elements); break;
            case FuncTypeSyntax n: Each(n.TypeParameters); Each(n.Parameters); Each(n.Results); break;
            case MapTypeSyntax n: Both(n.Key, n.Value); break;
            case ChanTypeSyntax n: Visit(n.Element); break;
            default: throw Unexpected.Value(node);
        }
    }

    private void FieldsAndTags(StructTypeSyntax node)
    {
        for (int i = 0; i < node.Fields.Count; i++)
        {
            Visit(node.Fields[i]);
            Maybe(i < node.Tags.Count ? node.Tags[i] : null);
        }
    }

    private void ChildrenOf(StatementSyntax node) // table
    {
        switch (node)
        {
            case EmptySyntax: break;
            case ExpressionStatementSyntax n: Visit(n.X); break;
            case AssignSyntax n: Both(n.Lhs, n.Rhs); break;
            case BlockSyntax n: Each(n.Statements); break;
            case DeclarationStatementSyntax n: Each(n.Declarations); break;
            case IfSyntax n: Both(n.Init, n.Condition); Both(n.Then, n.Else); break;
            case ForSyntax n: Both(n.Init, n.Condition); Both(n.Post, n.Body); break;
            case RangeClauseSyntax n: Both(n.Lhs, n.X); break;
            case ReturnSyntax n: Maybe(n.Results); break;
            case CallStatementSyntax n: Visit(n.Call); break;
            case SendSyntax n: Both(n.Channel, n.Value); break;
            case BranchSyntax n: Maybe(n.Label); break;
            case LabeledSyntax n: Both(n.Label, n.Statement); break;
            case SwitchSyntax n: Both(n.Init, n.Tag); Each(n.Clauses); break;
            case SelectSyntax n: Each(n.Clauses); break;
            default: throw Unexpected.Value(node);
        }
    }
}
