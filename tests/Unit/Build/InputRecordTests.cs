using Go.Compiler.Build;
using Go.Compiler.FileSystem;
using Go.Compiler.Platforms;

namespace Go.Compiler.Tests.Build;

/// <summary>A record says whether anything that a build read, asked or wrote has changed.</summary>
public sealed class InputRecordTests : IDisposable
{
    private static readonly byte[] s_settings = [1, 2, 3];
    private readonly string _root = Directory.CreateTempSubdirectory("go-sdk-record-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string PathOf(string name) => Path.Combine(_root, name);

    private void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    /// <summary>The record of a build that reads a.go, lists its folder, asks for go.mod, and writes out.</summary>
    private InputRecord Recorded()
    {
        Write("a.go", "package a");
        Write("out", "program");
        var view = new RecordingFileView(DiskFileView.Instance, HostFileStamps.Instance);
        view.Read(PathOf("a.go"));
        view.List(_root, EntryFilter.PackageFiles);
        view.KindOf(PathOf("go.mod"));
        InputRecord record = InputRecord.Of(s_settings, [9], view, [], [PathOf("out")], HostFileStamps.Instance)!;
        record.Write(PathOf("record"));
        return InputRecord.Read(PathOf("record"))!;
    }

    private static string? Change(InputRecord record, out InputRecord? refreshed)
        => record.FirstChange(s_settings, DiskFileView.Instance, HostFileStamps.Instance, out refreshed);

    [Fact]
    public void Nothing_has_changed_right_after_a_build()
    {
        InputRecord record = Recorded();
        Assert.Equal([9], record.Answer);
        Assert.Null(Change(record, out InputRecord? refreshed));
        Assert.Null(refreshed);
    }

    [Fact]
    public void Every_kind_of_change_is_noticed()
    {
        var changes = new Dictionary<string, Action>
        {
            ["contents"] = () => Write("a.go", "package b"),
            ["contents, set back in time"] = () =>
            {
                DateTime time = File.GetLastWriteTimeUtc(PathOf("a.go"));
                Write("a.go", "package c");
                File.SetLastWriteTimeUtc(PathOf("a.go"), time);
            },
            ["a file has gone"] = () => File.Delete(PathOf("a.go")),
            ["a file has come"] = () => Write("b.go", "package a"),
            ["a folder has taken its place"] = () =>
            {
                File.Delete(PathOf("a.go"));
                Directory.CreateDirectory(PathOf("a.go"));
            },
            ["something is there that was not"] = () => Write("go.mod", "module a"),
            ["the output has gone"] = () => File.Delete(PathOf("out")),
            ["the output is another"] = () => Write("out", "programs"),
            ["the output cannot be run"] = ()
                => File.SetUnixFileMode(PathOf("out"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute),
        };
        foreach ((string name, Action change) in changes)
        {
            InputRecord record = Recorded();
            Assert.Null(Change(record, out _));
            change();
            Assert.True(Change(record, out _) is not null, name);
            foreach (string entry in Directory.GetFileSystemEntries(_root))
            {
                if (Directory.Exists(entry))
                {
                    Directory.Delete(entry);
                }
                else
                {
                    File.Delete(entry);
                }
            }
        }
        Assert.NotNull(Recorded().FirstChange([1, 2], DiskFileView.Instance, HostFileStamps.Instance, out _));
    }

    [Fact]
    public void A_touch_changes_nothing_and_is_remembered()
    {
        InputRecord record = Recorded();
        File.SetLastWriteTimeUtc(PathOf("a.go"), DateTime.UtcNow.AddDays(-3));
        Write("README.md", "no build looks at it");
        Assert.Null(Change(record, out InputRecord? refreshed));
        Assert.NotNull(refreshed);
        Assert.Null(Change(refreshed, out InputRecord? again));
        Assert.Null(again);
    }

    [Fact]
    public void Large_files_are_believed_only_when_their_last_change_is_well_before_the_build()
    {
        byte[] content = new byte[InputRecord.BelievedFrom + 1];
        string file = PathOf("large");
        File.WriteAllBytes(file, content);
        FileStamp stamp = HostFileStamps.Instance.Of(file);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        var counting = new CountingView();
        InputRecord Of(long lookedAt) => new()
        {
            Settings = s_settings, Answer = [], LookedAt = lookedAt, Probes = [], Listings = [], Outputs = [],
            Reads = [new RecordedRead(file, stamp, hash)],
        };
        Assert.Null(Of(stamp.ChangeTicks + 1).FirstChange(s_settings, counting, HostFileStamps.Instance, out _));
        Assert.Equal(1, counting.Reads);
        Assert.Null(Of(stamp.ChangeTicks + TimeSpan.FromMinutes(1).Ticks)
            .FirstChange(s_settings, counting, HostFileStamps.Instance, out _));
        Assert.Equal(OperatingSystem.IsLinux() ? 1 : 2, counting.Reads);
        // Its write time set back does not help.
        Thread.Sleep(50); // the clock of times of change ticks in milliseconds
        content[7] = 1;
        File.WriteAllBytes(file, content);
        File.SetLastWriteTimeUtc(file, new DateTime(stamp.WriteTicks, DateTimeKind.Utc));
        Assert.NotNull(Of(stamp.ChangeTicks + TimeSpan.FromMinutes(1).Ticks)
            .FirstChange(s_settings, counting, HostFileStamps.Instance, out _));
    }

    [Fact]
    public void Nobody_trusts_a_damaged_record()
    {
        Recorded();
        byte[] whole = File.ReadAllBytes(PathOf("record"));
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(PathOf("record"), whole[..length]);
            Assert.Null(InputRecord.Read(PathOf("record")));
        }
        for (int at = 0; at < whole.Length; at += 11)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x40;
            File.WriteAllBytes(PathOf("record"), damaged);
            Assert.Null(InputRecord.Read(PathOf("record")));
        }
        Assert.Null(InputRecord.Read(PathOf("absent")));
    }

    [Fact]
    public void A_build_that_saw_two_states_leaves_no_record()
    {
        Write("a.go", "one");
        var view = new RecordingFileView(DiskFileView.Instance, HostFileStamps.Instance);
        view.Read(PathOf("a.go"));
        Write("a.go", "two");
        view.Read(PathOf("a.go"));
        Assert.Null(InputRecord.Of(s_settings, [], view, [], [], HostFileStamps.Instance));
    }

    private sealed class CountingView : IFileView
    {
        public int Reads { get; private set; }

        public EntryKind KindOf(string path) => DiskFileView.Instance.KindOf(path);

        public byte[] Read(string path)
        {
            Reads++;
            return DiskFileView.Instance.Read(path);
        }

        public IReadOnlyList<FolderEntry> List(string folder, EntryFilter filter, string pattern = "*")
            => DiskFileView.Instance.List(folder, filter, pattern);
    }
}
