namespace Go.Compiler.Tests.Assembler;

public sealed class EncodingTests
{
    /// <summary>
    /// The original assembles a function again when a forward jump is too short, and then takes AX in a byte instruction for AL.
    /// </summary>
    [Theory]
    [InlineData(12, "80f801f6c0027478", "80c003")]
    [InlineData(13, "3c01a8020f8482000000", "0403")]
    public void Byte_instructions_on_AX_are_shorter_beside_a_long_jump(int moves, string start, string end)
    {
        string far = string.Concat(Enumerable.Repeat("MOVQ $0x123456789abcdef, AX\n", moves));
        string code = AsmFixture.Encode($"CMPB AX, $1\nTESTB $2, AX\nJEQ out\n{far}out:\nADDB $3, AX");
        Assert.StartsWith(start, code, StringComparison.Ordinal);
        Assert.EndsWith(end, code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MOVQ $0, AX", "b800000000")]
    [InlineData("MOVL $0, AX", "b800000000")]
    [InlineData("MOVQ $0xffffffff, AX", "b8ffffffff")]
    [InlineData("MOVQ $-1, AX", "48c7c0ffffffff")]
    [InlineData("MOVQ $0x123456789, AX", "48b88967452301000000")]
    [InlineData("MOVL $-1, R9", "41b9ffffffff")]
    [InlineData("MOVB $7, DI", "40b707")]
    [InlineData("MOVQ $5, 8(SP)", "48c744240805000000")]
    [InlineData("MOVQ AX, BX", "4889c3")]
    [InlineData("MOVQ (R13), AX", "498b4500")]
    [InlineData("MOVQ 8(AX)(BX*4), R8", "4c8b449808")]
    [InlineData("MOVQ (BX*8), AX", "488b04dd00000000")]
    [InlineData("MOVQ X1, AX", "66480f7ec8")]
    [InlineData("MOVQ AX, X1", "66480f6ec8")]
    [InlineData("MOVQ (AX), X1", "f30f7e08")]
    [InlineData("MOVQ X1, (AX)", "660fd608")]
    [InlineData("MOVL X1, AX", "660f7ec8")]
    [InlineData("MOVBQZX AX, BX", "480fb6d8")]
    [InlineData("MOVLQZX AX, BX", "8bd8")]
    [InlineData("MOVB AH, BX", "88e3")]
    [InlineData("LEAQ -8(SP), DI", "488d7c24f8")]
    [InlineData("MOVQ $16(SP), DI", "488d7c2410")]
    public void Moves(string source, string expected) => Assert.Equal(expected, AsmFixture.Encode(source));

    [Theory]
    [InlineData("ADDQ $127, AX", "4883c07f")]
    [InlineData("ADDQ $128, AX", "480580000000")]
    [InlineData("ADDQ $-128, AX", "4883c080")]
    [InlineData("ADDQ $128, BX", "4881c380000000")]
    [InlineData("CMPQ AX, $5", "4883f805")]
    [InlineData("CMPQ AX, (BX)", "483b03")]
    [InlineData("CMPQ (BX), AX", "483903")]
    [InlineData("TESTQ (BX), AX", "488503")]
    [InlineData("TESTB $1, (BX)", "f60301")]
    [InlineData("SHLQ $1, AX", "48d1e0")]
    [InlineData("SHLQ $3, AX", "48c1e003")]
    [InlineData("SHLQ CX, AX", "48d3e0")]
    [InlineData("SHLQ $3, BX, AX", "480fa4d803")]
    [InlineData("SHRQ CX, BX, AX", "480fadd8")]
    [InlineData("SHLQ $3, AX:BX", "480fa4d803")]
    [InlineData("IMULQ $3, AX", "486bc003")]
    [InlineData("IMUL3Q $1000, BX, AX", "4869c3e8030000")]
    [InlineData("IMULQ BX, AX", "480fafc3")]
    [InlineData("MULQ BX", "48f7e3")]
    [InlineData("XCHGQ AX, BX", "4893")]
    [InlineData("XCHGQ (BX), CX", "48870b")]
    [InlineData("BTQ $3, AX", "480fbae003")]
    [InlineData("BSWAPQ R9", "490fc9")]
    [InlineData("CMOVQCS BX, AX", "480f42c3")]
    [InlineData("SETHI AX", "0f97c0")]
    [InlineData("LOCK; XADDQ AX, (BX)", "f0480fc103")]
    [InlineData("LOCK\nCMPXCHGL CX, (BX)", "f00fb10b")]
    [InlineData("REP; MOVSQ", "f348a5")]
    [InlineData("PUSHQ $-1; POPQ R12", "6aff415c")]
    public void Integers(string source, string expected) => Assert.Equal(expected, AsmFixture.Encode(source));

    [Theory]
    [InlineData("PADDL X1, X2", "660ffed1")]
    [InlineData("PSLLO $4, X2", "660f73fa04")]
    [InlineData("PSHUFB (AX), X2", "660f380010")]
    [InlineData("CMPSD X1, X2, $3", "f20fc2d103")]
    [InlineData("CMPSD X1, X2, 3", "f20fc2d103")]
    [InlineData("SHA256RNDS2 X0, X1, X2", "0f38cbd1")]
    [InlineData("PINSRQ $1, AX, X2", "66480f3a22d001")]
    [InlineData("VPADDD Y1, Y2, Y3", "c5edfed9")]
    [InlineData("VMOVDQU Y1, Y2", "c5fe7fca")]
    [InlineData("MULXQ AX, CX, BX", "c4e2f3f6d8")]
    [InlineData("ANDNQ AX, CX, BX", "c4e2f0f2d8")]
    [InlineData("RORXL $7, AX, BX", "c4e37bf0d807")]
    [InlineData("VPADDD Z1, Z2, K3, Z4", "62f16d4bfee1")]
    [InlineData("VPADDD.Z Z1, Z2, K3, Z4", "62f16dcbfee1")]
    [InlineData("VPADDD.BCST 4(AX), Z2, Z4", "62f16d58fe6001")]
    [InlineData("VADDPD.RZ_SAE Z1, Z2, Z4", "62f1ed7858e1")]
    [InlineData("VPCMPUQ $2, Z1, Z2, K3, K4", "62f3ed4b1ee102")]
    [InlineData("KXORQ K1, K2, K3", "c4e1ec47d9")]
    [InlineData("VZEROUPPER", "c5f877")]
    [InlineData("VCVTPD2PSY (AX), X1", "c5fd5a08")]
    public void Vectors(string source, string expected) => Assert.Equal(expected, AsmFixture.Encode(source));

    [Theory]
    [InlineData("BYTE $0x0f; BYTE $5", "0f05")]
    [InlineData("WORD $1; LONG $2; QUAD $3", "0100020000000300000000000000")]
    [InlineData("NOP\nNOP AX", "")]
    [InlineData("UNDEF", "0f0b")]
    [InlineData("RET\nPCALIGN $8\nRET", "c30f1f8000000000c3")]
    [InlineData("CALL AX\nCALL 8(BX)\nJMP (DX)", "ffd0ff5308ff22")]
    [InlineData("CALL *·x(SB)\nJMP *·x(SB)", "ff1500000000ff2500000000")]
    [InlineData("MOVQ 0x30(GS), AX", "65488b042530000000")]
    [InlineData("MOVQ 8(AX)(GS*1), BX", "65488b5808")]
    public void Others(string source, string expected) => Assert.Equal(expected, AsmFixture.Encode(source));

    [Theory]
    [InlineData("FADDD F2, F0", "d8c2")]
    [InlineData("FADDD F0, F2", "dcc2")]
    [InlineData("FSUBRD (BX), F0", "dc2b")]
    [InlineData("FDIVDP F0, F2", "defa")]
    [InlineData("FADDW 8(SP), F0", "de442408")]
    [InlineData("FMOVD (BX), F0", "dd03")]
    [InlineData("FMOVD F0, (BX)", "dd13")]
    [InlineData("FMOVDP F0, F2", "ddda")]
    [InlineData("FMOVX (BX), F0", "db2b")]
    [InlineData("FMOVVP F0, (BX)", "df3b")]
    [InlineData("FCOMD F0, F2", "dcd2")]
    [InlineData("FCOMDPP F0, F1", "ded9")]
    [InlineData("FUCOMI F0, F2", "dbea")]
    [InlineData("FCMOVNBE F2, F0", "dbd2")]
    [InlineData("FXCHD F2, F0", "d9ca")]
    [InlineData("FADDD $1.5, F0", "dc0500000000")]
    [InlineData("FBLD (BX)", "df23")]
    public void X87(string source, string expected) => Assert.Equal(expected, AsmFixture.Encode(source));

    [Theory]
    [InlineData("INB; INB $5; OUTL $0x60", "ece405e760")]
    [InlineData("PUSHL DS; POPL DS; PUSHW FS; POPAW", "1e1f660fa06661")]
    [InlineData("MOVW AX, FS; MOVW FS, AX", "8ee08ce0")]
    [InlineData("MOVL AX, DR7", "0f23f8")]
    [InlineData("BOUNDW R9, (BX)", "6644620b")]
    [InlineData("ADDB $1, AL; ADDB $1, AX", "040180c001")]
    [InlineData("ADDW $0x12345, CX", "6681c14523")]
    [InlineData("XCHGL CX, AX; XCHGL AX, CX", "9191")]
    [InlineData("MOVHPS X1, X9", "440f16c9")]
    [InlineData("CVTPD2PL (BX), M1", "660f2d0b")]
    [InlineData("VPDPBUSD (BX), X1, X1", "62f27508500b")]
    [InlineData("PUSHQ $4045620583", "68674523f1")]
    public void What_no_test_data_of_the_original_shows(string source, string expected)
        => Assert.Equal(expected, AsmFixture.Encode(source));

    [Theory]
    [InlineData("A", "unknown suffix \"A\"")]
    [InlineData("A.A.A", "unknown suffix \"A\"; duplicate suffix \"A\"")]
    [InlineData("Z.A", "Z suffix should be the last; unknown suffix \"A\"")]
    [InlineData("Z.Z", "Z suffix should be the last; duplicate suffix \"Z\"")]
    [InlineData("BCST.Z.SAE", "Z suffix should be the last; can't combine rounding/SAE and broadcast")]
    [InlineData("RZ_SAE.SAE", "bad suffix combination")]
    public void Suffixes_are_refused_in_the_originals_words(string suffix, string expected)
        => Assert.Equal("f0.s:2: GO5004 " + expected, AsmFixture.ErrorsOf($"TEXT ·f(SB),4,$0\nVADDPD.{suffix} X0, X1, X2\n"));

    [Theory]
    [InlineData("AAA", "illegal in 64-bit mode: AAA")]
    [InlineData("PUSHL AX", "illegal in 64-bit mode: PUSHL")]
    [InlineData("ENTER $1, $2", "invalid instruction: ENTER")]
    [InlineData("MOVQ AL, BX", "invalid instruction: MOVQ")]
    [InlineData("TESTB AX, $1", "invalid instruction: TESTB")]
    [InlineData("SHLQ $-1, AX", "invalid instruction: SHLQ")]
    [InlineData("PSHUFB (BX), M1", "invalid instruction: PSHUFB")]
    [InlineData("IMULL $1, AX, AX", "invalid instruction: IMULL")]
    [InlineData("V4FMADDPS (BX), Z1, Z1", "invalid instruction: V4FMADDPS")]
    [InlineData("VMAXPD.RU_SAE (AX), Z2, K1, Z1", "illegal rounding with memory argument: VMAXPD.RU_SAE")]
    public void Refusals_have_the_originals_words(string source, string expected)
        => Assert.Equal("f0.s:2: GO5006 " + expected, AsmFixture.ErrorsOf("TEXT ·f(SB),4,$0\n" + source + "\n"));

    [Theory]
    [InlineData("CMPQ $5, AX")]
    [InlineData("MOVSD $0, X1")]
    [InlineData("ADDQ $0x100000000, AX")]
    [InlineData("MOVQ (AX)(SP*2), BX")]
    [InlineData("JEQ ·x(SB)")]
    [InlineData("VPADDD.Z X1, X2, X3, X4")]
    [InlineData("CALL $5")]
    public void Impossible_operands_have_no_encoding(string source)
        => Assert.StartsWith("f0.s:2: GO5006 invalid instruction: ", AsmFixture.ErrorsOf("TEXT ·f(SB),4,$0\n" + source + "\n"),
            StringComparison.Ordinal);
}
