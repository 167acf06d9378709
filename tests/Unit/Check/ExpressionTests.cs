using Go.Compiler.Check;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Check;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("var x = 1", "1", "int = 1")]
    [InlineData("var x float32 = 1", "1", "float32 = 1")]
    [InlineData("var x any = 'a'", "'a'", "rune = 97")]
    [InlineData("var x interface{ M() } = nil", "nil", "interface{M()}")]
    [InlineData("var s uint; var x int64 = 1 << s", "1", "int64 = 1")]
    [InlineData("var s uint; var x int64 = 1 << s", "1 << s", "int64")]
    [InlineData("var a, b int; type B bool; var x B = a < b", "a < b", "B")]
    [InlineData("var x = len([4]int{})", "len([4]int{})", "int = 4")]
    [InlineData("func f() [4]int; var x = len(f())", "len(f())", "int")]
    [InlineData("const c = 1.5; var x = c * 2", "c * 2", "float64 = 3")]
    [InlineData("var x = string(65)", "string(65)", "string = \"A\"")]
    [InlineData("var x = \"abc\"[1]", "\"abc\"[1]", "byte")]
    [InlineData("var x = [...]int{5: 1, 2}", "[...]int{…}", "[7]int")]
    [InlineData("var x = complex(1, 2)", "complex(1, 2)", "complex128 = (1 + 2i)")]
    [InlineData("var x = min(1, 2.5, 'a')", "min(1, 2.5, 'a')", "float64 = 1")]
    [InlineData("var x = new(3)", "new(3)", "*int")]
    [InlineData("import \"unsafe\"; var x = unsafe.Sizeof(struct{ a byte; b int64 }{})", "unsafe.Sizeof(struct{a byte; b int64}{})",
        "uintptr = 16")]
    public void Recorded_types_are_final(string declarations, string expression, string type)
    {
        Checked c = Checked.Body(declarations);
        Assert.DoesNotContain(c.Errors, e => !e.Contains("missing function body", StringComparison.Ordinal));
        Assert.Equal(type, c.TypeOf(expression));
    }

    [Theory]
    [InlineData("var _ int = 1.5", "2:23: cannot use 1.5 (untyped float constant) as int value in variable declaration (truncated)")]
    [InlineData("var _ byte = 300", "2:24: cannot use 300 (untyped int constant) as byte value in variable declaration (overflows)")]
    [InlineData("_ = 1 + \"a\"", "2:15: invalid operation: 1 + \"a\" (mismatched types untyped int and untyped string)")]
    [InlineData("var a int; var b string; _ = a + b", "2:40: invalid operation: a + b (mismatched types int and string)")]
    [InlineData("var a []int; _ = a == a", "2:28: invalid operation: a == a (slice can only be compared to nil)")]
    [InlineData("var a struct{ f func() }; _ = a == a", "2:41: invalid operation: a == a (struct containing func() cannot be compared)")]
    [InlineData("_ = 1 / 0", "2:19: invalid operation: division by zero")]
    [InlineData("var s uint; _ = 1.0 << s", "2:27: invalid operation: shifted operand 1.0 (type float64) must be integer")]
    [InlineData("_ = 1 << -1", "2:20: invalid operation: negative shift count -1 (untyped int constant)")]
    [InlineData("_ = -\"a\"", "2:16: invalid operation: operator - not defined on \"a\" (untyped string constant)")]
    [InlineData("_ = &1", "2:16: invalid operation: cannot take address of 1 (untyped int constant)")]
    [InlineData("var x int; _ = *x", "2:27: invalid operation: cannot indirect x (variable of type int)")]
    [InlineData("_ = undefinedName", "2:15: undefined: undefinedName")]
    [InlineData("_ = [3]int{1, 2, 3, 4}", "2:31: index 3 is out of bounds (>= 3)")]
    [InlineData("_ = [3]int{}[5]", "2:24: invalid argument: index 5 out of bounds [0:3]")]
    [InlineData("_ = map[string]int{\"a\": 1, \"a\": 2}", "2:38: duplicate key \"a\" in map literal")]
    [InlineData("_ = struct{ a int }{b: 1}", "2:31: unknown field b in struct literal of type struct{a int}")]
    [InlineData("var x int; x.f()", "2:24: x.f undefined (type int has no field or method f)")]
    [InlineData("var x any; _ = x.(int).y", "2:34: x.(int).y undefined (type int has no field or method y)")]
    [InlineData("var e error; _ = e.(int)",
        "2:28: impossible type assertion: e.(int)\n\tint does not implement error (missing method Error)")]
    [InlineData("var _ int = nil", "2:23: cannot use nil as int value in variable declaration")]
    [InlineData("x := nil; _ = x", "2:16: use of untyped nil in assignment")]
    public void Errors(string body, string error) => Assert.Equal([error], Checked.ErrorsIn(body));

    [Fact]
    public void Selections_tell_the_way()
    {
        Checked c = Checked.Body("type A struct { x int }; func (*A) M() {}; type B struct { *A }; type C struct { n int; B }; var c C; var v = c.x; var m = c.M; var e = (*C).M");
        Assert.Empty(c.Errors);
        Selection field = c.Info.SelectionOf((SelectorSyntax)c.Expression("c.x"))!;
        Assert.Equal((SelectionKind.Field, "1,0,0", true), (field.Kind, string.Join(',', field.Path), field.Indirect));
        Selection method = c.Info.SelectionOf((SelectorSyntax)c.Expression("c.M"))!;
        Assert.Equal((SelectionKind.MethodValue, "1,0,0"), (method.Kind, string.Join(',', method.Path)));
        Selection expression = c.Info.SelectionOf((SelectorSyntax)c.Expression("(*C).M"))!;
        Assert.Equal((SelectionKind.MethodExpression, "func(*C)"), (expression.Kind, TypePrinter.Print(expression.Type, _ => "")));
    }

    [Fact]
    public void Comma_ok_forms_have_tuple_types()
    {
        Checked c = Checked.Body("var m map[string]int; var i any; var ch chan int; func f() { a, b := m[\"\"]; c, d := i.(int); e, g := <-ch; _, _, _, _, _, _ = a, b, c, d, e, g }");
        Assert.Empty(c.Errors);
        Assert.Equal(["(int, bool)", "(int, bool)", "(int, bool)"], new[] { "m[\"\"]", "i.(int)", "<-ch" }.Select(c.TypeOf));
    }

    [Fact]
    public void Inferred_instances_are_recorded_at_names()
    {
        Checked c = Checked.Body("func Map[T, U any](s []T, f func(T) U) []U { return nil }; func id[P any](p P) P { return p }; var x = Map([]int{}, id[int]); var g func(string) string = id");
        Assert.Empty(c.Errors);
        string Arguments(string call) => string.Join(',',
            c.Info.InstanceOf((NameSyntax)((CallSyntax)c.Expression(call)).Function)!.Arguments);
        Assert.Equal("int,int", Arguments("Map([]int{}, id[int])"));
        Assert.Equal("func(p string) string", c.Info.TypeOf(((VarSyntax)c.Files[0].Declarations[^1]).Values!)!.ToString());
    }

    [Theory]
    [InlineData("func f(a int, b ...string) {}; func _() { f() }",
        "1:53: not enough arguments in call to f\n\thave ()\n\twant (int, ...string)")]
    [InlineData("func f(a int) {}; func _() { f(1, 2) }", "1:45: too many arguments in call to f\n\thave (number, number)\n\twant (int)")]
    [InlineData("func f(a int) {}; func g() (int, int) { return 1, 2 }; func _() { f(g()) }",
        "1:79: too many arguments in call to f\n\thave (int, int)\n\twant (int)")]
    [InlineData("type T[int any] struct{}; func (T[int]) n() { var _ int = 1 }",
        "1:69: cannot use 1 (untyped int constant) as int /* with int declared at p.go:1:45 */ value in variable declaration")]
    [InlineData("func f[T any]() {}; func _() { f() }", "1:43: in call to f, cannot infer T (declared at p.go:1:18)")]
    [InlineData("func f[T int | string](t T) {}; func _() { f(1.5) }",
        "1:55: float64 does not satisfy int | string (float64 missing in int | string)")]
    public void Calls(string declarations, string error) => Assert.Equal([error], Checked.Body(declarations).Errors);

    [Fact]
    public void Multiple_results_are_forwarded()
        => Assert.Empty(Checked.Body("func g() (int, string) { return 1, \"\" }; func f(int, ...string) {}; func _() (int, string) { f(g()); return g() }").Errors);
}
