using Go.Compiler.Check;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Check;

public sealed class ImportTests
{
    private static readonly Checked s_library = Checked.Named("lib/x",
        "package x; const C = 3; type T struct { A, b int }; func F() {}; func hidden() {}; var V T; func (T) m() {}; func (T) M() {}");

    [Theory]
    [InlineData("import \"lib/x\"; var _ = x.C", null)]
    [InlineData("import y \"lib/x\"; var _ = y.V.A", null)]
    [InlineData("import . \"lib/x\"; var _ = C", null)]
    [InlineData("import _ \"lib/x\"", null)]
    [InlineData("import \"lib/x\"", "1:19: \"lib/x\" imported and not used")]
    [InlineData("import y \"lib/x\"", "1:19: \"lib/x\" imported as y and not used")]
    [InlineData("import . \"lib/x\"", "1:19: \"lib/x\" imported and not used")]
    [InlineData("import \"lib/x\"; var _ = x.D", "1:38: undefined: x.D")]
    [InlineData("import \"lib/x\"; var _ = x.c", "1:38: undefined: x.c (but have C)")]
    [InlineData("import \"lib/x\"; var _ = x.hidden", "1:38: undefined: x.hidden")]
    [InlineData("import \"lib/x\"; var _ = x.V.b", "1:40: x.V.b undefined (cannot refer to unexported field b)")]
    [InlineData("import \"lib/x\"; var _ = x.T{1, 2}", "1:43: implicit assignment to unexported field b in struct literal of type x.T")]
    [InlineData("import \"lib/x\"; var _ x.T; var x int",
        "1:43: x already declared through import of package x (\"lib/x\")\n\t1:19: other declaration of x")]
    [InlineData("import \"lib/x\"; var _ x.T; var _ = x", "1:47: use of package x not in selector")]
    [InlineData("import \"\"", "1:19: invalid import path (empty string)")]
    public void Imports(string declarations, string? error)
        => Assert.Equal(error is null ? [] : [error], Checked.Importing(s_library, "package p; " + declarations).Errors);

    [Fact]
    public void Imported_packages_are_listed_without_unsafe()
    {
        Checked c = Checked.Importing(s_library, "package p; import (\"unsafe\"; \"lib/x\"); var _ unsafe.Pointer; var _ x.T");
        Assert.Empty(c.Errors);
        Assert.Equal([s_library.Package], c.Package.Imports);
    }

    [Fact]
    public void Files_may_ask_for_older_versions()
    {
        Checked c = Checked.Source("//go:build go1.21\npackage p; func f() { for range 10 {} }");
        Assert.Equal(["2:33: cannot range over 10 (untyped int constant): requires go1.22 or later (file declares //go:build go1.21)"],
            c.Errors);
        Assert.Equal(["go1.21"], c.Result.FileVersions);
    }

    [Fact]
    public void Old_versions_refuse_new_features()
        => Assert.Equal(["1:18: type parameter requires go1.18 or later (-lang was set to go1.17; check go.mod)"],
            Checked.Source("package p;func f[P interface{}]() {}", "go1.17").Errors);
}
