using Go.Compiler.Driver;

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

    [Fact]
    public void Fips_mode_needs_the_modules_assembly()
    {
        var flags = new BuildFlags();
        flags.AddTags("purego");
        Assert.Throws<ArgumentException>(() => flags.SetFips140("latest"));
    }

    [Fact]
    public void Variables_of_the_linkers_flag_are_optional()
    {
        var flags = new BuildFlags();
        flags.AddLinkerFlags("-s -X main.a=b");
        Assert.Equal([new Go.Compiler.Build.LinkVariable("main.a", "b", IsOptional: true)], flags.Variables);
    }
}
