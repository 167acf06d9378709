using Go.Compiler.Check;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Check;

public sealed class StatementTests
{
    [Theory]
    [InlineData("x := 1", "2:11: declared and not used: x")]
    [InlineData("x := 1; x = 2", "2:11: declared and not used: x")]
    [InlineData("x := 1; f := func() { _ = x }; f()", null)]
    [InlineData("a, a := 1, 2; _ = a", "2:14: a repeated on left side of :=")]
    [InlineData("a, b, c, d, e, f, g, _, a, _ := 1, 2, 3, 4, 5, 6, 7, 8, 9, 10; _, _, _, _, _, _, _ = a, b, c, d, e, f, g",
        "2:35: a repeated on left side of :=")]
    [InlineData("a := 1; a := 2; _ = a", "2:21: no new variables on left side of :=")]
    [InlineData("var _, _ int = 1", "2:26: assignment mismatch: 2 variables but 1 value")]
    [InlineData("1 = 2", "2:11: cannot assign to 1 (neither addressable nor a map index expression)")]
    [InlineData("m := map[int]struct{ f int }{}; m[0].f = 1", "2:43: cannot assign to struct field m[0].f in map")]
    [InlineData("\"a\"++", "2:11: invalid operation: \"a\"++ (non-numeric type untyped string)")]
    [InlineData("1", "2:11: 1 (untyped int constant) is not used")]
    [InlineData("len(\"\")", "2:11: len(\"\") (constant 0 of type int) is not used")]
    [InlineData("if 1 {}", "2:14: non-boolean condition in if statement")]
    [InlineData("go int(1)", "2:14: go requires function call, not conversion int(1) (constant 1 of type int)")]
    [InlineData("defer len(\"\")", "2:17: defer discards result of len(\"\") (constant 0 of type int)")]
    [InlineData("var c <-chan int; c <- 1",
        "2:29: invalid operation: cannot send to receive-only channel <-chan int c (variable of type <-chan int)")]
    [InlineData("select { case 1: }", "2:25: select case must be send or receive (possibly with assignment)")]
    [InlineData("return 1", "2:18: too many return values\n\thave (number)\n\twant ()")]
    public void Simple_statements(string body, string? error) => Assert.Equal(error is null ? [] : [error], Checked.ErrorsIn(body));

    [Theory]
    [InlineData("switch 1 { case 1: case 1: }",
        "2:35: duplicate case 1 (constant of type int) in expression switch\n\t2:27: previous case")]
    [InlineData("var s string; switch 1 { case s: }", "2:41: invalid case s in switch on 1 (mismatched types string and int)")]
    [InlineData("switch { default: default: }", "2:29: multiple defaults (first at p.go:2:20)")]
    [InlineData("var x any; switch x.(type) { case int, int: }", "2:50: duplicate case int in type switch\n\t2:45: previous case")]
    [InlineData("var x any; switch y := x.(type) { case int: }", "2:29: y declared and not used")]
    [InlineData("var x error; switch x.(type) { case int: }",
        "2:47: impossible type switch case: int\n\tx (variable of interface type error) cannot have dynamic type int (missing method Error)")]
    [InlineData("var x int; switch x.(type) {}", "2:29: x (variable of type int) is not an interface")]
    [InlineData("f := func() {}; switch f { case nil: }", null)]
    public void Switches(string body, string? error) => Assert.Equal(error is null ? [] : [error], Checked.ErrorsIn(body));

    [Theory]
    [InlineData("for i := range 10 { var _ int = i }", null)]
    [InlineData("for i, r := range \"a\" { var _ int = i; var _ rune = r }", null)]
    [InlineData("for k, v := range map[string]int{} { var _ string = k; var _ int = v }", null)]
    [InlineData("for x := range func(yield func(int) bool) {} { var _ int = x }", null)]
    [InlineData("for range func(yield func() bool) {} {}", null)]
    [InlineData("for i, j := range 10 { _, _ = i, j }", "2:18: range over 10 (untyped int constant) permits only one iteration variable")]
    [InlineData("for range 1.5 {}", "2:21: cannot range over 1.5 (untyped float constant)")]
    [InlineData("for range func(int) {} {}",
        "2:21: cannot range over func(int) {} (value of type func(int)): func must be func(yield func(...) bool): argument is not func")]
    public void Ranges(string body, string? error) => Assert.Equal(error is null ? [] : [error], Checked.ErrorsIn(body));

    [Theory]
    [InlineData("for {}", true)]
    [InlineData("for { break }", false)]
    [InlineData("L: for { for { break L } }", false)]
    [InlineData("panic(1)", true)]
    [InlineData("if true { return 1 } else { panic(1) }", true)]
    [InlineData("if true { return 1 }", false)]
    [InlineData("switch { case true: return 1; default: panic(1) }", true)]
    [InlineData("switch { case true: return 1 }", false)]
    [InlineData("select {}", true)]
    [InlineData("goto L; L: return 1", true)]
    [InlineData("for range 3 {}", false)]
    public void Missing_returns(string body, bool terminates)
        => Assert.Equal(terminates ? [] : [$"1:{26 + body.Length}: missing return"], Checked.Body($"func f() int {{ {body}}}").Errors);

    [Fact]
    public void Type_switch_variables_differ_by_clause()
    {
        Checked c = Checked.Body("func f(x any) { switch y := x.(type) { case int: _ = y + 1; case string, bool: _ = y } }");
        Assert.Empty(c.Errors);
        var body = (SwitchSyntax)((FuncDeclSyntax)c.Files[0].Declarations[0]).Body!.Statements[0];
        Assert.Equal(["int", "any"], body.Clauses.Select(clause => c.Info.ImplicitOf(clause)!.Type!.ToString()));
    }

    [Fact]
    public void Jumps_have_targets()
    {
        Checked c = Checked.Body("func f() { L: for { for { continue L }; break } }");
        Assert.Empty(c.Errors);
        Assert.Equal(2, c.Info.BranchTargets.Count);
        Assert.All(c.Info.BranchTargets.Values, t => Assert.IsType<ForSyntax>(t));
    }

    [Fact]
    public void Results_must_not_be_hidden_by_bare_returns()
        => Assert.Equal(["1:47: result parameter x not in scope at return\n\t1:32: inner declaration of var x int"],
            Checked.Body("func f() (x int) { { x := 1; _ = x; return } }").Errors);

    [Fact]
    public void Unused_things_are_soft_errors()
        => Assert.True(Assert.Single(Checked.Source("package p\nfunc _() { x := 1 }").Diagnostics).IsSoft);
}
