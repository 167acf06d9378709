using Go.Compiler.Arch.Amd64;
using Go.Compiler.Ssa;
using Go.Compiler.Tests.Ir;

namespace Go.Compiler.Tests.Backend;

/// <summary>Tests of masks and operations on single bits, which have instructions of their own.</summary>
public sealed class BitOperationTests
{
    private const string Source = """
        package p
        func set(x uint64, n int) uint64 { return x | 1<<(n&63) }
        func flip(x uint64, n uint) uint64 { return 1<<(n&63) ^ x }
        func set32(x uint32, n uint8) uint32 { return x | 1<<(n&31) }
        func mask16(x uint16, n uint16) uint16 { return x | 1<<(n&15) }
        func isSet(x uint64, n int) int { if x&(1<<(n&63)) != 0 { return 1 }; return 0 }
        func isClear32(x uint32, n int) bool { return x&(1<<(n&31)) == 0 }
        func beyond(x uint64, n uint) uint64 { return x | 1<<n }
        func shift(x int64, n int) int64 { return x>>(n&63) + x<<(n&31) }
        func any(x, y uint64) bool { return x&y != 0 }
        func sign8(x int8) int { if x&-128 != 0 { return 1 }; return 0 }
        func high16(x uint16) bool { return x&0x8001 != 0 }
        func low(x int64) bool { return x&7 == 0 }
        func upper(x int64) bool { return x&-8 == 0 }
        func both(x, y uint64, n int) uint64 { m := uint64(1)<<(n&63); if x&m != 0 { return m }; return y | m }
        func decide(a, b bool) int { c := a == b; d := a != b; if c != d == a { return 1 }; return 2 }
        """;

    [Fact]
    public void Bits_by_number()
    {
        using NativeCode p = NativeCode.Of(Source);
        foreach (ulong x in (ulong[])[0, 1, 0x8000000000000001, 0x123456789ABCDEF0, ulong.MaxValue])
        {
            foreach (int n in (int[])[0, 1, 5, 31, 32, 40, 63, 64, 100, -1])
            {
                ulong bit = 1UL << (n & 63);
                Assert.Equal((long)(x | bit), p.Run("set", (long)x, n));
                Assert.Equal((long)(x ^ bit), p.Run("flip", (long)x, n));
                Assert.Equal((uint)x | 1u << (n & 31), (uint)p.Run("set32", (long)x, n));
                Assert.Equal((ushort)x | 1 << (n & 15), (ushort)p.Run("mask16", (long)x, n));
                Assert.Equal((x & bit) != 0 ? 1 : 0, p.Run("isSet", (long)x, n));
                Assert.Equal(((uint)x & 1u << (n & 31)) == 0 ? 1 : 0, (byte)p.Run("isClear32", (long)x, n));
                Assert.Equal((long)(x | (n is >= 0 and < 64 ? bit : 0)), p.Run("beyond", (long)x, n));
                Assert.Equal(((long)x >> (n & 63)) + ((long)x << (n & 31)), p.Run("shift", (long)x, n));
                Assert.Equal((long)((x & bit) != 0 ? bit : 7 | bit), p.Run("both", (long)x, 7, n));
            }
        }
    }

    [Fact]
    public void Masks()
    {
        using NativeCode p = NativeCode.Of(Source);
        foreach (long x in (long[])[0, 1, 7, 8, -1, 0x80, 0x7F, 0x8000, 0x7FFE, 0x10000, 1L << 40, long.MinValue])
        {
            Assert.Equal((x & 0x8080) != 0 ? 1 : 0, (byte)p.Run("any", x, 0x8080));
            Assert.Equal((x & 0x80) != 0 ? 1 : 0, p.Run("sign8", x));
            Assert.Equal((x & 0x8001) != 0 ? 1 : 0, (byte)p.Run("high16", x));
            Assert.Equal((x & 7) == 0 ? 1 : 0, (byte)p.Run("low", x));
            Assert.Equal((x & -8) == 0 ? 1 : 0, (byte)p.Run("upper", x));
        }
    }

    /// <summary>A conjunction of booleans is a condition by itself, not the test of a mask.</summary>
    [Fact]
    public void Conditions_that_are_conjunctions()
    {
        using NativeCode p = NativeCode.Of(Source);
        for (int a = 0; a < 2; a++)
        {
            for (int b = 0; b < 2; b++)
            {
                Assert.Equal(a == 1 ? 1 : 2, p.Run("decide", a, b));
            }
        }
    }

    /// <summary>The instructions, and neither the mask of the count nor the shift.</summary>
    [Theory]
    [InlineData("p.set", new byte[] { 0x48, 0x0F, 0xAB })]
    [InlineData("p.flip", new byte[] { 0x48, 0x0F, 0xBB })]
    [InlineData("p.set32", new byte[] { 0x0F, 0xAB })]
    [InlineData("p.isSet", new byte[] { 0x48, 0x0F, 0xA3 })]
    [InlineData("p.any", new byte[] { 0x48, 0x85 })]
    public void Instructions(string function, byte[] wanted)
    {
        byte[] code = Amd64Machine.New(BuiltPackage.Layout, Amd64ThreadLocal.InFs)
            .Generate(NativeCode.Ssa(Source).Single(f => f.Symbol.Name == function)).Code;
        Assert.True(code.AsSpan().IndexOf(wanted) >= 0, Convert.ToHexString(code));
        Assert.True(code.AsSpan().IndexOf((byte)0xD3) < 0 && code.AsSpan().IndexOf((byte)0x83) < 0, Convert.ToHexString(code));
    }

    /// <summary>What is multiplied stays in its register: the product takes that of the factor nobody wants any more.</summary>
    [Fact]
    public void Commutative_operations_overwrite_what_dies()
    {
        const string Product = "package p\nfunc f(a, b float64) (float64, float64) { return a * (b - a), a }";
        SsaFunction f = NativeCode.Ssa(Product).Single(f => f.Symbol.Name == "p.f");
        byte[] code = Amd64Machine.New(BuiltPackage.Layout, Amd64ThreadLocal.InFs).Generate(f).Code;
        int multiply = code.AsSpan().IndexOf(new byte[] { 0xF2, 0x0F, 0x59 });
        Assert.Equal(0xC8, code[multiply + 3]); // mulsd xmm1, xmm0: the difference is overwritten
        using NativeCode p = NativeCode.Of(Product);
        Assert.Equal(6.0, p.RunFloat("f", 2, 5));
    }
}
