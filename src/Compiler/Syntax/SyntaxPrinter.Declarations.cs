using Go.Compiler.Diagnostics;

namespace Go.Compiler.Syntax;

public sealed partial class SyntaxPrinter
{
    private void File(SyntaxFile n)
    {
        Write("package " + n.PackageName.Value);
        Line("; ");
        IReadOnlyList<DeclarationSyntax> all = n.Declarations;
        for (int i = 0; i < all.Count;)
        {
            int end = i + 1;
            while (end < all.Count && all[i].Group is not null && all[end].Group == all[i].Group)
            {
                end++;
            }
            Line("");
            DeclarationSyntax[] group = new DeclarationSyntax[end - i];
            for (int k = i; k < end; k++)
            {
                group[k - i] = all[k];
            }
            Declarations(group);
            Line("; ");
            i = end;
        }
    }

    /// <summary>A lone declaration, or the members of one parenthesised group.</summary>
    private void Declarations(IReadOnlyList<DeclarationSyntax> list)
    {
        if (list.Count == 0)
        {
            Write("var ()"); // an empty group's keyword is not kept
            return;
        }
        if (list[0].Group is null)
        {
            Declaration(list[0], withKeyword: true);
            return;
        }
        Write(KeywordOf(list[0]) + " (");
        Line("");
        _indent++;
        for (int i = 0; i < list.Count; i++)
        {
            Declaration(list[i], withKeyword: false);
            Line(i + 1 < list.Count ? "; " : "");
        }
        _indent--;
        Write(")");
    }

    private static string KeywordOf(DeclarationSyntax declaration) => declaration switch
    {
        ImportSyntax => "import",
        ConstSyntax => "const",
        VarSyntax => "var",
        TypeDeclSyntax => "type",
        FuncDeclSyntax => "func",
        _ => throw Unexpected.Value(declaration),
    };

    private void Declaration(DeclarationSyntax node, bool withKeyword)
    {
        Write(withKeyword ? KeywordOf(node) + " " : "");
        switch (node)
        {
            case ImportSyntax n:
                Write(n.LocalName is null ? "" : n.LocalName.Value + " ");
                Write(n.Path.Text);
                break;
            case ConstSyntax n:
                NamesTypeAndValues(n.Names, n.Type, n.Values);
                break;
            case VarSyntax n:
                NamesTypeAndValues(n.Names, n.Type, n.Values);
                break;
            case TypeDeclSyntax n:
                TypeDeclaration(n);
                break;
            case FuncDeclSyntax n:
                Function(n);
                break;
            default:
                throw Unexpected.Value(node);
        }
    }

    private void NamesTypeAndValues(IReadOnlyList<NameSyntax> names, ExpressionSyntax? type, ExpressionSyntax? values)
    {
        for (int i = 0; i < names.Count; i++)
        {
            Write((i > 0 ? ", " : "") + names[i].Value);
        }
        if (type is not null)
        {
            Write(" ");
            Expression(type);
        }
        if (values is not null)
        {
            Write(" = ");
            Expression(values);
        }
    }

    private void TypeDeclaration(TypeDeclSyntax n)
    {
        Write(n.Name.Value);
        if (n.TypeParameters.Count > 0)
        {
            // "[P *T]" alone would be read as an array length: a comma settles it.
            bool isAmbiguous = n.TypeParameters.Count == 1 && CombinesWithName(n.TypeParameters[0].Type);
            Parameters(n.TypeParameters, "[", isAmbiguous ? ",]" : "]");
        }
        Write(n.IsAlias ? " = " : " ");
        Expression(n.Type);
    }

    /// <summary>Whether a name followed by this type reads as an ordinary expression.</summary>
    private static bool CombinesWithName(ExpressionSyntax x) => x switch
    {
        OperationSyntax { Y: null } n => n.Op == Operator.Multiply && !Parser.IsTypeElement(n.X),
        OperationSyntax n => CombinesWithName(n.X) && !Parser.IsTypeElement(n.Y!),
        ParenSyntax n => !Parser.IsTypeElement(n.X),
        _ => false,
    };

    private void Function(FuncDeclSyntax n)
    {
        if (n.Receiver is { } receiver)
        {
            Write("(");
            Write(receiver.Name is null ? "" : receiver.Name.Value + " ");
            Expression(receiver.Type);
            Write(") ");
        }
        Write(n.Name.Value);
        if (n.TypeParameters.Count > 0)
        {
            Parameters(n.TypeParameters, "[", "]");
        }
        Signature(n.Type);
        if (n.Body is not null)
        {
            Write(" ");
            Block(n.Body.Statements);
        }
    }
}
