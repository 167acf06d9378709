using Go.Compiler.Driver;

namespace Go.Compiler.Tests.Driver;

/// <summary>The name of the working folder is the one it was entered by, as the original prefers it.</summary>
public sealed class WorkingFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("working-folder-").FullName;

    public WorkingFolderTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "real/inner"));
        Directory.CreateDirectory(Path.Combine(_root, "other"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "link"), Path.Combine(_root, "real"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "other/again"), "../link/inner");
        Directory.CreateSymbolicLink(Path.Combine(_root, "circle"), "circle");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("link/inner", "link/inner"), InlineData("link/inner/", "link/inner"), InlineData("link/./inner", "link/inner")]
    [InlineData("other/again", "other/again"), InlineData("real/../link/inner", "link/inner"), InlineData("real/inner", "real/inner")]
    [InlineData("link", "real/inner"), InlineData("nosuch", "real/inner"), InlineData("circle/inner", "real/inner")]
    public void A_name_that_leads_there_counts(string named, string expected)
        => Assert.Equal(Path.Combine(_root, expected), WorkingFolder.Of(Path.Combine(_root, "real/inner"), Path.Combine(_root, named)));

    [Theory, InlineData(""), InlineData("inner"), InlineData("../real/inner")]
    public void A_relative_name_is_none(string named)
        => Assert.Equal(Path.Combine(_root, "real/inner"), WorkingFolder.Of(Path.Combine(_root, "real/inner"), named));
}
