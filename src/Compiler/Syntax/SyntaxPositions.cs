using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

/// <summary>Where nodes start and end; a node's own position is that of its characteristic token (the operator, the bracket).</summary>
public static class SyntaxPositions
{
    /// <summary>
    /// The position of a node's first token; that of the bracket for slice expressions, where Go's compiler reports them.
    /// </summary>
    public static Pos StartOf(SyntaxNode node)
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
                TypeSwitchGuardSyntax n => n.Lhs ?? n.X,
                OperationSyntax { Y: not null } n => n.X,
                CallSyntax n => n.Function,
                ListSyntax n => n.Elements[0],
                SendSyntax n => n.Channel,
                AssignSyntax n => n.Lhs,
                RangeClauseSyntax n => n.Lhs ?? n.X,
                _ => null,
            };
            if (first is null)
            {
                return node is SyntaxFile ? new Pos(node.Pos.File, 1, 1) : node.Pos;
            }
            node = first;
        }
    }

    /// <summary>
    /// About where a node ends: right behind names and literals, at the closing brace of what ends in one, else at the end of the last
    /// part that has a position. Good for the extent of scopes, not for exact text ranges.
    /// </summary>
    public static Pos EndOf(SyntaxNode node)
    {
        while (true)
        {
            switch (node)
            {
                case SyntaxFile n: return n.End;
                case NameSyntax n: return Behind(n.Pos, System.Text.Encoding.UTF8.GetByteCount(n.Value));
                case BasicLiteralSyntax n: return Behind(n.Pos, System.Text.Encoding.UTF8.GetByteCount(n.Text));
                case CompositeLiteralSyntax n: return n.RightBrace;
                case BlockSyntax n: return n.RightBrace;
                case SwitchSyntax n: return n.RightBrace;
                case SelectSyntax n: return n.RightBrace;
                case AssignSyntax { Rhs: null } n: return Behind(EndOf(n.Lhs), 2);
            }
            if (LastPart(node) is not { } last)
            {
                return node switch { CaseClauseSyntax n => n.Colon, CommClauseSyntax n => n.Colon, _ => node.Pos };
            }
            node = last;
        }
    }

    private static Pos Behind(Pos pos, int bytes) => new(pos.File, pos.Line, pos.Column + bytes);

    private static SyntaxNode? LastPart(SyntaxNode node) => node switch // table
    {
        ImportSyntax n => n.Path,
        ConstSyntax n => n.Values ?? n.Type ?? n.Names[^1],
        VarSyntax n => n.Values ?? n.Type ?? n.Names[^1],
        TypeDeclSyntax n => n.Type,
        FuncDeclSyntax n => n.Body ?? (SyntaxNode)n.Type,
        KeyValueSyntax n => n.Value,
        FuncLiteralSyntax n => n.Body,
        ParenSyntax n => n.X,
        SelectorSyntax n => n.Selector,
        IndexSyntax n => n.Index,
        SliceSyntax n => n.Max ?? n.High ?? n.Low ?? n.X,
        TypeAssertSyntax n => n.Type,
        TypeSwitchGuardSyntax n => n.X,
        OperationSyntax n => n.Y ?? n.X,
        CallSyntax n => Last(n.Arguments) ?? n.Function,
        ListSyntax n => n.Elements[^1],
        ArrayTypeSyntax n => n.Element,
        SliceTypeSyntax n => n.Element,
        DotsTypeSyntax n => n.Element,
        StructTypeSyntax n => Last(n.Fields),
        FieldSyntax n => n.Type,
        InterfaceTypeSyntax n => Last(n.Elements),
        FuncTypeSyntax n => Last(n.Results) ?? Last(n.Parameters),
        MapTypeSyntax n => n.Value,
        ChanTypeSyntax n => n.Element,
        LabeledSyntax n => n.Statement,
        ExpressionStatementSyntax n => n.X,
        SendSyntax n => n.Value,
        DeclarationStatementSyntax n => Last(n.Declarations),
        AssignSyntax n => n.Rhs,
        BranchSyntax n => n.Label,
        CallStatementSyntax n => n.Call,
        ReturnSyntax n => n.Results,
        IfSyntax n => n.Else ?? n.Then,
        ForSyntax n => n.Body,
        RangeClauseSyntax n => n.X,
        CaseClauseSyntax n => Last(n.Body),
        CommClauseSyntax n => Last(n.Body),
        _ => null,
    };

    private static T? Last<T>(IReadOnlyList<T> list) where T : SyntaxNode => list.Count > 0 ? list[^1] : null;
}
