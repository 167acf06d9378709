using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Tests.Build;

/// <summary>Every kind of bad input is one coded error at its place, writes nothing, and the next good build works.</summary>
public sealed class BadInputTests : IClassFixture<StandardLibraryCache>, IDisposable
{
    private const string Good = "package main\n\nimport \"errors\"\n\nfunc main() { println(errors.New(\"e\").Error()) }\n";
    private readonly BuildWorkspace _w = new();

    public BadInputTests(StandardLibraryCache standardLibrary)
    {
        standardLibrary.CopyTo(_w.Cache);
        _w.Write("main.go", Good);
    }

    public void Dispose() => _w.Dispose();

    private BuildOutcome Build(BuildOptions? options = null)
    {
        options ??= _w.Options(".") with { Output = Path.Combine(_w.Source, "program"), CheckOnly = true };
        return new BuildRun(options, new BuildServices { Cache = new ContentCache(options.CacheDirectory!),
            NewCodeGenerator = _ => new TextCodeGenerator() }, null, CancellationToken.None).Run();
    }

    /// <summary>The only error, as MSBuild shows it, with the workspace's folder left out.</summary>
    private string TheError()
    {
        string[] before = Directory.GetFileSystemEntries(_w.Source, "*", SearchOption.AllDirectories);
        BuildOutcome outcome = Build();
        Assert.False(outcome.Succeeded);
        Assert.Null(outcome.OutputFile);
        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(_w.Source, "*", SearchOption.AllDirectories).Order());
        Diagnostic error = Assert.Single(outcome.Diagnostics, d => d.Descriptor.Severity == Severity.Error);
        return DiagnosticRenderer.MsBuild(error, outcome.Sources)
            .Replace(_w.Source + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    private void GoodAgain(params string[] remove)
    {
        foreach (string name in remove)
        {
            string path = Path.Combine(_w.Source, name);
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        _w.Write("go.mod", "module example.com/m\n\ngo 1.27\n");
        _w.Write("main.go", Good);
        BuildOutcome outcome = Build();
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Diagnostics.Select(d => d.Message)));
    }

    [Theory]
    [InlineData("package main\n\nfunc main() { x := }\n", "main.go(3,20): error GO1")]
    [InlineData("package main\n\nfunc main() {\n\tvar x int = \"a\"\n\t_ = x\n}\n", "main.go(4,14): error GO2")]
    [InlineData("package main\n\nfunc main() {\n\tx := 1\n}\n", "main.go(4,2): error GO2")]
    [InlineData("package main\n\nimport \"errors\"\n\nfunc main() {}\n", "main.go(3,8): error GO2")]
    [InlineData("package main\n\nimport \"no/such/package\"\n\nfunc main() { no.F() }\n", "main.go(3,8): error GO3002: ")]
    [InlineData("package main\n\nimport \"example.org/else/where\"\n\nfunc main() { where.F() }\n", "main.go(3,8): error GO3003: ")]
    [InlineData("package main\n\nimport \"example.com/m/missing\"\n\nfunc main() { missing.F() }\n", "main.go(3,8): error GO30")]
    [InlineData("package main\n\nimport \"C\"\n\nfunc main() {}\n", "error GO30")]
    [InlineData("//go:build linux &&\n\npackage main\n\nfunc main() {}\n", "main.go(1,")]
    [InlineData("package main\n\nimport _ \"embed\"\n\n//go:embed nothing.txt\nvar text string\n\nfunc main() { println(text) }\n",
        "main.go(5,12): error GO3022: ")]
    [InlineData("", "main.go(1,1): error GO1")]
    [InlineData("package main\n\nfunc main() { println(\"\xff\") \u0001 }\n", "main.go(3,")]
    public void A_file_with_an_error(string source, string expected)
    {
        _w.Write("main.go", source);
        Assert.Contains(expected, TheError(), StringComparison.Ordinal);
        GoodAgain();
    }

    [Fact]
    public void An_import_cycle()
    {
        _w.Write("main.go", "package main\n\nimport _ \"example.com/m/a\"\n\nfunc main() {}\n");
        _w.Write("a/a.go", "package a\n\nimport _ \"example.com/m/b\"\n");
        _w.Write("b/b.go", "package b\n\nimport _ \"example.com/m/a\"\n");
        string error = TheError();
        Assert.StartsWith("b/b.go(3,8): error GO3007: package example.com/m; imports example.com/m/a from main.go; ", error,
            StringComparison.Ordinal);
        Assert.EndsWith(": import cycle not allowed", error, StringComparison.Ordinal);
        GoodAgain("b");
    }

    [Fact]
    public void A_package_without_go_files()
    {
        _w.Write("main.go", "package main\n\nimport _ \"example.com/m/empty\"\n\nfunc main() {}\n");
        _w.Write("empty/readme.txt", "nothing here\n");
        Assert.StartsWith("main.go(3,8): error GO3003: ", TheError(), StringComparison.Ordinal);
        Assert.Equal("GO3004", Assert.Single(Build(_w.Options("./empty")).Diagnostics).Code);
        _w.Write("empty/other.go", "//go:build windows\n\npackage empty\n");
        Assert.StartsWith("main.go(3,8): error GO3005: ", TheError(), StringComparison.Ordinal);
        GoodAgain();
    }

    [Theory]
    [InlineData("module example.com/m\n\ngo 1.27\n\nfrobnicate x\n", "go.mod(5,1): error GO3031: ")]
    [InlineData("module example.com/m\n\nrequire (\n\tx v1.0.0\n", "go.mod(")]
    [InlineData("go 1.27\n", "Go: error GO3037: error reading go.mod: missing module declaration.")]
    [InlineData("module example.com/m\n\ngo 1.x\n", "go.mod(3,")]
    [InlineData("module example.com/m\n\ngo 1.99\n", "go.mod(3,")]
    public void A_broken_mod_file(string text, string expected)
    {
        _w.Write("go.mod", text);
        string error = TheError();
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.Contains("error GO303", error, StringComparison.Ordinal);
        GoodAgain();
    }

    [Fact]
    public void A_file_that_cannot_be_read()
    {
        File.CreateSymbolicLink(Path.Combine(_w.Source, "gone.go"), Path.Combine(_w.Source, "nowhere.go"));
        string error = TheError();
        Assert.StartsWith("gone.go", error, StringComparison.Ordinal);
        Assert.Contains("error GO3017: ", error, StringComparison.Ordinal);
        GoodAgain("gone.go");
    }

    [Fact]
    public void A_folder_named_like_a_go_file_is_no_file()
    {
        Directory.CreateDirectory(Path.Combine(_w.Source, "folder.go"));
        GoodAgain();
    }

    [Fact]
    public void No_module_and_no_folder()
    {
        BuildOptions options = _w.Options("./nowhere") with { CheckOnly = true };
        Diagnostic error = Assert.Single(Build(options).Diagnostics);
        Assert.Equal("GO3018", error.Code);
        GoodAgain();
    }

    [Fact]
    public void A_standard_library_that_is_not_there_or_no_archive()
    {
        foreach (string path in (string[])[Path.Combine(_w.Source, "no.sources"), Path.Combine(_w.Source, "main.go")])
        {
            BuildOutcome outcome = Build(_w.Options(".") with { StandardLibrary = path });
            Assert.False(outcome.Succeeded);
            Assert.StartsWith("GO", Assert.Single(outcome.Diagnostics).Code, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_program_with_two_mains()
    {
        _w.Write("second.go", "package main\n\nfunc main() {}\n");
        Assert.StartsWith("second.go(3,6): error GO2", TheError(), StringComparison.Ordinal);
        GoodAgain("second.go");
    }
}
