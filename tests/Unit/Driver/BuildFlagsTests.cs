using Go.Compiler.Driver;
using Go.Compiler.Settings;

namespace Go.Compiler.Tests.Driver;

/// <summary>Flags that mean something else for commands than for projects, and settings that only partly exist.</summary>
public sealed class BuildFlagsTests
{
    [Theory, InlineData(null, false), InlineData("", false), InlineData("off", false), InlineData("latest", true)]
    public void The_cryptographic_module_is_the_librarys_own(string? setting, bool fips)
    {
        var flags = new BuildFlags();
        flags.SetFips140(setting);
        Assert.Equal(fips, flags.FipsMode);
    }

    [Theory, InlineData("v1.0.0"), InlineData("certified"), InlineData("on")]
    public void Frozen_modules_do_not_exist(string setting)
        => Assert.Equal($"GOFIPS140={setting} is not supported: there are no frozen versions of the cryptographic module; known are off and latest",
            Assert.Throws<ArgumentException>(() => new BuildFlags().SetFips140(setting)).Message);

    /// <summary>Switches of the whole build work whatever packages they are given for.</summary>
    [Theory, InlineData("-d=roundtrip"), InlineData("-d=time"), InlineData("all=-d=verify,roundtrip"), InlineData("-d=ssa/cse/time")]
    public void Debug_switches_of_the_build_reach_it(string flags)
    {
        var build = new BuildFlags();
        build.AddCompilerFlags(flags);
        Assert.Contains(build.DebugFlags, d => flags.EndsWith(d, StringComparison.Ordinal));
    }

    [Fact]
    public void Fips_mode_needs_the_modules_assembly()
    {
        var flags = new BuildFlags();
        flags.AddTags("purego");
        Assert.Throws<ArgumentException>(() => flags.SetFips140("latest"));
    }

    [Theory]
    [InlineData("auto", null), InlineData("local", null), InlineData("path", null), InlineData("local+path", null),
        InlineData("OWN", null), InlineData("OWN+auto", null)]
    [InlineData("nonsense", "go: invalid GOTOOLCHAIN \"nonsense\"")]
    [InlineData("1.27.4", "go: invalid GOTOOLCHAIN \"1.27.4\"")]
    [InlineData("x+auto", "go: invalid GOTOOLCHAIN \"x+auto\": invalid minimum toolchain \"x\"")]
    [InlineData("local+y", "go: invalid GOTOOLCHAIN \"local+y\": only version suffixes are +auto and +path")]
    [InlineData("go1.21.0", "go: downloading go1.21.0 (HOST)\ngo: download go1.21.0 for HOST: toolchain not available")]
    public void Toolchains_are_this_one_or_refused(string setting, string? error)
    {
        string own = File.ReadLines(Path.Combine(GoSources.Root, "VERSION")).First();
        var variables = new Dictionary<string, string> { ["GOENV"] = "off",
            ["GOTOOLCHAIN"] = setting.Replace("OWN", own, StringComparison.Ordinal), ["GOROOT"] = GoSources.Root };
        var flags = new BuildFlags(GoEnvironment.Read(variables, ""));
        string? expected = error?.Replace("HOST", $"{HostSystem.Os}/{HostSystem.Arch}", StringComparison.Ordinal);
        Assert.Equal(expected, Record.Exception(flags.ReadEnvironment)?.Message);
    }

    [Fact]
    public void Flags_of_the_tools_keep_their_patterns_and_wrong_ones_are_found_at_once()
    {
        var flags = new BuildFlags();
        flags.AddLinkerFlags("-s -X main.a=b");
        flags.AddCompilerFlags("all=-N");
        Go.Compiler.Build.BuildOptions options = flags.ToOptions("/w", [], Go.Compiler.Platforms.SupportedPlatforms.LinuxAmd64, "/std",
            null);
        Assert.Equal((null, "-s -X main.a=b"), (options.LinkerFlags[0].Pattern, options.LinkerFlags[0].Text));
        Assert.Equal("all", options.CompilerFlags[0].Pattern);
        Assert.ThrowsAny<ArgumentException>(() => flags.AddLinkerFlags("-X main"));
        Assert.ThrowsAny<ArgumentException>(() => flags.AddCompilerFlags("-d=nosuch"));
    }

    [Fact]
    public void Flags_of_the_tools_are_their_affair_when_they_are_not_called()
    {
        static BuildFlags Parse(params string[] arguments)
        {
            var flags = new BuildFlags(GoEnvironment.Read(new Dictionary<string, string> { ["GOENV"] = "off",
                ["GOPATH"] = "/gopath" }, ""));
            flags.Define(new GoFlags()).Parse(arguments);
            return flags;
        }

        static Go.Compiler.Build.BuildOptions Options(BuildFlags flags)
            => flags.ToOptions("/w", [], Go.Compiler.Platforms.SupportedPlatforms.LinuxAmd64, "/std", null);

        Assert.Equal("compile: flag provided but not defined: -nosuch",
            Assert.Throws<UsageException>(() => Options(Parse("-gcflags=-nosuch"))).Message);
        Assert.Equal(["-nosuch"], Options(Parse("-gcflags=-nosuch", "-n")).CompilerFlags[0].Words);
        Assert.Equal("invalid value \"x\" for flag -gcflags: missing =<value> in <pattern>=<value>",
            Assert.Throws<UsageException>(() => Parse("-n", "-gcflags=x")).Message);
    }

    [Fact]
    public void GOFLAGS_come_before_the_command_line_and_must_be_flags_of_some_command()
    {
        static BuildFlags Parse(string defaults, params string[] arguments)
        {
            var flags = new BuildFlags(GoEnvironment.Read(new Dictionary<string, string> { ["GOFLAGS"] = defaults,
                ["GOENV"] = "off" }, ""));
            flags.Define(new GoFlags()).ApplyDefaults(flags.Environment).Parse(arguments);
            return flags;
        }

        Assert.Equal(["b"], Parse("-tags=a -v -run=X '-ldflags=-s -w'", "-tags", "b").Tags);
        Assert.True(Parse("-trimpath").TrimPath);
        Assert.False(Parse("-trimpath", "-trimpath=false").TrimPath);
        Assert.Equal("parsing $GOFLAGS: unknown flag -nosuch", Assert.Throws<UsageException>(() => Parse("-nosuch=1")).Message);
        Assert.Equal("parsing $GOFLAGS: non-flag \"x\"", Assert.Throws<UsageException>(() => Parse("-v x")).Message);
        Assert.Equal("parsing $GOFLAGS: unterminated ' string", Assert.Throws<UsageException>(() => Parse("'-v")).Message);
        Assert.Equal("flag needs an argument: -tags (from $GOFLAGS)", Assert.Throws<UsageException>(() => Parse("-tags")).Message);
    }
}
