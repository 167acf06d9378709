using System.Security.Cryptography;
using System.Text;
using Go.Compiler.FileSystem;

namespace Go.Compiler.Build;

/// <summary>
/// What a build was asked and what it found, kept in a file beside its output: a build that is asked the same and would find the same has
/// nothing to do. Nothing in it is guessed: files, folders and absences are those that the build's own questions were about (<see
/// cref="RecordingFileView"/>), settings are the options as a whole. See docs/decisions/0010-what-a-build-read.md.
/// </summary>
internal sealed class InputRecord
{
    private static ReadOnlySpan<byte> Magic => "GoSdkR1\n"u8;

    /// <summary>
    /// Files up to this size are read again to see that they are as they were; of larger ones the system's own time of change is believed,
    /// if it has one.
    /// </summary>
    internal const long BelievedFrom = 1 << 20;

    /// <summary>A change so soon after another may not show in the time of change: its clock ticks in milliseconds.</summary>
    private static readonly long s_unsettled = TimeSpan.FromSeconds(2).Ticks;

    /// <summary>Everything that was asked for, in any form that is the same when the question is.</summary>
    public required byte[] Settings { get; init; }

    /// <summary>What the build answered, for whoever asks again.</summary>
    public required byte[] Answer { get; init; }

    /// <summary>When the first of the files was looked at, UTC; a change that is hardly older is not believed to be the last one.</summary>
    public required long LookedAt { get; init; }

    /// <summary>
    /// Files read, and files that count by their stamp alone because nobody edits them (the archive of std): those have no hash.
    /// </summary>
    public required IReadOnlyList<RecordedRead> Reads { get; init; }
    public required IReadOnlyList<RecordedProbe> Probes { get; init; }
    public required IReadOnlyList<RecordedListing> Listings { get; init; }

    /// <summary>The programs that were written.</summary>
    public required IReadOnlyList<RecordedRead> Outputs { get; init; }

    /// <summary>The record of a build; null when its questions had no single answer, or an output is not there.</summary>
    public static InputRecord? Of(byte[] settings, byte[] answer, RecordingFileView view, IReadOnlyList<string> immutable,
        IReadOnlyList<string> outputs, IFileStamps stamps)
    {
        var written = new List<RecordedRead>();
        foreach (string path in outputs)
        {
            if (Describe(path, stamps) is not { } output)
            {
                return null;
            }
            written.Add(output);
        }
        return !view.IsConsistent ? null : new InputRecord
        {
            Settings = settings,
            Answer = answer,
            LookedAt = view.StartedAt,
            Reads = [.. view.Reads, .. immutable.Select(p => new RecordedRead(p, stamps.Of(p), ""))],
            Probes = view.Probes,
            Listings = view.Listings,
            Outputs = written,
        };
    }

    /// <summary>
    /// Null when a build that is asked this would find what this one found; otherwise what has changed, for people. Where only times
    /// changed, <paramref name="refreshed"/> is the record with the new ones, so that they need not be looked into again.
    /// </summary>
    public string? FirstChange(ReadOnlySpan<byte> settings, IFileView view, IFileStamps stamps, out InputRecord? refreshed)
    {
        refreshed = null;
        if (!Settings.AsSpan().SequenceEqual(settings))
        {
            return "settings have changed";
        }
        long now = DateTime.UtcNow.Ticks;
        bool isStale = false;
        var reads = new List<RecordedRead>(Reads.Count);
        var outputs = new List<RecordedRead>(Outputs.Count);
        foreach ((IReadOnlyList<RecordedRead> files, List<RecordedRead> current) in new[] { (Reads, reads), (Outputs, outputs) })
        {
            foreach (RecordedRead file in files)
            {
                RecordedRead? same = Unchanged(file, view, stamps);
                if (same is null || (ReferenceEquals(files, Outputs) && same.Stamp.IsExecutable != file.Stamp.IsExecutable))
                {
                    return $"{file.Path} has changed";
                }
                isStale |= same.Stamp != file.Stamp || (same.Stamp.Length >= BelievedFrom && !IsSettled(same.Stamp, LookedAt)
                    && IsSettled(same.Stamp, now));
                current.Add(same);
            }
        }
        foreach (RecordedProbe probe in Probes)
        {
            if (view.KindOf(probe.Path) != probe.Kind)
            {
                return probe.Kind == EntryKind.None ? $"{probe.Path} is new" : $"{probe.Path} is gone or of another kind";
            }
        }
        foreach (RecordedListing listing in Listings)
        {
            if (RecordingFileView.HashOf(view.List(listing.Folder, listing.Filter, listing.Pattern)) != listing.Hash)
            {
                return $"files have come to or gone from {listing.Folder}";
            }
        }
        if (isStale)
        {
            refreshed = new InputRecord { Settings = Settings, Answer = Answer, LookedAt = now, Reads = reads, Probes = Probes,
                Listings = Listings, Outputs = outputs };
        }
        return null;
    }

    /// <summary>The file with its present stamp when its contents are those of the record; null when they are not.</summary>
    private RecordedRead? Unchanged(RecordedRead file, IFileView view, IFileStamps stamps)
    {
        FileStamp stamp = stamps.Of(file.Path);
        if (!stamp.Exists || stamp.Length != file.Stamp.Length)
        {
            return null;
        }
        if (file.Hash.Length == 0 || (stamp.Length >= BelievedFrom && stamp == file.Stamp && IsSettled(stamp, LookedAt)))
        {
            return stamp == file.Stamp ? file : null;
        }
        return HashOf(file.Path, view) == file.Hash ? file with { Stamp = stamp } : null;
    }

    private static bool IsSettled(FileStamp stamp, long lookedAt) => stamp.ChangeTicks != 0 && stamp.ChangeTicks < lookedAt - s_unsettled;

    private static string? HashOf(string path, IFileView view)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(view.Read(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static RecordedRead? Describe(string path, IFileStamps stamps)
        => stamps.Of(path) is { Exists: true } stamp && HashOf(path, DiskFileView.Instance) is { } hash
            ? new RecordedRead(path, stamp, hash) : null;

    /// <summary>Writes the record, whole or not at all.</summary>
    public void Write(string file)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(CompilerIdentity.Text);
            Write(writer, Settings);
            Write(writer, Answer);
            writer.Write(LookedAt);
            Write(writer, Reads);
            Write(writer, Outputs);
            writer.Write(Probes.Count);
            foreach (RecordedProbe probe in Probes)
            {
                writer.Write(probe.Path);
                writer.Write((byte)probe.Kind);
            }
            writer.Write(Listings.Count);
            foreach (RecordedListing listing in Listings)
            {
                writer.Write(listing.Folder);
                writer.Write((byte)listing.Filter);
                writer.Write(listing.Pattern);
                writer.Write(listing.Hash);
            }
        }
        stream.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, stream.ToArray());
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The record in a file; null when there is none that is whole and was made by this compiler.</summary>
    public static InputRecord? Read(string file)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        int length = content.Length - SHA256.HashSizeInBytes;
        if (length < Magic.Length || !content.AsSpan().StartsWith(Magic)
            || !SHA256.HashData(content.AsSpan(0, length)).AsSpan().SequenceEqual(content.AsSpan(length)))
        {
            return null;
        }
        using var reader = new BinaryReader(new MemoryStream(content, Magic.Length, length - Magic.Length), Encoding.UTF8);
        return reader.ReadString() != CompilerIdentity.Text ? null : new InputRecord
        {
            Settings = ReadBytes(reader),
            Answer = ReadBytes(reader),
            LookedAt = reader.ReadInt64(),
            Reads = ReadFiles(reader),
            Outputs = ReadFiles(reader),
            Probes = ReadList(reader, static r => new RecordedProbe(r.ReadString(), (EntryKind)r.ReadByte())),
            Listings = ReadList(reader, static r => new RecordedListing(r.ReadString(), (EntryFilter)r.ReadByte(), r.ReadString(),
                r.ReadString())),
        };
    }

    private static void Write(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<RecordedRead> files)
    {
        writer.Write(files.Count);
        foreach (RecordedRead file in files)
        {
            writer.Write(file.Path);
            writer.Write(file.Stamp.Length);
            writer.Write(file.Stamp.WriteTicks);
            writer.Write(file.Stamp.ChangeTicks);
            writer.Write(file.Stamp.Identity);
            writer.Write(file.Stamp.IsExecutable);
            writer.Write(file.Hash);
        }
    }

    private static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    private static List<RecordedRead> ReadFiles(BinaryReader reader) => ReadList(reader, static r => new RecordedRead(
        r.ReadString(), new FileStamp(r.ReadInt64(), r.ReadInt64(), r.ReadInt64(), r.ReadUInt64(), r.ReadBoolean()), r.ReadString()));

    private static List<T> ReadList<T>(BinaryReader reader, Func<BinaryReader, T> readItem)
    {
        int count = reader.ReadInt32();
        var list = new List<T>(count);
        for (int i = 0; i < count; i++)
        {
            list.Add(readItem(reader));
        }
        return list;
    }
}
