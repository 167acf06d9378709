using Go.Compiler.Syntax;

namespace Go.Compiler.Tests.Syntax;

public sealed class SyntaxPrinterTests
{
    [Theory]
    [InlineData("func(x int) bool { return x > 1 }", "func(x int) bool {…}")]
    [InlineData("[]T{1, 2}", "[]T{…}")]
    [InlineData("a + b*c", "a + b * c")]
    [InlineData("<-chan int(c)", "<-chan int(c)")]
    [InlineData("f(a, b...)", "f(a, b...)")]
    [InlineData("x[1:2:3].(T)", "x[1:2:3].(T)")]
    [InlineData("struct{a, b int; c string `t`}{}", "struct{a, b int; c string `t`}{}")]
    [InlineData("interface{m(); ~int|string}(nil)", "interface{m(); ~int | string}(nil)")]
    [InlineData("map[string]chan (<-chan int){}", "map[string]chan (<-chan int){}")]
    [InlineData("G[int, []string](&x)", "G[int, []string](&x)")]
    [InlineData("(*p).q", "(*p).q")]
    public void Short_form(string source, string expected)
    {
        Parsed parsed = Parsed.Source("package p\nvar _ = " + source);
        Assert.Empty(parsed.Errors);
        Assert.Equal(expected, SyntaxPrinter.Short(((VarSyntax)parsed.File.Declarations[0]).Values!));
    }

    [Fact]
    public void Source_form()
    {
        const string source = """
            package p

            import (
            	"fmt"
            	. "os"
            )

            type T[P *C,] struct {
            	a, b int
            	*E
            }

            func (t *T[P]) m(x int, y ...string) (z error) {
            	L:
            	for i, v := range y {
            		switch t := v.(type) {
            		case int, string:
            			break L
            		default:
            			fmt.Println(i, t)
            		}
            	}
            	if x := f(); x != nil {
            		return x
            	} else {
            		defer g()
            	}
            	var q = map[string]int{
            		"a": 1,
            	}
            	select {
            	case c <- 1:
            	}
            	x++
            	for i := 0; i < 10; i++ {
            		q["a"] <<= 1
            	}
            }

            """;
        Parsed parsed = Parsed.Source(source);
        Assert.Empty(parsed.Errors);
        Assert.Equal(source.ReplaceLineEndings("\n"), SyntaxPrinter.Print(parsed.File));
    }
}
