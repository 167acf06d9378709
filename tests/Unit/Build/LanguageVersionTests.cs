using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Tests.Build;

/// <summary>Whose language version counts for a package. What each version means is in <see cref="LanguageVersionTableTests"/>.</summary>
[Collection(ProgramCache.Collection)]
public sealed class LanguageVersionTests : IDisposable
{
    private const string Loop =
        "package main\n\nfunc main() {\n\tvar f func() int\n\tfor i := 0; i < 3; i++ {\n\t\tif i == 0 {\n\t\t\tf = func() int { return i }\n\t\t}\n\t}\n\tprintln(f())\n}\n";
    private const string Range = "package main\n\nfunc main() {\n\tfor i := range 3 {\n\t\tprint(i)\n\t}\n}\n";

    private readonly BuildWorkspace _w;

    public LanguageVersionTests(ProgramCache cache) => _w = cache.NewWorkspace();

    public void Dispose() => _w.Dispose();

    private BuildOutcome Build(BuildOptions options) => Builder.Build(options with { Output = Program }, null, CancellationToken.None);

    private string Program => Path.Combine(_w.Source, "program");

    private string Run(BuildOptions? options = null) => ProgramCache.Run(_w, options ?? _w.Options("."));

    private string TheError(BuildOptions? options = null) => Assert.Single(Build(options ?? _w.Options(".")).Diagnostics).Message;

    [Theory]
    [InlineData("go 1.20", "3")]
    [InlineData("go 1.21.9", "3")]
    [InlineData("go 1.21rc2", "3")]
    [InlineData("", "3")]
    [InlineData("go 1.22", "0")]
    [InlineData("go 1.22rc1", "0")]
    [InlineData("go 1.27.4", "0")]
    [InlineData("go 1.20\ntoolchain go1.99.1", "3")]
    public void The_go_line_says_what_a_loop_variable_is(string line, string expected)
    {
        _w.Write("go.mod", $"module example.com/m\n\n{line}\n");
        _w.Write("main.go", Loop);
        Assert.Equal(expected, Run());
    }

    [Fact]
    public void A_changed_version_compiles_again_and_the_first_one_is_found_again()
    {
        _w.Write("main.go", Loop);
        Assert.Equal("0", Run());
        _w.Write("go.mod", "module example.com/m\n\ngo 1.21\n");
        Assert.Equal("3", Run());
        _w.Write("go.mod", "module example.com/m\n\ngo 1.22\n");
        Assert.Equal("0", Run());
        _w.Write("main.go", "//go:build go1.21\n\n" + Loop);
        Assert.Equal("3", Run());
    }

    [Fact]
    public void Every_module_has_its_own()
    {
        const string Function =
            "\n\nfunc F() int {\n\tvar f func() int\n\tfor i := 0; i < 3; i++ {\n\t\tif i == 0 {\n\t\t\tf = func() int { return i }\n\t\t}\n\t}\n\treturn f()\n}\n";
        _w.Write("go.mod",
            "module example.com/m\n\ngo 1.22\n\nrequire example.com/old v1.0.0\nrequire example.com/new v1.0.0\nrequire example.com/silent v1.0.0\n"
            + "replace example.com/old => ./old\nreplace example.com/new => ./new\nreplace example.com/silent => ./silent\n");
        foreach ((string name, string line) in ((string, string)[])[("old", "go 1.21\n"), ("new", "go 1.22\n"), ("silent", "")])
        {
            _w.Write(name + "/go.mod", $"module example.com/{name}\n\n{line}");
            _w.Write(name + "/f.go", "package " + name + Function);
        }
        _w.Write("main.go",
            "package main\n\nimport (\n\t\"example.com/new\"\n\t\"example.com/old\"\n\t\"example.com/silent\"\n)\n\nfunc main() { println(old.F(), new.F(), silent.F()) }\n");
        Assert.Equal("3 0 3", Run());
    }

    [Fact]
    public void Without_a_module_it_is_the_newest()
    {
        File.Delete(Path.Combine(_w.Source, "go.mod"));
        _w.Write("main.go", Range);
        Assert.Equal("012", Run(_w.Options("main.go")));
    }

    [Fact]
    public void Files_named_one_by_one_have_the_newest()
    {
        _w.Write("go.mod", "module example.com/m\n\ngo 1.20\n");
        _w.Write("main.go", Range);
        Assert.Equal("012", Run(_w.Options("main.go")));
        Assert.Equal("cannot range over 3 (untyped int constant): requires go1.22 or later (-lang was set to go1.20; check go.mod)",
            TheError());
    }

    [Fact]
    public void An_option_replaces_that_of_the_packages_named()
    {
        _w.Write("go.mod", "module example.com/m\n\ngo 1.20\n");
        _w.Write("main.go", Range);
        Assert.Equal("012", Run(_w.Options(".") with { LanguageVersion = "go1.22" }));
        Assert.Equal("cannot range over 3 (untyped int constant): requires go1.22 or later (-lang was set to go1; check go.mod)",
            TheError(_w.Options(".") with { LanguageVersion = "go1" }));
        _w.Write("below/below.go", "package below\n\nfunc F() {\n\tfor range 3 {\n\t}\n}\n");
        _w.Write("main.go", "package main\n\nimport \"example.com/m/below\"\n\nfunc main() { below.F() }\n");
        Assert.Equal("cannot range over 3 (untyped int constant): requires go1.22 or later (-lang was set to go1.20; check go.mod)",
            TheError(_w.Options(".") with { LanguageVersion = "go1.22" }));
    }

    [Fact]
    public void Tests_have_that_of_their_module()
    {
        _w.Write("go.mod", "module example.com/m\n\ngo 1.21\n");
        _w.Write("p.go", "package p\n");
        _w.Write("p_test.go", "package p\n\nfunc f() {\n\tfor range 3 {\n\t}\n}\n");
        _w.Write("x_test.go", "package p_test\n\nfunc f() {\n\tfor range 4 {\n\t}\n}\n");
        BuildOutcome outcome = Builder.Build(_w.Options(".") with { Tests = true, CheckOnly = true }, null, CancellationToken.None);
        Assert.Equal(
            ["cannot range over 3 (untyped int constant): requires go1.22 or later (-lang was set to go1.21; check go.mod)",
                "cannot range over 4 (untyped int constant): requires go1.22 or later (-lang was set to go1.21; check go.mod)"],
            outcome.Diagnostics.Select(d => d.Message));
        outcome = Builder.Build(_w.Options(".") with { Tests = true, CheckOnly = true, LanguageVersion = "go1.22" }, null,
            CancellationToken.None);
        Assert.Empty(outcome.Diagnostics);
    }

    [Theory]
    [InlineData("1.28", "1.28")]
    [InlineData("1.27.99", "1.27.99")]
    [InlineData("1.28rc1", "1.28rc1")]
    [InlineData("2.0", "2.0")]
    public void Newer_than_the_sources_is_refused(string line, string shown)
    {
        string running = File.ReadLines(Path.Combine(GoSources.Root, "VERSION")).First()["go".Length..];
        _w.Write("go.mod", $"module example.com/m\n\ngo {line}\n");
        _w.Write("main.go", Loop);
        Assert.Equal($"go.mod requires go >= {shown} (running go {running}; GOTOOLCHAIN=local)", TheError());
        _w.Write("dep/go.mod", $"module example.com/dep\n\ngo {line}\n");
        _w.Write("dep/dep.go", "package dep\n");
        _w.Write("go.mod", "module example.com/m\n\ngo 1.27\n\nrequire example.com/dep v1.0.0\nreplace example.com/dep => ./dep\n");
        _w.Write("main.go", Loop.Replace("package main\n", "package main\n\nimport _ \"example.com/dep\"\n", StringComparison.Ordinal));
        _w.Write("other/other.go", "package other\n\nimport _ \"example.com/dep\"\n");
        Diagnostic said = Assert.Single(Build(_w.Options("./...")).Diagnostics);
        Assert.Equal((default, $"module ./dep requires go >= {shown} (running go {running}; GOTOOLCHAIN=local)"), (said.Pos, said.Message));
    }

    [Fact]
    public void Constraints_newer_than_the_sources_leave_a_file_out()
    {
        _w.Write("main.go", Loop);
        _w.Write("future.go", "//go:build go1.28\n\npackage main\n\nthis is no Go\n");
        Assert.Equal("0", Run());
        _w.Write("future.go", "//go:build go1.28 || linux\n\npackage main\n");
        Assert.Equal("0", Run());
        _w.Write("future.go", "//go:build go1.28\n\npackage main\n");
        Assert.Equal("file requires newer Go version go1.28", TheError(_w.Options("main.go", "future.go")));
    }
}
