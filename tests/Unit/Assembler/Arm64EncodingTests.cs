using System.Numerics;
using System.Text;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Objects;

namespace Go.Compiler.Tests.Assembler;

/// <summary>What the original's test data for arm64 does not show.</summary>
public sealed class Arm64EncodingTests
{
    private static string Encode(string source) => AsmFixture.Encode(source, isArm64: true);

    /// <summary>Whole functions, filled with zeros to 16 bytes; the bytes are those of the original assembler.</summary>
    [Theory]
    [InlineData("MOVD $0, R1", "e1031faa000000000000000000000000")]
    [InlineData("MOVW ZR, R1", "e1031f2a000000000000000000000000")]
    [InlineData("MOVD $1, R1", "e10340b2000000000000000000000000")]
    [InlineData("MOVD $0x123456789abcdef0, R1", "01de9bd28157b3f201cfcaf28146e2f2")]
    [InlineData("MOVD $0xffff1234ffffffff, R1", "61b9dd92000000000000000000000000")]
    [InlineData("FMOVD $2.0, F1", "1b000090610340fd0000000000000000")]
    [InlineData("FMOVD $1.0, F1", "01106e1e000000000000000000000000")]
    [InlineData("VMOVQ $1, $2, V3", "1b0000907b0300916303c03d00000000")]
    [InlineData("ADD $0x123456, R1, R2", "22581191428c44910000000000000000")]
    [InlineData("MOVD R1, 4104(R3)", "610408f9000000000000000000000000")]
    [InlineData("MOVD 4097(R3), R1", "7b040091610348f90000000000000000")]
    [InlineData("MOVD 0x12345678(R21), R1", "7b000018a16a7bf80000000078563412")]
    [InlineData("MOVD -0x12345678(R21), R1", "7b000058a16a7bf80000000088a9cbedffffffff000000000000000000000000")]
    [InlineData("MOVD $0x12345678(R3), R1", "7b00005861603b8b000000007856341200000000000000000000000000000000")]
    [InlineData("STP (R1, R2), 0x5000(R3)", "7b0000917b174091610b00a900000000")]
    [InlineData("MOVB ·x+3(SB), R1", "1b000090610380390000000000000000")]
    [InlineData("MOVD ·x+3(SB), R1", "1b0000907b030091610340f900000000")]
    [InlineData("REM R1, R2, R3", "5b0cc19a638b019b0000000000000000")]
    public void Sequences(string source, string expected) => Assert.Equal(expected, Encode(source));

    /// <summary>
    /// Every pattern of the architecture, 5,334 in 64 bits, is found again from its value, and nothing else is taken for one.
    /// </summary>
    [Fact]
    public void Bitmask_immediates_are_all_that_exist()
    {
        var seen = new HashSet<ulong>();
        for (int size = 2; size <= 64; size *= 2)
        {
            for (int ones = 1; ones < size; ones++)
            {
                for (int rotate = 0; rotate < size; rotate++)
                {
                    ulong run = ones == 64 ? ulong.MaxValue : (1UL << ones) - 1, value = 0;
                    ulong mask = size == 64 ? ulong.MaxValue : (1UL << size) - 1;
                    ulong turned = ((run >> rotate) | (rotate == 0 ? 0 : run << (size - rotate))) & mask;
                    for (int at = 0; at < 64; at += size)
                    {
                        value |= turned << at;
                    }
                    Assert.True(Arm64Immediates.TryLogical(value, true, out uint bits));
                    Assert.Equal(value, Decode(bits));
                    seen.Add(value);
                }
            }
        }
        Assert.Equal(5334, seen.Count);
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            ulong value = (ulong)random.NextInt64() << random.Next(2);
            Assert.Equal(seen.Contains(value), Arm64Immediates.TryLogical(value, true, out _));
        }
    }

    /// <summary>The architecture's own definition of the fields.</summary>
    private static ulong Decode(uint bits)
    {
        uint n = (bits >> 22) & 1, rotate = (bits >> 16) & 63, last = (bits >> 10) & 63;
        int length = 31 - BitOperations.LeadingZeroCount((n << 6) | (~last & 63));
        int size = 1 << length, ones = (int)(last & (uint)(size - 1)) + 1, by = (int)(rotate & (uint)(size - 1));
        ulong run = (1UL << ones) - 1, mask = size == 64 ? ulong.MaxValue : (1UL << size) - 1;
        ulong turned = ((run >> by) | (by == 0 ? 0 : run << (size - by))) & mask, value = 0;
        for (int at = 0; at < 64; at += size)
        {
            value |= turned << at;
        }
        return value;
    }

    [Theory]
    [InlineData("TBZ $3, R1, far", 9000, "41001836020000140a000014")]
    [InlineData("BEQ far", 270_000, "40000054020000140a000014")]
    public void Conditional_branches_that_do_not_reach_make_a_detour(string branch, int words, string start)
    {
        Assert.Equal("c0035fd6", Encode($"{branch}\nfar: RET")[8..16]);
        var source = new StringBuilder(branch + "\n");
        source.Insert(source.Length, "NOOP\n", words).Append("far: RET");
        string far = Encode(source.ToString());
        Assert.Equal(start[..16], far[..16]);
        // The last of the three goes where the condition wanted to.
        uint word = uint.Parse(far[22..24] + far[20..22] + far[18..20] + far[16..18], System.Globalization.NumberStyles.HexNumber, null);
        Assert.Equal((uint)words + 1, word & 0x3ffffff);
    }

    [Theory]
    [InlineData("ADD R1, R2, R3, R4", "illegal combination: ADD")]
    [InlineData("MOVWU $5, R1", "illegal combination: MOVWU")]
    [InlineData("MOVD 8(SP), R1", "cannot reference SP without a symbol")]
    [InlineData("MOVD.X 8(R1), R2", "unrecognized suffix .\"X\"")]
    [InlineData("ADD R1.FOO, R2, R3", "unsupported general register extension type: FOO")]
    [InlineData("VADD V1.B9, V2.B16, V3.B16", "unsupported simd register extension type: B9")]
    [InlineData("ZADD Z1.B, Z2.B, Z3.B", "unrecognized instruction \"ZADD\"")]
    [InlineData("AT $1, R1", "illegal combination: AT")]
    public void Refusals_have_the_originals_words(string source, string expected)
        => Assert.Contains(expected, AsmFixture.ErrorsOf("TEXT ·f(SB),4,$0\n" + source + "\n", isArm64: true), StringComparison.Ordinal);

    [Theory]
    [InlineData("TEXT ·f(SB),512,$16\nRET\n", "NOFRAME functions must have a frame size of 0, not 16")]
    [InlineData("TEXT ·f(SB),0,$12\nRET\n", "unaligned frame size 12 - must be 16 aligned")]
    [InlineData("TEXT ·f(SB),0,$-16\nRET\n", "negative frame size -16 - did you mean NOFRAME?")]
    public void Frames_that_cannot_be(string source, string expected)
        => Assert.Equal("f0.s:1: GO5009 " + expected, AsmFixture.ErrorsOf(source, isArm64: true));

    [Fact]
    public void Thread_local_symbols_are_found_wherever_the_file_declares_them()
    {
        var fixture = new AsmFixture { IsArm64 = true };
        ObjectFile output = fixture.Assemble("TEXT ·f(SB),516,$0\nMOVD ·tls_g(SB), R27\nRET\nGLOBL ·tls_g(SB), 256, $8\n");
        Assert.Equal("", fixture.Errors());
        Assert.Equal(RelocationKind.TlsOffset, Assert.Single(output.Symbols[0].Relocations).Kind);
        Assert.StartsWith("1b0080d2", Convert.ToHexStringLower(output.Symbols[0].Data), StringComparison.Ordinal);
    }
}
