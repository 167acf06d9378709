using Go.Compiler.Types;

namespace Go.Compiler.Tests.Check;

public sealed class DirectiveTests
{
    private static Function Function(Checked c, string name) => (Function)c.Object(name);

    [Fact]
    public void Directives_imply_others()
    {
        Checked c = Checked.Runtime("package runtime\n//go:nosplit\nfunc a() {}\n//go:nowritebarrierrec\n//go:noinline\nfunc b() {}\n//go:uintptrescapes\nfunc c(p uintptr)\n");
        Assert.Empty(c.Errors);
        Assert.Equal(FunctionPragmas.Nosplit | FunctionPragmas.Nocheckptr, Function(c, "a").Pragmas);
        Assert.Equal(FunctionPragmas.NoWriteBarrierRec | FunctionPragmas.NoWriteBarrier | FunctionPragmas.Noinline, Function(c, "b").Pragmas);
        Assert.Equal(FunctionPragmas.UintptrEscapes | FunctionPragmas.UintptrKeepAlive, Function(c, "c").Pragmas);
        Assert.Equal((true, false), (Function(c, "a").HasBody, Function(c, "c").HasBody));
    }

    [Fact]
    public void Linknames_name_symbols()
    {
        Checked c = Checked.Named("a.b/c", "package c\nimport _ \"unsafe\"\n//go:linkname f other.g\nfunc f()\n//go:linkname h\nfunc h() {}\n//go:linkname v x.y\nvar v int\n");
        Assert.Empty(c.Errors);
        Assert.Equal(("other.g", "a.b/c.h"), (Function(c, "f").LinkName, Function(c, "h").LinkName));
        Assert.Equal("x.y", ((Variable)c.Object("v")).LinkName);
        Assert.True((Function(c, "h").Pragmas & FunctionPragmas.LinkNamed) != 0);
    }

    [Theory]
    [InlineData("//go:linkname f g\nfunc f()", "2:3: //go:linkname only allowed in Go files that import \"unsafe\"")]
    [InlineData("//go:systemstack\nfunc f() {}", "2:3: //go:systemstack only allowed in runtime")]
    [InlineData("//go:noescape\nfunc f() {}", "3:6: can only use //go:noescape with external func implementations")]
    [InlineData("func f()", "2:6: missing function body")]
    [InlineData("//go:cgo_ldflag \"-lm\"\nvar x int", "2:3: //go:cgo_ldflag \"-lm\" only allowed in cgo-generated code")]
    public void Misuse(string text, string error) => Assert.Contains(error, Checked.Source("package p\n" + text).Errors);
}
