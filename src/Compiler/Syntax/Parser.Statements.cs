using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

public sealed partial class Parser
{
    private NodeStack<StatementSyntax> _statements = new();

    // StatementList = { Statement ";" } .
    private StatementSyntax[] StatementList()
    {
        int mark = _statements.Count;
        while (_token is not (Token.EndOfFile or Token.RightBrace or Token.Case or Token.Default))
        {
            StatementSyntax? statement = StatementOrNull();
            DropDirectives();
            if (statement is null)
            {
                break;
            }
            _statements.Push(statement);
            if (!Got(Token.Semicolon) && _token != Token.RightBrace)
            {
                SyntaxError("at end of statement");
                SkipTo(SetOf(Token.Semicolon, Token.RightBrace, Token.Case, Token.Default));
                Got(Token.Semicolon); // else it would be an empty statement
            }
        }
        return _statements.PopFrom(mark);
    }

    private StatementSyntax? StatementOrNull()
    {
        if (_token == Token.Name)
        {
            DropDirectives();
            ExpressionSyntax lhs = ExpressionList();
            return lhs is NameSyntax label && _token == Token.Colon ? LabeledOrNull(label) : SimpleStatement(lhs, Token.None);
        }
        Enter();
        StatementSyntax? statement = OtherStatementOrNull();
        Leave();
        return statement;
    }

    private StatementSyntax? OtherStatementOrNull() // table
    {
        if (_token is Token.Var or Token.Const or Token.Type)
        {
            return DeclarationStatement();
        }
        DropDirectives();
        switch (_token)
        {
            case Token.LeftBrace:
                return Block("");
            case Token.Operator or Token.Star:
                return _scanner.Operator is Operator.Add or Operator.Subtract or Operator.Multiply or Operator.And or Operator.Xor
                    or Operator.Not
                    ? SimpleStatement(null, Token.None)
                    : null;
            case Token.Literal or Token.Func or Token.LeftParen or Token.LeftBracket or Token.Struct or Token.Map or Token.Chan
                or Token.Interface or Token.Arrow:
                return SimpleStatement(null, Token.None);
            case Token.For:
                return For();
            case Token.Switch:
                return Switch();
            case Token.Select:
                return Select();
            case Token.If:
                return If();
            case Token.Fallthrough:
                return Branch(BranchKind.Fallthrough);
            case Token.Break:
                return Branch(BranchKind.Break);
            case Token.Continue:
                return Branch(BranchKind.Continue);
            case Token.Goto:
                return Branch(BranchKind.Goto);
            case Token.Go or Token.Defer:
                return GoOrDefer();
            case Token.Return:
                return Return();
            case Token.Semicolon:
                return new EmptySyntax(Here, NewId());
            default:
                return null;
        }
    }

    // SimpleStmt = EmptyStmt | ExpressionStmt | SendStmt | IncDecStmt | Assignment | ShortVarDecl .
    // The left side may have been read. The keyword is that of the statement whose header this is, or None.
    private StatementSyntax SimpleStatement(ExpressionSyntax? lhs, Token keyword)
    {
        if (keyword == Token.For && _token == Token.Range)
        {
            return RangeClause(null, false);
        }
        lhs ??= ExpressionList();
        Pos pos = Here;
        if (_token is Token.Assign or Token.Define)
        {
            return Assignment(lhs, keyword, pos);
        }
        if (lhs is ListSyntax list)
        {
            SyntaxError("expected := or = or comma");
            SkipTo(SetOf(Token.Semicolon, Token.RightBrace));
            return new ExpressionStatementSyntax(list.Elements[0].Pos, NewId(), list.Elements[0]);
        }
        int id = NewId();
        Operator op = _scanner.Operator;
        switch (_token)
        {
            case Token.AssignOperator:
                Next();
                return new AssignSyntax(pos, id) { Op = op, Lhs = lhs, Rhs = Expression() };
            case Token.Increment:
                Next();
                return new AssignSyntax(pos, id) { Op = op, Lhs = lhs };
            case Token.Arrow:
                Next();
                return new SendSyntax(pos, id, lhs, Expression());
            default:
                return new ExpressionStatementSyntax(lhs.Pos, id, lhs);
        }
    }

    private StatementSyntax Assignment(ExpressionSyntax lhs, Token keyword, Pos pos)
    {
        int id = NewId();
        bool isDefinition = _token == Token.Define;
        Next();
        if (keyword == Token.For && _token == Token.Range)
        {
            return RangeClause(lhs, isDefinition);
        }
        ExpressionSyntax rhs = ExpressionList();
        if (rhs is TypeSwitchGuardSyntax guard && keyword == Token.Switch && isDefinition && lhs is NameSyntax name)
        {
            var full = new TypeSwitchGuardSyntax(guard.Pos, guard.Id, name, guard.X);
            return new ExpressionStatementSyntax(full.Pos, id, full);
        }
        return new AssignSyntax(pos, id) { IsDefinition = isDefinition, Lhs = lhs, Rhs = rhs };
    }

    private RangeClauseSyntax RangeClause(ExpressionSyntax? lhs, bool isDefinition)
    {
        Pos pos = Here;
        int id = NewId();
        Next();
        return new RangeClauseSyntax(pos, id) { Lhs = lhs, IsDefinition = isDefinition, X = Expression() };
    }

    private LabeledSyntax? LabeledOrNull(NameSyntax label)
    {
        Pos pos = Here;
        int id = NewId();
        Want(Token.Colon);
        if (_token == Token.RightBrace)
        {
            // The semicolon of an empty statement may be left out before a brace.
            return new LabeledSyntax(pos, id, label, new EmptySyntax(Here, NewId()));
        }
        Enter();
        StatementSyntax? statement = StatementOrNull();
        Leave();
        if (statement is null)
        {
            SyntaxErrorAt(pos, "missing statement after label");
            return null;
        }
        return new LabeledSyntax(pos, id, label, statement);
    }

    /// <summary>A block; the context says what must be followed by one, "" if the brace is known to be there.</summary>
    private BlockSyntax Block(string context)
    {
        Pos pos = Here;
        int id = NewId();
        if (!Got(Token.LeftBrace))
        {
            SyntaxError("expected { after " + context);
            SkipTo(SetOf(Token.Name, Token.RightBrace));
            Pos found = Here;
            if (Got(Token.RightBrace))
            {
                return new BlockSyntax(pos, id, [], found);
            }
        }
        StatementSyntax[] statements = StatementList();
        Pos rightBrace = Here;
        Want(Token.RightBrace);
        return new BlockSyntax(pos, id, statements, rightBrace);
    }

    private DeclarationStatementSyntax DeclarationStatement()
    {
        Pos pos = Here;
        int id = NewId();
        Token keyword = _token;
        Next();
        int mark = _declarations.Count;
        DeclarationOrGroup(keyword);
        return new DeclarationStatementSyntax(pos, id, _declarations.PopFrom(mark));
    }

    private BranchSyntax Branch(BranchKind kind)
    {
        Pos pos = Here;
        int id = NewId();
        Next();
        NameSyntax? label = kind == BranchKind.Goto || (_token == Token.Name && kind != BranchKind.Fallthrough) ? Name() : null;
        return new BranchSyntax(pos, id, kind, label);
    }

    private ReturnSyntax Return()
    {
        Pos pos = Here;
        int id = NewId();
        Next();
        return new ReturnSyntax(pos, id, _token is Token.Semicolon or Token.RightBrace ? null : ExpressionList());
    }

    private CallStatementSyntax GoOrDefer()
    {
        Pos pos = Here;
        int id = NewId();
        bool isDefer = _token == Token.Defer;
        Next();
        ExpressionSyntax call = PrimaryExpression(null, keepParentheses: _token == Token.LeftParen);
        if (call is ParenSyntax)
        {
            Error(Catalogue.ParenthesizedCall, call.Pos, $"expression in {(isDefer ? "defer" : "go")} must not be parenthesized");
        }
        return new CallStatementSyntax(pos, id, isDefer, Unparenthesize(call));
    }

    private IfSyntax If()
    {
        Enter();
        Pos pos = Here;
        int id = NewId();
        (StatementSyntax? init, ExpressionSyntax? condition, _) = Header(Token.If);
        BlockSyntax then = Block("if clause");
        StatementSyntax? otherwise = null;
        if (Got(Token.Else))
        {
            if (_token == Token.If)
            {
                otherwise = If();
            }
            else if (_token == Token.LeftBrace)
            {
                otherwise = Block("");
            }
            else
            {
                SyntaxError("else must be followed by if or statement block");
                SkipTo(SetOf(Token.Name, Token.RightBrace));
            }
        }
        Leave();
        return new IfSyntax(pos, id) { Init = init, Condition = condition ?? new BadExpressionSyntax(pos, NewId()), Then = then,
            Else = otherwise };
    }

    private ForSyntax For()
    {
        Pos pos = Here;
        int id = NewId();
        (StatementSyntax? init, ExpressionSyntax? condition, StatementSyntax? post) = Header(Token.For);
        return new ForSyntax(pos, id) { Init = init, Condition = condition, Post = post, Body = Block("for clause") };
    }

    private SwitchSyntax Switch()
    {
        Pos pos = Here;
        int id = NewId();
        (StatementSyntax? init, ExpressionSyntax? tag, _) = Header(Token.Switch);
        if (!Got(Token.LeftBrace))
        {
            SyntaxError("missing { after switch clause");
            SkipTo(SetOf(Token.Case, Token.Default, Token.RightBrace));
        }
        var clauses = new List<CaseClauseSyntax>();
        while (_token is not (Token.EndOfFile or Token.RightBrace))
        {
            clauses.Add(CaseClause());
        }
        Pos rightBrace = Here;
        Want(Token.RightBrace);
        return new SwitchSyntax(pos, id) { Init = init, Tag = tag, Clauses = clauses.ToArray(), RightBrace = rightBrace };
    }

    private SelectSyntax Select()
    {
        Pos pos = Here;
        int id = NewId();
        Want(Token.Select);
        if (!Got(Token.LeftBrace))
        {
            SyntaxError("missing { after select clause");
            SkipTo(SetOf(Token.Case, Token.Default, Token.RightBrace));
        }
        var clauses = new List<CommClauseSyntax>();
        while (_token is not (Token.EndOfFile or Token.RightBrace))
        {
            clauses.Add(CommClause());
        }
        Pos rightBrace = Here;
        Want(Token.RightBrace);
        return new SelectSyntax(pos, id) { Clauses = clauses.ToArray(), RightBrace = rightBrace };
    }

    private CaseClauseSyntax CaseClause()
    {
        Pos pos = Here;
        int id = NewId();
        ExpressionSyntax? cases = null;
        if (Got(Token.Case))
        {
            cases = ExpressionList();
        }
        else if (!Got(Token.Default))
        {
            BadClause();
        }
        Pos colon = Here;
        Want(Token.Colon);
        return new CaseClauseSyntax(pos, id) { Cases = cases, Body = StatementList(), Colon = colon };
    }

    private CommClauseSyntax CommClause()
    {
        Pos pos = Here;
        int id = NewId();
        StatementSyntax? comm = null;
        if (Got(Token.Case))
        {
            // Any simple statement: the checker complains about those that do not communicate.
            comm = SimpleStatement(null, Token.None);
        }
        else if (!Got(Token.Default))
        {
            BadClause();
        }
        Pos colon = Here;
        Want(Token.Colon);
        return new CommClauseSyntax(pos, id) { Comm = comm, Body = StatementList(), Colon = colon };
    }

    private void BadClause()
    {
        SyntaxError("expected case or default or }");
        SkipTo(SetOf(Token.Colon, Token.Case, Token.Default, Token.RightBrace));
    }
}
