using System.Globalization;
using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Checksums;

/// <summary>
/// A client of the checksum database. The database is a log that only grows. Each answer comes with the log's signed head; the client
/// remembers the newest head it ever saw, has it proved that every other head is of the same log, and that the answer is a record of that
/// log.
/// </summary>
internal sealed class ChecksumDatabase : IChecksumDatabase
{
    private readonly ChecksumDatabaseFiles _files;
    private readonly Func<string, bool> _isUsedFor;
    private readonly Func<string, CancellationToken, byte[]> _ask;
    private readonly Lazy<ChecksumDatabaseSetting> _setting;
    private readonly Fetching.OnceMap<string, string> _records = new();
    private readonly HashSet<string> _kept = [];

    // The newest head, what was signed of it, and the reader of its log. All heads are compared one after the other.
    private readonly Lock _headLock = new();
    private TreeHead _head = TreeHead.Empty;
    private byte[] _signedHead = [];
    private LogReader _log;
    private bool _isHeadRead;

    /// <param name="setting">GOSUMDB.</param>
    /// <param name="isUsedFor">Which modules it is asked for.</param>
    /// <param name="ask">Gets what the database has below its address; slow.</param>
    /// <param name="files">What is kept.</param>
    public ChecksumDatabase(string setting, Func<string, bool> isUsedFor, Func<string, CancellationToken, byte[]> ask,
        ChecksumDatabaseFiles files)
    {
        _files = files;
        _isUsedFor = isUsedFor;
        _ask = ask;
        _setting = new Lazy<ChecksumDatabaseSetting>(() => ChecksumDatabaseSetting.Parse(setting));
        _log = Reader(_head);
    }

    public string Name => _setting.Value.Key.Name;

    public bool IsUsedFor(string modulePath) => _isUsedFor(modulePath);

    public IReadOnlyList<string> Lookup(ModuleVersion module, CancellationToken cancellation)
    {
        _ = _setting.Value; // a malformed setting is no failure of this module
        string file = module.Version.EndsWith("/go.mod", StringComparison.Ordinal) ? module.Version[..^"/go.mod".Length] : module.Version;
        try
        {
            string lookup = $"lookup/{ModulePaths.Escape(module.Path)}@{ModulePaths.EscapeVersion(file)}";
            string record = _records.Get(lookup, l => Record(l, cancellation));
            string prefix = $"{module.Path} {module.Version} ";
            return [.. record.Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal))];
        }
        catch (ModuleException e) when (e.Descriptor != Catalogue.ChecksumDatabaseForked)
        {
            throw new ModuleException(e.Descriptor, $"{module.Path}@{module.Version}: {e.Message}", e);
        }
    }

    // The text of a record that has been proved to be in the log.
    private string Record(string lookup, CancellationToken cancellation)
    {
        ReadHead(cancellation);
        byte[]? answer = _files.Read($"{Name}/{lookup}", cancellation);
        bool isCached = answer is not null;
        answer ??= _ask(lookup, cancellation);
        (long number, byte[] text, byte[] signedHead) = Parse(answer);
        MergeAndKeep(signedHead, cancellation);
        lock (_headLock)
        {
            if (number >= _head.Size)
            {
                throw Error($"cannot validate record {number} in tree of size {_head.Size}");
            }
            if (_log.Record(number, cancellation) != LogHash.OfRecord(text))
            {
                throw Error("cannot authenticate record data in server response");
            }
        }
        if (!isCached)
        {
            _files.Write($"{Name}/{lookup}", answer);
        }
        return Encoding.UTF8.GetString(text);
    }

    // NUMBER, the record's lines, an empty line, the signed head.
    private static (long Number, byte[] Text, byte[] SignedHead) Parse(byte[] answer)
    {
        int line = answer.AsSpan().IndexOf((byte)'\n');
        int end = line < 0 ? -1 : answer.AsSpan(line + 1).IndexOf("\n\n"u8);
        if (end < 0 || !long.TryParse(answer.AsSpan(0, line), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            throw Error("malformed record data");
        }
        byte[] text = answer[(line + 1)..(line + 1 + end + 1)];
        bool isText = System.Text.Unicode.Utf8.IsValid(text) && text[0] != '\n' && !text.Any(b => b < ' ' && b != '\n');
        return isText ? (number, text, answer[(line + 1 + end + 2)..]) : throw Error("malformed record data");
    }

    // The head that earlier builds saw.
    private void ReadHead(CancellationToken cancellation)
    {
        lock (_headLock)
        {
            if (!_isHeadRead)
            {
                Merge(_files.ReadLatest(Name, cancellation), cancellation);
                _isHeadRead = true;
            }
        }
    }

    private void MergeAndKeep(byte[] signed, CancellationToken cancellation)
    {
        lock (_headLock)
        {
            if (Merge(signed, cancellation) <= 0)
            {
                return;
            }
            // Others may have seen a newer one meanwhile, which must be of the same log, too.
            while (true)
            {
                byte[] kept = _files.ReadLatest(Name, cancellation);
                if (Merge(kept, cancellation) >= 0 || _files.WriteLatest(Name, kept, _signedHead, cancellation))
                {
                    return;
                }
            }
        }
    }

    // Compares a head with the newest, and makes it the newest if it is. Returns how it stands to what was the newest.
    private int Merge(byte[] signed, CancellationToken cancellation)
    {
        if (signed.Length == 0)
        {
            return _head.Size == 0 ? 0 : -1;
        }
        TreeHead head = Open(signed);
        if (head.Size <= _head.Size)
        {
            CheckSameLog(head, signed, _head, _signedHead, _log, cancellation);
            return head.Size < _head.Size ? -1 : 0;
        }
        LogReader log = Reader(head);
        CheckSameLog(_head, _signedHead, head, signed, log, cancellation);
        (_head, _signedHead, _log) = (head, signed, log);
        return 1;
    }

    private TreeHead Open(byte[] signed)
    {
        string text;
        try
        {
            text = _setting.Value.Key.Open(signed);
        }
        catch (ModuleException e)
        {
            throw Error($"reading tree note: {e.Message}\nnote:\n{Encoding.UTF8.GetString(signed)}");
        }
        try
        {
            return TreeHead.Parse(text);
        }
        catch (ModuleException e)
        {
            throw Error($"reading tree: {e.Message}\ntree:\n{text}");
        }
    }

    private static void CheckSameLog(TreeHead older, byte[] olderSigned, TreeHead newer, byte[] newerSigned, LogReader newerLog,
        CancellationToken cancellation)
    {
        LogHash actual;
        try
        {
            actual = newerLog.TreeHash(older.Size, cancellation);
        }
        catch (ModuleException e)
        {
            string which = older.Size == newer.Size ? $"tree#{older.Size}" : $"tree#{older.Size} against tree#{newer.Size}";
            throw new ModuleException(e.Descriptor, $"checking {which}: {e.Message}", e);
        }
        if (actual == older.Hash)
        {
            return;
        }
        var text = new StringBuilder("SECURITY ERROR\ngo.sum database server misbehavior detected!\n\n");
        text.Append($"old database:\n\t{Indent(olderSigned)}\nnew database:\n\t{Indent(newerSigned)}\nproof of misbehavior:\n\t{actual}");
        foreach (LogHash hash in newerLog.ConsistencyProof(older.Size, cancellation))
        {
            text.Append("\n\t").Append(hash);
        }
        throw new ModuleException(Catalogue.ChecksumDatabaseForked, text.ToString());

        static string Indent(byte[] note) => Encoding.UTF8.GetString(note).Replace("\n", "\n\t", StringComparison.Ordinal);
    }

    private LogReader Reader(TreeHead head) => new(head, ReadTile, KeepTile);

    // From the cache or the database; a tile that is not full may meanwhile have grown, or be part of a full one that is kept.
    private byte[] ReadTile(LogTile tile, CancellationToken cancellation)
    {
        LogTile full = tile with { Width = LogTile.MaxWidth };
        if (_files.Read($"{Name}/{tile.Path}", cancellation) is { } kept)
        {
            _kept.Add(tile.Path);
            return kept;
        }
        if (!tile.IsFull && _files.Read($"{Name}/{full.Path}", cancellation) is { } keptFull && keptFull.Length == full.Size)
        {
            _kept.Add(tile.Path);
            return keptFull[..tile.Size];
        }
        try
        {
            return _ask(tile.Path, cancellation);
        }
        catch (ModuleException) when (!tile.IsFull)
        {
            byte[] grown = _ask(full.Path, cancellation);
            return grown.Length == full.Size ? grown[..tile.Size] : grown;
        }
    }

    private void KeepTile(LogTile tile, byte[] content)
    {
        if (_kept.Add(tile.Path))
        {
            _files.Write($"{Name}/{tile.Path}", content);
        }
    }

    private static ModuleException Error(string problem) => new(Catalogue.ChecksumDatabaseFailed, problem);
}
