using Go.Compiler.Modules;

namespace Go.Compiler.Tests.Modules;

/// <summary>Semantic versions, pseudo-versions, and the spelling of paths and versions in file names.</summary>
public sealed class VersionTests
{
    [Theory]
    [InlineData("v1", "v1.0.0")]
    [InlineData("v1.2", "v1.2.0")]
    [InlineData("v1.2.3", "v1.2.3")]
    [InlineData("v1.2.3-pre.1+meta", "v1.2.3-pre.1")]
    [InlineData("v1.2.3+meta", "v1.2.3")]
    [InlineData("v1.2-pre", "")]
    [InlineData("v1+meta", "")]
    [InlineData("v01.2.3", "")]
    [InlineData("v1.2.3-01", "")]
    [InlineData("v1.2.3-0a", "v1.2.3-0a")]
    [InlineData("v1.2.3-", "")]
    [InlineData("v1.2.3-a..b", "")]
    [InlineData("v1.2.3+a+b", "")]
    [InlineData("v1.2.3.4", "")]
    [InlineData("1.2.3", "")]
    [InlineData("v", "")]
    [InlineData("", "")]
    public void Versions_have_a_canonical_form(string version, string canonical)
    {
        Assert.Equal(canonical, SemanticVersion.Canonical(version));
        Assert.Equal(canonical.Length > 0, SemanticVersion.IsValid(version));
    }

    [Fact]
    public void Versions_are_ordered_by_precedence()
    {
        string[] ordered =
        [
            "bad", "v0.9.9", "v1.0.0-0", "v1.0.0-2", "v1.0.0-10", "v1.0.0-alpha", "v1.0.0-alpha.1", "v1.0.0-alpha.beta", "v1.0.0-beta",
            "v1.0.0-beta.2",
            "v1.0.0-beta.11", "v1.0.0-rc.1", "v1.0.0", "v1.2.0", "v1.11.0", "v2.0.0-20200101000000-abcdefabcdef", "v2.0.0", "v10.0.0",
        ];
        for (int i = 0; i < ordered.Length; i++)
        {
            for (int j = 0; j < ordered.Length; j++)
            {
                Assert.Equal(i.CompareTo(j), Math.Sign(SemanticVersion.Compare(ordered[i], ordered[j])));
            }
        }
        Assert.Equal(0, SemanticVersion.Compare("v1", "v1.0.0+meta"));
        Assert.NotEqual(0, SemanticVersion.CompareTotal("v1", "v1.0.0+meta"));
    }

    [Theory]
    [InlineData("v0.0.0-20240102030405-abcdefabcdef", "")]
    [InlineData("v2.0.0-20240102030405-abcdefabcdef", "")]
    [InlineData("v1.2.4-0.20240102030405-abcdefabcdef", "v1.2.3")]
    [InlineData("v2.2.10-0.20240102030405-abcdefabcdef+incompatible", "v2.2.9+incompatible")]
    [InlineData("v1.2.3-pre.0.20240102030405-abcdefabcdef", "v1.2.3-pre")]
    public void Pseudo_versions_are_made_and_read(string version, string older)
    {
        var time = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Assert.True(PseudoVersion.IsPseudo(version));
        Assert.Equal(time, PseudoVersion.Time(version));
        Assert.Equal("abcdefabcdef", PseudoVersion.Revision(version));
        Assert.Equal(older, PseudoVersion.Base(version, out string? problem));
        Assert.Null(problem);
        Assert.Equal(version, PseudoVersion.Make(version[..2], older, time, "abcdefabcdef"));
    }

    [Theory]
    [InlineData("v1.2.3")]
    [InlineData("v1.2.3-20240102030405-abcdefabcdef")]
    [InlineData("v1.2.3-pre.20240102030405-abcdefabcdef")]
    [InlineData("v1.2.3-0.2024010203040-abcdefabcdef")]
    [InlineData("v1.2.3-0.20240102030405-abc.def")]
    [InlineData("v1.2.3-a-b")]
    public void Other_versions_are_no_pseudo_versions(string version) => Assert.False(PseudoVersion.IsPseudo(version));

    [Fact]
    public void Pseudo_version_before_the_first_patch_has_no_base()
    {
        Assert.Null(PseudoVersion.Base("v1.2.0-0.20240102030405-abcdefabcdef", out string? problem));
        Assert.Equal("version before v1.2.0 would have negative patch number", problem);
    }

    [Theory]
    [InlineData("github.com/Azure/azure-SDK", "github.com/!azure/azure-!s!d!k")]
    [InlineData("v1.0.0-RC1", "v1.0.0-!r!c1")]
    [InlineData("plain.org/x", "plain.org/x")]
    public void Capitals_are_escaped(string text, string escaped)
    {
        Assert.Equal(escaped, ModulePaths.Escape(text));
        Assert.Equal(text, ModulePaths.Unescape(escaped));
    }

    [Theory]
    [InlineData("a!")]
    [InlineData("a!B")]
    [InlineData("aB")]
    [InlineData("é")]
    public void Not_every_text_is_an_escaped_one(string text) => Assert.Null(ModulePaths.Unescape(text));

    [Theory]
    [InlineData("example.com/a/v2", "example.com/a", "/v2")]
    [InlineData("example.com/a", "example.com/a", "")]
    [InlineData("gopkg.in/yaml.v3", "gopkg.in/yaml", ".v3")]
    [InlineData("gopkg.in/yaml.v3-unstable", "gopkg.in/yaml", ".v3-unstable")]
    [InlineData("example.com/a/v1", null, null)]
    [InlineData("example.com/a/v02", null, null)]
    [InlineData("example.com/a/v2.1", null, null)]
    [InlineData("gopkg.in/yaml", null, null)]
    public void Paths_have_a_major_suffix(string path, string? prefix, string? major)
        => Assert.Equal(prefix is null ? null : (prefix, major!), ModulePaths.SplitMajor(path));

    [Theory]
    [InlineData("example.com/a", null)]
    [InlineData("example/a", "missing dot in first path element")]
    [InlineData("Example.com/a", "invalid char 'E' in first path element")]
    [InlineData("example.com/a/v1", "invalid version")]
    [InlineData("example.com/.a", "leading dot in path element")]
    [InlineData("example.com/con", "\"con\" disallowed as path element component on Windows")]
    [InlineData("-x.com/a", "leading dash")]
    public void Paths_of_modules_have_rules(string path, string? problem) => Assert.Equal(problem, ModulePaths.Problem(path));

    [Theory]
    [InlineData("a b/c.go", null)]
    [InlineData("é/c.go", null)]
    [InlineData("../c.go", "invalid path element \"..\"")]
    [InlineData("a\\b", "invalid char '\\\\'")]
    [InlineData("/a", "empty path element")]
    [InlineData("a:b", "invalid char ':'")]
    [InlineData("aux.go", "\"aux\" disallowed as path element component on Windows")]
    [InlineData("a//b", "double slash")]
    [InlineData("a/b.", "trailing dot in path element")]
    public void Files_of_modules_have_rules(string path, string? problem) => Assert.Equal(problem, ImportPaths.FileProblem(path));
}
