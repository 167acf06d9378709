using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Tests.Build;

/// <summary>Files that begin with a byte order mark mean what they would mean without it.</summary>
[Collection(ProgramCache.Collection)]
public sealed class ByteOrderMarkTests : IDisposable
{
    private const string Mark = "\uFEFF";

    private readonly BuildWorkspace _w;

    public ByteOrderMarkTests(ProgramCache cache) => _w = cache.NewWorkspace();

    public void Dispose() => _w.Dispose();

    private BuildOutcome Build() => Builder.Build(_w.Options(".") with { Output = Program }, null, CancellationToken.None);

    private string Program => Path.Combine(_w.Source, "program");

    private string Run() => ProgramCache.Run(_w, _w.Options("."));

    private string[] Errors()
    {
        BuildOutcome outcome = Build();
        return [.. outcome.Diagnostics.Select(d => DiagnosticRenderer.Gc(d, outcome.Sources)
            .Replace(_w.Source + "/", "", StringComparison.Ordinal))];
    }

    [Theory]
    [InlineData("//go:build linux\n\n")]
    [InlineData("//go:build go1.22\n\n")]
    [InlineData("// +build linux\n\n")]
    [InlineData("//go:debug panicnil=1\n\n")]
    [InlineData("\n//go:build linux\n\n")]
    public void Directives_on_line_1_are_directives(string directive)
    {
        _w.Write("main.go", Mark + directive + "package main\n\nfunc main() { println(42) }\n");
        Assert.Equal("42", Run());
    }

    [Theory]
    [InlineData("//go:build windows\n\n")]
    [InlineData("// +build windows\n\n")]
    [InlineData("// +build ignore\n\n")]
    public void Constraints_on_line_1_leave_a_file_out(string directive)
    {
        _w.Write("main.go", "package main\n\nfunc main() { println(42) }\n");
        _w.Write("other.go", Mark + directive + "package other\n");
        Assert.Equal("42", Run());
    }

    [Fact]
    public void Assembly_and_headers_may_begin_with_one()
    {
        _w.Write("main.go", "package main\n\nfunc f() int\n\nfunc main() { println(f()) }\n");
        _w.Write("a.s", Mark + "#include \"x.h\"\n\nTEXT ·f(SB), 4, $0-8\n\tMOVQ $N, ret+0(FP)\n\tRET\n");
        _w.Write("other.s", Mark + "//go:build windows\n\nthis is no assembly\n");
        _w.Write("x.h", Mark + "#define N 42\n");
        Assert.Equal("42", Run());
        _w.Write("x.h", Mark + "#define N 43\n");
        Assert.Equal("43", Run());
    }

    [Fact]
    public void It_counts_for_columns()
    {
        _w.Write("main.go", Mark + "package main; var x int = \"\"\n\nfunc main() {}\n");
        Assert.Equal(["main.go:1:30: cannot use \"\" (untyped string constant) as int value in variable declaration"], Errors());
    }

    [Fact]
    public void A_line_directive_behind_one_does_not_stand_at_the_start_of_its_line()
    {
        _w.Write("main.go", Mark + "//line other.go:10\npackage main\n\nvar x int = \"\"\n\nfunc main() {}\n");
        Assert.Equal(["main.go:4:13: cannot use \"\" (untyped string constant) as int value in variable declaration"], Errors());
    }

    [Theory]
    [InlineData(Mark + Mark + "package main\n", "main.go:1:4: invalid BOM in the middle of the file")]
    [InlineData("package main\n\nvar s = \"" + Mark + "\"\n", "main.go:3:10: invalid BOM in the middle of the file")]
    [InlineData("package main\n\n// " + Mark + "\n", "main.go:3:4: invalid BOM in the middle of the file")]
    public void Elsewhere_it_is_an_error(string source, string expected)
    {
        _w.Write("main.go", source);
        Assert.Equal(expected, Errors()[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_of_UTF_16_is_named_once(bool isBigEndian)
    {
        _w.Write("main.go", "");
        File.WriteAllText(Path.Combine(_w.Source, "main.go"), "package main\n\nfunc main() {}\n",
            new System.Text.UnicodeEncoding(isBigEndian, byteOrderMark: true));
        Assert.Equal("main.go:1:1: illegal UTF-8 encoding (got UTF-16)", Errors()[0]);
        Assert.DoesNotContain(Errors(), e => e.Contains("NUL", StringComparison.Ordinal));
    }

    [Fact]
    public void Embedded_files_keep_theirs()
    {
        _w.Write("main.go", "package main\n\nimport _ \"embed\"\n\n//go:embed t.txt\nvar t string\n\nfunc main() { println(len(t)) }\n");
        _w.Write("t.txt", Mark + "x");
        Assert.Equal("4", Run());
    }

    [Fact]
    public void System_object_files_are_refused_by_name()
    {
        _w.Write("main.go", "package main\n\nfunc main() { println(42) }\n");
        _w.Write("icon_windows.syso", "x");
        _w.Write("_hidden.syso", "x");
        Assert.Equal("42", Run());
        _w.Write("icon_linux.syso", "x");
        Assert.Equal(["icon_linux.syso: icon_linux.syso: system object files are not supported"], Errors());
    }

    [Fact]
    public void Fortran_files_are_refused_and_those_of_C_passed_over()
    {
        _w.Write("main.go", "package main\n\nfunc main() { println(42) }\n");
        _w.Write("x.c", "junk");
        _w.Write("x_windows.f90", "junk");
        _w.Write("y.f90", "//go:build windows\n\njunk");
        Assert.Equal("42", Run());
        _w.Write("x.f90", "junk");
        Assert.Equal(["x.f90: package example.com/m: Fortran source files not allowed when not using cgo or SWIG: x.f90"], Errors());
    }
}
