using System.Text.RegularExpressions;
using Go.Compiler.Driver.Tools;

namespace Go.Compiler.Tests.Driver;

public sealed class GenerateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gen-").FullName;
    private readonly StringWriter _error = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private bool Run(string text, Func<GenerateOptions, GenerateOptions>? change = null)
    {
        string file = Path.Combine(_folder, "a.go");
        File.WriteAllText(file, text);
        var options = new GenerateOptions { Environment = new Dictionary<string, string> { ["DOLLAR"] = "$", ["GOARCH"] = "amd64" },
            GoFolder = "", TellsCommands = true, DryRun = true };
        return new GenerateFile(file, change?.Invoke(options) ?? options, Path.GetFileName, _error).Run();
    }

    [Theory]
    [InlineData("$A-${A}x ${}y ${A $", "[A]-[A]x y A $")]
    [InlineData("a$_b.c$?", "a[_b].c[?]")]
    [InlineData("100%$-${*}$$x", "100%[-][*][$]x")]
    [InlineData("$.x $", "$.x $")]
    public void Variables_as_shells_write_them(string text, string expected)
        => Assert.Equal(expected, ShellVariables.Expand(text, n => $"[{n}]"));

    [Fact]
    public void Lines_quotes_shorthands_and_variables()
    {
        Assert.True(Run("//go:generate -command say echo \"two words\"\r\npackage p\n// text\n //go:generate not\n//go:generate\tsay $GOFILE:$GOLINE \"a\\tb\" ${GOPACKAGE}x $DOLLAR $GOARCH\n"));
        Assert.Equal("echo two words a.go:5 a\tb px $ amd64\n", _error.ToString());
    }

    [Theory]
    [InlineData("//go:generate \n", "a.go:3: no arguments to directive\n")]
    [InlineData("//go:generate echo \"a\n", "a.go:3: mismatched quoted string\n")]
    [InlineData("//go:generate echo \"a\\\n", "a.go:3: bad backslash\n")]
    [InlineData("//go:generate echo \"a\"b\n", "a.go:3: expect space after quoted argument\n")]
    [InlineData("//go:generate echo \"\\q\"\n", "a.go:3: bad quoted string\n")]
    [InlineData("//go:generate -command\n", "a.go:3: no command specified for -command\n")]
    [InlineData("//go:generate -command a b\n//go:generate -command a b\n", "a.go:4: command \"a\" multiply defined\n")]
    [InlineData("//go:generate echo", "a.go:3: error reading a.go: unexpected EOF\n")]
    public void Wrong_lines_end_the_file(string lines, string message)
    {
        Assert.False(Run("package p\n\n" + lines));
        Assert.Equal(message, _error.ToString());
    }

    [Fact]
    public void Long_lines_are_no_commands()
    {
        Assert.False(Run("package p\n//go:generate " + new string('x', 5000) + "\n"));
        Assert.Equal("a.go:2: directive too long\n", _error.ToString());
    }

    [Fact]
    public void Patterns_choose_lines_and_files_without_a_package_have_none()
    {
        const string Text = "package p\n//go:generate one\n//go:generate two\n//go:generate three\n";
        Assert.True(Run(Text, o => o with { Run = new Regex("t"), Skip = new Regex("thr") }));
        Assert.Equal("one\ntwo\n", _error.ToString());
        Assert.True(Run("//go:generate one\n"));
        Assert.Equal("one\ntwo\n", _error.ToString());
    }

    [Fact]
    public void A_command_that_fails_ends_the_file()
    {
        Assert.False(Run("package p\n//go:generate sh -c \"exit 3\"\n//go:generate touch never\n",
            o => o with { DryRun = false, TellsCommands = false }));
        Assert.Equal("a.go:2: running \"sh\": exit status 3\n", _error.ToString());
        Assert.False(File.Exists(Path.Combine(_folder, "never")));
        Assert.False(Run("package p\n//go:generate there-is-no-such-program\n", o => o with { DryRun = false, TellsCommands = false }));
        Assert.EndsWith("a.go:2: running \"there-is-no-such-program\": exec: \"there-is-no-such-program\": executable file not found in $PATH\n", _error.ToString(), StringComparison.Ordinal);
    }
}
