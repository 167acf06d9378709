using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Driver;

/// <summary>Which package events name as what keeps tests from being run.</summary>
public sealed class FailedBuildTests
{
    private static readonly TestProgram s_program = new("m/p", "/w/p", null, HasTestFiles: true, Failed: true);

    private static string Of(TestProgram program, params Diagnostic[] errors)
        => FailedBuild.Of(program, new BuildOutcome { Succeeded = false, Diagnostics = errors, Sources = new SourceFileTable() });

    private static Diagnostic Error(string? package) => new(Catalogue.InternalError, default, "x") { Package = package };

    [Theory]
    [InlineData("m/p", "m/p [m/p.test]")]
    [InlineData("m/p_test [m/p.test]", "m/p [m/p.test]")]
    [InlineData("m/x", "m/x")]
    public void Errors_of_its_own_or_of_what_it_needs(string package, string expected)
        => Assert.Equal(expected, Of(s_program, Error("m/x"), Error(package)));

    [Fact]
    public void What_could_not_be_loaded()
    {
        Diagnostic missing = Error(null) with { Subject = "x", ImportStack = ["m/p (test)"] },
            other = missing with { Subject = "y", ImportStack = ["m/q"] };
        Assert.Equal("x", Of(s_program with { FailedToLoad = true }, other, missing));
        Assert.Equal("m/p [m/p.test]", Of(s_program));
    }
}
