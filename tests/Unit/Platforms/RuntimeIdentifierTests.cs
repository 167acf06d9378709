using Go.Compiler.Platforms;

namespace Go.Compiler.Tests.Platforms;

/// <summary>Whoever names a system in the words of another tool is told the right ones.</summary>
public sealed class RuntimeIdentifierTests
{
    [Theory]
    [InlineData("win-x86", "win-x64")]
    [InlineData("win64", "win-x64")]
    [InlineData("win10-x64", "win-x64")]
    [InlineData("windows-arm64", "win-arm64")]
    [InlineData("Windows_x86_64", "win-x64")]
    [InlineData("osx", "osx-x64 osx-arm64")]
    [InlineData("osx.12-arm64", "osx-arm64")]
    [InlineData("macos-arm64", "osx-arm64")]
    [InlineData("darwin/amd64", "osx-x64")]
    [InlineData("linux-arm", "linux-arm64")]
    [InlineData("linux-aarch64", "linux-arm64")]
    [InlineData("linux-x64-musl", "linux-musl-x64")]
    [InlineData("alpine.3.20-x64", "linux-musl-x64")]
    [InlineData("ubuntu.24.04-x64", "linux-x64")]
    [InlineData("Linux-X64", "linux-x64")]
    [InlineData("x64", "")]
    [InlineData("linux-riscv64", "")]
    [InlineData("freebsd-x64", "")]
    [InlineData("foo-bar", "")]
    [InlineData("", "")]
    public void Words_of_other_tools_are_understood(string rid, string expected)
        => Assert.Equal(expected, string.Join(' ', RuntimeIdentifiers.Near(rid)));
}
