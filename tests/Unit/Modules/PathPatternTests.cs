using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Tests.Modules;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("a/...", "a", true)]
    [InlineData("a/...", "a/b/c", true)]
    [InlineData("a/...", "ab", false)]
    [InlineData("...", "x/y", true)]
    [InlineData("a...b", "a/x/b", true)]
    [InlineData("a...b", "a/x/bc", false)]
    [InlineData("a/.../b", "a/x/b", true)]
    [InlineData("a/.../b", "a/b", false)]
    [InlineData("a/...", "a/vendor/b", false)]
    [InlineData("a/vendor/...", "a/vendor/b", true)]
    [InlineData("./...", "./vendor/x", false)]
    public void Patterns(string pattern, string path, bool matches) => Assert.Equal(matches, PathPattern.Matches(pattern, path));

    [Theory]
    [InlineData("a.b/c/...", "a.b", true)]
    [InlineData("a.b/c/...", "a.b/c/d", true)]
    [InlineData("a.b/c/...", "a.b/d", false)]
    [InlineData("a.b/c", "a.b", true)]
    public void Trees(string pattern, string path, bool can) => Assert.Equal(can, PathPattern.TreeCanMatch(pattern, path));

    [Theory]
    [InlineData("./x", "x", true)]
    [InlineData("./x", "y/x", false)]
    [InlineData("x", "y/x", true)]
    [InlineData("x/z", "y/x/z", true)]
    [InlineData("x", "y/ax", false)]
    [InlineData("/x/z/", "y/x/z", true)]
    [InlineData("./x/", "x", true)]
    public void Ignored(string line, string folder, bool isOut) => Assert.Equal(isOut, PathPattern.IsIgnored([line], folder));
}
