using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Go.Compiler.FileSystem;

/// <summary>
/// Writes down every question that a build puts to the file system, with the answer that it got. A question that is put twice and answered
/// differently (somebody works on the files while they are built) makes the whole record worthless: <see cref="IsConsistent"/>.
/// </summary>
public sealed class RecordingFileView(IFileView view, IFileStamps stamps) : IFileView
{
    private readonly ConcurrentDictionary<string, RecordedRead> _reads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, EntryKind> _probes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Folder, EntryFilter Filter, string Pattern), string> _listings = new();
    private volatile bool _isInconsistent;

    /// <summary>When the first question may have been put, in ticks of UTC.</summary>
    public long StartedAt { get; } = DateTime.UtcNow.Ticks;

    /// <summary>Every question had one answer.</summary>
    public bool IsConsistent => !_isInconsistent;

    public IReadOnlyList<RecordedRead> Reads => [.. _reads.Values.OrderBy(r => r.Path, StringComparer.Ordinal)];

    public IReadOnlyList<RecordedProbe> Probes
        => [.. _probes.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new RecordedProbe(p.Key, p.Value))];

    public IReadOnlyList<RecordedListing> Listings
        =>
        [
            .. _listings.OrderBy(l => l.Key.Folder, StringComparer.Ordinal).ThenBy(l => l.Key.Filter)
            .ThenBy(l => l.Key.Pattern, StringComparer.Ordinal)
                .Select(l => new RecordedListing(l.Key.Folder, l.Key.Filter, l.Key.Pattern, l.Value)),
        ];

    public EntryKind KindOf(string path)
    {
        EntryKind kind = view.KindOf(path);
        Note(_probes, path, kind);
        return kind;
    }

    public byte[] Read(string path)
    {
        // The stamp first: whoever changes the file while it is read leaves another one.
        FileStamp stamp = stamps.Of(path);
        byte[] content = view.Read(path);
        string hash = Convert.ToHexStringLower(SHA256.HashData(content));
        RecordedRead first = _reads.GetOrAdd(path, new RecordedRead(path, stamp, hash));
        _isInconsistent |= first.Hash != hash;
        return content;
    }

    public string FileOf(string path) => view.FileOf(path);

    public IReadOnlyList<FolderEntry> List(string folder, EntryFilter filter, string pattern = "*")
    {
        IReadOnlyList<FolderEntry> entries = view.List(folder, filter, pattern);
        Note(_listings, (folder, filter, pattern), HashOf(entries));
        return entries;
    }

    /// <summary>
    /// What a record says of a listing. A folder that is not there is as one without entries: no build tells them apart by listing.
    /// </summary>
    public static string HashOf(IReadOnlyList<FolderEntry> entries)
    {
        var text = new StringBuilder();
        foreach (FolderEntry entry in entries)
        {
            text.Append((char)('0' + (int)entry.Kind)).Append(entry.Name).Append('\0'); // no name holds a zero
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private void Note<TQuestion, TAnswer>(ConcurrentDictionary<TQuestion, TAnswer> answers, TQuestion question, TAnswer answer)
        where TQuestion : notnull
    {
        if (!EqualityComparer<TAnswer>.Default.Equals(answers.GetOrAdd(question, answer), answer))
        {
            _isInconsistent = true;
        }
    }
}
