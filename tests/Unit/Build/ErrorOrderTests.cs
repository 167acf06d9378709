using Go.Compiler.Build;
using Go.Compiler.Driver;

namespace Go.Compiler.Tests.Build;

/// <summary>Errors of packages of several files, as Go's compiler prints them: which, and in which order.</summary>
[Collection(ProgramCache.Collection)]
public sealed class ErrorOrderTests : IDisposable
{
    private readonly BuildWorkspace _w;

    public ErrorOrderTests(ProgramCache cache) => _w = cache.NewWorkspace();

    public void Dispose() => _w.Dispose();

    [Fact]
    public void Files_come_in_the_order_of_their_first_errors()
    {
        _w.Write("a.go", """
            package main
            func main() { f(); x := 1 }
            """);
        _w.Write("b.go", """
            package main
            func f() { y := 2 }
            var v T1
            """);
        _w.Write("c.go", """
            package main
            var w T2
            type U struct { a T3 }
            """);
        Assert.Equal("""
            # example.com/m
            ./c.go:2:7: undefined: T2
            ./c.go:3:19: undefined: T3
            ./b.go:2:12: declared and not used: y
            ./b.go:3:7: undefined: T1
            ./a.go:2:20: declared and not used: x
            """, Printed());
    }

    [Fact]
    public void Directives_are_looked_at_together_when_all_else_is_right()
    {
        _w.Write("a.go", "package main\n//go:noinline\nvar x int\n//go:linkname a b\nfunc main() {}\n");
        Assert.Equal("""
            # example.com/m
            ./a.go:2:3: misplaced compiler directive
            ./a.go:4:3: //go:linkname only allowed in Go files that import "unsafe"
            """, Printed());
    }

    [Fact]
    public void The_first_ten_errors_are_those_that_were_reported_first()
    {
        _w.Write("a.go", """
            package main
            func main() {
            	u0()
            	u1()
            	u2()
            	u3()
            	u4()
            	u5()
            	u6()
            	u7()
            	u8()
            	u9()
            	u10()
            	u11()
            }
            var g T1
            """);
        _w.Write("b.go", """
            package main
            var h T2
            func k() { return 1 }
            """);
        Assert.Equal("""
            # example.com/m
            ./a.go:3:2: undefined: u0
            ./a.go:4:2: undefined: u1
            ./a.go:5:2: undefined: u2
            ./a.go:6:2: undefined: u3
            ./a.go:7:2: undefined: u4
            ./a.go:8:2: undefined: u5
            ./a.go:9:2: undefined: u6
            ./a.go:10:2: undefined: u7
            ./a.go:16:7: undefined: T1
            ./b.go:2:7: undefined: T2
            ./a.go:10:2: too many errors
            """, Printed());
    }

    [Fact]
    public void Labels_and_jumps_are_checked_before_types()
    {
        _w.Write("a.go", """
            package main
            func main() { var x int = "s"; x = 1.5; y := x + "a"; if x { }; for i := range 3.5 { }; return 1 }
            """);
        _w.Write("b.go", """
            package main
            func g() (int, string) { return 1 }
            func h() int { if true { return 1 } }
            func k() { a, b := g(), 1; g() + 1; var c chan<- int; <-c; L: for { }; goto M }
            """);
        Assert.Equal("""
            # example.com/m
            ./b.go:2:33: not enough return values
            	have (number)
            	want (int, string)
            ./b.go:4:60: label L defined and not used
            ./b.go:4:77: label M not defined
            ./a.go:2:27: cannot use "s" (untyped string constant) as int value in variable declaration
            ./a.go:2:36: cannot use 1.5 (untyped float constant) as int value in assignment (truncated)
            ./a.go:2:41: declared and not used: y
            ./a.go:2:46: invalid operation: x + "a" (mismatched types int and untyped string)
            ./a.go:2:58: non-boolean condition in if statement
            ./a.go:2:80: cannot range over 3.5 (untyped float constant)
            ./a.go:2:96: too many return values
            	have (number)
            	want ()
            ./b.go:2:33: too many errors
            """, Printed());
    }

    [Fact]
    public void Imports_that_are_not_used_come_last()
    {
        _w.Write("a.go", """
            package main
            import ("fmt"; "os")
            func f() int { os.Exit("x") }
            """);
        _w.Write("m.go", """
            package main
            type R struct { R }
            var c1 = c2
            var c2 = c1
            func f() {}
            """);
        _w.Write("z.go", """
            package main
            import ("fmt"; "os"; "strings")
            func main() { a := 1; b := 2; fmt.Println(undefined1) }
            """);
        Assert.Equal("""
            # example.com/m
            ./m.go:2:6: invalid recursive type: R refers to itself
            ./m.go:3:5: initialization cycle for c1
            	./m.go:3:5: c1 refers to c2
            	./m.go:4:5: c2 refers to c1
            ./m.go:5:6: f redeclared in this block
            	./a.go:3:6: other declaration of f
            ./a.go:2:9: "fmt" imported and not used
            ./a.go:3:24: cannot use "x" (untyped string constant) as int value in argument to os.Exit
            ./a.go:3:29: missing return
            ./z.go:2:16: "os" imported and not used
            ./z.go:3:15: declared and not used: a
            ./z.go:3:23: declared and not used: b
            ./z.go:3:43: undefined: undefined1
            ./z.go:2:16: too many errors
            """, Printed());
    }

    [Fact]
    public void A_place_inside_a_message_is_short()
    {
        _w.Write("a.go", """
            package main
            func main() {
            	x := 1
            	x := 2
            	var y int
            	y, z := 1
            	defer 1
            	go f
            	break
            	continue
            }
            """);
        _w.Write("b.go", """
            package main
            func f() { fallthrough }
            func f2() { x = 1; var _ = nil; _ = &1; *3 = 4 }
            type T int
            func (t T) a() {}
            func (t T) a() {}
            """);
        Assert.Equal("""
            # example.com/m
            ./a.go:3:2: declared and not used: x
            ./a.go:4:4: no new variables on left side of :=
            ./a.go:5:6: declared and not used: y
            ./a.go:6:10: assignment mismatch: 2 variables but 1 value
            ./a.go:7:8: expression in defer must be function call
            ./a.go:8:5: expression in go must be function call
            ./a.go:9:2: break is not in a loop, switch, or select
            ./a.go:10:2: continue is not in a loop
            ./b.go:2:12: fallthrough statement out of place
            ./b.go:6:12: method T.a already declared at ./b.go:5:12
            ./a.go:5:6: too many errors
            """, Printed());
    }

    [Fact]
    public void The_tenth_error_is_the_last()
    {
        _w.Write("a.go", """
            package main
            func main() {
            	u0()
            	u1()
            	u2()
            	u3()
            	u4()
            	u5()
            	u6()
            	u7()
            	u8()
            	u9()
            }
            """);
        Assert.Equal("""
            # example.com/m
            ./a.go:3:2: undefined: u0
            ./a.go:4:2: undefined: u1
            ./a.go:5:2: undefined: u2
            ./a.go:6:2: undefined: u3
            ./a.go:7:2: undefined: u4
            ./a.go:8:2: undefined: u5
            ./a.go:9:2: undefined: u6
            ./a.go:10:2: undefined: u7
            ./a.go:11:2: undefined: u8
            ./a.go:12:2: undefined: u9
            ./a.go:12:2: too many errors
            """, Printed());
    }

    private string Printed()
    {
        BuildOutcome outcome = Builder.Build(_w.Options("."), null, CancellationToken.None);
        using var text = new StringWriter();
        BuildOutput.WriteText(outcome, _w.Source, text);
        return text.ToString().TrimEnd();
    }
}
