using Go.Compiler.Packages;

namespace Go.Compiler.Tests.Packages;

/// <summary>
/// Patterns are looked for, and told of, in one form; expectations are what the original's <c>list -f {{.Match}}</c> tells.
/// </summary>
public sealed class PatternTests
{
    [Theory]
    [InlineData("lib/../cmd/a", "cmd/a"), InlineData("./lib/../cmd/a", "./cmd/a"), InlineData("./lib/", "./lib"), InlineData("./", "."),
        InlineData("././x", "./x")]
    [InlineData("../m", "../m"), InlineData("../../m/./x//y", "../../m/x/y"), InlineData("x/../../y", "../y"),
        InlineData("/a/../../b/", "/b"), InlineData("/", "/")]
    [InlineData("./...", "./..."), InlineData("./a/../...", "./..."), InlineData("a/x@v1.0.0/../b", "a/x@v1.0.0/../b"),
        InlineData("a/../x@v1", "x@v1")]
    [InlineData(".", "."), InlineData("..", ".."), InlineData("", "")]
    public void Have_one_form(string pattern, string expected) => Assert.Equal(expected, RootFinder.Canonical(pattern));
}
