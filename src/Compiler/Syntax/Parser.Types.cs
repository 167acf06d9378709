using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

public sealed partial class Parser
{
    private NodeStack<FieldSyntax> _fields = new();
    private NodeStack<BasicLiteralSyntax?> _tags = new();

    private ExpressionSyntax Type()
    {
        ExpressionSyntax? type = TypeOrNull();
        if (type is null)
        {
            type = Bad();
            SyntaxError("expected type");
            SkipTo(SetOf(Token.Comma, Token.Colon, Token.Semicolon, Token.RightParen) | SetOf(Token.RightBracket, Token.RightBrace));
        }
        return type;
    }

    // Type    = TypeName [ TypeArgs ] | TypeLit | "(" Type ")" .
    // TypeLit = ArrayType | StructType | PointerType | FunctionType | InterfaceType | SliceType | MapType | ChannelType .
    private ExpressionSyntax? TypeOrNull()
    {
        if (_token == Token.Name)
        {
            return QualifiedName(null);
        }
        Enter();
        ExpressionSyntax? type = TypeLiteralOrNull();
        Leave();
        return type;
    }

    private ExpressionSyntax? TypeLiteralOrNull()
    {
        Pos pos = Here;
        switch (_token)
        {
            case Token.Star:
                Next();
                return Pointer(pos, Type());
            case Token.Arrow:
                Next();
                Want(Token.Chan);
                return new ChanTypeSyntax(pos, NewId(), ChannelDirection.ReceiveOnly, ChannelElement());
            case Token.Func:
                Next();
                return FunctionType("function type").Type;
            case Token.LeftBracket:
                Next();
                return Got(Token.RightBracket) ? SliceType(pos) : ArrayType(pos, null);
            case Token.Chan:
                Next();
                ChannelDirection direction = Got(Token.Arrow) ? ChannelDirection.SendOnly : ChannelDirection.Both;
                return new ChanTypeSyntax(pos, NewId(), direction, ChannelElement());
            case Token.Map:
                Next();
                Want(Token.LeftBracket);
                ExpressionSyntax key = Type();
                Want(Token.RightBracket);
                return new MapTypeSyntax(pos, NewId(), key, Type());
            case Token.Struct:
                return StructType();
            case Token.Interface:
                return InterfaceType();
            case Token.LeftParen:
                Next();
                ExpressionSyntax inner = Type();
                Want(Token.RightParen);
                return inner;
            default:
                return null;
        }
    }

    private OperationSyntax Pointer(Pos pos, ExpressionSyntax target) => new(pos, NewId(), Operator.Multiply, target, null);

    private SliceTypeSyntax SliceType(Pos pos) => new(pos, NewId(), Type());

    private ExpressionSyntax ChannelElement()
    {
        ExpressionSyntax? type = TypeOrNull();
        if (type is null)
        {
            type = Bad();
            SyntaxError("missing channel element type");
        }
        return type;
    }

    /// <summary>The rest of an array type after its opening bracket at <paramref name="pos"/> and, if not null, its length.</summary>
    private ArrayTypeSyntax ArrayType(Pos pos, ExpressionSyntax? length)
    {
        if (length is null && !Got(Token.Dots))
        {
            _expressionDepth++;
            length = Expression();
            _expressionDepth--;
        }
        if (_token == Token.Comma)
        {
            // Allowed after a type parameter, but not here.
            SyntaxError("unexpected comma; expected ]");
            Next();
        }
        Want(Token.RightBracket);
        return new ArrayTypeSyntax(pos, NewId(), length, Type());
    }

    // A qualified type name with optional type arguments; the first name may have been read.
    private ExpressionSyntax QualifiedName(NameSyntax? name)
    {
        ExpressionSyntax x;
        if (name is not null)
        {
            x = name;
        }
        else if (_token == Token.Name)
        {
            x = Name();
        }
        else
        {
            x = new NameSyntax(Here, NewId(), "_");
            SyntaxError("expected name");
            SkipTo(SetOf(Token.Dot, Token.Semicolon, Token.RightBrace));
        }
        if (_token == Token.Dot)
        {
            Pos pos = Here;
            int id = NewId();
            Next();
            x = new SelectorSyntax(pos, id, x, Name());
        }
        return _token == Token.LeftBracket ? TypeInstance(x) : x;
    }

    private IndexSyntax TypeInstance(ExpressionSyntax generic)
    {
        Pos pos = Here;
        int id = NewId();
        Want(Token.LeftBracket);
        ExpressionSyntax arguments;
        // Nested instantiations pass no other guarded production.
        Enter();
        if (_token == Token.RightBracket)
        {
            SyntaxError("expected type argument list");
            arguments = Bad();
        }
        else
        {
            arguments = TypeList(strict: true, out _);
        }
        Leave();
        Want(Token.RightBracket);
        return new IndexSyntax(pos, id, generic, arguments);
    }

    /// <summary>
    /// Type parameters, parameters and results after <c>func</c> or a name. With a context, type parameters are an error.
    /// </summary>
    private (IReadOnlyList<FieldSyntax> TypeParameters, FuncTypeSyntax Type) FunctionType(string context)
    {
        Pos pos = Here;
        int id = NewId();
        IReadOnlyList<FieldSyntax> typeParameters = [];
        if (Got(Token.LeftBracket))
        {
            if (context.Length > 0)
            {
                SyntaxErrorAt(pos, context + " must have no type parameters");
            }
            if (_token == Token.RightBracket)
            {
                SyntaxError("empty type parameter list");
                Next();
            }
            else
            {
                typeParameters = ParameterList(null, null, Token.RightBracket, requireNames: true, dotsAllowed: false);
            }
        }
        Want(Token.LeftParen);
        FieldSyntax[] parameters = ParameterList(null, null, Token.RightParen, requireNames: false, dotsAllowed: true);
        FieldSyntax[] results = Results();
        return (typeParameters, new FuncTypeSyntax(pos, id, parameters,
            results) { TypeParameters = context.Length > 0 ? typeParameters : [] });
    }

    private FieldSyntax[] Results()
    {
        if (Got(Token.LeftParen))
        {
            return ParameterList(null, null, Token.RightParen, requireNames: false, dotsAllowed: false);
        }
        Pos pos = Here;
        return TypeOrNull() is { } type ? [new FieldSyntax(pos, NewId(), null, type)] : [];
    }

    // StructType = "struct" "{" { FieldDecl ";" } "}" .
    private StructTypeSyntax StructType()
    {
        Pos pos = Here;
        int id = NewId();
        Want(Token.Struct);
        Want(Token.LeftBrace);
        int mark = _fields.Count, tagMark = _tags.Count;
        bool isClosed = true;
        while (_token is not (Token.EndOfFile or Token.RightBrace))
        {
            Field();
            if (!Separator("struct type", Token.Semicolon, Token.RightBrace))
            {
                isClosed = false;
                break;
            }
        }
        if (isClosed)
        {
            Want(Token.RightBrace);
        }
        BasicLiteralSyntax?[] tags = _tags.PopFrom(tagMark);
        return new StructTypeSyntax(pos, id, _fields.PopFrom(mark), Array.TrueForAll(tags, t => t is null) ? [] : tags);
    }

    // FieldDecl = ( IdentifierList Type | EmbeddedField ) [ Tag ] .
    private void Field()
    {
        Pos pos = Here;
        switch (_token)
        {
            case Token.Name:
                NamedField(pos);
                break;
            case Token.Star:
                Next();
                bool isParenthesized = _token == Token.LeftParen;
                if (isParenthesized)
                {
                    SyntaxError("cannot parenthesize embedded type");
                    Next();
                }
                ExpressionSyntax target = QualifiedName(null);
                if (isParenthesized)
                {
                    Got(Token.RightParen); // no need to complain again
                }
                AddField(pos, null, Pointer(pos, target), LiteralOrNull());
                break;
            case Token.LeftParen:
                SyntaxError("cannot parenthesize embedded type");
                Next();
                Pos inner = Here;
                ExpressionSyntax type = Got(Token.Star) ? Pointer(inner, QualifiedName(null)) : QualifiedName(null);
                Got(Token.RightParen);
                AddField(pos, null, type, LiteralOrNull());
                break;
            default:
                SyntaxError("expected field name or embedded type");
                SkipTo(SetOf(Token.Semicolon, Token.RightBrace));
                break;
        }
    }

    private void NamedField(Pos pos)
    {
        NameSyntax name = Name();
        if (_token is Token.Dot or Token.Literal or Token.Semicolon or Token.RightBrace)
        {
            ExpressionSyntax embedded = QualifiedName(name);
            AddField(pos, null, embedded, LiteralOrNull());
            return;
        }
        NameSyntax[] names = NameList(name);
        ExpressionSyntax type;
        // "T [" starts an embedded instance T[A] or a field T of an array or slice type.
        if (names.Length == 1 && _token == Token.LeftBracket)
        {
            type = ArrayOrInstance(name);
            if (type is IndexSyntax)
            {
                AddField(pos, null, type, LiteralOrNull());
                return;
            }
        }
        else
        {
            type = Type();
        }
        BasicLiteralSyntax? tag = LiteralOrNull();
        foreach (NameSyntax n in names)
        {
            AddField(n.Pos, n, type, tag);
        }
    }

    private void AddField(Pos pos, NameSyntax? name, ExpressionSyntax type, BasicLiteralSyntax? tag)
    {
        _fields.Push(new FieldSyntax(pos, NewId(), name, type));
        _tags.Push(tag);
    }

    /// <summary>
    /// After a name, at a bracket: an array or slice type that the name is declared with, or the name's instance (an <see
    /// cref="IndexSyntax"/>).
    /// </summary>
    private ExpressionSyntax ArrayOrInstance(NameSyntax name)
    {
        Pos pos = Here;
        int id = NewId();
        Want(Token.LeftBracket);
        if (Got(Token.RightBracket))
        {
            return SliceType(pos);
        }
        ExpressionSyntax x = TypeList(strict: false, out bool hasComma);
        Want(Token.RightBracket);
        return !hasComma && TypeOrNull() is { } element ? new ArrayTypeSyntax(pos, id, x, element) : new IndexSyntax(pos, id, name, x);
    }

    // InterfaceType = "interface" "{" { ( MethodSpec | EmbeddedElem ) ";" } "}" .
    private InterfaceTypeSyntax InterfaceType()
    {
        Pos pos = Here;
        int id = NewId();
        Want(Token.Interface);
        Want(Token.LeftBrace);
        int mark = _fields.Count;
        bool isClosed = true;
        while (_token is not (Token.EndOfFile or Token.RightBrace))
        {
            Pos elementPos = Here;
            NameSyntax? method = null;
            ExpressionSyntax? type = _token == Token.Name ? MethodOrEmbedded(out method) : null;
            if (method is null)
            {
                type = EmbeddedElement(type);
            }
            _fields.Push(new FieldSyntax(elementPos, NewId(), method, type!));
            if (!Separator("interface type", Token.Semicolon, Token.RightBrace))
            {
                isClosed = false;
                break;
            }
        }
        if (isClosed)
        {
            Want(Token.RightBrace);
        }
        return new InterfaceTypeSyntax(pos, id, _fields.PopFrom(mark));
    }

    // MethodSpec = MethodName Signature | InterfaceTypeName .
    private ExpressionSyntax MethodOrEmbedded(out NameSyntax? method)
    {
        const string context = "interface method";
        NameSyntax name = Name();
        method = null;
        if (_token == Token.LeftParen)
        {
            method = name;
            return FunctionType(context).Type;
        }
        if (_token != Token.LeftBracket)
        {
            return QualifiedName(name);
        }
        // A generic method (an error) or an embedded instance T[A, B].
        Pos pos = Here;
        int id = NewId();
        Next();
        if (_token == Token.RightBracket)
        {
            Pos empty = Here;
            Next();
            Error(Catalogue.InvalidTypeParameters, empty,
                _token == Token.LeftParen ? "empty type parameter list" : "empty type argument list");
            return AsIfWithoutBrackets(ref method);
        }
        FieldSyntax[] list = ParameterList(null, null, Token.RightBracket, requireNames: false, dotsAllowed: false);
        if (list.Length == 0)
        {
            return AsIfWithoutBrackets(ref method); // already reported
        }
        if (list[0].Name is not null)
        {
            method = name;
            (_, FuncTypeSyntax type) = FunctionType(context);
            Error(Catalogue.InvalidTypeParameters, pos, "interface method must have no type parameters");
            return new FuncTypeSyntax(type.Pos, type.Id, type.Parameters, type.Results) { TypeParameters = list };
        }
        if (list.Length == 1)
        {
            return new IndexSyntax(pos, id, name, list[0].Type);
        }
        var arguments = new ExpressionSyntax[list.Length];
        for (int i = 0; i < list.Length; i++)
        {
            arguments[i] = list[i].Type;
        }
        return new IndexSyntax(pos, id, name, new ListSyntax(list[0].Pos, NewId(), arguments));

        ExpressionSyntax AsIfWithoutBrackets(ref NameSyntax? method)
        {
            if (_token != Token.LeftParen)
            {
                return name;
            }
            method = name;
            return FunctionType(context).Type;
        }
    }

    // EmbeddedElem = EmbeddedTerm { "|" EmbeddedTerm } . The first term may have been read.
    private ExpressionSyntax EmbeddedElement(ExpressionSyntax? x)
    {
        x ??= EmbeddedTerm();
        while (_token == Token.Operator && _scanner.Operator == Operator.Or)
        {
            Pos pos = Here;
            int id = NewId();
            Next();
            x = new OperationSyntax(pos, id, Operator.Or, x, EmbeddedTerm());
        }
        return x;
    }

    // EmbeddedTerm = [ "~" ] Type .
    private ExpressionSyntax EmbeddedTerm()
    {
        if (IsAtTilde)
        {
            Pos pos = Here;
            int id = NewId();
            Next();
            return new OperationSyntax(pos, id, Operator.Tilde, Type(), null);
        }
        ExpressionSyntax? type = TypeOrNull();
        if (type is null)
        {
            type = Bad();
            SyntaxError("expected ~ term or type");
            SkipTo(SetOf(Token.Operator, Token.Semicolon, Token.RightParen) | SetOf(Token.RightBracket, Token.RightBrace));
        }
        return type;
    }

    private bool IsAtTilde => _token == Token.Operator && _scanner.Operator == Operator.Tilde;

    private bool IsAtBar => _token == Token.Operator && _scanner.Operator == Operator.Or;
}
