using System.Text.RegularExpressions;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Tests.Build;

public sealed class CoverageCountersTests
{
    [Fact]
    public void Fixed_numbers_are_those_of_the_runtime()
    {
        string source = File.ReadAllText(Path.Combine(GoSources.Root, "src", "internal", "coverage", "pkid.go"));
        string list = source[source.IndexOf("var rtPkgs", StringComparison.Ordinal)..];
        Assert.Equal(Regex.Matches(list[..list.IndexOf("\n}", StringComparison.Ordinal)], "\"([^\"]+)\"").Select(m => m.Groups[1].Value),
            CoverageCounters.RuntimePackages);
        Assert.Equal(-2, CoverageCounters.NumberOf("internal/asan"));
        Assert.Equal(-1, CoverageCounters.NumberOf("fmt"));
    }

    [Fact]
    public void Counters_are_known_by_their_names()
    {
        string prefix = CoverageCounters.PrefixOf("example.com/a");
        Assert.Matches("^goCover_[0-9a-f]{12}_$", prefix);
        Assert.True(CoverageCounters.IsCounter("example.com/a", prefix + "_12"));
        Assert.False(CoverageCounters.IsCounter("example.com/b", prefix + "_12"));
        Assert.False(CoverageCounters.IsCounter("example.com/a", prefix + "P"));
        Assert.False(CoverageCounters.IsCounter("example.com/a", prefix + "M"));
    }
}
