using Go.Compiler.Modules;
using Go.Compiler.Syntax;

namespace Go.Compiler.Tests.Syntax;

public sealed class ParserErrorTests
{
    [Theory]
    [InlineData("func f() { x := 1 + }", "2:21: syntax error: unexpected }, expected expression")]
    [InlineData("func f() { if x := 1 { } }", "2:17: syntax error: cannot use x := 1 as value")]
    [InlineData("func f() { if x = 1 { } }", "2:17: syntax error: cannot use assignment x = 1 as value")]
    [InlineData("func f() { if { } }", "2:15: syntax error: missing condition in if statement")]
    [InlineData("func f() { for i := 0; i < 10 { } }", "2:31: syntax error: unexpected {, expected semicolon or newline")]
    [InlineData("func f() { for i := 0; { } }", "2:24: syntax error: unexpected {, expected for loop condition")]
    [InlineData("func f() { for i := 0; ; i := 1 { } }", "2:28: syntax error: cannot declare in post statement of for loop")]
    [InlineData("func f()\n{ }", "3:1: syntax error: unexpected semicolon or newline before {")]
    [InlineData("x := 1", "2:1: syntax error: non-declaration statement outside function body")]
    [InlineData("func f() { else\n }",
        "2:12: syntax error: unexpected keyword else, expected }|3:2: syntax error: unexpected } after top level declaration")]
    [InlineData("func f() { a, b }", "2:17: syntax error: unexpected }, expected := or = or comma")]
    [InlineData("var x = [](int){1}", "")]
    [InlineData("func f() { _ = (T){} }", "2:19: syntax error: cannot parenthesize type in composite literal")]
    [InlineData("func f() { defer (g()) }", "2:18: expression in defer must not be parenthesized")]
    [InlineData("func f() { _ = a[1::2] }", "2:20: middle index required in 3-index slice")]
    [InlineData("func f() { _ = a[1:2:] }", "2:22: final index required in 3-index slice")]
    [InlineData("func f(a ...int, b int) {}", "2:10: can only use ... with final parameter")]
    [InlineData("func f() (a ...int) {}", "2:13: invalid use of ...")]
    [InlineData("func f(a int, string) {}", "2:21: syntax error: missing parameter type")]
    [InlineData("func f(a int, []string) {}", "2:15: syntax error: missing parameter name")]
    [InlineData("func (a T, b U) m() {}", "2:17: method has multiple receivers")]
    [InlineData("type T struct { (int) }", "2:17: syntax error: cannot parenthesize embedded type")]
    [InlineData("import \"a\"\nvar x int\nimport \"b\"", "4:1: syntax error: imports must appear before other declarations")]
    [InlineData("import 5", "2:8: syntax error: import path must be a string")]
    [InlineData("import x", "2:9: syntax error: missing import path")]
    [InlineData("func f() { switch x { foo: } }", "2:23: syntax error: unexpected name foo, expected case or default or }")]
    [InlineData("var x = )", "2:9: syntax error: unexpected ), expected expression")]
    [InlineData("func f() { f(1, 2 3) }", "2:19: syntax error: unexpected literal 3 in argument list; possibly missing comma or )")]
    [InlineData("type T[P any, ] = int\nvar x = T[int]{}", "")]
    [InlineData("func f() { x <- 1; <-x; for range 5 {}; for x := range f {} }", "")]
    [InlineData("func (r R[T]) m[P any](p P) {}", "")]
    public void Syntax_errors(string body, string expected) => Assert.Equal(expected, string.Join('|', Parsed.ErrorsOf(body)));

    [Theory]
    [InlineData("break", "2:12: break is not in a loop, switch, or select")]
    [InlineData("continue", "2:12: continue is not in a loop")]
    [InlineData("fallthrough", "2:12: fallthrough statement out of place")]
    [InlineData("goto L", "2:17: label L not defined")]
    [InlineData("L: g()", "2:12: label L defined and not used")]
    [InlineData("L: for { break M }", "2:12: label L defined and not used|2:27: break label not defined: M")]
    [InlineData("L: g(); for { continue L }", "2:35: invalid continue label L")]
    [InlineData("goto L; x := 1; L: g(x)", "2:17: goto L jumps over declaration of x at x.go:2:22")]
    [InlineData("goto L; { L: g() }", "2:17: goto L jumps into block starting at x.go:2:20")]
    [InlineData("L: goto L; L: g()", "2:23: label L already defined at x.go:2:12")]
    [InlineData("L: for { for { continue L }; break L }", "")]
    public void Labels_and_jumps(string body, string expected)
        => Assert.Equal(expected, string.Join('|', Parsed.ErrorsOf("func f() { " + body + " }")));

    [Fact]
    public void Jumps_know_their_targets()
    {
        Parsed parsed = Parsed.Source("package p\nfunc f() { L: for { for { continue L }; break } }");
        var f = (FuncDeclSyntax)parsed.File.Declarations[0];
        var labeled = (LabeledSyntax)f.Body!.Statements[0];
        var outer = (ForSyntax)labeled.Statement;
        var inner = (ForSyntax)outer.Body.Statements[0];
        Assert.Same(outer, ((BranchSyntax)inner.Body.Statements[0]).Target);
        Assert.Same(outer, ((BranchSyntax)outer.Body.Statements[1]).Target);
    }

    [Theory]
    [InlineData("//go:nosplit\nvar x int", "2:3: misplaced compiler directive")]
    [InlineData("//go:embed x\nfunc f() {}", "2:3: misplaced go:embed directive")]
    [InlineData("//go:noinline\nfunc f() {\n//go:noinline\nx()\n}", "4:3: misplaced compiler directive")]
    [InlineData("var x int //go:nosplit", "2:13: misplaced compiler directive")]
    [InlineData("//go:build linux\nvar x int", "2:3: misplaced compiler directive")]
    [InlineData("//go:generate foo\nvar x int", "")]
    [InlineData("import _ \"embed\"\n//go:embed a b\nvar y string", "")]
    [InlineData("//go:embed a b\nvar y string", "2:3: go:embed requires import \"embed\" (or import _ \"embed\", if package is not used)")]
    [InlineData("import _ \"embed\"\n//go:embed\nvar y string", "3:3: usage: //go:embed pattern...")]
    [InlineData("//go:embed\nfunc f() {}", "2:3: usage: //go:embed pattern...")]
    [InlineData("import _ \"embed\"\n//go:embed \"a\nvar y string",
        "3:3: invalid quoted string in //go:embed: \"a|3:3: usage: //go:embed pattern...")]
    [InlineData("import _ \"embed\"\n//go:embed b \"a\"x\nvar y string",
        "3:3: invalid quoted string in //go:embed: x|3:3: usage: //go:embed pattern...")]
    [InlineData("import _ \"embed\"\n//go:embed `a\nfunc f() {}",
        "3:3: invalid quoted string in //go:embed: `a|3:3: usage: //go:embed pattern...")]
    [InlineData("import _ \"embed\"\n//go:embed \"a\\q\" b\nvar y string",
        "3:3: invalid quoted string in //go:embed: \"a\\q\"|3:3: usage: //go:embed pattern...")]
    [InlineData("import _ \"embed\"\n//go:embed a\nvar x, y string", "3:3: go:embed cannot apply to multiple vars")]
    [InlineData("import _ \"embed\"\n//go:embed a\nvar x = 1", "3:3: go:embed cannot apply to var with initializer")]
    [InlineData("import _ \"embed\"\nfunc f() {\n//go:embed a\nvar x string\n}", "4:3: go:embed cannot apply to var inside func")]
    public void Directives_out_of_place(string body, string expected) => Assert.Equal(expected, string.Join('|', Parsed.ErrorsOf(body)));

    [Fact]
    public void Directives_belong_to_the_next_declaration()
    {
        Parsed parsed =
            Parsed.Source("//go:build go1.21 && linux\n\npackage p\n\n//go:noinline\n// text\n//go:nosplit\nfunc f() {}\nfunc g() {}\n//go:linkname g x.y\n");
        Assert.Empty(parsed.Errors);
        Assert.Equal("go1.21", parsed.File.GoVersion);
        Assert.Equal(["go:noinline", "go:nosplit"], parsed.File.Declarations[0].Directives.Select(d => d.Name));
        Assert.Empty(parsed.File.Declarations[1].Directives);
        Assert.Equal(4, parsed.File.Directives.Count);
        Assert.Equal("g x.y", parsed.File.Directives[3].Arguments);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("func(){")]
    [InlineData("- ")]
    [InlineData("<-chan ")]
    [InlineData("x[")]
    [InlineData("struct{x ")]
    [InlineData("map[")]
    [InlineData("if x {} else ")]
    [InlineData("L: ")]
    [InlineData("interface{")]
    [InlineData("func(func ")]
    public void Nesting_is_limited(string unit)
    {
        string[] inFunction = Parsed.ErrorsOf("func f() { " + string.Concat(Enumerable.Repeat(unit, 100_000)));
        string[] asValue = Parsed.ErrorsOf("var x = " + string.Concat(Enumerable.Repeat(unit, 100_000)));
        string[] asType = Parsed.ErrorsOf("type x " + string.Concat(Enumerable.Repeat(unit, 100_000)));
        foreach (string[] errors in (string[][])[inFunction, asValue, asType])
        {
            Assert.NotEmpty(errors);
        }
        Assert.Contains(inFunction.Concat(asValue).Concat(asType), e => e.EndsWith("program nested too deeply", StringComparison.Ordinal));
    }

    [Fact]
    public void Node_ids_are_distinct_and_dense()
    {
        Parsed parsed = Parsed.Source("package p\nfunc f(a, b int) (c []chan<- int) { for i := range a { c[i] <- b * 2 } ; return }");
        var seen = new HashSet<int>();
        new Collector(n => Assert.True(seen.Add(n.Id) || n is NameSyntax { Value: "int" })).Visit(parsed.File);
        Assert.True(seen.Max() < parsed.NextNodeId);
        Assert.True(seen.Count >= parsed.NextNodeId - 3);
    }

    [Fact]
    public void Imports_are_parsed_alone()
    {
        var sink = new Go.Compiler.Diagnostics.DiagnosticSink();
        var source = new Go.Compiler.Text.SourceFileTable()
            .Add("x.go", "x.go",
                "package p\nimport (\n\"fmt\"\n. \"os\"\n)\nimport e \"embed\"\n//go:embed *.txt\nvar x e.FS\nnonsense here\n"u8.ToArray());
        SyntaxFile file = Parser.ParseImports(source, new Go.Compiler.Text.NameTable(), sink);
        Assert.False(sink.HasErrors);
        Assert.Equal(["\"fmt\"", "\"os\"", "\"embed\""], file.Declarations.Cast<ImportSyntax>().Select(i => i.Path.Text));
        Assert.Equal("*.txt", Assert.Single(file.Directives).Arguments);
    }

    private sealed class Collector(Action<SyntaxNode> action) : SyntaxWalker
    {
        public override void Visit(SyntaxNode node)
        {
            action(node);
            base.Visit(node);
        }
    }
}
