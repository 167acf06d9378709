namespace Go.Compiler.Tests.Syntax;

public sealed class SyntaxTestDataTests
{
    [Fact]
    public void Every_expected_error_is_reported_and_no_other()
    {
        string[] files = [.. SyntaxTestData.All()];
        Assert.NotEmpty(files);
        Assert.Equal("", string.Join('\n', files.SelectMany(SyntaxTestData.Run)));
    }
}
