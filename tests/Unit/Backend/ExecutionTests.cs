namespace Go.Compiler.Tests.Backend;

/// <summary>Small Go functions, compiled and run.</summary>
public sealed class ExecutionTests
{
    [Fact]
    public void Arithmetic()
    {
        using NativeCode p = NativeCode.Of("""
            package p
            func add(a, b int) int { return a + b }
            func mix(a, b, c int) int { return (a-b)*c + a/(b|1) - a%(c|1) }
            """);
        Assert.Equal(7, p.Run("add", 3, 4));
        Assert.Equal((10 - 3) * 4 + 10 / 3 - 10 % 5, p.Run("mix", 10, 3, 4));
    }

    [Fact]
    public void LoopsAndCalls()
    {
        using NativeCode p = NativeCode.Of("""
            package p
            func sum(n int) int {
                s := 0
                for i := 0; i < n; i++ { s += i * i }
                return s
            }
            func fib(n int) int {
                if n < 2 { return n }
                return fib(n-1) + fib(n-2)
            }
            func ack(m, n int) int {
                if m == 0 { return n + 1 }
                if n == 0 { return ack(m-1, 1) }
                return ack(m-1, ack(m, n-1))
            }
            func gcd(a, b int) int { for b != 0 { a, b = b, a%b }; return a }
            """);
        Assert.Equal(Enumerable.Range(0, 100).Sum(i => (long)i * i), p.Run("sum", 100));
        Assert.Equal(6765, p.Run("fib", 20));
        Assert.Equal(61, p.Run("ack", 3, 3));
        Assert.Equal(21, p.Run("gcd", 1071, 462));
    }

    [Fact]
    public void Memory()
    {
        using NativeCode p = NativeCode.Of("""
            package p
            var table [64]int
            type point struct { x, y int; name string; f float32 }
            func sieve(n int) int {
                var composite [1000]bool
                count := 0
                for i := 2; i < n; i++ {
                    if composite[i] { continue }
                    count++
                    for j := i * 2; j < n; j += i { composite[j] = true }
                }
                return count
            }
            func fill(n int) int {
                for i := range table { table[i] = i * n }
                s := 0
                for _, v := range table { s += v }
                return s
            }
            func points(n int) int {
                var ps [10]point
                for i := range ps { ps[i] = point{i, i * 2, "abc", 1.5} }
                q := ps
                s := 0
                for i := range q { s += q[i].x + q[i].y + len(q[i].name) + int(q[i].f*2) }
                return s * n
            }
            func swap(a, b int) (int, int) { p, q := &a, &b; *p, *q = *q, *p; return a, b }
            """);
        Assert.Equal(168, p.Run("sieve", 1000));
        Assert.Equal(64 * 63 / 2 * 3, p.Run("fill", 3));
        Assert.Equal((45 + 90 + 30 + 30) * 2, p.Run("points", 2));
        Assert.Equal([2L, 1L], p.Call("p.swap", [1, 2]).Integers[..2]);
    }
}
