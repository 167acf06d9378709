using Go.Compiler.Diagnostics;

namespace Go.Compiler.Tests.Ssa;

/// <summary>What moves to the heap and what stays in the frame.</summary>
public sealed class EscapeTests
{
    private static string[] Heap(string body)
        => [.. new GoProgram("package main\n" + body + "\nfunc main() {}\n", optimize: false).HeapReport.Select(r => r.What)];

    private static string[] HeapOptimized(string body)
        => [.. new GoProgram("package main\n" + body + "\nfunc main() {}\n").HeapReport.Select(r => r.What)];

    [Fact]
    public void A_returned_address_moves_its_variable_to_the_heap() => Assert.Equal(["x"], Heap("func f() *int { x := 1; return &x }"));

    [Fact]
    public void An_address_used_here_only_stays() => Assert.Empty(Heap("func f() int { x := 1; p := &x; *p = 2; return x }"));

    [Fact]
    public void A_map_that_is_used_here_only_stays()
        => Assert.Empty(Heap("//go:noinline\nfunc use(m map[int]int) int { m[1]++; return len(m) }\nfunc f(n int) int { m, o := map[int]int{1: 2}, make(map[int]int, n); for k := range m { o[k] = 1 }; return use(m) + use(o) }"));

    [Fact]
    public void What_is_stored_in_a_map_goes_to_the_heap_with_or_without_it()
        => Assert.Equal(["make(T)", "x", "y"],
            Heap("func f() map[int]*int { m := make(map[int]*int); x := 1; m[1] = &x; return m }\nfunc g() int { m := make(map[int]*int); y := 1; m[1] = &y; return *m[1] }").Order(StringComparer.Ordinal));

    [Fact]
    public void A_map_of_a_loop_that_an_outer_variable_remembers_is_new_each_time()
        => Assert.Equal(["make(T)"],
            Heap("func f() int { var last map[int]int; for i := 0; i < 3; i++ { m := make(map[int]int); m[i] = i; if last != nil { return last[0] }; last = m }; return 0 }"));

    [Fact]
    public void A_global_keeps_what_is_stored_in_it() => Assert.Equal(["new(T)"], Heap("var g *int\nfunc f() { g = new(int) }"));

    [Fact]
    public void A_parameter_that_does_not_leak_keeps_the_argument_in_the_frame()
        => Assert.Empty(Heap("//go:noinline\nfunc use(p *int) int { return *p }\nfunc f() int { x := 1; return use(&x) }"));

    [Fact]
    public void A_parameter_that_flows_to_the_result_leaks_only_as_far_as_the_result()
        => Assert.Equal(["y"],
            Heap("//go:noinline\nfunc id(p *int) *int { return p }\nfunc f() int { x := 1; return *id(&x) }\nfunc g() *int { y := 1; return id(&y) }"));

    [Fact]
    public void A_called_closure_and_its_captures_stay()
        => Assert.Empty(Heap("//go:noinline\nfunc run(f func()) { f() }\nfunc g() (n int) { run(func() { n++ }); return }"));

    [Fact]
    public void A_returned_closure_takes_its_captures_along()
        => Assert.Equal(["func literal", "n"], Heap("func g() func() int { n := 0; return func() int { n++; return n } }")
            .Order(StringComparer.Ordinal));

    private const string TwoPointers =
        "type T struct{ a, b int }\n//go:noinline\nfunc (t *T) both() [2]*int { return [2]*int{&t.a, &t.b} }\n";

    [Fact]
    public void A_result_in_memory_made_in_a_loop_does_not_outlive_the_loops_variables()
        => Assert.Empty(Heap(TwoPointers + "func f(n int) (s int) { for i := range n { t := T{i, 2}; s += *t.both()[i&1] }; return }"));

    [Fact]
    public void A_result_in_memory_that_an_outer_variable_remembers_does()
        => Assert.Contains("t", Heap(TwoPointers
            + "func f(n int) int { var last [2]*int; for i := range n { t := T{i, 2}; if last[0] != nil { return *last[1] }; last = t.both() }; return 0 }"));

    [Fact]
    public void A_capture_leaks_although_the_value_that_was_captured_is_now_another()
        => Assert.Contains("x", Heap("""
            var g *int
            //go:noinline
            func run(f func()) { f() }
            func f(p *int) int {
                a, b, c := 0, 0, 0
                goto A
            A:
                for i := 0; i < 1; i++ {
                    if a++; a > 1 { return 1 }
                    goto B
                B:
                    switch {
                    default:
                        if b++; b > 1 { return 2 }
                        goto C
                    C:
                        select {
                        default:
                            if c++; c > 1 { return 3 }
                            run(func() { g = p })
                        }
                    }
                }
                return 0
            }
            func h() int { x := 1; return f(&x) }
            """));

    [Fact]
    public void A_variable_of_a_loop_that_an_outer_one_remembers_is_new_each_time()
        => Assert.Equal(["x"],
            Heap("func f() int { var last *int; for i := 0; i < 3; i++ { x := i; if last != nil { return *last }; last = &x }; return 0 }"));

    [Fact]
    public void Interface_calls_let_their_arguments_out()
        => Assert.Equal(["x"], Heap("type I interface{ m(*int) }\nfunc f(i I) { x := 1; i.m(&x) }"));

    [Fact]
    public void Large_variables_do_not_fit_the_frame()
        => Assert.Equal(["x"], Heap("//go:noinline\nfunc use(p *[1 << 20]byte) {}\nfunc f() { var x [1 << 20]byte; use(&x) }"));

    [Fact]
    public void A_large_literal_does_not_fit_the_frame_but_backing_arrays_must()
    {
        const string large = "type F struct{ a [1 << 20]byte; s string }\n//go:noinline\nfunc use(s []int) {}\n";
        Assert.Equal(["literal"], Heap(large + "func f(p *F) { *p = F{s: \"x\"} }"));
        Assert.Empty(Heap(large + "func f() { use([]int{1 << 20: 1}) }"));
    }

    private const string Buffer = "type B struct{ buf []byte; next *B }\n";

    private const string UseOfBuffer = "\nfunc g() byte { var a [8]byte; b := &B{buf: a[:]}; b.f(4); return a[1] }";

    [Theory]
    [InlineData("b.buf = b.buf[:n]")]
    [InlineData("b.buf = b.buf[n:]; if n > 1 { b.buf = b.buf[1:] }; b.buf = b.buf[:1]")]
    [InlineData("s := b.buf; for i := 0; i < n; i++ { s = s[1:] }; b.buf = s")]
    public void What_goes_back_to_the_object_it_was_loaded_from_does_not_leak(string body)
        => Assert.Empty(Heap(Buffer + "//go:noinline\nfunc (b *B) f(n int) { " + body + " }" + UseOfBuffer));

    [Theory]
    [InlineData("b.next.buf = b.buf[:n]")]
    [InlineData("b.buf, b.next.buf = b.next.buf, b.buf")]
    [InlineData("var last []byte; for ; b != nil; b = b.next { last, b.buf = b.buf, last }")]
    [InlineData("s := b.buf; for i := 0; i < n; i++ { b = b.next }; b.buf = s")]
    public void What_goes_to_another_object_of_the_same_kind_leaks(string body)
        => Assert.Equal(["a"], Heap(Buffer + "//go:noinline\nfunc (b *B) f(n int) { " + body + " }" + UseOfBuffer));

    [Theory]
    [InlineData("x := n; x = x * 2; return func() int { return x }")]
    [InlineData("var x int; if n > 1 { x = 1 } else { x++ }; return func() int { return x }")]
    [InlineData("if n == 0 { n = 7 }; return func() int { return n }")]
    [InlineData("var x int; for i := range n { x += i }; return func() int { return x }")]
    [InlineData("for { x := n; x++; if x > 3 { return func() int { return x } } }")]
    [InlineData("x := n; x++; return func() int { return func() int { return x }() }")]
    public void A_variable_that_does_not_change_any_more_when_a_closure_is_made_is_copied(string body)
        => Assert.Equal(["func literal"], Heap("func f(n int) func() int { " + body + " }"));

    [Theory]
    [InlineData("x := n; f := func() int { return x }; x++; return f")]
    [InlineData("x := n; var f func() int; x, f = 3, func() int { return x }; return f")]
    [InlineData("x := n; var f func() int; for range n { x++; f = func() int { return x } }; return f")]
    [InlineData("x := n; var f func() int\nagain: x++; if f != nil { return f }; f = func() int { return x }; goto again")]
    [InlineData("x := n; x++; return func() int { x++; return x }")]
    [InlineData("x := n; x++; return func() int { f := func() { x++ }; f(); return x }")]
    [InlineData("var fs []func() int; for range 2 { x := n; x++; fs = append(fs, func() int { return x }); x++ }; return fs[0]")]
    public void A_variable_that_changes_after_a_closure_is_made_is_shared(string body)
        => Assert.Contains(Heap("func f(n int) func() int { " + body + " }"), what => what is "x" or "n");

    [Fact]
    public void A_result_that_return_assigns_is_shared_with_the_deferred_closure_that_was_made_before()
        => Assert.Equal("5 7", new GoProgram("package main\nvar g int\n"
            + "func f(n int) (x int) { x = n; x++; defer func() { g = x }(); return 5 }\n"
            + "func main() { f(1); print(g, \" \", f(2)+2) }\n").Run());

    [Fact]
    public void In_runtime_packages_a_moved_variable_is_an_error()
    {
        var program = new GoProgram("package main\nfunc f() *int { x := 1; return &x }\nfunc main() {}\n", isRuntime: true);
        Diagnostic d = Assert.Single(program.Sink.All);
        Assert.Equal("x escapes to heap, not allowed in runtime", d.Message);
    }

    [Fact]
    public void An_inlined_closure_lets_nothing_out_that_its_calls_keep_here()
        => Assert.DoesNotContain("x", new GoProgram("package main\n" + """
            //go:noinline
            func f(in ...*int) (t int) {
                each := func(yield func(*int) bool) {
                    for _, p := range in {
                        if !yield(p) {
                            return
                        }
                    }
                }
                for p := range each {
                    t += *p
                }
                return
            }
            func g() int { x := 1; return f(&x) }
            func main() {}
            """).HeapReport.Select(r => r.What));

    [Fact]
    public void What_a_loop_body_stores_in_a_variable_leaks_when_its_function_was_inlined_elsewhere()
    {
        // The body's code is shared by make and use. x is in make's frame, but in the heap of use: there y must not stay in the frame.
        var program = new GoProgram("package main\n" + """
            func twice(yield func(*int) bool) {
                y := 41
                for yield(&y) {
                }
            }
            func make(f func(int)) (r int) {
                var x *int
                for p := range twice {
                    if x != nil {
                        r = *x + *p
                        break
                    }
                    go f(1)
                    x = p
                }
                return
            }
            func use() int { return make(func(int) {}) }
            func main() {}
            """);
        Assert.Contains("x", program.HeapReport.Select(r => r.What));
        Assert.DoesNotContain(program.Allocations, a => a.What == "y" && !a.IsInHeap);
    }

    [Fact]
    public void A_closure_inside_one_that_is_made_anew_lives_shorter_than_the_variables_it_captures()
    {
        var program = new GoProgram("package main\n" + """
            func nothing() {}
            func maker() func() int {
                return func() int {
                    var w *int
                    set := func(n int) {
                        y := n
                        w = &y
                        go nothing()
                    }
                    set(41)
                    return *w
                }
            }
            //go:noinline
            func run(f func()) { f() }
            var made func() int
            func main() { run(func() { made = maker() }) }
            """);
        Assert.Equal([true, true], program.Allocations.Where(a => a.What == "y").Select(a => a.IsInHeap));
    }

    [Fact]
    public void Code_inlined_beside_the_closure_that_it_belongs_to_lets_out_what_it_reads_only()
        => Assert.Equal(["y"], HeapOptimized("""
            var leak *int
            //go:noinline
            func run(f func()) { f() }
            func f(n int) int {
                x, y := n, n
                p, q := &x, &y
                c := func() { if *p > 0 { leak = q } }
                run(c)
                if n > 3 { c() }
                return x
            }
            """));

    [Fact]
    public void Code_inlined_beside_the_closure_that_it_belongs_to_writes_to_the_closures_variables()
        => Assert.Empty(HeapOptimized("""
            //go:noinline
            func run(f func(*int)) { f(nil) }
            func f(x int) int {
                var last *int
                c := func(p *int) { last = p }
                run(c)
                if x > 3 { c(&x) }
                return *last
            }
            """));
}
