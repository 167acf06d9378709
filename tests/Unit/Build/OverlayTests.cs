using System.Text.Json;
using Go.Compiler.FileSystem;

namespace Go.Compiler.Tests.Build;

/// <summary><c>-overlay</c>: files that are replaced, added and taken away.</summary>
public sealed class OverlayTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("overlay-").FullName;

    public OverlayTests()
    {
        Directory.CreateDirectory(PathOf("pkg/deep"));
        File.WriteAllText(PathOf("pkg/a.go"), "package a");
        File.WriteAllText(PathOf("pkg/b.go"), "package b");
        File.WriteAllText(PathOf("pkg/deep/c.go"), "package c");
        File.WriteAllText(PathOf("other.go"), "other");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string PathOf(string name) => Path.Combine(_root, name);

    private OverlayFileView View(object replace)
    {
        File.WriteAllText(PathOf("overlay.json"), JsonSerializer.Serialize(new { Replace = replace }));
        return OverlayFileView.Read("overlay.json", _root, DiskFileView.Instance);
    }

    [Fact]
    public void Files_are_replaced_added_and_taken_away()
    {
        OverlayFileView view = View(new Dictionary<string, string> { ["pkg/a.go"] = "other.go", [PathOf("pkg/b.go")] = "",
            ["new/x/y.go"] = "other.go", ["pkg/deep"] = "" });
        Assert.Equal("other"u8.ToArray(), view.Read(PathOf("pkg/a.go")));
        Assert.Equal("other"u8.ToArray(), view.Read(PathOf("new/x/y.go")));
        Assert.Equal(EntryKind.None, view.KindOf(PathOf("pkg/b.go")));
        Assert.Equal((EntryKind.Folder, EntryKind.Folder), (view.KindOf(PathOf("new")), view.KindOf(PathOf("new/x") + "/")));
        Assert.Equal(EntryKind.None, view.KindOf(PathOf("pkg/deep/c.go")));
        Assert.Throws<FileNotFoundException>(() => view.Read(PathOf("pkg/b.go")));
        Assert.Equal([new FolderEntry("a.go", EntryKind.File)], view.List(PathOf("pkg"), EntryFilter.PackageFiles));
        Assert.Equal([new FolderEntry("new", EntryKind.Folder), new FolderEntry("pkg", EntryKind.Folder)],
            view.List(_root, EntryFilter.Folders));
        Assert.Empty(view.List(PathOf("pkg/deep"), EntryFilter.All));
        Assert.Equal(PathOf("pkg/a.go"), view.ReplacedBelow(PathOf("pkg")));
    }

    [Fact]
    public void What_cannot_be_is_Go_s_error()
    {
        Assert.Equal("empty string key in overlay map",
            Assert.Throws<InvalidDataException>(() => View(new Dictionary<string, string> { [""] = "x" })).Message);
        Assert.StartsWith("duplicate paths ", Assert.Throws<InvalidDataException>(()
            => View(new Dictionary<string, string> { ["a"] = "x", ["./a"] = "y" })).Message, StringComparison.Ordinal);
        Assert.StartsWith("inconsistent files ", Assert.Throws<InvalidDataException>(()
            => View(new Dictionary<string, string> { ["a"] = "x", ["a/b"] = "y" })).Message, StringComparison.Ordinal);
        Assert.Equal("reading overlay: open nosuch: no such file or directory",
            Assert.Throws<InvalidDataException>(() => OverlayFileView.Read("nosuch", _root, DiskFileView.Instance)).Message);
        File.WriteAllText(PathOf("overlay.json"), "{");
        Assert.StartsWith("parsing overlay JSON: ",
            Assert.Throws<InvalidDataException>(() => OverlayFileView.Read("overlay.json", _root, DiskFileView.Instance)).Message,
                StringComparison.Ordinal);
    }
}
