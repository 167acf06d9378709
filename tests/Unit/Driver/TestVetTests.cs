using Go.Compiler.Build.Analysis;
using Go.Compiler.Driver;
using Go.Compiler.Driver.Tools;

namespace Go.Compiler.Tests.Driver;

public sealed class TestVetTests
{
    [Fact]
    public void Values_of_vet()
    {
        Assert.Same(TestVet.Default, TestVet.Parse(""));
        Assert.Contains("-printf", TestVet.Default.Flags);
        Assert.True(TestVet.Parse("off") is { IsOff: true, IsExplicit: true, Flags: [] });
        Assert.True(TestVet.Parse("all") is { IsOff: false, IsExplicit: true, Flags: [] });
        Assert.Equal(["-printf", "-shift"], TestVet.Parse("printf,shift").Flags);
    }

    [Theory]
    [InlineData("printf=1", "-vet argument cannot contain equal signs")]
    [InlineData("printf, shift", "cannot contain spaces")]
    [InlineData("printf,,shift", "-vet argument contains empty list element")]
    [InlineData("nope", "must be a supported analyzer or a distinguished value; found nope")]
    [InlineData("off,printf,shift", "does not accept \"off\" in a list with other analyzers")]
    public void Values_that_are_none(string value, string message)
        => Assert.Contains(message, Assert.Throws<UsageException>(() => TestVet.Parse(value)).Message, StringComparison.Ordinal);

    private static AnalysisResult Result(string output, string messages)
        => new("example.com/a", "example.com/a", "/home/u/m/a", false, output, messages, []);

    [Fact]
    public void Folders_are_shortened_at_the_start_of_words_only()
    {
        AnalysisResult result = Result("", "vet: /home/u/m/a/x.go:1:2: text\n\t/home/u/m/b/y.go:3:4: (see/home/u/m/a)\n");
        Assert.Equal(["vet: ./x.go:1:2: text", "\t../b/y.go:3:4: (see/home/u/m/a)"], AnalysisText.Messages(result, "/home/u/m/a"));
        Assert.Equal(["# example.com/a", "# [example.com/a]"], AnalysisText.Header(result));
        Assert.Equal(["# example.com/a"], AnalysisText.Header(result with { ForTest = "" }));
    }

    [Fact]
    public void Findings_are_read_from_what_the_program_writes()
    {
        const string Json = """
            {"example.com/a": {"assign": [{"posn": "/m/a.go:4:5", "end": "/m/a.go:4:9", "message": "one", "related": [{"posn": "/m/b.go:1:1", "end": "", "message": "two"}]}],
             "broken": {"error": "it failed"}}}
            """;
        IReadOnlyList<AnalysisText.Finding> findings = AnalysisText.Findings(Result(Json, ""), out string? problem);
        Assert.Equal(["assign one False", "assign two True"], findings.Select(f => $"{f.Analyzer} {f.Message} {f.IsRelated}"));
        Assert.Equal("it failed", problem);
        Assert.Equal(new AnalysisText.Place("/m/a.go", 4, 5), AnalysisText.PlaceOf(findings[0].Start));
        Assert.Null(AnalysisText.PlaceOf("-"));
    }
}
