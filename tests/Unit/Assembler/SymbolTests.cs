using Go.Compiler.Assembler;
using Go.Compiler.Objects;

namespace Go.Compiler.Tests.Assembler;

public sealed class SymbolTests
{
    [Fact]
    public void A_scan_finds_functions_defined_and_symbols_mentioned_without_constants()
    {
        var fixture = new AsmFixture { Package = "runtime", AbiSelectors = true };
        AssemblySymbols symbols = fixture.Scan("""
            #include "go_asm.h"
            TEXT ·memmove<ABIInternal>(SB), 4, $0-24
                MOVQ const_unknown(AX), BX
                CALL ·check(SB)
                MOVQ $·main<ABIInternal>+4(SB), AX
                CALL local<>(SB)
                MOVB ·table+1(SB)(AX*1), BX
                NOSUCH internal∕abi·x(SB)
                RET
            TEXT local<>(SB), 4, $0
                RET
            DATA ·mainPC+0(SB)/8, $·entry<ABIInternal>(SB)
            GLOBL ·mainPC(SB), 8, $8
            """, "TEXT ·memmove<ABIInternal>(SB), 4, $0-24\nJMP ·check(SB)\n");
        Assert.Equal("", fixture.Errors());
        Assert.Equal([new AssemblySymbol("runtime.memmove", SymbolAbi.Internal)], symbols.Definitions);
        Assert.Equal(
            [
                new AssemblySymbol("runtime.check", SymbolAbi.Abi0), new AssemblySymbol("runtime.main", SymbolAbi.Internal),
                new AssemblySymbol("internal/abi.x", SymbolAbi.Abi0),
                new AssemblySymbol("runtime.entry", SymbolAbi.Internal), new AssemblySymbol("runtime.mainPC", SymbolAbi.Abi0),
            ],
            symbols.References);
    }

    [Fact]
    public void File_local_symbols_of_two_files_are_different()
    {
        ObjectFile output = new AsmFixture().Assemble("TEXT x<>(SB),4,$0\nRET\n", "TEXT x<>(SB),4,$0\nJMP x<>(SB)\n");
        Assert.Equal(["x<>p/f0.s", "x<>p/f1.s"], output.Symbols.Select(s => output.Names[s.Name.Index].Name));
        Assert.All(output.Symbols, s => Assert.True((s.Flags & SymbolFlags.FileLocal) != 0));
        Assert.Equal(output.Symbols[1].Name, output.Symbols[1].Relocations[0].Target);
    }

    [Theory]
    [InlineData("TEXT ·f(SB),4,$0\nRET\nTEXT ·f(SB),4,$0\nRET\n", "f0.s:3: GO5008 symbol p.f redeclared")]
    [InlineData("TEXT ·f<ABIInternal>(SB),4,$0\nRET\n",
        "f0.s:1: GO5004 ABI selector only permitted when compiling runtime, reference was to \"p.f\"")]
    [InlineData("TEXT ·f(SB),4,$0\nJMP nowhere\nRET\n", "f0.s:2: GO5007 undefined label nowhere")]
    [InlineData("TEXT ·f(SB),4,$0\nx: x: RET\n", "f0.s:2: GO5007 label \"x\" multiply defined")]
    [InlineData("TEXT ·f(SB),4,$0\nJMP 5(PC)\nRET\n", "f0.s:2: GO5007 branch out of range")]
    [InlineData("TEXT ·f(SB),4,$(8*2)\nRET\n", "f0.s:1: GO5003 TEXT p.f: frame size must be an immediate constant")]
    [InlineData("TEXT ·f(SB),4,$12\nRET\n", "f0.s:1: GO5009 unaligned stack size 20")]
    [InlineData("TEXT ·f(SB),4,$0\nPUSHQ AX\nRET\n", "f0.s:3: GO5009 p.f: unbalanced PUSH/POP")]
    [InlineData("TEXT ·f(SB),4,$0\nMOVQ 0(FP), AX\n", "f0.s:2: GO5004 cannot reference FP without a symbol")]
    [InlineData("TEXT ·f(SB),4,$0\nMOVQ $1<<2*3, AX\n", "f0.s:2: GO5004 expected end of operand, found *")]
    [InlineData("TEXT ·f(SB),4,$0\nMOVQ AX,\n", "f0.s:2: GO5003 missing operand")]
    [InlineData("TEXT ·f(SB),4,$0\nMOVQ AX, BX)\n", "f0.s:2: GO5004 expected end of operand, found )")]
    [InlineData("TEXT ·f(SB),4,$0\nPCALIGN $12\n",
        "f0.s:2: GO5004 alignment value of an instruction must be a power of two and in the range [8, 2048], got 12")]
    [InlineData("DATA ·x+4(SB)/4, $1\nDATA ·x+0(SB)/8, $1\nGLOBL ·x(SB), 16, $8\n", "f0.s:2: GO5003 overlapping DATA entry for p.x")]
    [InlineData("DATA ·x+0(SB)/3, $1\n", "f0.s:1: GO5003 bad size for DATA argument: 3")]
    public void Errors_name_their_line(string source, string expected) => Assert.Equal(expected, AsmFixture.ErrorsOf(source));

    [Fact]
    public void Every_bad_line_is_reported_once()
        => Assert.Equal("f0.s:2: GO5005 unrecognized instruction \"BAD\"\nf0.s:4: GO5005 unrecognized instruction \"WORSE\"",
            AsmFixture.ErrorsOf("TEXT ·f(SB),4,$0\nBAD; BAD\nRET\nWORSE\n"));
}
