using System.Text.RegularExpressions;
using Go.Compiler.Build;

namespace Go.Compiler.Tests.Build;

/// <summary>What programs print when they fail, where Go's compiler leaves its mark on it.</summary>
[Collection(ProgramCache.Collection)]
public sealed partial class StackTraceTests : IDisposable
{
    private readonly BuildWorkspace _w;

    public StackTraceTests(ProgramCache cache) => _w = cache.NewWorkspace();

    public void Dispose() => _w.Dispose();

    private string Run(string source)
    {
        _w.Write("main.go", source);
        return ProgramCache.Run(_w, _w.Options("."));
    }

    /// <summary>Positions on one line of a file are of several lines: what is told is that of the bracket, not that of the index.</summary>
    [Fact]
    public void Several_line_directives_on_one_line_are_told_apart()
        => Assert.Equal("999", Run("""
            package main

            import "runtime"

            func main() {
            	defer func() {
            		recover()
            		for i := 1; i < 9; i++ {
            			pc, _, line, _ := runtime.Caller(i)
            			if f := runtime.FuncForPC(pc); f != nil && f.Name() == "main.at" {
            				println(line)
            			}
            		}
            	}()
            	at(3)
            }

            //go:noinline
            func at(i int) int {
            	var a [2]int
            	return a /*line :999:1*/ [ /*line :100:1*/ i]
            }
            """));

    /// <summary>The lines of the two callers of a deferred call: that of the return statement, or the end of the function.</summary>
    [Fact]
    public void Deferred_calls_are_made_by_the_return_that_ends_the_function()
    {
        string printed = Run("""
            package main

            import "runtime"

            func where() {
            	for i := 2; i < 4; i++ {
            		_, _, line, _ := runtime.Caller(i)
            		print(line, " ")
            	}
            	println()
            }

            func a(fn func()) (err string) {
            	defer func() {
            		where()
            	}()
            	fn()
            	return ""
            }

            func b(fn func(), x int) (err string) {
            	defer func() { where() }()
            	if x > 1 {
            		return "a"
            	}
            	if x > 0 {
            		fn()
            		return "b"
            	}
            	fn()
            	return "c"
            }

            func c(fn func()) {
            	defer func() { where() }()
            	fn()
            }

            func d(fn func(), n int) int {
            	for i := 0; i < n; i++ {
            		defer func() { where() }()
            	}
            	if n > 1 {
            		return 7
            	}
            	fn()
            	return 3
            }

            func e(fn func()) {
            	defer where2(1)
            	defer where2(2)
            	if fn != nil {
            		return
            	}
            }

            func where2(int) { where() }

            func main() {
            	a(func() {})
            	b(func() {}, 2)
            	b(func() {}, 1)
            	b(func() {}, 0)
            	c(func() {})
            	d(func() {}, 1)
            	d(func() {}, 2)
            	e(func() {})
            	e(nil)
            }
            """);
        Assert.Equal("18 61 | 24 62 | 28 63 | 31 64 | 37 65 | 48 66 | 48 67 | 48 67 | 54 68 | 54 68 | 56 69 | 56 69",
            string.Join(" | ", printed.Split('\n').Select(l => l.Trim())));
    }

    private const string Types = """
        package main

        type G struct{ a, b int }

        func (g G) M() int { return g.a }

        type Other struct{}

        func (*Other) M() int { return 1 }

        type I interface{ M() int }

        type Wrapped struct{ G }

        //go:noinline
        func call(i I) int { return i.M() }

        func inlined(i I) int { return i.M() }


        """;

    private const string NilDereference = "panic: runtime error: invalid memory address or nil pointer dereference";
    private const string NilPointer = "panic: value method main.G.M called using nil *G pointer";

    [Theory]
    [InlineData("func main() { var i I = (*G)(nil); println(i.M()) }", NilDereference)]
    [InlineData("func main() { var g *G; i := I(g); println(i.M()) }", NilDereference)]
    [InlineData("func main() { var i I; i = (*G)(nil); println(i.M()) }", NilDereference)]
    [InlineData("func main() { println(inlined((*G)(nil))) }", NilDereference)]
    [InlineData("func main() { println((*G)(nil).M()) }", NilDereference)]
    [InlineData("func main() { var i I = (*Wrapped)(nil); println(i.M()) }", NilDereference)]
    [InlineData("func main() { println(call((*Wrapped)(nil))) }", NilDereference)]
    [InlineData("func main() { println(call((*G)(nil))) }", NilPointer)]
    [InlineData("func main() { var i I = (*Other)(nil); println(i.M()); i = (*G)(nil); println(i.M()) }", NilPointer)]
    [InlineData("func main() { var i I = (*G)(nil); p := &i; println((*p).M()) }", NilPointer)]
    [InlineData("func main() { f := I.M; println(f((*G)(nil))) }", NilPointer)]
    public void Value_methods_through_nil_pointers(string main, string expected)
        => Assert.Contains(expected, Run(Types + main), StringComparison.Ordinal);

    [Fact]
    public void A_swallowed_panic_is_found_at_the_end_of_the_loop()
    {
        string trace =
            Run("package main\n\nfunc bad(yield func(int) bool) {\n\tdefer func() { recover() }()\n\tyield(1)\n}\n\nfunc main() {\n\tfor x := range bad {\n\t\tpanic(x)\n\t}\n}\n");
        Assert.Contains("panic: runtime error: range function recovered a loop body panic and did not resume panicking", trace,
            StringComparison.Ordinal);
        Assert.Contains("main.go:11 ", trace, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_overflow_names_each_function_once()
    {
        string trace = Run("package main\n\nfunc f(n int) int { return f(n+1) + f(n+2) }\n\nfunc main() { println(f(0)) }\n");
        Assert.Contains("fatal error: stack overflow", trace, StringComparison.Ordinal);
        Assert.Single(NewStack().Matches(trace));
    }

    [GeneratedRegex("^runtime\\.newstack\\(", RegexOptions.Multiline)]
    private static partial Regex NewStack();
}
