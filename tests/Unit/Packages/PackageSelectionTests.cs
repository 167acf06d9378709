using Go.Compiler.Modules;
using Go.Compiler.Packages;

namespace Go.Compiler.Tests.Packages;

public sealed class PackageSelectionTests
{
    private static readonly ModuleInfo s_main = new("example.com", "", "/w", GoVersion.Newest, IsMain: true);
    private static readonly HashSet<string> s_tools = ["example.com/t"];

    [Theory]
    [InlineData("all", "fmt", "$GOROOT/src/fmt", true, true)]
    [InlineData("std", "fmt", "$GOROOT/src/fmt", true, true)]
    [InlineData("./...", "fmt", "$GOROOT/src/fmt", true, false)]
    [InlineData("./...", "example.com/a/b", "/w/b", false, true)]
    [InlineData("./...", "example.com/c", "/other/c", false, false)]
    [InlineData("./b", "example.com/a/b", "/w/b", false, true)]
    [InlineData(".", "example.com/a/b", "/w/b", false, false)]
    [InlineData("example.com/...", "example.com/a/b", "/w/b", false, true)]
    [InlineData("work", "example.com/a/b", "/w/b", false, true)]
    [InlineData("work", "fmt", "$GOROOT/src/fmt", true, false)]
    [InlineData("tool", "example.com/t", "/w/t", false, true)]
    [InlineData("tool", "example.com/a/b", "/w/b", false, false)]
    public void Patterns_of_flags(string pattern, string path, string directory, bool isStandard, bool fits)
        => Assert.Equal(fits, PackageSelection.Matches(pattern, path, directory, isStandard ? null : s_main, s_tools, "/w"));
}
