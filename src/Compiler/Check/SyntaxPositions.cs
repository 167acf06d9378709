using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Check;

/// <summary>Leftmost position of nodes: errors about a node are placed there, whatever position the node itself carries.</summary>
internal static class SyntaxPositions
{
    /// <summary>Where the text of a node begins.</summary>
    public static Pos Start(SyntaxNode node)
    {
        while (true)
        {
            SyntaxNode? first = node switch
            {
                CompositeLiteralSyntax n => n.Type,
                KeyValueSyntax n => n.Key,
                SelectorSyntax n => n.X,
                IndexSyntax n => n.X,
                TypeAssertSyntax n => n.X,
                TypeSwitchGuardSyntax n => (SyntaxNode?)n.Lhs ?? n.X,
                OperationSyntax n => n.Y is null ? null : n.X,
                CallSyntax n => n.Function,
                ListSyntax n => n.Elements.Count > 0 ? n.Elements[0] : null,
                SendSyntax n => n.Channel,
                AssignSyntax n => n.Lhs,
                RangeClauseSyntax n => (SyntaxNode?)n.Lhs ?? n.X,
                _ => null,
            };
            if (first is null)
            {
                return node.Pos;
            }
            node = first;
        }
    }

    public static ExpressionSyntax Unparen(ExpressionSyntax x)
    {
        while (x is ParenSyntax p)
        {
            x = p.X;
        }
        return x;
    }

    /// <summary>The elements of a list expression; a single expression is a list of one; null is an empty list.</summary>
    public static IReadOnlyList<ExpressionSyntax> Unpack(ExpressionSyntax? x) => x switch
    {
        null => [],
        ListSyntax list => list.Elements,
        _ => [x],
    };
}
