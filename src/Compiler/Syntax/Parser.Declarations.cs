using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

public sealed partial class Parser
{
    private NodeStack<DeclarationSyntax> _declarations = new();
    private NodeStack<NameSyntax> _nameLists = new();

    /// <summary>One declaration, or a parenthesised group of them, after its keyword; pushed on the stack of declarations.</summary>
    private void DeclarationOrGroup(Token keyword)
    {
        if (_token != Token.LeftParen)
        {
            _declarations.Push(Declaration(keyword, null));
            return;
        }
        var group = new DeclarationGroup { Pos = Here };
        DropDirectives();
        Next();
        while (_token is not (Token.EndOfFile or Token.RightParen))
        {
            _declarations.Push(Declaration(keyword, group));
            if (!Separator("grouped declaration", Token.Semicolon, Token.RightParen))
            {
                return;
            }
        }
        Want(Token.RightParen);
    }

    private DeclarationSyntax Declaration(Token keyword, DeclarationGroup? group) => keyword switch
    {
        Token.Import => ImportDeclaration(group),
        Token.Const => ConstDeclaration(group),
        Token.Type => TypeDeclaration(group),
        Token.Var => VarDeclaration(group),
        _ => throw Unexpected.Value(keyword),
    };

    // ImportSpec = [ "." | PackageName ] ImportPath .
    private ImportSyntax ImportDeclaration(DeclarationGroup? group)
    {
        Pos pos = Here;
        int id = NewId();
        IReadOnlyList<Directive> directives = TakeDirectives(DirectivePlace.Declaration);
        NameSyntax? localName = null;
        if (_token == Token.Name)
        {
            localName = Name();
        }
        else if (_token == Token.Dot)
        {
            localName = new NameSyntax(Here, NewId(), ".");
            Next();
        }
        BasicLiteralSyntax? path = LiteralOrNull();
        if (path is null)
        {
            path = new BasicLiteralSyntax(Here, NewId(), LiteralKind.String, "\"\"") { IsBad = true };
            SyntaxError("missing import path");
            SkipTo(SetOf(Token.Semicolon, Token.RightParen));
        }
        else if (!path.IsBad && path.Kind != LiteralKind.String)
        {
            SyntaxErrorAt(path.Pos, "import path must be a string");
            path = new BasicLiteralSyntax(path.Pos, path.Id, path.Kind, path.Text) { IsBad = true };
        }
        _importsEmbed |= IsEmbed(path);
        return new ImportSyntax(pos, id) { Group = group, Directives = directives, LocalName = localName, Path = path };
    }

    // ConstSpec = IdentifierList [ [ Type ] "=" ExpressionList ] .
    private ConstSyntax ConstDeclaration(DeclarationGroup? group)
    {
        Pos pos = Here;
        int id = NewId();
        IReadOnlyList<Directive> directives = TakeDirectives(DirectivePlace.Declaration);
        NameSyntax[] names = NameList(Name());
        ExpressionSyntax? type = null, values = null;
        if (_token is not (Token.EndOfFile or Token.Semicolon or Token.RightParen))
        {
            type = TypeOrNull();
            if (GotAssign())
            {
                values = ExpressionList();
            }
        }
        return new ConstSyntax(pos, id) { Group = group, Directives = directives, Names = names, Type = type, Values = values };
    }

    // VarSpec = IdentifierList ( Type [ "=" ExpressionList ] | "=" ExpressionList ) .
    private VarSyntax VarDeclaration(DeclarationGroup? group)
    {
        Pos pos = Here;
        int id = NewId();
        IReadOnlyList<Directive> directives = TakeDirectives(DirectivePlace.Variable);
        NameSyntax[] names = NameList(Name());
        ExpressionSyntax? type = null, values = null;
        if (GotAssign())
        {
            values = ExpressionList();
        }
        else
        {
            type = Type();
            if (GotAssign())
            {
                values = ExpressionList();
            }
        }
        var declaration = new VarSyntax(pos, id) { Group = group, Directives = directives, Names = names, Type = type, Values = values };
        if (directives.Count > 0)
        {
            CheckEmbed(declaration);
        }
        return declaration;
    }

    // TypeSpec = identifier [ TypeParams ] [ "=" ] Type .
    private TypeDeclSyntax TypeDeclaration(DeclarationGroup? group)
    {
        Pos pos = Here;
        int id = NewId();
        IReadOnlyList<Directive> directives = TakeDirectives(DirectivePlace.Declaration);
        NameSyntax name = Name();
        IReadOnlyList<FieldSyntax> typeParameters = [];
        bool isAlias = false;
        ExpressionSyntax? type;
        if (_token == Token.LeftBracket)
        {
            type = AfterTypeNameBracket(ref typeParameters, ref isAlias);
        }
        else
        {
            isAlias = GotAssign();
            type = TypeOrNull();
        }
        if (type is null)
        {
            type = Bad();
            SyntaxError("in type declaration");
            SkipTo(SetOf(Token.Semicolon, Token.RightParen));
        }
        return new TypeDeclSyntax(pos, id) { Group = group, Directives = directives, Name = name, TypeParameters = typeParameters,
            IsAlias = isAlias, Type = type };
    }

    /// <summary>
    /// <c>type T [</c>: an array or slice type, or type parameters. When a name follows, both <c>[P *C]</c> readings are possible; an
    /// expression is parsed and taken apart if it can be a parameter name and its constraint.
    /// </summary>
    private ExpressionSyntax? AfterTypeNameBracket(ref IReadOnlyList<FieldSyntax> typeParameters, ref bool isAlias)
    {
        Pos pos = Here;
        Next();
        switch (_token)
        {
            case Token.Name:
                ExpressionSyntax x = Name();
                // A name followed by "[" can only start a constraint: index expressions are never constant, so no array length.
                if (_token != Token.LeftBracket)
                {
                    _expressionDepth++;
                    x = BinaryExpression(PrimaryExpression(x, keepParentheses: false), 0);
                    _expressionDepth--;
                }
                (NameSyntax? name, ExpressionSyntax? constraint) = SplitNameAndConstraint(x, force: _token == Token.Comma);
                if (name is null || (constraint is null && _token == Token.RightBracket))
                {
                    return ArrayType(pos, x);
                }
                typeParameters = ParameterList(name, constraint, Token.RightBracket, requireNames: true, dotsAllowed: false);
                isAlias = GotAssign();
                return TypeOrNull();
            case Token.RightBracket:
                Next();
                return SliceType(pos);
            default:
                return ArrayType(pos, null);
        }
    }

    /// <summary>
    /// Splits <c>P *C</c>, <c>P (C)</c> and unions of these, parsed as expressions, into name and constraint. Done only when the
    /// constraint cannot be an ordinary expression, or with <paramref name="force"/>. A lone name gives (name, null); otherwise no name.
    /// </summary>
    private (NameSyntax? Name, ExpressionSyntax? Constraint) SplitNameAndConstraint(ExpressionSyntax x, bool force)
    {
        switch (x)
        {
            case NameSyntax name:
                return (name, null);
            case OperationSyntax { Op: Operator.Multiply, X: NameSyntax name, Y: { } y } product when force || IsTypeElement(y):
                return (name, new OperationSyntax(product.Pos, NewId(), Operator.Multiply, y, null));
            case OperationSyntax { Op: Operator.Or, Y: { } y } union:
                (NameSyntax? first, ExpressionSyntax? rest) = SplitNameAndConstraint(union.X, force || IsTypeElement(y));
                if (first is not null && rest is not null)
                {
                    return (first, new OperationSyntax(union.Pos, NewId(), Operator.Or, rest, y));
                }
                break;
            case CallSyntax { Function: NameSyntax name, Arguments: [var argument], HasDots: false } when force || IsTypeElement(argument):
                return (name, Unparenthesize(argument));
        }
        return (null, x);
    }

    /// <summary>Whether an expression can only be a type.</summary>
    internal static bool IsTypeElement(ExpressionSyntax x) => x switch
    {
        ArrayTypeSyntax or StructTypeSyntax or FuncTypeSyntax or InterfaceTypeSyntax or SliceTypeSyntax or MapTypeSyntax or ChanTypeSyntax
            => true,
        OperationSyntax o => o.Op == Operator.Tilde || IsTypeElement(o.X) || (o.Y is not null && IsTypeElement(o.Y)),
        ParenSyntax p => IsTypeElement(p.X),
        _ => false,
    };

    // FunctionDecl = "func" FunctionName [ TypeParams ] Signature [ FunctionBody ] .
    // MethodDecl   = "func" Receiver MethodName [ TypeParams ] Signature [ FunctionBody ] .
    private FuncDeclSyntax FunctionDeclaration()
    {
        Pos pos = Here;
        int id = NewId();
        IReadOnlyList<Directive> directives = TakeDirectives(DirectivePlace.Function);
        FieldSyntax? receiver = null;
        bool hasReceiver = Got(Token.LeftParen);
        if (hasReceiver)
        {
            FieldSyntax[] receivers = ParameterList(null, null, Token.RightParen, requireNames: false, dotsAllowed: false);
            if (receivers.Length != 1)
            {
                Error(Catalogue.InvalidReceiver, Here, receivers.Length == 0 ? "method has no receiver" : "method has multiple receivers");
            }
            receiver = receivers.Length > 0 ? receivers[0] : null;
        }
        NameSyntax name;
        FuncTypeSyntax type;
        IReadOnlyList<FieldSyntax> typeParameters = [];
        if (_token == Token.Name)
        {
            name = Name();
            (typeParameters, type) = FunctionType("");
        }
        else
        {
            name = new NameSyntax(Here, NewId(), "_");
            type = new FuncTypeSyntax(Here, NewId(), [], []);
            SyntaxError(hasReceiver ? "expected name" : "expected name or (");
            SkipTo(SetOf(Token.LeftBrace, Token.Semicolon));
        }
        BlockSyntax? body = _token == Token.LeftBrace ? FunctionBody() : null;
        return new FuncDeclSyntax(pos, id) { Directives = directives, Receiver = receiver, Name = name, TypeParameters = typeParameters,
            Type = type, Body = body };
    }

    private BlockSyntax FunctionBody()
    {
        _functionDepth++;
        int errors = _scanner.ErrorCount;
        BlockSyntax body = Block("");
        _functionDepth--;
        // After a syntax error the labels and jumps found may be wrong.
        if (errors == _scanner.ErrorCount)
        {
            BranchChecker.Check(body, _file, _scanner);
        }
        return body;
    }

    private NameSyntax Name()
    {
        if (_token == Token.Name)
        {
            var name = new NameSyntax(Here, NewId(), _names.Intern(_scanner.Text));
            Next();
            return name;
        }
        var missing = new NameSyntax(Here, NewId(), "_");
        SyntaxError("expected name");
        SkipOne();
        return missing;
    }

    private NameSyntax[] NameList(NameSyntax first)
    {
        if (_token != Token.Comma)
        {
            return [first];
        }
        int mark = _nameLists.Count;
        _nameLists.Push(first);
        while (Got(Token.Comma))
        {
            _nameLists.Push(Name());
        }
        return _nameLists.PopFrom(mark);
    }

    private BasicLiteralSyntax? LiteralOrNull()
    {
        if (_token != Token.Literal)
        {
            return null;
        }
        ReadOnlySpan<byte> text = _scanner.Text;
        // Long literals hardly ever repeat.
        string value = text.Length <= 32 ? NameTable.Share(text) : System.Text.Encoding.UTF8.GetString(text);
        var literal = new BasicLiteralSyntax(Here, NewId(), _scanner.LiteralKind, value) { IsBad = _scanner.IsBadLiteral };
        Next();
        return literal;
    }

    private static ExpressionSyntax Unparenthesize(ExpressionSyntax x)
    {
        while (x is ParenSyntax p)
        {
            x = p.X;
        }
        return x;
    }
}
