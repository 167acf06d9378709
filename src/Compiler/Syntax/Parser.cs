using System.Runtime.CompilerServices;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

/// <summary>
/// Parser for Go 1.27: recursive descent with one token of lookahead. Node positions, wording and recovery follow Go's own compiler,
/// whose tests expect each error at its place. Labels and jumps are resolved and checked here too.
/// </summary>
public sealed partial class Parser
{
    private readonly SourceFile _file;
    private readonly NameTable _names;
    private readonly Scanner _scanner;
    private Token _token;
    private int _nextId;

    /// <summary>Nesting depth of function bodies; recovery stops at statement keywords only inside one.</summary>
    private int _functionDepth;

    /// <summary>Depth of brackets that make a brace start a composite literal; negative in the header of a control statement.</summary>
    private int _expressionDepth;

    private int _nesting;

    /// <summary>See <see cref="ParseImports"/>.</summary>
    private bool _isHeadOnly;

    private Parser(SourceFile source, NameTable names, int nextNodeId, DiagnosticSink sink, List<SourceComment>? comments = null)
    {
        _file = source;
        _names = names;
        _nextId = nextNodeId;
        source.LineDirectives.Clear();
        _scanner = new Scanner(source, sink) { Comments = comments };
    }

    /// <summary>
    /// Parses one file. Errors go to the sink, all of a file in one go; after errors the tree is well-formed but may lack parts.
    /// <paramref name="nextNodeId"/> starts at 1 for a package's first file and is advanced past the ids used. Comments, which the tree
    /// does not have, go to <paramref name="comments"/> if it is given.
    /// </summary>
    public static SyntaxFile ParseFile(SourceFile source, NameTable names, ref int nextNodeId, DiagnosticSink sink,
        List<SourceComment>? comments = null)
    {
        var parser = new Parser(source, names, nextNodeId, sink, comments);
        SyntaxFile file = parser.File();
        nextNodeId = parser._nextId;
        return file;
    }

    /// <summary>
    /// Parses only the package clause and imports, for the package loader. Directives are those up to there, or those of the whole
    /// file if it imports <c>embed</c> (whose patterns decide which other files belong to the package).
    /// </summary>
    public static SyntaxFile ParseImports(SourceFile source, NameTable names, DiagnosticSink sink)
        => new Parser(source, names, 1, sink) { _isHeadOnly = true }.File();

    private Pos Here => _scanner.Position;

    private void Next() => _token = _scanner.Next();

    private bool Got(Token token)
    {
        if (_token != token)
        {
            return false;
        }
        Next();
        return true;
    }

    private void Want(Token token)
    {
        if (!Got(token))
        {
            SyntaxError("expected " + SyntaxFacts.Describe(token));
            SkipOne();
        }
    }

    /// <summary>Like <see cref="Got"/> for <c>=</c>, but accepts <c>:=</c> too and complains about it.</summary>
    private bool GotAssign()
    {
        if (_token == Token.Define)
        {
            SyntaxError("expected =");
        }
        else if (_token != Token.Assign)
        {
            return false;
        }
        Next();
        return true;
    }

    private int NewId() => _nextId++;

    private BadExpressionSyntax Bad() => new(Here, NewId());

    // Deeper trees would overflow the stack of this or a later phase; real programs stay far below.
    private const int MaxNesting = 10_000;

    /// <summary>Call at the start of each production that can contain itself; pair with <see cref="Leave"/>.</summary>
    private void Enter()
    {
        if (++_nesting > MaxNesting || ((_nesting & 15) == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            TooDeep();
        }
    }

    private void Leave() => _nesting--;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TooDeep()
    {
        if (_token != Token.EndOfFile)
        {
            _scanner.Report(Catalogue.NestingTooDeep, Here, "program nested too deeply");
            _scanner.SkipToEnd();
            _token = Token.EndOfFile;
        }
    }

    // SourceFile = PackageClause ";" { ImportDecl ";" } { TopLevelDecl ";" } .
    private SyntaxFile File()
    {
        Next();
        Pos pos = Here;
        int id = NewId();
        string? goVersion = GoVersionOfConstraints();
        if (!Got(Token.Package))
        {
            SyntaxError("package statement must be first");
            return Finish(new NameSyntax(pos, NewId(), "_"), []);
        }
        TakeDirectives(DirectivePlace.PackageClause);
        NameSyntax name = Name();
        if (_isHeadOnly && _token is not (Token.Semicolon or Token.Import))
        {
            return Finish(name, []); // the head ends here; whether anything may follow is the compiler's affair
        }
        Want(Token.Semicolon);
        if (_scanner.ErrorCount > 0)
        {
            return Finish(name, []);
        }
        int mark = _declarations.Count;
        if (_isHeadOnly)
        {
            Imports();
        }
        else
        {
            TopLevelDeclarations();
        }
        return Finish(name, _declarations.PopFrom(mark));

        SyntaxFile Finish(NameSyntax name, IReadOnlyList<DeclarationSyntax> declarations) => new(_file, pos, id)
        {
            PackageName = name,
            Declarations = declarations,
            GoVersion = goVersion,
            Directives = _scanner.Directives,
            End = Here,
        };
    }

    private void TopLevelDeclarations()
    {
        int first = _declarations.Count;
        Token previous = Token.Import;
        while (_token != Token.EndOfFile)
        {
            if (_token == Token.Import && previous != Token.Import)
            {
                SyntaxError("imports must appear before other declarations");
            }
            previous = _token;
            switch (_token)
            {
                case Token.Import or Token.Const or Token.Type or Token.Var:
                    Next();
                    DeclarationOrGroup(previous);
                    break;
                case Token.Func:
                    Next();
                    _declarations.Push(FunctionDeclaration());
                    break;
                default:
                    bool afterBodyless = _token == Token.LeftBrace && _declarations.Count > first
                        && _declarations.Last is FuncDeclSyntax { Body: null };
                    SyntaxError(afterBodyless ? "unexpected semicolon or newline before {"
                        : "non-declaration statement outside function body");
                    SkipTo(TopLevelKeywords);
                    continue;
            }
            // Before the semicolon is consumed: comments behind it belong to the next declaration.
            DropDirectives();
            if (_token != Token.EndOfFile && !Got(Token.Semicolon))
            {
                SyntaxError("after top level declaration");
                SkipTo(TopLevelKeywords);
            }
        }
        DropDirectives();
    }

    private void Imports()
    {
        while (_token == Token.Import)
        {
            Next();
            DeclarationOrGroup(Token.Import);
            if (_token != Token.EndOfFile && !Got(Token.Semicolon))
            {
                SyntaxError("after top level declaration");
                SkipTo(TopLevelKeywords);
            }
        }
        while (_importsEmbed && _token != Token.EndOfFile)
        {
            Next();
        }
    }

    private string? GoVersionOfConstraints()
    {
        string? version = null;
        foreach (Directive directive in _scanner.Directives)
        {
            if (directive.Name == "go:build" && BuildExpression.Parse(directive.Arguments, out _) is { } constraint)
            {
                version = constraint.ImpliedGoVersion;
            }
        }
        return version;
    }
}
