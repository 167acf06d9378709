using System.Text;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.Syntax;

namespace Go.Compiler.Tests.Packages;

public sealed class BuildConstraintTests
{
    private static readonly BuildTags s_tags = new(SupportedPlatforms.LinuxAmd64, ["mine"]);

    [Theory]
    [InlineData("linux", true)]
    [InlineData("linux && amd64", true)]
    [InlineData("linux && !amd64 || windows", false)]
    [InlineData("!(windows || darwin)", true)]
    [InlineData("unix && gc && !cgo && !gccgo", true)]
    [InlineData("go1.1 && go1.27 && !go1.28", true)]
    [InlineData("mine && !yours", true)]
    [InlineData("amd64.v1 && !amd64.v2", true)]
    [InlineData("goexperiment.jsonv2 && !goexperiment.arenas", true)]
    [InlineData("boringcrypto", false)]
    [InlineData("race || msan || asan || purego || faketime", false)]
    public void Expressions(string text, bool expected)
        => Assert.Equal(expected, BuildExpression.Parse(text, out _)!.IsSatisfied(s_tags.Contains));

    [Theory]
    [InlineData("", "unexpected end of expression")]
    [InlineData("a b", "unexpected token b")]
    [InlineData("a &&", "unexpected end of expression")]
    [InlineData("(a", "missing close paren")]
    [InlineData("(a &&", "missing close paren")]
    [InlineData("!!a", "double negation not allowed")]
    [InlineData("a & b", "invalid syntax at &")]
    [InlineData("a - b", "invalid syntax at -")]
    [InlineData(")", "unexpected token )")]
    public void Malformed_expressions(string text, string expected)
    {
        Assert.Null(BuildExpression.Parse(text, out string? error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("a && (b || c)", "a && (b || c)")]
    [InlineData("a || b && c", "a || (b && c)")]
    [InlineData("!(a && b)", "!(a && b)")]
    public void Expressions_print(string text, string expected) => Assert.Equal(expected, BuildExpression.Parse(text, out _)!.ToString());

    [Theory]
    [InlineData("go1.21", "go1.21")]
    [InlineData("go1.21 && go1.22", "go1.22")]
    [InlineData("go1.21 || go1.22", "go1.21")]
    [InlineData("!go1.21", null)]
    [InlineData("linux", null)]
    [InlineData("go1", "go1")]
    public void Implied_language_version(string text, string? expected)
        => Assert.Equal(expected, BuildExpression.Parse(text, out _)!.ImpliedGoVersion);

    [Theory]
    [InlineData("a.go", true)]
    [InlineData("linux.go", true)]
    [InlineData("windows.go", true)]
    [InlineData("a_linux.go", true)]
    [InlineData("a_windows.go", false)]
    [InlineData("a_amd64.s", true)]
    [InlineData("a_arm64.go", false)]
    [InlineData("a_linux_amd64.go", true)]
    [InlineData("a_linux_arm64.go", false)]
    [InlineData("a_windows_amd64.go", false)]
    [InlineData("a_windows_test.go", false)]
    [InlineData("a_linux_test.go", true)]
    [InlineData("a_unix.go", true)]
    [InlineData("a_darwin_x.go", true)]
    [InlineData("a_nacl.x.go", false)]
    public void File_names(string name, bool expected) => Assert.Equal(expected, s_tags.MatchesFileName(name));

    [Theory]
    [InlineData("package p\n", true)]
    [InlineData("//go:build windows\npackage p\n", false)]
    [InlineData("\uFEFF//go:build windows\npackage p\n", false)]
    [InlineData("// Copyright\n\n/* x\n//go:build windows\n*/\n//go:build linux\n\npackage p\n", true)]
    [InlineData("package p\n//go:build windows\n", true)]
    [InlineData("//go:buildwindows\npackage p\n", true)]
    [InlineData("// +build windows\n\npackage p\n", false)]
    [InlineData("// +build windows\npackage p\n", true)]
    [InlineData("// +build windows linux\n// +build !arm64,gc\n\npackage p\n", true)]
    [InlineData("//go:build linux\n// +build windows\n\npackage p\n", true)]
    public void Heads_of_files(string text, bool expected)
    {
        Assert.Equal(expected, BuildConstraint.IsSatisfied(Encoding.UTF8.GetBytes(text), s_tags, out string? error, out _));
        Assert.Null(error);
    }

    [Theory]
    [InlineData("//go:build linux &&\n\npackage p\n", 1, "parsing //go:build line: unexpected end of expression")]
    [InlineData("// Copyright\n\n/*\n*/ //go:build x\n//go:build (a\n\npackage p\n", 5, "parsing //go:build line: missing close paren")]
    [InlineData("\uFEFF//go:build a b\n\npackage p\n", 1, "parsing //go:build line: unexpected token b")]
    [InlineData("// c\n//go:build linux\n//go:build amd64\n\npackage p\n", 3, "multiple //go:build comments")]
    public void Malformed_lines_have_a_place(string text, int line, string message)
    {
        Assert.False(BuildConstraint.IsSatisfied(Encoding.UTF8.GetBytes(text), s_tags, out string? error, out int errorLine));
        Assert.Equal((line, message), (errorLine, error));
    }
}
