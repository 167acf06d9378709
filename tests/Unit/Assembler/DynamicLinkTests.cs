using Go.Compiler.Objects;

namespace Go.Compiler.Tests.Assembler;

/// <summary><c>-dynlink</c>: global symbols are reached through words that hold their addresses.</summary>
public sealed class DynamicLinkTests
{
    private static AsmFixture Fixture(bool isArm64 = false) => new() { IsDynamicLink = true, IsArm64 = isArm64 };

    private static string Print(string statements, bool isArm64 = false)
    {
        AsmFixture fixture = Fixture(isArm64);
        string text = ObjectPrinter.Print(
            fixture.Assemble($"TEXT ·f(SB), 4|512, $0-0\n\t{statements.Replace("; ", "\n\t", StringComparison.Ordinal)}\n"));
        Assert.Equal("", fixture.Errors());
        return string.Join('\n', text.Split('\n').Where(l => l.StartsWith("  0", StringComparison.Ordinal)
            || l.StartsWith("  rel", StringComparison.Ordinal)).Select(l => l.Trim()));
    }

    /// <summary>The bytes are what the original assembler writes.</summary>
    [Theory]
    [InlineData("LEAQ name+8(SB), AX", "48 8b 05 00 00 00 00 48 8d 40 08")]
    [InlineData("MOVQ $name(SB), AX", "48 8b 05 00 00 00 00")]
    [InlineData("ADDQ $1, name+8(SB)", "4c 8b 3d 00 00 00 00 49 83 47 08 01")]
    [InlineData("CMPL name(SB), $0", "4c 8b 3d 00 00 00 00 41 83 3f 00")]
    [InlineData("LEAL name(SB), AX", "4c 8b 3d 00 00 00 00 41 8d 07")]
    [InlineData("MOVQ name(SB), R15", "4c 8b 3d 00 00 00 00 4d 8b 3f")]
    [InlineData("MULXQ name(SB), AX, CX", "4c 8b 3d 00 00 00 00 c4 c2 fb f6 0f")]
    [InlineData("POPQ name(SB)", "4c 8b 3d 00 00 00 00 41 8f 07")]
    [InlineData("VMOVDQU name+32(SB), Y0", "4c 8b 3d 00 00 00 00 c4 c1 7e 6f 47 20")]
    public void The_address_comes_from_a_word(string statement, string code)
        => Assert.Equal(
            $"0000  {code}\nrel 0003 PcRelative name@GOT\n0000  00 00 00 00 00 00 00 00\nrel 0000 Address name", Print(statement));

    [Theory]
    [InlineData("MOVD $name+8(SB), R0", "1b 00 00 90 60 03 40 f9 00 20 00 91")]
    [InlineData("MOVW name+4096(SB), R1", "1b 00 00 90 7b 03 40 f9 61 03 90 b9")]
    [InlineData("MOVD R1, name+8(SB)", "1b 00 00 90 7b 03 40 f9 61 07 00 f9")]
    [InlineData("MOVD name+1193040(SB), R1", "1b 00 00 90 7b 03 40 f9 7b 83 44 91 61 2b 5a f9")]
    public void The_address_comes_from_a_word_on_arm64(string statement, string code)
    {
        string[] lines = Print(statement, isArm64: true).Split('\n');
        Assert.StartsWith("0000  " + code, lines[0], StringComparison.Ordinal);
        Assert.Equal(["rel 0000 AddressPair name@GOT", "0000  00 00 00 00 00 00 00 00", "rel 0000 Address name"], lines[^3..]);
    }

    /// <summary>What is the file's own cannot be another library's, and calls are the linker's matter.</summary>
    [Theory]
    [InlineData("MOVQ own<>(SB), AX; CALL ·g(SB); MOVSD $2.5, X0; RET")]
    public void Symbols_of_the_file_and_calls_are_as_ever(string statements)
        => Assert.DoesNotContain("@GOT", Print(statements), StringComparison.Ordinal);

    [Fact]
    public void A_word_is_there_once()
        => Assert.Single(Print("MOVQ name(SB), AX; MOVQ name+8(SB), BX").Split('\n'),
            l => l.EndsWith("Address name", StringComparison.Ordinal));

    private const string Access = "MOVQ name(SB), AX\n\t";

    [Theory]
    [InlineData("MOVQ R15, name(SB)", 2)]
    [InlineData(Access + "JEQ out\n\tMOVQ $1, R15\nout:\tADDQ R15, AX", 5)]
    [InlineData("top:\tMOVQ (R15), AX\n\tMOVQ name(SB), BX\n\tJMP top", 2)]
    [InlineData(Access + "MOVQ $name(SB), 8(SP)", 3)]
    [InlineData(Access + "CALL R15", 3)]
    public void R15_is_not_read_behind_an_access(string statements, int line)
    {
        AsmFixture fixture = Fixture();
        fixture.Assemble($"TEXT ·f(SB), 4|512, $0-0\n\t{statements}\n\tRET\n");
        Assert.StartsWith($"f0.s:{line}: GO5014 ", fixture.Errors(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Access + "MOVQ TLS, R15\n\tADDQ $1, R15")]
    [InlineData(Access + "SETEQ R15")]
    [InlineData(Access + "JMP out\n\tADDQ $1, R15\nout:\tMOVQ $2, R15\n\tMOVQ R15, AX")]
    [InlineData("MOVQ name(SB), R15\n\tADDQ $1, R15")]
    [InlineData("MOVQ $1, R15\n\tLEAQ name(SB), AX\n\tMOVQ R15, BX")]
    public void R15_is_the_source_s_where_no_access_reaches(string statements)
    {
        AsmFixture fixture = Fixture();
        fixture.Assemble($"TEXT ·f(SB), 4|512, $0-0\n\t{statements}\n\tRET\n");
        Assert.Equal("", fixture.Errors());
    }
}
