using Go.Compiler.Collections;
using Go.Compiler.Ssa;
using static Go.Compiler.Tests.Ssa.PassTests;

namespace Go.Compiler.Tests.Ssa;

/// <summary>What range analysis removes, and what it must leave.</summary>
public sealed class ProveTests
{
    [Theory]
    [InlineData("func f(s []int) (t int) { for i := len(s) - 1; i >= 0; i-- { t += s[i] }; return }")]
    [InlineData("func f(s []int) (t int) { for i := 0; i+4 <= len(s); i += 4 { t += s[i] + s[i+1] + s[i+2] + s[i+3] }; return }")]
    [InlineData("func f(s []int) { for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 { s[i], s[j] = s[j], s[i] } }")]
    [InlineData("func f(s []int) { for i := 1; i < len(s); i++ { for j := i; j > 0 && s[j] < s[j-1]; j-- { s[j], s[j-1] = s[j-1], s[j] } } }")]
    [InlineData("func f(b []byte) (t byte) { for len(b) >= 8 { t += b[0] + b[7]; b = b[8:] }; return }")]
    [InlineData("func f(s []int) int { if len(s) > 0 { return s[len(s)-1] }; return 0 }")]
    [InlineData("func f(s []int, i int) int { if i >= 2 && i < len(s) { return s[i] + s[i-1] + s[i-2] }; return 0 }")]
    [InlineData("func f(s []int, i, j int) int { if i >= 0 && i < j && j < len(s) { return s[int(uint(i+j)>>1)] }; return 0 }")]
    [InlineData("func f(t *[256]int, b byte) int { return t[b] }")]
    [InlineData("func f(t *[16]int, x int) int { return t[x&15] }")]
    [InlineData("func f(t *[10]int, x uint) int { return t[x%10] }")]
    [InlineData("func f(n int) (c int) { s := make([]bool, n+1); for i := 2; i <= n; i++ { if s[i] { c++ } }; return }")]
    [InlineData("func f(s string) (n int) { for i := range len(s) { if s[i] == ' ' { n++ } }; return }")]
    public void Proven_accesses_have_no_check(string source) => Assert.Equal(0, Count(Compile(source), Op.BoundsCheck));

    [Theory]
    // The counter may wrap around before it reaches the bound.
    [InlineData("func f(s []int, n int) (t int) { for i := 0; i != n; i++ { t += s[i] }; return }")]
    [InlineData("func f(s []int, n int) (t int) { for i := 0; i <= n; i += 1 << 62 { t += s[i&0xff] }; return }")]
    // The start may be negative.
    [InlineData("func f(s []int, a int) (t int) { for i := a; i < len(s); i++ { t += s[i] }; return }")]
    // i + 1 may be the length.
    [InlineData("func f(s []int) (t int) { for i := 0; i < len(s); i++ { t += s[i+1] }; return }")]
    // One below zero at the end.
    [InlineData("func f(s []int) (t int) { for i := len(s) - 1; i >= 0; i-- { t += s[i-1] }; return }")]
    // i + k may wrap around.
    [InlineData("func f(s []int, i, k int) int { if i >= 0 && k >= 0 && i+k < len(s) { return s[i+k] }; return 0 }")]
    // Another slice.
    [InlineData("func f(s, r []int) (t int) { for i := range s { t += r[i] }; return }")]
    // The test is not made on every way.
    [InlineData("func f(s []int, i int, b bool) int { if i >= 0 { if b || i < len(s) { return s[i] } }; return 0 }")]
    // Unsigned order says nothing about a bound that may be large.
    [InlineData("func f(s []int, i, n uint) int { if i < n { return s[i] }; return 0 }")]
    // The slice shrinks after the test.
    [InlineData("func f(s []int) (t int) { for i := 0; i < len(s); i++ { s = s[1:]; t += s[i] }; return }")]
    // 200 is -56 as a signed byte.
    [InlineData("func f(t *[100]int, b uint8) int { if b < 200 { return t[b] }; return 0 }")]
    public void Unproven_accesses_keep_theirs(string source) => Assert.NotEqual(0, Count(Compile(source), Op.BoundsCheck));

    [Fact]
    public void A_shift_by_a_count_in_range_is_marked()
    {
        SsaFunction f = Compile("func f(x uint64, k uint) uint64 { return x << (k & 63) }");
        Assert.All(Values(f, Op.Shl), v => Assert.Equal(1, f[v].AuxInt));
        f = Compile("func f(x uint32, k uint) uint32 { return x << (k & 63) }");
        Assert.All(Values(f, Op.Shl), v => Assert.Equal(0, f[v].AuxInt));
        f = Compile("func f(x, k int) int { if k < 0 || k > 20 { return 0 }; return x << k }");
        Assert.All(Values(f, Op.Shl), v => Assert.Equal(1, f[v].AuxInt));
    }

    [Fact]
    public void Division_of_what_is_not_negative_has_no_sign()
    {
        SsaFunction f = Compile("func f(s []int, d int) int { if d > 0 { return len(s) / d }; return 0 }");
        Assert.Equal((0, 1), (Count(f, Op.DivS), Count(f, Op.DivU)));
        f = Compile("func f(x, d int) int { if d > 0 { return x / d }; return 0 }");
        Assert.Equal((1, 0), (Count(f, Op.DivS), Count(f, Op.DivU)));
    }

    [Fact]
    public void A_branch_whose_outcome_is_known_goes()
    {
        SsaFunction f = Compile("func f(x int) int { if x > 10 { if x > 5 { return 1 }; return 2 }; return 3 }");
        Assert.Equal(1, f.Order.Count(b => f[b].Kind == BlockKind.If));
    }

    [Fact]
    public void Nothing_is_known_of_the_least_integer()
    {
        SsaFunction f =
            Compile("func f(x int) int { if x == -9223372036854775808 { return 1 }; if x < 9223372036854775807 { return 2 }; return 3 }");
        Assert.Equal(2, f.Order.Count(b => f[b].Kind == BlockKind.If));
    }

    private static EntityList<ValueId> Values(SsaFunction f, Op op)
    {
        var found = new EntityList<ValueId>();
        foreach (BlockId id in f.Order)
        {
            found.AddRange(f[id].Instructions.Where(v => f[v].Op == op));
        }
        Assert.NotEmpty(found);
        return found;
    }
}
