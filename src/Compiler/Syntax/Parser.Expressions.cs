using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

public sealed partial class Parser
{
    private NodeStack<ExpressionSyntax> _expressions = new();

    private ExpressionSyntax Expression() => BinaryExpression(null, 0);

    // Expression = UnaryExpr | Expression binary_op Expression .
    private ExpressionSyntax BinaryExpression(ExpressionSyntax? x, int precedence)
    {
        x ??= UnaryExpression();
        while (_token is Token.Operator or Token.Star && _scanner.Precedence > precedence)
        {
            Pos pos = Here;
            int id = NewId();
            Operator op = _scanner.Operator;
            int ownPrecedence = _scanner.Precedence;
            Next();
            x = new OperationSyntax(pos, id, op, x, BinaryExpression(null, ownPrecedence));
        }
        return x;
    }

    // UnaryExpr = PrimaryExpr | unary_op UnaryExpr .
    private ExpressionSyntax UnaryExpression()
    {
        Enter();
        ExpressionSyntax x;
        if (_token is Token.Operator or Token.Star
            && _scanner.Operator is Operator.Multiply or Operator.Add or Operator.Subtract or Operator.Not or Operator.Xor
            or Operator.Tilde or Operator.And)
        {
            Pos pos = Here;
            int id = NewId();
            Operator op = _scanner.Operator;
            Next();
            ExpressionSyntax operand = UnaryExpression();
            x = new OperationSyntax(pos, id, op, op == Operator.And ? Unparenthesize(operand) : operand, null);
        }
        else if (_token == Token.Arrow)
        {
            x = ReceiveOrChannelType();
        }
        else
        {
            // Parentheses are kept: "(x) := 1" is wrong.
            x = PrimaryExpression(null, keepParentheses: true);
        }
        Leave();
        return x;
    }

    /// <summary>
    /// After an arrow, <c>chan</c> may start a channel type or a conversion that is received from: only the end of the operand tells.
    /// If it is a type, the arrow belongs to it: <c>&lt;-(chan E)</c> was meant as <c>(&lt;-chan E)</c>, <c>&lt;-(chan&lt;- E)</c> as
    /// <c>(&lt;-chan (&lt;-E))</c>.
    /// </summary>
    private ExpressionSyntax ReceiveOrChannelType()
    {
        Pos pos = Here;
        int id = NewId();
        Next();
        ExpressionSyntax x = UnaryExpression();
        return x is ChanTypeSyntax type ? TakeArrow(type) : new OperationSyntax(pos, id, Operator.Receive, x, null);
    }

    private ChanTypeSyntax TakeArrow(ChanTypeSyntax outermost)
    {
        var chain = new List<ChanTypeSyntax>();
        ExpressionSyntax element = outermost;
        var direction = ChannelDirection.SendOnly;
        while (direction == ChannelDirection.SendOnly && element is ChanTypeSyntax type)
        {
            direction = type.Direction;
            if (direction == ChannelDirection.ReceiveOnly)
            {
                SyntaxError("unexpected <-, expected chan");
            }
            chain.Add(type);
            element = type.Element;
        }
        if (direction == ChannelDirection.SendOnly)
        {
            SyntaxError($"unexpected {SyntaxPrinter.Short(element)}, expected chan");
        }
        for (int i = chain.Count - 1; i >= 0; i--)
        {
            element = new ChanTypeSyntax(chain[i].Pos, chain[i].Id, ChannelDirection.ReceiveOnly, element);
        }
        return (ChanTypeSyntax)element;
    }

    // Operand = Literal | OperandName | "(" Expression ")" | Type . Composite literals are found by PrimaryExpression.
    private ExpressionSyntax Operand(bool keepParentheses)
    {
        switch (_token)
        {
            case Token.Name:
                return Name();
            case Token.Literal:
                return LiteralOrNull()!;
            case Token.LeftParen:
                return Parenthesized(keepParentheses);
            case Token.Func:
                Pos pos = Here;
                int id = NewId();
                Next();
                (_, FuncTypeSyntax type) = FunctionType("function type");
                if (_token != Token.LeftBrace)
                {
                    return type;
                }
                _expressionDepth++;
                BlockSyntax body = FunctionBody();
                _expressionDepth--;
                return new FuncLiteralSyntax(pos, id, type, body);
            case Token.LeftBracket or Token.Chan or Token.Map or Token.Struct or Token.Interface:
                return Type();
            default:
                ExpressionSyntax bad = Bad();
                SyntaxError("expected expression");
                SkipTo(SetOf(Token.RightParen, Token.RightBracket, Token.RightBrace));
                return bad;
        }
    }

    private ExpressionSyntax Parenthesized(bool keepParentheses)
    {
        Pos pos = Here;
        int id = NewId();
        Next();
        _expressionDepth++;
        ExpressionSyntax x = Expression();
        _expressionDepth--;
        Want(Token.RightParen);
        // A brace may make x the type of a composite literal, where parentheses are an error to be reported.
        return keepParentheses || _token == Token.LeftBrace ? new ParenSyntax(pos, id, x) : x;
    }

    // PrimaryExpr = Operand | PrimaryExpr ( Selector | Index | Slice | TypeAssertion | Arguments | LiteralValue ) .
    private ExpressionSyntax PrimaryExpression(ExpressionSyntax? x, bool keepParentheses)
    {
        x ??= Operand(keepParentheses);
        int nesting = _nesting;
        while (true)
        {
            switch (_token)
            {
                case Token.Dot:
                    x = AfterDot(x);
                    break;
                case Token.LeftBracket:
                    x = IndexOrSlice(x);
                    break;
                case Token.LeftParen:
                    x = Call(x);
                    break;
                case Token.LeftBrace when IsLiteralType(Unparenthesize(x)):
                    if (x is ParenSyntax)
                    {
                        SyntaxError("cannot parenthesize type in composite literal");
                    }
                    x = CompositeLiteral(x);
                    break;
                default:
                    _nesting = nesting;
                    return x;
            }
            // Each step nests the tree one deeper, on the left.
            if (++_nesting > MaxNesting)
            {
                TooDeep();
            }
        }
    }

    private ExpressionSyntax AfterDot(ExpressionSyntax x)
    {
        Pos pos = Here;
        int id = NewId();
        Next();
        if (_token == Token.Name)
        {
            return new SelectorSyntax(pos, id, x, Name());
        }
        if (_token != Token.LeftParen)
        {
            SyntaxError("expected name or (");
            SkipTo(SetOf(Token.Semicolon, Token.RightParen));
            return x;
        }
        Next();
        // The guard's left side is filled in by SimpleStatement.
        ExpressionSyntax assertion = Got(Token.Type)
            ? new TypeSwitchGuardSyntax(pos, id, null, x) : new TypeAssertSyntax(pos, id, x, Type());
        Want(Token.RightParen);
        return assertion;
    }

    private ExpressionSyntax IndexOrSlice(ExpressionSyntax x)
    {
        Pos pos = Here;
        int id = NewId();
        Next();
        ExpressionSyntax? low = null;
        if (_token != Token.Colon)
        {
            bool hasComma = false;
            if (_token == Token.RightBracket)
            {
                SyntaxError("expected operand");
                low = Bad();
            }
            else
            {
                low = TypeList(strict: false, out hasComma);
            }
            if (hasComma || _token == Token.RightBracket)
            {
                Want(Token.RightBracket);
                return new IndexSyntax(pos, id, x, low);
            }
        }
        if (!Got(Token.Colon))
        {
            SyntaxError("expected comma, : or ]");
            SkipTo(SetOf(Token.Comma, Token.Colon, Token.RightBracket));
        }
        _expressionDepth++;
        ExpressionSyntax? high = _token is Token.Colon or Token.RightBracket ? null : Expression();
        ExpressionSyntax? max = null;
        bool isFull = _token == Token.Colon;
        if (isFull)
        {
            if (high is null)
            {
                Error(Catalogue.MissingSliceIndex, Here, "middle index required in 3-index slice");
                high = Bad();
            }
            Next();
            if (_token == Token.RightBracket)
            {
                Error(Catalogue.MissingSliceIndex, Here, "final index required in 3-index slice");
                max = Bad();
            }
            else
            {
                max = Expression();
            }
        }
        _expressionDepth--;
        Want(Token.RightBracket);
        return new SliceSyntax(pos, id) { X = x, Low = low, High = high, Max = max, IsFull = isFull };
    }

    // Arguments = "(" [ Expression { "," Expression } [ "..." ] [ "," ] ] ")" .
    private CallSyntax Call(ExpressionSyntax function)
    {
        Pos pos = Here;
        int id = NewId();
        Next();
        _expressionDepth++;
        int mark = _expressions.Count;
        bool hasDots = false, isClosed = true;
        while (_token is not (Token.EndOfFile or Token.RightParen) && !hasDots)
        {
            _expressions.Push(Expression());
            hasDots = Got(Token.Dots);
            if (!Separator("argument list", Token.Comma, Token.RightParen))
            {
                isClosed = false;
                break;
            }
        }
        Pos rightParen = Here;
        if (isClosed)
        {
            Want(Token.RightParen);
        }
        _expressionDepth--;
        return new CallSyntax(pos, id) { Function = function, Arguments = _expressions.PopFrom(mark), HasDots = hasDots,
            RightParen = rightParen };
    }

    /// <summary>Whether a brace after this expression starts the elements of a composite literal rather than a block.</summary>
    private bool IsLiteralType(ExpressionSyntax x) => x switch
    {
        NameSyntax or SelectorSyntax => _expressionDepth >= 0,
        IndexSyntax => _expressionDepth >= 0 && !IsValue(x),
        ArrayTypeSyntax or SliceTypeSyntax or StructTypeSyntax or MapTypeSyntax => true,
        _ => false,
    };

    /// <summary>Whether an expression can only be a value, not a type.</summary>
    private static bool IsValue(ExpressionSyntax x) => x switch
    {
        BasicLiteralSyntax or CompositeLiteralSyntax or FuncLiteralSyntax or SliceSyntax or TypeAssertSyntax or TypeSwitchGuardSyntax
            or CallSyntax => true,
        OperationSyntax o => o.Op != Operator.Multiply || o.Y is not null,
        ParenSyntax p => IsValue(p.X),
        IndexSyntax i => IsValue(i.X) || IsValue(i.Index),
        _ => false,
    };

    // LiteralValue = "{" [ ElementList [ "," ] ] "}" .
    private CompositeLiteralSyntax CompositeLiteral(ExpressionSyntax? type)
    {
        Enter();
        Pos pos = Here;
        int id = NewId();
        _expressionDepth++;
        Want(Token.LeftBrace);
        int mark = _expressions.Count;
        bool isClosed = true;
        while (_token is not (Token.EndOfFile or Token.RightBrace))
        {
            ExpressionSyntax element = Element();
            if (_token == Token.Colon)
            {
                Pos colon = Here;
                int pairId = NewId();
                Next();
                element = new KeyValueSyntax(colon, pairId, element, Element());
            }
            _expressions.Push(element);
            if (!Separator("composite literal", Token.Comma, Token.RightBrace))
            {
                isClosed = false;
                break;
            }
        }
        Pos rightBrace = Here;
        if (isClosed)
        {
            Want(Token.RightBrace);
        }
        _expressionDepth--;
        Leave();
        return new CompositeLiteralSyntax(pos, id) { Type = type, Elements = _expressions.PopFrom(mark), RightBrace = rightBrace };
    }

    private ExpressionSyntax Element() => _token == Token.LeftBrace ? CompositeLiteral(null) : Expression();

    private ExpressionSyntax ExpressionList()
    {
        ExpressionSyntax x = Expression();
        if (_token != Token.Comma)
        {
            return x;
        }
        int id = NewId();
        int mark = _expressions.Count;
        _expressions.Push(x);
        while (Got(Token.Comma))
        {
            _expressions.Push(Expression());
        }
        return new ListSyntax(x.Pos, id, _expressions.PopFrom(mark));
    }

    /// <summary>
    /// Types separated by commas, possibly followed by one; unless <paramref name="strict"/>, the first may be any expression.
    /// More than one make a list node.
    /// </summary>
    private ExpressionSyntax TypeList(bool strict, out bool hasComma)
    {
        _expressionDepth++;
        ExpressionSyntax x = strict ? Type() : Expression();
        hasComma = Got(Token.Comma);
        if (hasComma && TypeOrNull() is { } second)
        {
            int mark = _expressions.Count;
            _expressions.Push(x);
            _expressions.Push(second);
            while (Got(Token.Comma) && TypeOrNull() is { } next)
            {
                _expressions.Push(next);
            }
            x = new ListSyntax(x.Pos, NewId(), _expressions.PopFrom(mark));
        }
        _expressionDepth--;
        return x;
    }
}
