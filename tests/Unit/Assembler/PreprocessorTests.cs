using Go.Compiler.Objects;

namespace Go.Compiler.Tests.Assembler;

public sealed class PreprocessorTests
{
    [Fact]
    public void Escaped_newlines_of_a_macro_body_separate_statements()
        => Assert.Equal("48ffc048ffc3c3", AsmFixture.Encode("#define TWICE(a, b) \\\n INCQ a \\\n INCQ b\nTWICE(AX, BX)\nRET"));

    [Fact]
    public void Semicolons_separate_statements() => Assert.Equal("48ffc048ffc3", AsmFixture.Encode("#define BOTH INCQ AX; INCQ BX;\nBOTH"));

    [Fact]
    public void A_space_before_the_parenthesis_makes_an_object_like_macro()
        => Assert.Equal("48ff00", AsmFixture.Encode("#define MEM (AX)\nINCQ MEM"));

    [Fact]
    public void Macros_expand_inside_macros_and_arguments_keep_nested_parentheses()
        => Assert.Equal("488d441008", AsmFixture.Encode("#define A(x) x\n#define B(x, y) LEAQ A(x), y\nB(8(AX)(DX*1), AX)"));

    [Fact]
    public void A_function_like_name_without_arguments_is_a_plain_identifier()
        => Assert.Equal("eb00c3", AsmFixture.Encode("#define done(x) x\nJMP done\ndone: RET"));

    [Fact]
    public void Command_line_definitions_choose_branches()
    {
        const string Source =
            "#ifdef GOOS_linux\nDATA ·x(SB)/1, $V\n#else\n#ifdef V\n#else\n#error is no directive, but skipped\nit's skipped\n#endif\n#endif\nGLOBL ·x(SB), 8, $1\n";
        var fixture = new AsmFixture { Defines = ["GOOS_linux", "V=7"] };
        ObjectFile output = fixture.Assemble(Source);
        Assert.Equal("", fixture.Errors());
        Assert.Equal([7], output.Symbols[0].Data);
        Assert.Empty(new AsmFixture { Defines = ["V=7"] }.Assemble(Source).Symbols[0].Data);
    }

    [Fact]
    public void Includes_come_from_the_driver_and_go_asm_h_from_the_compiler()
    {
        var fixture = new AsmFixture { GoAsmHeader = "#define T_field 8\n" }.Include("flags.h", "#define RODATA 8\n");
        ObjectSymbol symbol =
            fixture.Assemble("#include \"flags.h\"\n#include \"go_asm.h\"\nDATA ·x(SB)/1, $T_field\nGLOBL ·x(SB), RODATA, $1\n").Symbols[0];
        Assert.Equal((SymbolKind.ReadOnly, 8), (symbol.Kind, symbol.Data[0]));
    }

    [Fact]
    public void Undefined_names_can_be_defined_again()
        => Assert.Equal("cd02", AsmFixture.Encode("#define N 1\n#undef N\n#define N 2\nINT $N"));

    [Theory]
    [InlineData("#define A 1\n#define A 1\n", "f0.s:3: GO5012 redefinition of macro: A")]
    [InlineData("#define A(x) x\nA(1, 2)\n", "f0.s:2: GO5012 wrong arg count for macro A")]
    [InlineData("#define A A\nA\n", "f0.s:2: GO5012 recursive macro invocation")]
    [InlineData("#include \"none.h\"\n", "f0.s:2: GO5012 #include: open none.h: no such file or directory")]
    [InlineData("#ifdef A\n", "f0.s:2: GO5012 unclosed #ifdef or #ifndef")]
    [InlineData("#endif\n", "f0.s:2: GO5012 unmatched #endif")]
    [InlineData("#define A(x x\n", "f0.s:1: GO5012 bad syntax in definition for macro: A")]
    [InlineData("RET #define\n", "f0.s:1: GO5012 '#' must be first item on line")]
    [InlineData("#pragma\n", "f0.s:1: GO5012 unexpected token after '#': pragma")]
    public void Errors_are_reported_at_their_line(string source, string expected) => Assert.Equal(expected, AsmFixture.ErrorsOf(source));

    [Fact]
    public void Line_directives_change_lines_and_files()
    {
        string text = AsmFixture.Print("TEXT ·f(SB),4,$0\nRET\n#line 100 \"other.s\"\nRET\n");
        Assert.Contains("pcfile 0->1 1->2", text, StringComparison.Ordinal);
        Assert.Contains("pcline 1->1 99->2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_vanish_but_their_newlines_count()
        => Assert.Equal("f0.s:4: GO5005 unrecognized instruction \"BAD\"",
            AsmFixture.ErrorsOf("TEXT ·f(SB),4,$0\n/* one\ntwo */ RET // three\nBAD\n"));
}
