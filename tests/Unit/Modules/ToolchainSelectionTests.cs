using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Settings;
using Xunit;

namespace Go.Compiler.Tests.Modules;

/// <summary>Which release is chosen by GOTOOLCHAIN and go.mod. The texts are Go's where no proxy has the release.</summary>
public sealed class ToolchainSelectionTests
{
    private static readonly string s_host = $"{HostSystem.Os}/{HostSystem.Arch}";

    private static string? Said(string setting, string text, bool isProject = false)
    {
        var said = new List<string>();
        try
        {
            new ToolchainSelection(setting, "1.27.4") { IsProject = isProject }.Check("go.mod", "/m/go.mod", text, said.Add);
        }
        catch (ToolchainException e)
        {
            said.Add(e.Message);
        }
        return said.Count == 0 ? null : string.Join('\n', said).Replace(s_host, "HOST", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "go 1.27\ntoolchain go1.28.1\n", "go1.28.1")]
    [InlineData("auto", "go 1.27\n\ttoolchain  go1.27.5 // soon\n", "go1.27.5")]
    [InlineData("", "go 1.28\n", "go1.28.0")]
    [InlineData("", "go 1.28rc1\n", "go1.28rc1")]
    [InlineData("", "go 1.28.3\ntoolchain go1.28.1\n", "go1.28.3")]
    [InlineData("local+auto", "toolchain go1.99.1-custom\n", "go1.99.1-custom")]
    [InlineData("go1.28.3", "go 1.27\n", "go1.28.3")]
    [InlineData("go1.26.1", "go 1.27\ntoolchain go1.99.1\n", "go1.26.1")]
    [InlineData("go1.26.1+auto", "go 1.26\n", "go1.26.1")]
    [InlineData("go1.28.3+auto", "toolchain default\n", "go1.28.3")]
    public void Another_release_is_not_available(string setting, string text, string name)
        => Assert.Equal($"downloading {name} (HOST)\ndownload {name} for HOST: toolchain not available", Said(setting, text));

    [Theory]
    [InlineData("", "go 1.27.4\ntoolchain go1.27.4\n")]
    [InlineData("", "go 1.27\ntoolchain go1.26.9\n")]
    [InlineData("", "toolchain default\ngo 1.99\n")] // the go line is refused by who reads it
    [InlineData("", "toolchains go1.99.1\ngo 1.99 x\n")]
    [InlineData("local", "toolchain go1.99.1\n")]
    [InlineData("go1.27.4", "toolchain go1.99.1\n")]
    [InlineData("go1.26.1+auto", "go 1.27.4\n")]
    [InlineData("path", "go 1.27\n")]
    public void This_release_is_the_one(string setting, string text) => Assert.Null(Said(setting, text));

    [Theory]
    [InlineData("", "toolchain go1.28\n",
        "downloading go1.28 (HOST)\ninvalid toolchain: go1.28 is a language version but not a toolchain version (go1.28.x)")]
    [InlineData("", "toolchain local\n", "invalid toolchain \"local\" in go.mod")]
    [InlineData("", "toolchain gccgo-go1.28.1\n", "invalid toolchain \"gccgo-go1.28.1\" in go.mod")]
    [InlineData("path", "toolchain go1.28.1\n", "cannot find \"go1.28.1\" in PATH")]
    [InlineData("go1.27.4+path", "go 1.28\n", "cannot find \"go1.28.0\" in PATH")]
    [InlineData("nonsense", "", "invalid GOTOOLCHAIN \"nonsense\"")]
    [InlineData("go1.27.4+x", "", "invalid GOTOOLCHAIN \"go1.27.4+x\": only version suffixes are +auto and +path")]
    public void What_cannot_be_chosen_is_said_as_Go_says_it(string setting, string text, string expected)
        => Assert.Equal(expected, Said(setting, text));

    [Fact]
    public void Projects_are_told_which_line_and_which_property()
    {
        const string only = ", and this is go1.27.4, the only release there is: set GoToolchain to local to build with it, or change the ";
        Assert.Equal($"the toolchain line asks for go1.28.1{only}line",
            Said("", "go 1.27\ntoolchain go1.28.1\n", isProject: true));
        Assert.Equal($"GoToolchain is 'go1.28.1'{only}property",
            Said("go1.28.1", "", isProject: true));
        Assert.Null(Said("", "go 1.28\n", isProject: true)); // GO3033 has the place of that line
        var selection = new ToolchainSelection("", "1.27.4") { IsProject = true };
        ToolchainException e = Assert.Throws<ToolchainException>(
            () => selection.Check("go.mod", "/m/go.mod", "module m\n toolchain go1.28.1\n", _ => { }));
        Assert.Equal((Catalogue.ToolchainNotAvailable, ("/m/go.mod", 2, 12)), (e.Descriptor, e.Place));
    }
}
