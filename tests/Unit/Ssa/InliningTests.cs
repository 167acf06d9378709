using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Ssa;

/// <summary>Which calls of functions become their bodies.</summary>
public sealed class InliningTests
{
    private const string Iterators = """
        type seq func(yield func(int) bool)
        func count(n int) seq { return func(yield func(int) bool) { for i := range n { if !yield(i) { return } } } }
        func filter(s seq, keep func(int) bool) seq { return func(yield func(int) bool) { for v := range s { if keep(v) && !yield(v) { return } } } }
        func transform(s seq, f func(int) int) seq { return func(yield func(int) bool) { for v := range s { if !yield(f(v)) { return } } } }
        func fold(s seq, start int, f func(int, int) int) int { for v := range s { start = f(start, v) }; return start }

        """;

    [Fact]
    public void A_chain_of_iterators_becomes_one_loop()
    {
        SsaFunction f = PassTests.Compile(Iterators + """
            func f(n int) int {
                s := filter(count(n), func(v int) bool { return v%3 != 0 })
                return fold(transform(s, func(v int) int { return v * 2 }), 0, func(a, v int) int { return a ^ v })
            }
            """);
        Assert.Equal(0, PassTests.Count(f, Op.CallClosure));
        Assert.Equal(["runtime.panicrangestate"], BoxTests.Calls(f).Distinct());
    }

    /// <summary>A loop body that a function only passes on keeps its place in the function's frame.</summary>
    [Fact]
    public void A_function_that_passes_its_loop_body_to_what_nobody_knows_stays()
    {
        SsaFunction f = PassTests.Compile(Iterators + "func f(s seq, by func(int, int) int) int { return fold(s, 1, by) }");
        Assert.Equal(["main.fold"], BoxTests.Calls(f));
    }

    /// <summary>What prints in the odd case is small, and what the caller knows decides that it does not.</summary>
    [Fact]
    public void A_function_that_prints_in_its_last_case_goes_away()
    {
        SsaFunction f = PassTests.Compile("""
            func known(s string) { switch s { case "foo", "bar", "baz", "goo": default: println("no") } }
            func f() { known("foo") }
            """);
        Assert.Empty(BoxTests.Calls(f));
    }

    /// <summary>
    /// As the locks of Go's runtime: all call each other in a circle, through a function that is too large to be taken in, and the small ones
    /// stand before those that they call.
    /// </summary>
    [Fact]
    public void Small_functions_in_a_circle_through_a_large_one_go_away()
    {
        SsaFunction f = PassTests.Compile("""
            var state [8]int
            func f(at int) int { enter(at); leave(at); return state[at&7] }
            func enter(at int) { enterRanked(at, rank(at)) }
            func enterRanked(at, rank int) { state[rank&7]++; wait(at) }
            func leave(at int) { leaveRanked(at) }
            func leaveRanked(at int) { note(at, 2) }
            func note(at, by int) { state[at&7] += by; if state[1] > 99 { wait(at) } }
            func rank(at int) int { return at >> 3 }
            func wait(at int) {
                for i := range 9 {
                    state[i&7] += at; state[(i+1)&7] ^= at; state[(i+2)&7] *= at; state[(i+3)&7] -= at; state[(i+4)&7] |= at
                    state[i&7] += i; state[(i+1)&7] ^= i; state[(i+2)&7] *= i; state[(i+3)&7] -= i; state[(i+4)&7] |= i
                    state[i&3] += at; state[(i+1)&3] ^= at; state[(i+2)&3] *= at; state[(i+3)&3] -= at; state[(i+4)&3] |= at
                    state[i&3] += i; state[(i+1)&3] ^= i; state[(i+2)&3] *= i; state[(i+3)&3] -= i; state[(i+4)&3] |= i
                }
                if state[0] == at { f(at - 1) }
            }
            """);
        Assert.Equal(["main.wait"], BoxTests.Calls(f).Distinct());
    }

    private const string LargeIterator = """
        //go:noinline
        func next(s string, at int) (end, width int) { return at + len(s), 1 }
        func pieces(s string, most int) func(yield func(a, b int) bool) {
            return func(yield func(a, b int) bool) {
                for at, before := 0, -1; at <= len(s); {
                    end, width := next(s, at)
                    if end < 0 { break }
                    isNew := true
                    if end == at {
                        if at == before { isNew = false }
                        if _, w := next(s, end); w > 0 { at += w } else { at = len(s) + width }
                    } else {
                        at = end
                    }
                    before = end
                    if isNew {
                        if a, w := next(s, before); w == 3 { at += a }
                        if a, w := next(s, at); w == 4 { before -= a }
                        if a, w := next(s, at-1); w == 5 { at++; before -= a }
                        if a, w := next(s, before+1); w == 6 { at ^= a; before++ }
                        if a, w := next(s, end-at); w == 7 { at, before = before+a, at }
                        if !yield(at, before) { return }
                        if most > 0 {
                            if most--; most == 0 { return }
                        }
                    }
                }
            }
        }

        """;

    /// <summary>Its code is as large as it was, and the loop's variables are in registers.</summary>
    [Fact]
    public void A_large_iterator_that_is_made_for_one_loop_becomes_that_loop()
    {
        SsaFunction f = PassTests.Compile(LargeIterator + """
            func f(s string) (n int) {
                for a, b := range pieces(s, 3) { n += a ^ b }
                return
            }
            """);
        Assert.Equal(["main.next", "runtime.panicrangestate"], BoxTests.Calls(f).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(0, PassTests.Count(f, Op.CallClosure));
    }

    [Fact]
    public void A_large_iterator_that_is_used_twice_stays()
    {
        SsaFunction f = PassTests.Compile(LargeIterator + """
            func f(s string) (n int) {
                all := pieces(s, 3)
                for a, b := range all { n += a ^ b }
                for a := range all { n -= a }
                return
            }
            """);
        Assert.DoesNotContain("main.next", BoxTests.Calls(f));
    }
}
