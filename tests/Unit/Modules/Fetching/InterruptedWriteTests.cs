using System.Text;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Modules.Checksums;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Tests.Modules.Fetching;

/// <summary>Files that came to be while their writer was stopped, found no room, or was not the only one.</summary>
public sealed class InterruptedWriteTests : IDisposable
{
    private static readonly CancellationToken s_none = CancellationToken.None;
    private readonly string _root = Directory.CreateTempSubdirectory("interrupted-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string At(string name) => Path.Combine(_root, name);

    [Theory]
    [InlineData("", "new")]
    [InlineData("old", "longer than old")]
    [InlineData("longer than new", "new")]
    [InlineData("same", "save")]
    public void Content_under_a_lock_is_replaced(string old, string content)
    {
        File.WriteAllText(At("f"), old);
        FileLock.Write(At("f"), Encoding.UTF8.GetBytes(content), s_none);
        Assert.Equal(content, File.ReadAllText(At("f")));
    }

    [Fact]
    public void Content_comes_back_where_there_is_no_room()
    {
        File.WriteAllText(At("f"), "the old content");
        using (var file = new FullStream(At("f")))
        {
            Assert.Throws<IOException>(() => FileLock.Replace(file, "the old content"u8, "a new content that is longer"u8));
        }
        Assert.Equal("the old content", File.ReadAllText(At("f")));
    }

    /// <summary>A file on a disk that has room for ten bytes of the first write.</summary>
    private sealed class FullStream(string path) : FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1)
    {
        private bool _wasFull;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(_wasFull ? buffer : buffer[..10]);
            if (!_wasFull)
            {
                _wasFull = true;
                throw new IOException("no space left on device", 28);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void Files_of_a_checksum_database_that_were_not_written_count_for_nothing(int zeros)
    {
        var files = new ChecksumDatabaseFiles(At("cache"), At("state"));
        foreach (string file in (string[])["cache/sum.example.com/lookup/a@v1.0.0", "state/sum.example.com/latest"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
            File.WriteAllBytes(At(file), new byte[zeros]);
        }
        Assert.Null(files.Read("sum.example.com/lookup/a@v1.0.0", s_none));
        files.Write("sum.example.com/lookup/a@v1.0.0", "record"u8.ToArray());
        Assert.Equal("record"u8.ToArray(), files.Read("sum.example.com/lookup/a@v1.0.0", s_none));
        Assert.Empty(files.ReadLatest("sum.example.com", s_none));
        Assert.True(files.WriteLatest("sum.example.com", [], "head"u8.ToArray(), s_none));
        Assert.False(files.WriteLatest("sum.example.com", [], "other head"u8.ToArray(), s_none));
        Assert.Equal("head"u8.ToArray(), files.ReadLatest("sum.example.com", s_none));
    }

    [Fact]
    public void After_the_disk_was_full_nothing_is_tried_and_the_reason_is_the_first()
    {
        var cache = new ModuleCache(_root, isWritable: true);
        Assert.Equal(1, cache.Change("writing", "a", () => 1));
        const string Full = "writing a: no space left on device";
        Assert.Equal(Full, Refusal(() => cache.Change<int>("writing", "a", () => throw new IOException("full", 28))));
        Assert.Equal(Full, Refusal(() => cache.Change("writing", "b", () => 1)));
        Assert.Equal(Full, Refusal(() => cache.Write(new("example.com/a", "v1.0.0"), "info", "{}"u8.ToArray(), s_none)));
        var other = new ModuleCache(_root, isWritable: true);
        string refusal = Refusal(() => other.Change<int>("reading", "a", () => throw new UnauthorizedAccessException()));
        Assert.Equal("reading a: permission denied", refusal);
        Assert.Equal(1, other.Change("reading", "a", () => 1)); // rights are those of one file
    }

    private static string Refusal(Action action) => Assert.Throws<ModuleException>(action).Message;

    [Fact]
    public void Sums_that_another_process_has_written_meanwhile_stay()
    {
        string path = At("go.sum");
        ModuleVersion a = new("example.com/a", "v1.0.0"), b = new("example.com/b", "v1.0.0"), c = new("example.com/c", "v1.0.0");
        File.WriteAllText(path, "example.com/a v1.0.0 h1:a\n");
        var files = new ModuleFiles(DiskFileView.Instance);
        GoSums one = new(files, path, [], repairs: false), other = new(files, path, [], repairs: false);
        one.Add(b, "h1:b");
        other.Add(c, "h1:c");
        int locks = 0;
        IDisposable? LockOut()
        {
            locks++;
            return null;
        }
        one.Write([a, b], files, isReadOnly: false, LockOut);
        other.Write([a, c], files, isReadOnly: false, LockOut);
        Assert.Equal("example.com/a v1.0.0 h1:a\nexample.com/b v1.0.0 h1:b\nexample.com/c v1.0.0 h1:c\n", File.ReadAllText(path));
        Assert.Equal(2, locks);
        // What is not wanted any more goes all the same.
        one.Trim([b]);
        one.Write([b], files, isReadOnly: false, LockOut);
        Assert.Equal("example.com/b v1.0.0 h1:b\nexample.com/c v1.0.0 h1:c\n", File.ReadAllText(path));
    }
}
