using Go.Compiler.Diagnostics;

namespace Go.Compiler.Tests.Ssa;

/// <summary>Where the runtime's directives forbid write barriers.</summary>
public sealed class BarrierRulesTests
{
    private static IEnumerable<string> Errors(string declarations, bool isRuntime = true)
        => new GoProgram("package main\ntype t struct{ f *t }\nvar x t\nvar y *t\nfunc main() {}\n" + declarations,
            isRuntime: isRuntime).Sink.All
            .Select(d => $"{d.Pos.Line - 5}: {d.Message}{string.Concat((d.Related ?? []).Select(r => $" <- {r.Pos.Line - 5}: {r.Message}"))}");

    [Fact]
    public void A_function_that_forbids_barriers_has_none_itself()
        => Assert.Equal(["3: write barrier prohibited"],
            Errors("//go:nowritebarrier\nfunc f() {\n x.f = y\n g() }\n//go:noinline\nfunc g() { x.f = y }"));

    [Fact]
    public void The_recursive_directive_reaches_callees()
        => Assert.Equal(["7: write barrier prohibited by caller; h <- 4: called by g <- 2: called by f"],
            Errors("//go:nowritebarrierrec\nfunc f() { g() }\n//go:noinline\nfunc g() { h() }\n//go:noinline\nfunc h() {\nx.f = y }"));

    [Fact]
    public void It_stops_at_functions_that_allow_barriers()
        => Assert.Empty(Errors("//go:nowritebarrierrec\nfunc f() { g() }\n//go:yeswritebarrierrec\nfunc g() { h() }\n//go:noinline\nfunc h() { x.f = y }"));

    [Fact]
    public void Slicing_and_appending_in_place_have_no_barrier_where_the_pointer_stays()
        => Assert.Empty(Errors("var a [3][]int\n//go:nowritebarrier\nfunc f(i int, n int) {\nfor j := range a { a[j] = a[j][:n] } }"));

    [Fact]
    public void Functions_run_by_systemstack_count_as_callees()
    {
        var program = new GoProgram("""
            package runtime
            type t struct{ f *t }
            var x t
            var y *t
            //go:noinline
            func systemstack(func()) {}
            //go:nowritebarrierrec
            func f(n int) { systemstack(g); systemstack(func() { n++; x.f = y }); println(n) }
            func g() { x.f = y }
            """, isRuntime: true, path: "runtime");
        Assert.Equal(["9: write barrier prohibited by caller; g", "8: write barrier prohibited by caller; f.func1"],
            program.Sink.All.Select(d => $"{d.Pos.Line}: {d.Message}"));
    }

    [Fact]
    public void A_closure_in_a_runtime_package_must_stay_in_the_frame()
        => Assert.Equal(["1: heap-allocated closure f.func1, not allowed in runtime"],
            Errors("func f(x int) func(int) int { return func(y int) int { return x + y } }"));

    [Fact]
    public void A_frame_has_a_limit()
        => Assert.Equal(["1: stack frame too large (>1GB): 0 MB locals + 1430 MB args",
            "2: stack frame too large (>1GB): 1024 MB locals + 0 MB args"],
            Errors("func f(x [1500000000]byte) int { return 5 }\nfunc g(x *[1<<30]byte) (n byte) { for _, b := range *x { n += b }; return }", isRuntime: false));
}
