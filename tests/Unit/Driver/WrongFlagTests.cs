using Go.Compiler.Driver;
using Go.Compiler.Settings;

namespace Go.Compiler.Tests.Driver;

/// <summary>Values that flags do not take: Go's words and exit codes, and no flag that is passed by in silence.</summary>
public sealed class WrongFlagTests
{
    private static (string Message, int ExitCode, bool IsWhole) Said(Action parse)
    {
        UsageException e = Assert.Throws<UsageException>(parse);
        return (e.Message, e.ExitCode, e.IsWhole);
    }

    [Theory]
    [InlineData("-buildmode=foo", "buildmode=foo not supported", 1)]
    [InlineData("-tags=a,b c", "go: -tags space-separated list contains comma", 2)]
    public void Of_builds_in_sentences_of_their_own(string flag, string message, int exitCode)
        => Assert.Equal((message, exitCode, true), Said(() => new BuildFlags(GoEnvironment.Empty).Define(new GoFlags()).Parse([flag])));

    private static BuildFlags Parsed(params string[] flags)
    {
        var build = new BuildFlags(GoEnvironment.Empty);
        build.Define(new GoFlags()).Parse(flags);
        return build;
    }

    /// <summary>Of a flag that is given twice the last one counts, be the first one ever so wrong.</summary>
    [Fact]
    public void Of_modes_when_all_flags_are_known()
    {
        Assert.Equal(("-mod=foo not supported (can be '', 'mod', 'readonly', or 'vendor')", 1, true),
            Said(() => _ = Parsed("-mod=mod", "-mod=foo").Modules));
        Assert.Equal(Go.Compiler.Modules.ModuleMode.Mod, Parsed("-mod=foo", "-mod=mod").Modules.Mode);
    }

    [Fact]
    public void Of_profiles_when_something_is_built()
    {
        static void Build(params string[] flags)
            => Parsed(flags).ToOptions("/w", [], Go.Compiler.Platforms.SupportedPlatforms.LinuxAmd64, "/std", null);
        Assert.Equal(("# /nosuch.pgo\npreprofile: error opening profile: open /nosuch.pgo: no such file or directory", 1, true),
            Said(() => Build("-pgo=/nosuch.pgo")));
        Build("-pgo=/nosuch.pgo", "-pgo=off");
    }

    [Theory]
    [InlineData("-gcflags=main.go", "invalid value \"main.go\" for flag -gcflags: missing =<value> in <pattern>=<value>")]
    [InlineData("-ldflags=-X \"main.S=a", "invalid value \"-X \\\"main.S=a\" for flag -ldflags: unterminated \" string")]
    public void Of_tools_with_the_value(string flag, string message)
        => Assert.Equal((message, 2, false), Said(() => new BuildFlags(GoEnvironment.Empty).Define(new GoFlags()).Parse([flag])));

    [Theory]
    [InlineData("count", "x"), InlineData("count", ""), InlineData("parallel", "1.5"), InlineData("timeout", "x")]
    public void Of_tests_before_anything_is_built(string name, string value)
        => Assert.Equal(($"invalid value \"{value}\" for flag -{name}: parse error", 2, false),
            Said(() => TestFlags.Parse([$"-{name}={value}"])));

    [Theory, InlineData("1"), InlineData("-1"), InlineData("0x10"), InlineData("1_000")]
    public void Numbers_are_written_as_in_Go(string value)
        => Assert.Contains($"-test.count={value}", TestFlags.Parse(["-count=" + value]).ProgramArguments("/w"));

    [Fact]
    public void Languages_newer_than_this_release_are_unknown()
    {
        SettingException e = Assert.Throws<SettingException>(() => CompilerSettings.Read(["-lang=go1.99"], "go1.27", []));
        Assert.Equal("compile: invalid value \"go1.99\" for -lang: max known version is \"go1.27\"", e.Message);
        Assert.Equal("go1.0", CompilerSettings.Read(["-lang=go1"], "go1.27", []).Language);
        Assert.Equal("go1.27", CompilerSettings.Read(["-lang=go1.27"], "go1.27", []).Language);
    }

    /// <summary>Files have constraints; a list of tags that none can name is just of no use.</summary>
    [Theory, InlineData("!a"), InlineData("a,!b"), InlineData("a||b,(c)")]
    public void Tags_are_any_words(string value)
    {
        var flags = new BuildFlags(GoEnvironment.Empty);
        flags.Define(new GoFlags()).Parse(["-tags=" + value]);
        Assert.Equal(value.Split(','), flags.Tags);
    }

    [Theory]
    [InlineData("nosuch-program", "exec: \"nosuch-program\": executable file not found in $PATH")]
    [InlineData("./nosuch", "fork/exec ./nosuch: no such file or directory")]
    public void Programs_of_exec_that_are_not_there(string program, string message)
        => Assert.Equal((message, 1, true),
            Said(() => RunCommand.Start(new System.Diagnostics.ProcessStartInfo(program) { UseShellExecute = false })));

    [Fact]
    public void Flags_of_tests_have_long_names_in_GOFLAGS_too()
    {
        var environment = GoEnvironment.Read(new Dictionary<string, string> { ["GOFLAGS"] = "-test.timeout=24h -run=X" }, "");
        Assert.Contains("-test.timeout=24h0m0s", TestFlags.Parse([], environment).ProgramArguments("/w"));
        Assert.Contains("-test.timeout=25h0m0s", TestFlags.Parse(["-timeout=25h"], environment).ProgramArguments("/w"));
        Assert.Contains("-test.run=X", TestFlags.Parse(["-test.timeout=26h"], environment).ProgramArguments("/w"));
    }

    [Theory]
    [InlineData(true, "-args", "-help")]
    [InlineData(true, "-args", "a", "--help")]
    [InlineData(false, "-args", "--", "-help")]
    [InlineData(false, "-args", "help")]
    public void Programs_that_are_asked_for_their_flags_are_heard(bool asks, params string[] arguments)
        => Assert.Equal(asks, TestFlags.Parse(arguments).AsksForHelp);
}
