using Go.Compiler.Packages;

namespace Go.Compiler.Tests.Packages;

public sealed class EmbedTests
{
    private static Workspace With(string pattern) => new(
        ("go.mod", "module m\n"), ("main.go", $"package main\n\nimport \"embed\"\n\n//go:embed {pattern}\nvar x embed.FS\n"),
        ("a.txt", "A"), ("b.txt", "B"), ("d/x.txt", "X"), ("d/e/y.md", "Y"), ("d/_z.txt", "Z"),
        ("d/.h/q.txt", "Q"), ("hidden/.h", ""), ("other/go.mod", "module other\n"), ("other/f.txt", ""), ("with space.txt", "S"),
            ("none/n", ""), (".git/config", ""));

    [Theory]
    [InlineData("a.txt", "a.txt")]
    [InlineData("*.txt", "a.txt b.txt with space.txt")]
    [InlineData("d", "d/e/y.md d/x.txt")]
    [InlineData("all:d", "d/.h/q.txt d/_z.txt d/e/y.md d/x.txt")]
    [InlineData("d/*", "d/.h/q.txt d/_z.txt d/e/y.md d/x.txt")]
    [InlineData("d/[x-z].txt", "d/x.txt")]
    [InlineData("d/?/*.md", "d/e/y.md")]
    [InlineData("\"with space.txt\" a.txt", "a.txt with space.txt")]
    [InlineData("`with space.txt`", "with space.txt")]
    public void Patterns_and_their_files(string pattern, string expected)
    {
        using Workspace w = With(pattern);
        LoadedPackage package = w.Load().Roots[0];
        string[] names = [.. package.EmbedPatterns.SelectMany(p => p.Files).Select(f => f.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, string.Join(' ', names));
    }

    [Fact]
    public void Contents_are_read_on_demand()
    {
        using Workspace w = With("d/x.txt");
        Assert.Equal("X"u8.ToArray(), w.Load().Roots[0].EmbedPatterns[0].Files[0].Read());
    }

    [Theory]
    [InlineData("nope.txt", "main.go:5:12: pattern nope.txt: no matching files found")]
    [InlineData("a.txt nope.txt", "main.go:5:18: pattern nope.txt: no matching files found")]
    [InlineData("hidden", "main.go:5:12: pattern hidden: cannot embed directory hidden: contains no embeddable files")]
    [InlineData("other/f.txt", "main.go:5:12: pattern other/f.txt: cannot embed file other/f.txt: in different module")]
    [InlineData("other", "main.go:5:12: pattern other: cannot embed directory other: in different module")]
    [InlineData("../x", "main.go:5:12: pattern ../x: invalid pattern syntax")]
    [InlineData("/x", "main.go:5:12: pattern /x: invalid pattern syntax")]
    [InlineData(".", "main.go:5:12: pattern .: invalid pattern syntax")]
    [InlineData("[a", "main.go:5:12: pattern [a: invalid pattern syntax")]
    [InlineData(".git", "main.go:5:12: pattern .git: cannot embed directory .git: invalid name .git")]
    [InlineData(".git/config", "main.go:5:12: pattern .git/config: cannot embed file .git/config: in invalid directory .git")]
    [InlineData("nope.txt [ none.txt", "main.go:5:21: pattern [: invalid pattern syntax")]
    [InlineData("z.txt y.txt\nvar y embed.FS\n//go:embed a.txt x.txt", "main.go:7:18: pattern x.txt: no matching files found")]
    public void Patterns_that_match_nothing_usable(string pattern, string expected)
    {
        using Workspace w = With(pattern);
        Assert.Equal([expected], w.Errors());
    }

    /// <summary>
    /// The first in the order of the patterns is reported, over all files; lines that are malformed are left to the compiler.
    /// </summary>
    [Fact]
    public void Malformed_lines_are_passed_over()
    {
        using Workspace alone = With("\"nope.txt"), withOther = With("\"nope.txt\nvar y embed.FS\n//go:embed nope.txt");
        Assert.Empty(alone.Load().Roots[0].EmbedPatterns);
        Assert.Equal(["main.go:7:12: pattern nope.txt: no matching files found"], withOther.Errors());
    }

    [Fact]
    public void Links_are_not_embedded()
    {
        using Workspace w = With("link");
        File.CreateSymbolicLink(Path.Combine(w.Main, "link"), "a.txt");
        Assert.Equal(["main.go:5:12: pattern link: cannot embed irregular file link"], w.Errors());
    }

    [Fact]
    public void Items_are_seen_at_their_places_and_only_by_patterns()
    {
        using Workspace w = With("s");
        w.Add(("s/a.txt", "A"));
        var disk = Compiler.FileSystem.DiskFileView.Instance;
        Compiler.FileSystem.EmbedItem[] items =
        [
            new(Path.Combine(w.Main, "s/made.go"), Path.Combine(w.Main, "with space.txt"), TakesHidden: false),
            new(Path.Combine(w.Main, "s/.h/x"), Path.Combine(w.Main, "b.txt"), TakesHidden: true),
            new(Path.Combine(w.Main, "s/_no"), Path.Combine(w.Main, "b.txt"), TakesHidden: false),
            new(Path.Combine(w.Main, "made.go"), Path.Combine(w.Main, "a.txt"), TakesHidden: false),
        ];
        w.Add(("items.json", Compiler.FileSystem.EmbedItems.Text(items)));
        LoadedPackage package = w.Load(w.Options(".")
            with { EmbedItems = Compiler.FileSystem.EmbedItems.Read(Path.Combine(w.Main, "items.json"), disk) }).Roots[0];
        EmbedPattern pattern = Assert.Single(package.EmbedPatterns);
        Assert.Equal(["s/.h/x", "s/a.txt", "s/made.go"], pattern.Files.Select(f => f.Name));
        Assert.Equal("S"u8.ToArray(), pattern.Files[2].Read());
        Assert.Equal(["s/_no"], pattern.Skipped);
        Assert.Equal(["main.go"], package.GoFiles.Select(f => f.Name));
    }
}
