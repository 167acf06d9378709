using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Ssa;

/// <summary>What the optimiser leaves of small functions.</summary>
public sealed class PassTests
{
    internal static SsaFunction Compile(string declarations, string symbol = "main.f")
        => new GoProgram("package main\n" + declarations + "\nfunc main() {}\n")[symbol];

    internal static int Count(SsaFunction f, Op op)
    {
        int n = 0;
        foreach (BlockId id in f.Order)
        {
            n += f[id].Instructions.Count(v => f[v].Op == op);
        }
        return n;
    }

    [Fact]
    public void A_range_loop_needs_no_bounds_check()
        => Assert.Equal(0, Count(Compile("func f(s []int) (t int) { for i := range s { t += s[i] }; return }"), Op.BoundsCheck));

    [Fact]
    public void A_counted_loop_below_the_length_needs_no_bounds_check()
        => Assert.Equal(0, Count(Compile("func f(s []int) (t int) { for i := 0; i < len(s); i++ { t += s[i] }; return }"), Op.BoundsCheck));

    [Fact]
    public void An_unknown_index_is_checked_once()
        => Assert.Equal(1, Count(Compile("func f(s []int, i int) int { return s[i] + s[i] }"), Op.BoundsCheck));

    [Theory]
    [InlineData("uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24", 1, 0)]
    [InlineData("uint32(b[3]) | uint32(b[2])<<8 | uint32(b[1])<<16 | uint32(b[0])<<24", 1, 1)]
    [InlineData("uint32(b[3]) + uint32(b[2])<<8", 1, 1)]
    [InlineData("uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16", 2, 0)]
    [InlineData("uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<8 | uint32(b[3])<<24", 3, 0)]
    [InlineData("uint32(b[0]) | uint32(b[1])<<8 | uint32(b[1])", 2, 0)]
    public void Bytes_that_make_a_word_are_loaded_at_once(string word, int loads, int swaps)
    {
        SsaFunction f = Compile($"func f(b []byte) uint32 {{ _ = b[3]; return {word} }}");
        Assert.Equal((loads, swaps), (Count(f, Op.Load), Count(f, Op.ByteSwap)));
    }

    [Fact]
    public void A_store_between_keeps_byte_loads_apart()
        => Assert.Equal(2,
            Count(Compile("func f(b []byte, p *byte) uint16 { _ = b[1]; low := uint16(b[0]); *p = 7; return low | uint16(b[1])<<8 }"),
                Op.Load));

    [Fact]
    public void A_pointer_is_checked_once()
        => Assert.Equal(1, Count(Compile("type T struct{ a, b int }\nfunc f(p *T) int { return p.a + p.b }"), Op.NilCheck));

    [Fact]
    public void A_small_function_is_inlined_and_noted()
    {
        SsaFunction f = Compile("func add(a, b int) int { return a + b }\nfunc f(x int) int { return add(x, 2) }");
        Assert.Equal(0, Count(f, Op.CallStatic));
        Assert.Equal("main.add", Assert.Single(f.InlineTree).FunctionName);
    }

    [Fact]
    public void A_method_of_an_empty_struct_is_inlined()
        => Assert.Equal(0,
            Count(Compile("type order struct{}\nvar native order\nfunc (order) add(a, b int) int { return a + b }\nfunc f(x int) int { return native.add(x, 2) }"), Op.CallStatic));

    [Fact]
    public void Noinline_is_obeyed()
        => Assert.Equal(1, Count(Compile("//go:noinline\nfunc add(a, b int) int { return a + b }\nfunc f(x int) int { return add(x, 2) }"),
            Op.CallStatic));

    [Fact]
    public void A_range_function_and_its_body_dissolve()
    {
        SsaFunction f =
            Compile("func seq(n int) func(func(int) bool) { return func(yield func(int) bool) { for i := 0; i < n; i++ { if !yield(i) { return } } } }\n"
            + "func f(n int) (t int) { for i := range seq(n) { t += i }; return }");
        Assert.Equal(0, Count(f, Op.CallClosure));
    }

    [Fact]
    public void Stores_of_pointers_to_the_heap_have_a_barrier_and_scalars_do_not()
    {
        Assert.Equal(1, Count(Compile("func f(p **int, q *int) { *p = q }"), Op.WriteBarrierFlag));
        Assert.Equal(0, Count(Compile("func f(p *int, q int) { *p = q }"), Op.WriteBarrierFlag));
        Assert.Equal(0, Count(Compile("func f(q *int) int { var a [4]*int; for i := range a { a[i] = q }; return *a[2] }"),
            Op.WriteBarrierFlag));
    }

    [Fact]
    public void Division_by_a_constant_divides_no_more()
        => Assert.Equal(0, Count(Compile("func f(x int) int { return x/10 + x%8 }"), Op.DivS)
            + Count(Compile("func f(x uint32) uint32 { return x % 7 }"), Op.RemU));

    [Fact]
    public void Pointers_behind_uintptr_arguments_live_until_the_call_returns()
    {
        const string callee = "import \"unsafe\"\n//go:noinline\n//go:uintptrescapes\nfunc k(a uintptr, rest ...uintptr) {}\n";
        Assert.Equal(3, Count(Compile(callee + "func f(p, q, r unsafe.Pointer) { k(uintptr(p), uintptr(q), uintptr(r)) }"), Op.KeepAlive));
        Assert.Equal(3, Count(Compile(callee + "func f(p, q, r unsafe.Pointer) { go k(uintptr(p), uintptr(q), uintptr(r)) }",
            "main.f.gowrap1"), Op.KeepAlive));
    }

    private const string Pair = "type T struct{ a, b int; p *T }\n//go:noinline\nfunc g() {}\n";

    [Fact]
    public void What_is_known_to_be_in_memory_is_not_loaded_again()
    {
        Assert.Equal(1, Count(Compile(Pair + "func f(t *T) int { return t.a + t.a }"), Op.Load));
        Assert.Equal(0, Count(Compile(Pair + "func f(t *T, x int) int { t.a = x; return t.a }"), Op.Load));
        Assert.Equal(1, Count(Compile(Pair + "func f(t *T, x int) int { y := t.a; t.b = x; return y + t.a }"), Op.Load));
        Assert.Equal(1, Count(Compile(Pair + "func f(t *T, c bool) int { x := t.a; if c { return x + t.a }; return x }"), Op.Load));
        Assert.Equal(2, Count(Compile(Pair + "func f(t *T) int { return t.p.a + t.p.a }"), Op.Load));
    }

    [Fact]
    public void What_may_have_changed_is_loaded_again()
    {
        Assert.Equal(2, Count(Compile(Pair + "func f(t, u *T, x int) int { y := t.a; u.a = x; return y + t.a }"), Op.Load));
        Assert.Equal(2, Count(Compile(Pair + "func f(t *T) int { y := t.a; g(); return y + t.a }"), Op.Load));
        Assert.Equal(2, Count(Compile(Pair + "func f(t *T, c bool) int { x := 0; if c { x = t.a }; return x + t.a }"), Op.Load));
        Assert.Equal(2, Count(Compile(Pair + "func f(t *T, u *[3]int, i int) int { x := t.a; u[i] = 1; return x + t.a }"), Op.Load));
    }

    private static IEnumerable<string> Calls(SsaFunction f)
        => f.Order.SelectMany(id => f[id].Instructions).Where(v => OpFacts.IsCall(f[v].Op))
            .Select(v => ((CallInfo)f[v].Aux!).Target?.Name ?? "indirect");

    [Fact]
    public void A_copy_that_may_overlap_needs_a_temporary_only_when_that_is_small()
    {
        SsaFunction small = Compile("type T struct { a [100]byte }\nfunc f(x, y *T) { *x = *y }"),
            large = Compile("type T struct { a [1<<34 - 1]byte }\nfunc f(x, y *T) { *x = *y }");
        Assert.Equal((0, 1), (Calls(small).Count(), small.Slots.Count));
        Assert.Equal(("runtime.memmove", 0), (Assert.Single(Calls(large)), large.Slots.Count));
        Assert.Equal("runtime.typedmemmove", Assert.Single(
            Calls(Compile("type T struct { a [1<<20]*int }\nfunc f(x []T, i, j int) { x[i] = x[j] }")),
                c => !c.Contains("panic", StringComparison.Ordinal)));
    }

    [Theory, InlineData("[100]byte", 0), InlineData("[10 << 20]byte", 1)]
    public void What_cannot_be_in_the_frame_is_in_the_heap_until_it_is_kept_alive(string type, int allocations)
    {
        var program = new GoProgram($"package runtime\nfunc KeepAlive(x any) {{}}\nfunc f() {{ x := new({type}); KeepAlive(x) }}\n",
            isRuntime: true, path: "runtime");
        Assert.Equal(allocations, Calls(program["runtime.f"]).Count(c => c == "runtime.newobject"));
    }

    private const string Deferred = "//go:noinline\nfunc a() {}\n//go:noinline\nfunc b(int) {}\n";

    [Fact]
    public void Defers_that_run_at_most_once_are_called_by_the_function_itself()
    {
        Assert.Equal(["main.f.deferwrap1", "main.a"], Calls(Compile(Deferred + "func f(x int) { defer a(); if x > 1 { defer b(x) } }")));
        Assert.NotNull(Compile(Deferred + "func f(x int) { defer a() }").OpenDefers);
    }

    [Fact]
    public void Defers_of_loops_and_behind_labels_go_through_the_runtime()
    {
        Assert.Equal(["runtime.deferproc"], Calls(Compile(Deferred + "func f(x int) { for range x { defer a() } }")));
        Assert.Null(Compile(Deferred + "func f(x int) {\nL:\n defer a(); if x > 0 { x--; goto L } }").OpenDefers);
        Assert.Null(Compile(Deferred + "func f() {" + string.Concat(Enumerable.Repeat("defer a();", 9)) + "}").OpenDefers);
    }

    [Fact]
    public void Changing_a_map_element_looks_it_up_once()
        => Assert.Equal(["runtime.mapassign_fast64"], Calls(Compile("func f(m map[int]int, k, v int) { m[k] += v }")));

    [Fact]
    public void The_printer_shows_a_function()
    {
        Assert.Equal("""
            func main.f(I64 I64) I64
            b1:
              v1 = Param.I64 [0]
              v2 = Param.I64 [1]
              v4 = Add.I64 v1 v2
              return v4

            """, SsaPrinter.Print(Compile("func f(a, b int) int { return a + b }")));
    }

    [Fact]
    public void The_verifier_refuses_a_use_before_its_definition()
    {
        SsaFunction f = Compile("func f(a, b int) int { return a + b }");
        f.Entry.Instructions.Reverse();
        Assert.Throws<InternalCompilerException>(() => SsaVerifier.Verify(f));
    }

    [Fact]
    public void A_constant_that_a_closure_captures_is_known_in_it()
    {
        const string run = "//go:noinline\nfunc run(f func() int) int { return f() }\n";
        Assert.Equal(0, Count(Compile(run + "func f() int { x, s := 7, \"text\"; return run(func() int { return x + len(s) }) }",
            "main.f.func1"), Op.Load));
        Assert.Equal(1, Count(Compile(run + "func f(y int) int { x := y; return run(func() int { return x }) }", "main.f.func1"), Op.Load));
    }
}
