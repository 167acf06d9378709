using Go.Compiler.FileSystem;
using Go.Compiler.Platforms;

namespace Go.Compiler.Tests.FileSystem;

/// <summary>What a build asks of files is written down with its answers.</summary>
public sealed class RecordingFileViewTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("go-sdk-view-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public void Kinds_are_told_apart()
    {
        string file = Write("a/file.go", "x");
        string folder = Path.GetDirectoryName(file)!;
        File.CreateSymbolicLink(Path.Combine(_root, "link.go"), file);
        Directory.CreateSymbolicLink(Path.Combine(_root, "linked"), folder);
        File.CreateSymbolicLink(Path.Combine(_root, "dangling"), "nowhere");
        IFileView view = DiskFileView.Instance;
        Assert.Equal(EntryKind.File, view.KindOf(file));
        Assert.Equal(EntryKind.Folder, view.KindOf(folder));
        Assert.Equal(EntryKind.Folder, view.KindOf(folder + "/"));
        Assert.Equal(EntryKind.None, view.KindOf(file + "/"));
        Assert.Equal(EntryKind.None, view.KindOf(Path.Combine(file, "below")));
        Assert.Equal(EntryKind.LinkToFile, view.KindOf(Path.Combine(_root, "link.go")));
        Assert.Equal(EntryKind.LinkToFolder, view.KindOf(Path.Combine(_root, "linked")));
        Assert.Equal(EntryKind.LinkToFile, view.KindOf(Path.Combine(_root, "dangling")));
        Assert.Equal(EntryKind.None, view.KindOf(Path.Combine(_root, "absent")));
        Assert.Equal(EntryKind.None, view.KindOf(""));
    }

    [Fact]
    public void Listings_hold_what_the_question_is_about()
    {
        Write("main.go", "");
        Write("_x.go", "");
        Write("a.s", "");
        Write("README.md", "");
        Write("sub/x.go", "");
        Write(".hidden/x.go", "");
        Directory.CreateSymbolicLink(Path.Combine(_root, "linked"), Path.Combine(_root, "sub"));
        string[] Names(EntryFilter filter) => [.. DiskFileView.Instance.List(_root, filter).Select(e => e.Name)];
        Assert.Equal(["_x.go", "a.s", "main.go"], Names(EntryFilter.PackageFiles));
        Assert.Equal(["sub"], Names(EntryFilter.Folders));
        Assert.Equal([".hidden", "README.md", "_x.go", "a.s", "linked", "main.go", "sub"], Names(EntryFilter.All));
        Assert.Equal(["README.md"], DiskFileView.Instance.List(_root, EntryFilter.All, "*.md").Select(e => e.Name));
        Assert.Empty(DiskFileView.Instance.List(Path.Combine(_root, "absent"), EntryFilter.All));
        Assert.Empty(DiskFileView.Instance.List(Path.Combine(_root, "main.go"), EntryFilter.All));
    }

    [Fact]
    public void Output_folders_are_left_out_of_walks_only()
    {
        Write("obj/x.go", "");
        Write("sub/obj/x.go", "");
        var view = new FileViewWithoutFolders(DiskFileView.Instance, [Path.Combine(_root, "obj") + "/"]);
        Assert.Equal(["sub"], view.List(_root, EntryFilter.Folders).Select(e => e.Name));
        Assert.Equal(["obj"], view.List(Path.Combine(_root, "sub"), EntryFilter.Folders).Select(e => e.Name));
        Assert.Equal(["obj", "sub"], view.List(_root, EntryFilter.All).Select(e => e.Name));
        Assert.True(view.FileExists(Path.Combine(_root, "obj", "x.go")));
    }

    [Fact]
    public void Two_answers_to_one_question_make_a_record_worthless()
    {
        string file = Write("a.go", "one");
        var view = new RecordingFileView(DiskFileView.Instance, HostFileStamps.Instance);
        view.Read(file);
        view.KindOf(Path.Combine(_root, "go.mod"));
        view.List(_root, EntryFilter.PackageFiles);
        view.Read(file);
        Assert.True(view.IsConsistent);
        Write("go.mod", "module x\n"); // no package file: the listing is as it was
        view.List(_root, EntryFilter.PackageFiles);
        Assert.True(view.IsConsistent);
        view.KindOf(Path.Combine(_root, "go.mod"));
        Assert.False(view.IsConsistent);

        var other = new RecordingFileView(DiskFileView.Instance, HostFileStamps.Instance);
        other.Read(file);
        File.WriteAllText(file, "two");
        other.Read(file);
        Assert.False(other.IsConsistent);
    }

    [Fact]
    public void Stamps_follow_links_and_show_what_times_hide()
    {
        string file = Write("a.go", "one");
        FileStamp first = HostFileStamps.Instance.Of(file);
        Assert.Equal(3, first.Length);
        Assert.Equal(File.GetLastWriteTimeUtc(file).Ticks, first.WriteTicks);
        Assert.False(first.IsExecutable);
        DateTime time = File.GetLastWriteTimeUtc(file);
        Thread.Sleep(20);
        File.WriteAllText(file, "two");
        File.SetLastWriteTimeUtc(file, time);
        FileStamp second = HostFileStamps.Instance.Of(file);
        Assert.Equal((first.Length, first.WriteTicks), (second.Length, second.WriteTicks));
        Assert.True(!OperatingSystem.IsLinux() || second.ChangeTicks > first.ChangeTicks);
        string link = Path.Combine(_root, "link.go");
        File.CreateSymbolicLink(link, file);
        Assert.Equal(second, HostFileStamps.Instance.Of(link));
        Assert.Equal(second.Length, new PortableFileStamps().Of(link).Length);
        Assert.False(HostFileStamps.Instance.Of(_root).Exists);
        Assert.False(HostFileStamps.Instance.Of(Path.Combine(_root, "absent")).Exists);
    }
}
