namespace Go.Compiler.Tests.Packages;

/// <summary>What is told by the loader, in its words, and what is left to the compiler.</summary>
public sealed class LoaderSyntaxTests
{
    [Theory]
    [InlineData("package p\nimport (\n\"a\" \"b\"\n)\n", "p.go:3:5: expected ';', found \"b\"")]
    [InlineData("package p\nimport (\"fmt\" x)\n", "p.go:2:15: expected ';', found x")]
    [InlineData("package p; import \"fmt\" import \"embed\"\n", "p.go:1:25: expected ';', found 'import'")]
    [InlineData("package p import \"fmt\"\n", "p.go:1:11: expected ';', found 'import'")]
    [InlineData("package p\nimport (x y \"fmt\")\n", "p.go:2:11: import path must be a string")]
    [InlineData("package p\nimport `a", "p.go:2:8: raw string literal not terminated")]
    [InlineData("package p\nimport \"abc", "p.go:2:8: string literal not terminated")]
    [InlineData("package p\nimport \"abc\n", "p.go:2:8: string literal not terminated")]
    [InlineData("package p\nimport \"a\\q\"\n", "p.go:2:11: unknown escape sequence")]
    [InlineData("package p\nimport \"\"\n", "p.go:2:8: invalid import path: ")]
    [InlineData("package p\nimport \"fmt/\"\n", "p.go:2:8: malformed import path \"fmt/\": trailing slash")]
    public void Errors_of_heads_are_in_the_loaders_words(string text, string expected)
    {
        using var w = new Workspace(("go.mod", "module m\n"), ("p.go", text));
        Assert.Equal(expected, w.Errors(".")[0]);
    }

    [Theory]
    [InlineData("package p\nimport \0 \"fmt\"\n")]
    [InlineData("package p // \0\n")]
    [InlineData("package p\nimport \"fmt\"\n\n// \0\nvar x int\n")]
    public void A_byte_that_is_zero_ends_the_reading_of_a_head(string text)
    {
        using var w = new Workspace(("go.mod", "module m\n"), ("p.go", text));
        Assert.Contains("p.go: read p.go: unexpected NUL in input", w.Errors("."));
    }

    [Theory]
    [InlineData("/* x */ //go:build a b\n\npackage p\n")]
    [InlineData("package p\n/* x */ //go:embed y\nvar s string\n")]
    [InlineData("package p\nimport \"fmt\" \"embed\"\n")]
    [InlineData("package p\nimport \"fmt\" x\n")]
    [InlineData("package p\n\u0001\n")]
    [InlineData("package p\nvar x\0 int\n")]
    [InlineData("package p\nimport \"\\x66mt\"\n")]
    public void What_stands_behind_the_imports_and_in_directives_is_left_to_the_compiler(string text)
    {
        using var w = new Workspace(("go.mod", "module m\n"), ("p.go", text));
        Assert.Single(w.Load(".").Roots);
    }
}
