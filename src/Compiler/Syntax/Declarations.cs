using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

/// <summary>A declaration at package or function level.</summary>
public abstract class DeclarationSyntax(Pos pos, int id) : SyntaxNode(pos, id)
{
    /// <summary>The parenthesised group this declaration stands in, or null.</summary>
    public DeclarationGroup? Group { get; init; }

    /// <summary>
    /// Directives in the comment lines before the declaration. Those before the keyword of a parenthesised group belong to nothing.
    /// </summary>
    public IReadOnlyList<Directive> Directives { get; init; } = [];
}

/// <summary><c>import [LocalName] "path"</c>. Position: the local name if any, else the path.</summary>
public sealed class ImportSyntax(Pos pos, int id) : DeclarationSyntax(pos, id)
{
    public NameSyntax? LocalName { get; init; }

    /// <summary>Never null after a syntax error either; its <see cref="BasicLiteralSyntax.IsBad"/> says so.</summary>
    public required BasicLiteralSyntax Path { get; init; }
}

/// <summary>
/// One constant specification. With both <see cref="Type"/> and <see cref="Values"/> null the previous one of the group repeats.
/// </summary>
public sealed class ConstSyntax(Pos pos, int id) : DeclarationSyntax(pos, id)
{
    public required IReadOnlyList<NameSyntax> Names { get; init; }
    public ExpressionSyntax? Type { get; init; }

    /// <summary>A single expression or a <see cref="ListSyntax"/>; null when repeated implicitly.</summary>
    public ExpressionSyntax? Values { get; init; }
}

/// <summary><c>type Name[TypeParameters] [=] Type</c>.</summary>
public sealed class TypeDeclSyntax(Pos pos, int id) : DeclarationSyntax(pos, id)
{
    public required NameSyntax Name { get; init; }
    public IReadOnlyList<FieldSyntax> TypeParameters { get; init; } = [];
    public bool IsAlias { get; init; }
    public required ExpressionSyntax Type { get; init; }
}

/// <summary>One variable specification.</summary>
public sealed class VarSyntax(Pos pos, int id) : DeclarationSyntax(pos, id)
{
    public required IReadOnlyList<NameSyntax> Names { get; init; }
    public ExpressionSyntax? Type { get; init; }
    public ExpressionSyntax? Values { get; init; }
}

/// <summary>A function or method. Position: the token after the <c>func</c> keyword (name or receiver's parenthesis).</summary>
public sealed class FuncDeclSyntax(Pos pos, int id) : DeclarationSyntax(pos, id)
{
    public FieldSyntax? Receiver { get; init; }
    public required NameSyntax Name { get; init; }
    public IReadOnlyList<FieldSyntax> TypeParameters { get; init; } = [];
    public required FuncTypeSyntax Type { get; init; }

    /// <summary>Null for a body-less declaration (assembly or linkname).</summary>
    public BlockSyntax? Body { get; init; }
}
