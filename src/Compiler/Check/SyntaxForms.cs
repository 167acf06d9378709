using Go.Compiler.Syntax;

namespace Go.Compiler.Check;

/// <summary>Shapes of syntax that the checker looks through.</summary>
internal static class SyntaxForms
{
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
