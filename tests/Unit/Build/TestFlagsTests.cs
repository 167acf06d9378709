using Go.Compiler.Driver;

namespace Go.Compiler.Tests.Build;

/// <summary>The arguments of <c>dotnet go test</c>.</summary>
public sealed class TestFlagsTests
{
    private static string Program(params string[] arguments) => string.Join(' ', TestFlags.Parse(arguments).ProgramArguments("/w"));

    [Fact]
    public void Flags_and_packages_in_any_order()
    {
        TestFlags flags = TestFlags.Parse(["-v", "-tags", "a,b", "./x", "./y", "-run", "T", "-short", "-o", "out", "-unknown", "value",
            "-args", "-run", "z"]);
        Assert.Equal(["./x", "./y"], flags.Packages);
        Assert.Equal(["a", "b"], flags.Build.Tags);
        Assert.Equal("out", flags.Build.Output);
        Assert.True(flags.Verbose);
        Assert.Equal("-test.paniconexit0 -test.timeout=10m0s -test.v=true -test.run=T -test.short=true -unknown value -run z",
            string.Join(' ', flags.ProgramArguments("/w")));
    }

    [Theory]
    [InlineData("-test.paniconexit0 -test.timeout=0s", "-timeout=0")]
    [InlineData("-test.paniconexit0 -test.timeout=10m0s -test.v=test2json", "-json", "-v")]
    [InlineData("-test.paniconexit0 -test.timeout=10m0s -test.count=2 -test.run=A", "-test.count=2", "--run", "A")]
    [InlineData("-test.paniconexit0 -test.timeout=10m0s -test.cpuprofile=c -test.outputdir=/w", "-cpuprofile", "c")]
    [InlineData("-test.paniconexit0 -test.timeout=10m0s -test.cpuprofile=c -test.outputdir=/o", "-cpuprofile", "c", "-outputdir=/o")]
    [InlineData("-test.paniconexit0 -test.timeout=24h0m0s -own=true foo -timeout 25h",
        "-timeout", "24h", "-own=true", "foo", "-timeout", "25h")]
    [InlineData("-test.paniconexit0 -test.timeout=1m30s -own foo -test.timeout=25h0m0s bar -short",
        "-timeout=90s", "-own", "foo", "-timeout", "25h", "bar", "-short")]
    [InlineData("-test.paniconexit0 -test.timeout=1.5s -own -test.short=true", "-timeout=1500ms", "-own", "-short")]
    [InlineData("-test.paniconexit0 -test.timeout=10ms", "-timeout=10ms")]
    public void Arguments_of_test_programs(string expected, params string[] arguments) => Assert.Equal(expected, Program(arguments));

    /// <summary>Programs run in their packages' folders.</summary>
    [Fact]
    public void The_folder_for_profiles_is_that_of_the_caller()
        => Assert.Contains($"-test.outputdir={Path.GetFullPath("profiles")} ", Program(["-outputdir=./profiles", "-short"]) + " ",
            StringComparison.Ordinal);

    [Theory]
    [InlineData("1h30m", 5400.0)]
    [InlineData("1.5s", 1.5)]
    [InlineData("100ms", 0.1)]
    [InlineData("0", 0.0)]
    [InlineData("5", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    [InlineData("-1m", -60d), InlineData("+2s", 2d), InlineData("-", null), InlineData("--1s", null)]
    public void Durations(string text, double? seconds) => Assert.Equal(seconds, TestFlags.Duration(text)?.TotalSeconds);

    [Fact]
    public void A_program_is_ended_a_minute_after_its_own_time_out()
    {
        Assert.Equal(TimeSpan.FromMinutes(11), TestFlags.Parse([]).KillAfter);
        Assert.Null(TestFlags.Parse(["-timeout=0"]).KillAfter);
        Assert.Null(TestFlags.Parse(["-fuzz=X"]).KillAfter);
        Assert.Null(TestFlags.Parse(["-bench=X"]).KillAfter);
    }

    [Fact]
    public void Fuzzing_is_for_the_program_and_the_build()
    {
        TestFlags flags = TestFlags.Parse(["-fuzz", "X", "-fuzztime=9x", "./p", "-trace=t", "-cpuprofile=c"]);
        Assert.True(flags.Build.Fuzzes);
        Assert.Equal("cpuprofile", flags.ProfileFlag);
        Assert.Contains("-test.fuzz=X -test.fuzztime=9x", string.Join(' ', flags.ProgramArguments("/w")), StringComparison.Ordinal);
        Assert.False(TestFlags.Parse(["-fuzz="]).Build.Fuzzes);
    }
}
