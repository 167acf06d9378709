using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Ssa;

/// <summary>Names of closures whose function was inlined, as the original toolchain gives them (its tracebacks show them).</summary>
public sealed class ClosureNameTests
{
    private const string Call = """
        package main
        var n int
        //go:noinline
        func call(f func()) { f() }

        """;
    private const string Made = "func mk(x *int) func() { return func() { *x++; call(nil) } }\n";

    /// <param name="body">Of the function f.</param>
    /// <param name="expected">Closures that are passed to call from there, and from closures that are.</param>
    [Theory]
    [InlineData("x := n; call(func() { x++ })", "f.func1")]
    [InlineData("x := n; func() { call(func() { x++ }) }()", "f.func1.func1")]
    [InlineData("x := n; func() { call(func() { call(func() { x++ }) }) }()", "f.func1.func1 f.func1.func1.1")]
    [InlineData("x := n; call(func() { func() { call(func() { x++ }) }() })", "f.func1 f.func1.1.1")]
    [InlineData("x := n; func() { func() { call(func() { x++ }) }() }()", "f.func1.func1.func1")]
    [InlineData("x := n; g := func() { call(func() { x++ }) }; g(); call(g)", "f.func1 f.func1.1 f.func1.func1")]
    [InlineData("x := n; g := func() func() { return func() { func() { call(func() { x++ }) }() } }; g()(); call(g())",
        "f.func1.func1.func1.func1 f.func1.func1 f.func1.func1.1.1")]
    [InlineData("x := n; call(mk(&x))", "mk.func1")]
    [InlineData("x := n; call(func() { call(mk(&x)) })", "f.func1 mk.1")]
    [InlineData("x := n; func() { call(mk(&x)) }()", "mk.func1")]
    [InlineData("func() { call(func() { n++ }) }()", "f.func1.func1")]
    [InlineData("x := n; func() { go func() { x++ }(); call(func() { x++ }) }()", "f.func1 f.func1.1 f.func1.2")]
    public void Closures_are_named_after_what_took_their_function_in(string body, string expected)
    {
        var program = new GoProgram(Call + Made + "func f() {\n" + body + "\n}\n");
        var passed = new List<string>();
        Collect(program, program["main.f"], passed);
        Assert.Equal(expected, string.Join(' ', passed));
    }

    private static void Collect(GoProgram program, SsaFunction f, List<string> passed)
    {
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                string? code = f[v].Aux switch
                {
                    FunctionSymbol symbol when f[v].Op == Op.FunctionAddress => symbol.Name,
                    FuncValueSymbol value => value.Function.Name,
                    _ => null,
                };
                string name = code?["main.".Length..] ?? "";
                if (name.Length > 0 && !passed.Contains(name))
                {
                    passed.Add(name);
                    Collect(program, program[code!], passed);
                }
            }
        }
    }

    [Fact]
    public void Inlined_calls_bear_the_same_names()
    {
        var program = new GoProgram(Call + """
            func f() {
                x := n
                func() { func() { call(func() { x++ }) }() }()
                call(func() { func() { func() { x++ }() }() })
            }
            """);
        Assert.Equal(["main.f.func1", "main.f.func1.func1"], program["main.f"].InlineTree.Select(e => e.FunctionName));
        Assert.Equal(["main.f.func2.1", "main.f.func2.1.1"], program["main.f.func2"].InlineTree.Select(e => e.FunctionName));
    }

    /// <summary>What an inlined closure passes on stays in the frame when it does not escape, as it would have in the closure's.</summary>
    [Fact]
    public void A_closure_of_an_inlined_closure_stays_in_the_frame()
    {
        var program = new GoProgram(Call + "func f() int {\nx := n\nfunc() { call(func() { x++ }) }()\nreturn x\n}\n");
        Assert.DoesNotContain("runtime.newobject", BoxTests.Calls(program["main.f"]));
        Assert.Empty(program.HeapReport);
    }

    [Fact]
    public void What_a_closure_stores_in_a_variable_outside_is_in_the_heap_also_after_inlining()
    {
        var program = new GoProgram(Call + """
            func f() int {
                var p *int
                func() { call(func() { z := n; p = &z }) }()
                return *p
            }
            """);
        Assert.Contains(program.HeapReport, r => r.What == "z");
    }
}
