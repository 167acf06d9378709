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

    [Fact]
    public void PressureAndSpills()
    {
        using NativeCode p = NativeCode.Of("""
            package p
            func id(x int) int { return x }
            func many(a, b, c, d, e, f, g, h, i int) int {
                s := id(a) + id(b)*2 + id(c)*3 + id(d)*4
                t := (a*b + c*d) ^ (e*f + g*h) ^ i
                u := a + b*3 + c*5 + d*7 + e*11 + f*13 + g*17 + h*19 + i*23
                for k := 0; k < 3; k++ { s += id(t) - id(u); t, u = u, t }
                return s + (a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i) + id(u)*id(t)
            }
            func floats(a, b, c, d float64, n int) float64 {
                s := a
                for i := 0; i < n; i++ {
                    s = s*b + c/d - float64(id(i))
                    a, b = b, a
                    c, d = d, c
                }
                return s + a*b - c*d
            }
            func rotate(a, b, c, d int, n int) (int, int, int, int) {
                for i := 0; i < n; i++ { a, b, c, d = b, c, d, id(a) }
                return a, b, c, d
            }
            """);
        long[] x = [3, -5, 7, 11, -13, 17, 19, 23, -29];
        long s = x[0] + x[1] * 2 + x[2] * 3 + x[3] * 4, t = (x[0] * x[1] + x[2] * x[3]) ^ (x[4] * x[5] + x[6] * x[7]) ^ x[8];
        long u = x[0] + x[1] * 3 + x[2] * 5 + x[3] * 7 + x[4] * 11 + x[5] * 13 + x[6] * 17 + x[7] * 19 + x[8] * 23;
        for (int k = 0; k < 3; k++)
        {
            s += t - u;
            (t, u) = (u, t);
        }
        Assert.Equal(s + x.Aggregate(0L, (a, b) => a ^ b) + u * t, p.Run("many", x));
        (double fa, double fb, double fc, double fd) = (1.5, 0.75, 3, 7);
        double f = fa;
        for (int i = 0; i < 9; i++)
        {
            f = f * fb + fc / fd - i;
            (fa, fb, fc, fd) = (fb, fa, fd, fc);
        }
        Assert.Equal(f + fa * fb - fc * fd, p.Call("p.floats", [9], [1.5, 0.75, 3, 7]).Floats[0]);
        Assert.Equal([2L, 3L, 4L, 1L], p.Call("p.rotate", [1, 2, 3, 4, 5]).Integers[..4]);
    }

    [Fact]
    public void StackArgumentsAndResults()
    {
        using NativeCode p = NativeCode.Of("""
            package p
            type pair [2]int
            func sum(a pair, b, c, d, e, f, g, h, i, j, k, l int, s string, x float64, y [1]float32) (pair, int, [3]int16) {
                return pair{a[1], a[0]}, b + c*2 + d*3 + e*4 + f*5 + g*6 + h*7 + i*8 + j*9 + k*10 + l*11 + len(s) + int(x) + int(y[0]), [3]int16{int16(b), int16(c), int16(d)}
            }
            func caller(n int) int {
                p, s, t := sum(pair{n, n + 1}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "abcd", 2.5, [1]float32{3})
                return p[0]*1000000 + p[1]*100000 + s*10 + int(t[0]+t[1]+t[2])
            }
            """);
        long s = Enumerable.Range(1, 11).Sum(i => (long)i * i) + 4 + 2 + 3;
        Assert.Equal(8 * 1000000 + 7 * 100000 + s * 10 + 6, p.Run("caller", 7));
    }

    [Fact]
    public void Switches_on_constants_end_where_a_clause_surely_matches()
    {
        using NativeCode p = NativeCode.Of("""
            package p
            const arch = "amd64"
            func side(n *int) string { *n++; return "none" }
            func flag(n int) int {
                switch arch {
                case side(&n): return 1
                case side(&n), "amd64", side(&n): return n + 5
                case "arm64": return 2
                default: return 3
                }
            }
            func truth(n int) int {
                switch {
                case n > 5: return 1
                case arch == "amd64": return 2
                default: return 3
                }
            }
            func fallen(n int) int {
                switch arch {
                default: n++
                case "amd64": n += 10; fallthrough
                case "arm64": n += 100
                case side(&n): n += 1000
                }
                return n
            }
            """);
        Assert.Equal(7, p.Run("flag", 0));
        Assert.Equal(1, p.Run("truth", 6));
        Assert.Equal(2, p.Run("truth", 5));
        Assert.Equal(113, p.Run("fallen", 3));
    }

    [Fact]
    public void Operands_without_calls_are_read_after_calls_beside_them()
    {
        using NativeCode p = NativeCode.Of("""
            package p
            type big struct { a [9]int }
            //go:noinline
            func set(p *int) int { *p = 7; return 1 }
            //go:noinline
            func setBig(p *big) int { p.a[8] = 7; return 1 }
            func both(p *int) (int, int) { x := *p; return x, set(&x) }
            func bigs() (big, int) { var b big; return b, setBig(&b) }
            func pair(a, b, c int) int { return a*100 + b*10 + c }
            func returned(n int) int { a, b := both(&n); return a*10 + b }
            func returnedBig(n int) int { b, m := bigs(); return b.a[8]*10 + m }
            func argument(n int) int { return pair(n, set(&n), n) }
            func sum(n int) int { return n + set(&n) }
            func less(n int) int { if n < set(&n) { return 1 }; return 0 }
            func assigned(n int) int { a, b := n, set(&n); c, d := 0, 0; c, d = n, set(&n); return a*1000 + b*100 + c*10 + d }
            func closure(n int) int { f := func() int { n++; return n }; return pair(n, f(), f()) }
            func builtins(n int) int {
                var a [3]int
                x := a[:1:1]
                f := func() int { x = a[:3:3]; return n }
                before, called, after := cap(x), f(), cap(x)
                return before*100 + called*10 + after
            }
            """);
        Assert.Equal(123, p.Run("builtins", 2));
        Assert.Equal(71, p.Run("returned", 3));
        Assert.Equal(71, p.Run("returnedBig", 3));
        Assert.Equal(717, p.Run("argument", 3));
        Assert.Equal(8, p.Run("sum", 3));
        Assert.Equal(0, p.Run("less", 0));
        Assert.Equal(7171, p.Run("assigned", 3));
        Assert.Equal(545, p.Run("closure", 3));
    }

    [Fact]
    public void Empty_arrays_take_no_argument_from_those_in_memory()
    {
        using NativeCode p = NativeCode.Of("""
            package p
            //go:noinline
            func sum(_ [0]int, a [3]byte, _ [0]int, b [2]int, _ [0]int) int { return int(a[0]) + int(a[1])*10 + int(a[2])*100 + b[0]*1000 + b[1]*10000 }
            func caller(n int) int { return sum([0]int{}, [3]byte{1, 2, byte(n)}, [0]int{}, [2]int{4, 5}, [0]int{}) }
            """);
        Assert.Equal(54321, p.Run("caller", 3));
    }

    [Fact]
    public void ClosuresInterfacesAndSwitches()
    {
        using NativeCode p = NativeCode.Of("""
            package p
            func apply(f func(int) int, n int) int { return f(n) + 1 }
            func closure(n int) int {
                k := n * 2
                total := 0
                add := func(x int) int { total += x + k; return total }
                apply(add, 1)
                apply(add, 2)
                return apply(add, 3) * 100 + total
            }
            func named(n int) int { return apply(double, n) }
            func double(n int) int { return 2 * n }
            func dense(n int) int {
                switch n {
                case 0: return 5
                case 1: return 7
                case 2, 3: return 11
                case 4: return 13
                case 5: return 17
                case 6: return 19
                case 7: return 23
                case 8: return 29
                case 9: return 31
                }
                return -1
            }
            func collatz(n int) (steps int) {
                for ; n != 1; steps++ {
                    if n%2 == 0 { n /= 2 } else { n = 3*n + 1 }
                }
                return
            }
            func mixed(a int8, b uint16, c int32, d uint8, e bool) int {
                x := int(a)*3 + int(b)
                if e && c > int32(d) { x -= int(c) >> (d & 7) }
                return x<<1 | int(d)
            }
            """);
        Assert.Equal((6 + 6 * 3 + 1) * 100 + 6 + 18, p.Run("closure", 3));
        Assert.Equal(15, p.Run("named", 7));
        Assert.Equal([-1L, 5, 7, 11, 11, 13, 17, 19, 23, 29, 31, -1], Enumerable.Range(-1, 12).Select(i => p.Run("dense", i)));
        Assert.Equal(111, p.Run("collatz", 27));
        Assert.Equal((-5 * 3 + 60000) << 1 | 203, p.Run("mixed", -5, 60000, -7, 203, 1));
        Assert.Equal((-5 * 3 + 60000 - (7000 >> (203 & 7))) << 1 | 203, p.Run("mixed", -5, 60000, 7000, 203, 1));
    }

    /// <summary>What Go's compiler makes of values out of range on amd64, and a constant where a register is wanted.</summary>
    [Fact]
    public void FloatsOutOfRange()
    {
        using NativeCode p = NativeCode.Of("""
            package p
            func large(n int) float64 { f := 1e38; if n < 0 { f = -f }; return f }
            func toInt32(n int) int { return int(int32(large(n))) }
            func toInt8(n int) int { return int(int8(large(n))) }
            func toUint32(n int) int { return int(uint32(large(n))) }
            func toUint64(n int) int { return int(uint64(large(n))) }
            func constant() int { x := float32(1e38); return int(uint(x)) }
            """);
        Assert.Equal([int.MinValue, int.MinValue], [p.Run("toInt32", 1), p.Run("toInt32", -1)]);
        Assert.Equal([0L, 0], [p.Run("toInt8", 1), p.Run("toInt8", -1)]);
        Assert.Equal([0L, 0], [p.Run("toUint32", 1), p.Run("toUint32", -1)]);
        Assert.Equal([long.MinValue, long.MinValue], [p.Run("toUint64", 1), p.Run("toUint64", -1)]);
        Assert.Equal(long.MinValue, p.Run("constant"));
    }

    [Fact]
    public void ArgumentsOfNoSizeBeforeOnesInMemory()
    {
        using NativeCode p = NativeCode.Of("""
            package p
            //go:noinline
            func take(none [0]int, table [14][9]uint16, n int) int { return int(table[13][8]) + n }
            func f(n int) int { return take([0]int{}, [14][9]uint16{13: {8: 100}}, n) }
            """);
        Assert.Equal(107, p.Run("f", 7));
    }
}
