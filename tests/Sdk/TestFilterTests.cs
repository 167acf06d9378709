using Go.Sdk.TestHost;

namespace Go.Sdk.Tests.Sdk;

/// <summary>The filter of dotnet test as flags of test programs.</summary>
public sealed class TestFilterTests
{
    [Theory]
    [InlineData("TestA", "-test.run=TestA")]
    [InlineData("TestA|TestB", "-test.run=TestA|TestB")]
    [InlineData("Name=TestA/one.5", "-test.run=^TestA$/^one\\.5$")]
    [InlineData("FullyQualifiedName=example.com/app.TestA", "-test.run=^TestA$")]
    [InlineData("FullyQualifiedName=example.com/other.TestA", null)]
    [InlineData("FullyQualifiedName~app.Test", "-test.run=^Test")]
    [InlineData("FullyQualifiedName~example.com/a", "")]
    [InlineData("fullyqualifiedname~Parse", "-test.run=Parse")]
    [InlineData("ClassName=example.com/app", "")]
    [InlineData("ClassName=example.com/other", null)]
    [InlineData("ClassName=example.com/app|Name=TestA", "")]
    [InlineData("ClassName=example.com/app&Name=TestA", "-test.run=^TestA$")]
    [InlineData("ClassName=example.com/other&Name=TestA", null)]
    [InlineData("Name!=TestA", "-test.skip=^TestA$")]
    [InlineData("Name!~A&Name!~B&Name~C", "-test.run=C -test.skip=A|B")]
    [InlineData("ClassName!=example.com/app", null)]
    [InlineData("Name=Test\\=\\(x\\)", "-test.run=^Test=\\(x\\)$")]
    public void Filter_becomes_flags(string filter, string? flags)
    {
        IReadOnlyList<string>? found = NameFilter.Parse(filter).FlagsFor("example.com/app");
        Assert.Equal(flags, found is null ? null : string.Join(' ', found));
    }

    [Theory]
    [InlineData("A|B&C", "mixes | and &")]
    [InlineData("(A)", "parentheses")]
    [InlineData("A||B", "empty term")]
    [InlineData("Name=", "incomplete term")]
    [InlineData("Name!TestA", "incomplete term")]
    [InlineData("Priority=1", "names 'Priority'")]
    [InlineData("A|Name!=B", "joins a negative term by |")]
    [InlineData("A&B", "joins several names by &")]
    public void Filters_that_flags_cannot_say_are_refused(string filter, string message)
        => Assert.Contains(message, Assert.Throws<FormatException>(() => NameFilter.Parse(filter)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(@"Test=(x)&y|z!~\", @"-test.run=^Test=\(x\)&y\|z!~\\$")]
    [InlineData("plain", "-test.run=^plain$")]
    public void Escaped_names_mean_themselves(string name, string flag)
        => Assert.Equal([flag], NameFilter.Parse("Name=" + NameFilter.Escape(name)).FlagsFor("p"));
}
