using Go.Compiler.Arch.Amd64;

namespace Go.Compiler.Tests.Assembler;

/// <summary>Thread-local storage in amd64 assembly (contract 1.2): one source, three ways to reach g.</summary>
public sealed class ThreadLocalTests
{
    private const string Source =
        "TEXT ·f(SB), 4, $0-0\n\tMOVQ TLS, CX\n\tMOVQ 0(CX)(TLS*1), AX\n\tMOVQ AX, 8(CX)(TLS*1)\n\tMOVQ (TLS), R14\n\tRET\n";

    private static string Code(Amd64ThreadLocal way)
    {
        string text = new AsmFixture { ThreadLocal = way }.PrintAll(Source);
        return string.Join('\n', text.Split('\n').Where(l => l.StartsWith("  0", StringComparison.Ordinal)
            || l.StartsWith("  rel", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_distance_in_a_segment_is_one_instruction()
    {
        string fs = Code(Amd64ThreadLocal.InFs), gs = Code(Amd64ThreadLocal.InGs);
        Assert.StartsWith("  0000  64 48 8b 04 25 00 00 00 00 64 48 89 04 25 00 00", fs, StringComparison.Ordinal);
        Assert.Equal(fs.Replace(" 64 ", " 65 ", StringComparison.Ordinal), gs);
        Assert.Contains("  rel 0005 TlsOffset -\n  rel 000e TlsOffset -+8\n  rel 0017 TlsOffset -", fs, StringComparison.Ordinal);
    }

    /// <summary>
    /// mov rcx, [tls_g]; mov rcx, gs:[rcx]; mov rax, [rcx]; mov [rcx+8], rax; mov r14, [tls_g]; mov r14, gs:[r14]; mov r14, [r14]; ret.
    /// </summary>
    [Fact]
    public void A_distance_in_a_variable_leads_to_a_pointer()
        => Assert.Equal("  0000  48 8b 0d 00 00 00 00 65 48 8b 09 48 8b 01 48 89\n  0010  41 08 4c 8b 35 00 00 00 00 65 4d 8b 36 4d 8b 36\n  0020  c3\n"
            + "  rel 0003 PcRelative runtime.tls_g\n  rel 0015 PcRelative runtime.tls_g", Code(Amd64ThreadLocal.BehindGs));

    /// <summary>Another thread must not follow the pointer of this one.</summary>
    [Fact]
    public void Code_is_not_preempted_behind_the_pointer()
        => Assert.Contains("pcdata0 -1->29 -2->32 -1->33", new AsmFixture { ThreadLocal = Amd64ThreadLocal.BehindGs }.PrintAll(Source),
            StringComparison.Ordinal);

    /// <summary>The pointer goes through the register: it must be a general one.</summary>
    [Theory]
    [InlineData("MOVQ (TLS), X0")]
    [InlineData("MOVQ TLS, X0")]
    public void A_pointer_needs_a_general_register(string statement)
    {
        var fixture = new AsmFixture { ThreadLocal = Amd64ThreadLocal.BehindGs };
        fixture.Assemble("TEXT ·f(SB), 4, $0-0\n\t" + statement + "\n\tRET\n");
        Assert.Contains("invalid instruction: MOVQ", Assert.Single(fixture.Sink.All).Message, StringComparison.Ordinal);
    }
}
