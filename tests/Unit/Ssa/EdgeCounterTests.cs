using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Ssa;

/// <summary>Counters of the ways through functions, by which fuzzing sees what an input does.</summary>
public sealed class EdgeCounterTests
{
    private static GoProgram Counted(string declarations, string main = "", bool optimize = true)
        => new($"package main\nvar n int\n{declarations}\nfunc main() {{ {main} }}\n", optimize, countsEdges: true);

    private static EdgeCountersSymbol[] AllCountersOf(SsaFunction f)
        => [.. f.Order.SelectMany(id => f[id].Instructions).Select(v => f[v].Aux).OfType<EdgeCountersSymbol>().Distinct()];

    private static EdgeCountersSymbol? CountersOf(SsaFunction f) => AllCountersOf(f).SingleOrDefault();

    private static byte[] Run(string function, string main, bool optimize)
    {
        GoProgram program = Counted("//go:noinline\n" + function, main, optimize);
        program.Run(50_000_000, out Func<EdgeCountersSymbol, byte[]> counters);
        return counters(CountersOf(program["main.f"])!);
    }

    [Theory]
    [InlineData("func f() {}", "f(); f()", new byte[] { 2 })]
    [InlineData("func f(x int) { if x > 0 { n++ } }", "f(1); f(-1); f(-2)", new byte[] { 3, 1, 2 })]
    [InlineData("func f(x int) { if x > 0 { n++ } else { n-- } }", "f(1); f(-1); f(-2)", new byte[] { 3, 1, 2 })]
    [InlineData("func f(x int) { if x > 0 && x < 9 || x == 20 { n++ } }", "f(1); f(-1); f(20)", new byte[] { 3, 2, 2, 2, 1 })]
    [InlineData("func f(x int) bool { return x > 0 && n == 0 }", "f(1); f(-1)", new byte[] { 2, 1 })]
    [InlineData("func f(x int) { for i := 0; i < x; i++ { n += i } }", "f(3); f(0)", new byte[] { 2, 3 })]
    [InlineData("func f(x int) { for range x { n++ } }", "f(3); f(0)", new byte[] { 2, 3 })]
    [InlineData("func f(x string) { for _, c := range x { n += int(c) } }", "f(\"aä\")", new byte[] { 1, 2 })]
    [InlineData("func f(x int) { switch x { case 1: n++; case 2: n-- } }", "f(1); f(2); f(3); f(4)", new byte[] { 4, 1, 1, 2 })]
    [InlineData("func f(x int) { switch x { case 1: n++; fallthrough; default: n-- } }", "f(1); f(2)", new byte[] { 2, 1, 2 })]
    [InlineData("func f(x int) { switch x { case 0: n++; case 1: n += 2; case 2: n += 3; case 3, 4, 5, 6: n += 4; case 7: n += 5 } }",
        "f(4); f(5); f(9)", new byte[] { 3, 0, 0, 0, 2, 0, 1 })]
    [InlineData("func f(x any) { switch x.(type) { case int: n++; case string: n-- } }", "f(1); f(\"\"); f(nil)",
        new byte[] { 3, 1, 1, 1 })]
    public void Every_way_has_a_counter(string function, string main, byte[] expected)
    {
        Assert.Equal(expected, Run(function, main, optimize: true));
        Assert.Equal(expected, Run(function, main, optimize: false));
    }

    [Theory]
    [InlineData(255, 255)]
    [InlineData(256, 1)]
    [InlineData(511, 1)]
    public void A_way_that_was_gone_is_never_at_zero_again(int calls, byte expected)
        => Assert.Equal([expected], Run("func f() {}", $"for range {calls} {{ f() }}", optimize: true));

    [Fact]
    public void Closures_have_their_own_and_copies_of_inlined_functions_count_with_the_functions()
    {
        GoProgram program =
            Counted("func g(x int) { if x > 0 { n++ } }\n//go:noinline\nfunc f(x int) { g(x); func() { defer func() { n++ }() }() }",
                "f(1); f(0); g(1)");
        program.Run(50_000_000, out Func<EdgeCountersSymbol, byte[]> counters);
        Assert.Equal([3, 2, 1], counters(CountersOf(program["main.g"])!));
        EdgeCountersSymbol[] closures = [.. program.Functions.Where(f => f.Symbol.Name.StartsWith("main.f.", StringComparison.Ordinal))
            .SelectMany(AllCountersOf).Distinct()];
        Assert.Equal(2, closures.Length);
        Assert.All(closures, c => Assert.Equal([2], counters(c)));
    }

    [Fact]
    public void Without_the_switch_and_in_wrappers_there_are_none()
    {
        Assert.Null(CountersOf(PassTests.Compile("func f(x int) int { if x > 0 { return 1 }; return 2 }")));
        GoProgram program = Counted("type i interface{ m() }\ntype t struct{ n int }\nfunc (t) m() {}\nvar v i = t{1}\nfunc f() { v.m() }");
        Assert.All(program.Functions.Where(f => f.IsWrapper), f => Assert.Null(CountersOf(f)));
    }

    [Fact]
    public void The_instructions_are_few_and_have_no_branch()
        => Assert.Equal("""
            func main.f(I64) I64
            b1:
              v1 = Param.I64 [0]
              v3 = GlobalAddress.Pointer {edge-counters}
              v4 = Load.I8 v3
              v5 = Const.I8 [1]
              v6 = Add.I8 v4 v5
              v7 = Const.I8 [0]
              v8 = Eq.I8 v6 v7
              v9 = Add.I8 v6 v8
              Store v3 v9
              v11 = Const.I64 [3]
              v12 = LtS.I8 v11 v1
              if v12 b2 b4
            b2: <- b1
              v13 = GlobalAddress.Pointer {edge-counters}
              v14 = Load.I8 [1] v13
              v15 = Const.I8 [1]
              v16 = Add.I8 v14 v15
              v17 = Const.I8 [0]
              v18 = Eq.I8 v16 v17
              v19 = Add.I8 v16 v18
              Store [1] v13 v19
              v21 = Const.I64 [1]
              return v21
            b4: <- b1
              v22 = GlobalAddress.Pointer {edge-counters}
              v23 = Load.I8 [2] v22
              v24 = Const.I8 [1]
              v25 = Add.I8 v23 v24
              v26 = Const.I8 [0]
              v27 = Eq.I8 v25 v26
              v28 = Add.I8 v25 v27
              Store [2] v22 v28
              v30 = Const.I64 [0]
              return v30

            """.ReplaceLineEndings("\n"), SsaPrinter.Print(Counted("func f(x int) int { if x > 3 { return 1 }; return 0 }")["main.f"]).ReplaceLineEndings("\n"));
}
