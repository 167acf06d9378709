using Go.Compiler.Modules;
using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;

namespace Go.Compiler.Tests.Packages;

public sealed class GoModFileTests
{
    private static (GoModFile File, string[] Errors) Parse(string text)
    {
        var sink = new DiagnosticSink();
        GoModFile file = GoModFile.Parse("/m/go.mod", Encoding.UTF8.GetBytes(text), sink);
        return (file, [.. sink.All.Select(d => $"{d.FileLine}:{d.FileColumn}: {d.Message}")]);
    }

    [Fact]
    public void Everything_a_module_can_say()
    {
        (GoModFile file, string[] errors) = Parse("""
            // Comment.
            module example.com/m // a comment

            go 1.24.1
            toolchain go1.26.0

            require (
            	a.b/c v1.2.3
            	a.b/d/v2 v2.0.0-pre.1+meta // indirect
            	gopkg.in/yaml.v3 v3.0.1
            )
            require "a.b/e" v0.1.0
            replace a.b/c => ../c
            replace (
            	a.b/d/v2 v2.0.0 => x.y/z v1.0.0
            )
            exclude a.b/c v1.0.0
            retract [v1.0.0, v1.1.0]
            godebug panicnil=1
            godebug (
            	default=go1.21
            )
            tool a.b/c/cmd
            ignore ./node_modules
            """);
        Assert.Empty(errors);
        Assert.Equal("example.com/m", file.ModulePath);
        Assert.Equal("go1.24", file.LanguageVersion.Language);
        Assert.Equal("go1.26.0", file.Toolchain);
        Assert.Equal(["a.b/c v1.2.3", "a.b/d/v2 v2.0.0-pre.1", "gopkg.in/yaml.v3 v3.0.1", "a.b/e v0.1.0"],
            file.Requirements.Select(r => $"{r.Module.Path} {r.Module.Version}"));
        Assert.True(file.Requirements[1].IsIndirect);
        Assert.False(file.Requirements[0].IsIndirect);
        Assert.True(file.Replacements[0].IsFolder);
        Assert.False(file.Replacements[1].IsFolder);
        Assert.Equal([("panicnil", "1"), ("default", "go1.21")], file.Godebugs);
        Assert.Equal(["./node_modules"], file.Ignored);
        Assert.Equal(["a.b/c/cmd"], file.Tools);
    }

    [Theory]
    [InlineData("modul x", "1:1: unknown directive: modul")]
    [InlineData("module", "1:1: usage: module module/path")]
    [InlineData("module x y", "1:1: usage: module module/path")]
    [InlineData("module \"x", "1:8: unexpected EOF in string")]
    [InlineData("module x\nmodule y", "2:1: repeated module statement")]
    [InlineData("go 1.27", "1:1: missing module declaration")]
    [InlineData("module x\ngo abc", "2:4: invalid go version 'abc': must match format 1.23.0")]
    [InlineData("module x\ngo 1.021", "2:4: invalid go version '1.021': must match format 1.23.0")]
    [InlineData("module x\ngo 1.27.99", "")]
    [InlineData("module x\ngo 1.21\ngo 1.22", "3:1: repeated go statement")]
    [InlineData("module x\nrequire a.b/c", "2:1: usage: require module/path v1.2.3")]
    [InlineData("module x\nrequire a.b/c v1", "")] // short for v1.0.0
    [InlineData("module x\nrequire a.b/c v1.2.3.4", "2:15: require a.b/c: version \"v1.2.3.4\" invalid: must be of the form v1.2.3")]
    [InlineData("module \"x\ngo 1.21", "1:10: unexpected newline in string")]
    [InlineData("module x\nreplace a.b/c => x@v1.0.0", "2:18: replacement module must match format 'path version', not 'path@version'")]
    [InlineData("module x\nretract [v1.0.0", "2:1: expected ',' after version")]
    [InlineData("module x\nrequire a.b/c/v1 v1.0.0", "2:1: invalid module path")]
    [InlineData("module x\nrequire 'a.b/c' v1.0.0", "2:9: invalid quoted string: unquoted string cannot contain quote")]
    [InlineData("module x\nrequire a.b/c 1.2.3", "2:15: require a.b/c: version \"1.2.3\" invalid: must be of the form v1.2.3")]
    [InlineData("module x\nrequire a.b/c/v2 v1.0.0", "2:18: require a.b/c/v2: version \"v1.0.0\" invalid: should be v2, not v1")]
    [InlineData("module x\nrequire a.b/c v2.0.0", "2:15: require a.b/c: version \"v2.0.0\" invalid: should be v0 or v1, not v2")]
    [InlineData("module x\nrequire a.b/c v2.0.0+incompatible", "")]
    [InlineData("module x\nfoo bar", "2:1: unknown directive: foo")]
    [InlineData("module x\nrequire (\n a.b/c v1.0.0\n", "4:1: syntax error (unterminated block started at /m/go.mod:2:1)")]
    [InlineData("module x\ntoolchain foo", "2:11: invalid toolchain version 'foo': must match format go1.23.0 or default")]
    [InlineData("module x\ngodebug panicnil", "2:1: usage: godebug key=value")]
    [InlineData("module x\ngodebug nosuch=1", "2:9: unknown godebug \"nosuch\"")]
    [InlineData("module x\nreplace a.b/c => d.e/f",
        "2:18: replacement module without version must be directory path (rooted or starting with . or ..)")]
    [InlineData("module x\ngo (\n1.21\n)", "2:1: unknown block type: go")]
    [InlineData("module x\n/* c */", "2:1: mod files must use // comments (not /* */ comments)")]
    [InlineData("module x@y", "1:8: malformed module path \"x@y\": invalid char '@'")]
    [InlineData("module ./x", "1:8: malformed module path \"./x\": invalid path element \".\"")]
    public void Errors_have_a_place(string text, string expected) => Assert.Equal(expected, string.Join('|', Parse(text).Errors));

    [Theory]
    [InlineData("1.21", "1.21.0", -1)]
    [InlineData("1.21", "1.21rc1", -1)]
    [InlineData("1.21rc1", "1.21rc2", -1)]
    [InlineData("1.21rc2", "1.21.0", -1)]
    [InlineData("1.21.3", "1.21.3", 0)]
    [InlineData("1.9", "1.10", -1)]
    [InlineData("1.21beta1", "1.21rc1", -1)]
    public void Versions_are_ordered(string a, string b, int expected)
    {
        GoVersion x = GoVersion.Parse(a)!.Value, y = GoVersion.Parse(b)!.Value;
        Assert.Equal(expected, Math.Sign(x.CompareTo(y)));
        Assert.Equal(-expected, Math.Sign(y.CompareTo(x)));
    }
}
