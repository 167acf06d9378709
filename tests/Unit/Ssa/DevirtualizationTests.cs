using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Ssa;

/// <summary>Interface values whose dynamic type is known.</summary>
public sealed class DevirtualizationTests
{
    private const string Types = """
        type adder interface{ add(int) int }
        type resetter interface { adder; reset() }
        type sum struct{ n int }
        //go:noinline
        func (s *sum) add(x int) int { s.n += x; return s.n }
        func (s *sum) reset() { s.n = 0 }
        type value struct{ n, m int }
        //go:noinline
        func (v value) add(x int) int { return v.n + x }
        func newAdder() adder { return new(sum) }

        """;

    private static string[] Calls(string body) => BoxTests.Calls(PassTests.Compile(Types + body));

    [Fact]
    public void A_method_of_a_known_type_is_called_directly_and_its_receiver_stays_here()
        => Assert.Equal(["main.(*sum).add"], Calls("func f() int { a := newAdder(); return a.add(2) }"));

    [Fact]
    public void An_assertion_of_a_known_type_is_decided()
        => Assert.Equal(["main.(*sum).add"],
            Calls("func f() int { a := newAdder(); a.(resetter).reset(); if _, ok := a.(resetter); !ok { return 0 }; return a.add(2) }"));

    [Fact]
    public void An_assertion_that_fails_is_left_to_the_runtime()
        => Assert.Contains("runtime.typeAssert",
            Calls("func f() int { var a adder = value{1, 2}; if _, ok := a.(resetter); ok { return 1 }; return 0 }"));

    [Fact]
    public void A_type_switch_on_a_known_type_takes_one_way()
        => Assert.Equal(["main.(*sum).add"],
            Calls("func f() int { var x any = new(sum); switch x := x.(type) { case value: return x.add(1); case *sum: return x.add(1) }; return 0 }"));

    [Fact]
    public void A_method_that_needs_a_wrapper_is_called_through_the_table()
    {
        SsaFunction f = PassTests.Compile(Types + "func f() int { var a adder = value{1, 2}; return a.add(2) }");
        Assert.Equal(1, PassTests.Count(f, Op.CallInterface));
    }

    [Fact]
    public void Results_are_the_same()
        => Assert.Equal("3 5 true false 7\n", new GoProgram("package main\n" + Types + """
            func main() {
                a := newAdder()
                x := a.add(3)
                _, isResetter := a.(resetter)
                y := a.add(2)
                a.(resetter).reset()
                var v adder = value{1, 2}
                _, other := v.(resetter)
                println(x, y, isResetter, other, v.add(6) + a.add(0))
            }
            """).Run());

    [Fact]
    public void A_known_function_is_called_directly_where_its_value_was_passed()
        => Assert.Equal(["main.read", "main.read"], BoxTests.Calls(PassTests.Compile("""
            //go:noinline
            func read(p []byte) int { return len(p) }
            func twice(f func([]byte) int, p []byte) int { return f(p) + f(p) }
            func f() int { p := make([]byte, 8); return twice(read, p) }
            """)));
}
