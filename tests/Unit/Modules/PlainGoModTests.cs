using System.Text;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;
using Xunit;

namespace Go.Compiler.Tests.Modules;

public sealed class PlainGoModTests
{
    private const string Tidy = """
        module example.com/app

        go 1.21

        toolchain go1.22.1

        require (
        	example.com/a v1.2.3
        	example.com/b/v2 v2.0.0-20240102030405-0123456789ab // indirect
        )

        require example.com/c v0.1.0+incompatible // indirect; and more

        // why
        replace example.com/a => ../a

        exclude (
        	example.com/b v1.0.0
        )
        """;

    private static ModFileSummary? Plain(string text) => new PlainGoMod().Read(Encoding.UTF8.GetBytes(text));

    private static ModFileSummary Full(string text) => ModFileSummary.Of(GoModFile.ParseLax("go.mod", text));

    private static void Same(ModFileSummary expected, ModFileSummary actual)
    {
        Assert.Equal(expected.ModulePath, actual.ModulePath);
        Assert.Equal(expected.GoVersion, actual.GoVersion);
        Assert.Equal(expected.Pruning, actual.Pruning);
        Assert.Equal(expected.Requirements, actual.Requirements);
        Assert.Equal(expected.Deprecated, actual.Deprecated);
        Assert.Empty(expected.Retractions);
        Assert.Empty(expected.Ignored);
    }

    [Theory]
    [InlineData(Tidy)]
    [InlineData("module example.com/a\n")]
    [InlineData("module example.com/a\ngo 1.16\nrequire example.com/b v1.0.0")]
    [InlineData("module example.com/a // a comment\nrequire (\n)\n")]
    [InlineData("// a (\n\tmodule   example.com/a\n\nrequire (\n\n\t// first\n\texample.com/b\tv1.0.0\n)\n")]
    [InlineData("module gopkg.in/yaml.v3\nrequire gopkg.in/check.v1 v0.0.0-20161208181325-20d25e280405\n")]
    [InlineData("require example.com/b v1.0.0\nmodule example.com/a\n")]
    public void What_the_full_reader_reads_is_read(string text)
        => Same(Full(text), Plain(text) ?? throw new InvalidOperationException("not read"));

    [Theory]
    [InlineData("module \"example.com/a\"\n")]
    [InlineData("// Deprecated: use b\nmodule example.com/a\n")]
    [InlineData("module example.com/a\nretract v1.0.0\n")]
    [InlineData("module example.com/a\nignore ./x\n")]
    [InlineData("module example.com/a\nrequire example.com/b v1\n")]
    [InlineData("module example.com/a\nrequire example.com/b v2.0.0\n")]
    [InlineData("module example.com/a\nrequire example.com/b latest\n")]
    [InlineData("module example.com/a\nrequire (\n\texample.com/b v1.0.0\n")]
    [InlineData("module example.com/a\nmodule example.com/b\n")]
    [InlineData("module example.com/a\ngo 1.21\ngo 1.22\n")]
    [InlineData("module example.com/a\ngo one\n")]
    [InlineData("module example.com/a\r\n")]
    [InlineData("module example.com/ä\n")]
    [InlineData("module example.com/a/* b */\n")]
    [InlineData("module example.com//a\n")]
    [InlineData("require (example.com/b v1.0.0)\n")]
    [InlineData("require example.com/b v1.0.0 v1.1.0\n")]
    [InlineData("unknown (\n)\n")]
    [InlineData(")\n")]
    [InlineData("module example.com/a // a comment (\n")]
    public void What_is_not_for_certain_is_left_to_the_full_reader(string text) => Assert.Null(Plain(text));

    /// <summary>Whatever becomes of a file: if it is read, then as the full reader reads it, which must not find a mistake.</summary>
    [Fact]
    public void Every_change_of_one_character_is_read_alike_or_not_at_all()
    {
        int read = 0;
        for (int at = 0; at < Tidy.Length; at++)
        {
            foreach (string put in (string[])["", "x", " ", "\n", "(", ")", "/", "\"", "\t", "v", "1", ",", "\r", "*"])
            {
                string text = Tidy[..at] + put + Tidy[(at + 1)..];
                if (Plain(text) is { } plain)
                {
                    Same(Full(text), plain);
                    read++;
                }
            }
        }
        Assert.True(read > 1000, $"{read}");
    }

    [Fact]
    public void A_version_that_many_files_name_is_kept_once()
    {
        var reader = new PlainGoMod();
        string Text(int i) => $"module example.com/m{i}\nrequire example.com/shared v1.0.0\nrequire example.com/m{i + 1} v1.{i}.0\n";
        string[] texts = [.. Enumerable.Range(0, 3000).Select(Text)];
        ModFileSummary[] files = [.. texts.Select(t => reader.Read(Encoding.UTF8.GetBytes(t))!)];
        Assert.All(files, f => Assert.Same(files[0].Requirements[0], f.Requirements[0]));
        Assert.Equal("example.com/m3000@v1.2999.0", files[^1].Requirements[1].ToString());
        Assert.Same(files[0].Requirements[1], reader.Read(Encoding.UTF8.GetBytes(texts[0]))!.Requirements[1]);
    }
}
