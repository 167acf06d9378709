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
        Assert.Equal(FunctionPragmas.NoWriteBarrierRec | FunctionPragmas.NoWriteBarrier | FunctionPragmas.Noinline,
            Function(c, "b").Pragmas);
        Assert.Equal(FunctionPragmas.UintptrEscapes | FunctionPragmas.UintptrKeepAlive, Function(c, "c").Pragmas);
        Assert.Equal((true, false), (Function(c, "a").HasBody, Function(c, "c").HasBody));
    }

    [Fact]
    public void Linknames_name_symbols()
    {
        Checked c = Checked.Named("a.b/c",
            "package c\nimport _ \"unsafe\"\n//go:linkname f other.g\nfunc f()\n//go:linkname h\nfunc h() {}\n//go:linkname v x.y\nvar v int\n");
        Assert.Empty(c.Errors);
        Assert.Equal(("other.g", "a.b/c.h"), (Function(c, "f").LinkName, Function(c, "h").LinkName));
        Assert.Equal("x.y", ((Variable)c.Object("v")).LinkName);
        Assert.True((Function(c, "h").Pragmas & FunctionPragmas.LinkNamed) != 0);
    }

    [Fact]
    public void Symbols_of_libraries_are_collected_in_order()
    {
        Checked c = Checked.Source("package p\n//go:cgo_import_dynamic p.v Sleep%1 \"kernel.dll\"\n//go:cgo_import_dynamic _ _ \"/usr/lib/lib \\x41.so\"\nvar v uintptr\n");
        Assert.Equal(["2:3: invalid library name"], c.Errors.Select(e => e.Replace("3:3", "2:3", StringComparison.Ordinal)[..25]));
        Assert.Equal([new("p.v", "Sleep%1", "kernel.dll"), new("", "", "/usr/lib/lib A.so")], c.Info.ImportedSymbols);
        Checked r = Checked.Runtime("package runtime\n//go:cgo_import_dynamic a\n//go:cgo_import_dynamic a b\n");
        Assert.Empty(r.Errors);
        Assert.Equal([new("a", "a", ""), new("a", "b", "")], r.Info.ImportedSymbols);
    }

    [Theory]
    [InlineData("//go:linkname f g\nfunc f()", "2:3: //go:linkname only allowed in Go files that import \"unsafe\"")]
    [InlineData("//go:systemstack\nfunc f() {}", "2:3: //go:systemstack only allowed in runtime")]
    [InlineData("//go:noescape\nfunc f() {}", "3:6: can only use //go:noescape with external func implementations")]
    [InlineData("func f()", "2:6: missing function body")]
    [InlineData("//go:cgo_ldflag \"-lm\"\nvar x int", "2:3: //go:cgo_ldflag \"-lm\" only allowed in cgo-generated code")]
    [InlineData("//go:cgo_import_dynamic a b \"..\"\nvar a int", "2:3: invalid library name \"..\" in cgo_import_dynamic directive")]
    [InlineData("//go:cgo_import_dynamic a b \"-x\"\nvar a int", "2:3: invalid library name \"-x\" in cgo_import_dynamic directive")]
    [InlineData("//go:cgo_import_dynamic a b c\nvar a int", "2:3: usage: //go:cgo_import_dynamic local [remote [\"library\"]]")]
    [InlineData("//go:cgo_import_dynamic a b,c \"d\"\nvar a int", "2:3: invalid symbol name \"b,c\" in //go:cgo_import_dynamic")]
    [InlineData("//go:cgo_import_dynamic a b\nvar a int", "2:3: //go:cgo_import_dynamic a b only allowed in cgo-generated code")]
    public void Misuse(string text, string error) => Assert.Contains(error, Checked.Source("package p\n" + text).Errors);
}
