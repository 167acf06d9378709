using Go.Compiler.Build;
using Go.Compiler.Ssa.Pipeline;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Build;

/// <summary>What <c>-d=escapedebug</c> prints.</summary>
public sealed class EscapeListingTests
{
    [Theory]
    [InlineData("escapedebug", true)]
    [InlineData("escapedebug=1", true)]
    [InlineData("escapedebug:2", true)]
    [InlineData("escapedebug=0", false)]
    [InlineData("escapealias", false)]
    public void It_is_on_when_it_is_asked_for(string setting, bool expected)
    {
        Assert.Equal(expected, EscapeListing.IsOn(setting));
        Assert.Equal(expected, EscapeListing.Of(["verify", setting], new SourceFileTable()) is not null);
    }

    [Fact]
    public void A_line_says_what_is_where_and_for_inlined_code_where_that_is_written()
    {
        var sources = new SourceFileTable();
        SourceFile a = sources.Add("/m/a.go", "/m/a.go", "package a\n"u8.ToArray());
        SourceFile b = sources.Add("/m/b.go", "/m/b.go", "package a\n"u8.ToArray());
        var place = new Pos(a.Index, 3, 5);
        Assert.Equal("/m/a.go:3:5: x escapes to heap", EscapeListing.Line(new AllocationReport(place, place, "x", true), sources));
        Assert.Equal("/m/a.go:3:5: new(int) does not escape (written at /m/b.go:7)",
            EscapeListing.Line(new AllocationReport(place, new Pos(b.Index, 7, 2), "new(int)", false), sources));
    }
}
