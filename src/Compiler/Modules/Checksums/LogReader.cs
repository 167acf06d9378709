using System.Numerics;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Checksums;

/// <summary>
/// Reads hashes of a log whose head is known, and believes nothing but the head: the tiles at the right edge must add up to it, and every
/// other tile to its entry in the tile above. So a hash that is read here is proved to be in the log, and the head of any smaller log that
/// is computed here is that log's.
/// </summary>
internal sealed class LogReader
{
    private readonly TreeHead _head;
    private readonly Func<LogTile, CancellationToken, byte[]> _read;
    private readonly Action<LogTile, byte[]> _verified;
    private readonly Dictionary<(int Row, long Number), byte[]> _tiles = [];

    /// <param name="head">What is believed.</param>
    /// <param name="read">Gets a tile from anywhere; its length has been checked.</param>
    /// <param name="verified">Hears of each tile that has been proved.</param>
    public LogReader(TreeHead head, Func<LogTile, CancellationToken, byte[]> read, Action<LogTile, byte[]> verified)
    {
        _head = head;
        _read = read;
        _verified = verified;
    }

    /// <summary>The hash of a record.</summary>
    public LogHash Record(long number, CancellationToken cancellation)
    {
        ReadEdge(cancellation);
        return Node(0, number, cancellation);
    }

    /// <summary>The hash over the first records: the head of the log when it had so many. At most as many as there are.</summary>
    public LogHash TreeHash(long size, CancellationToken cancellation)
    {
        if (size == 0)
        {
            return TreeHead.Empty.Hash;
        }
        ReadEdge(cancellation);
        return Range(0, size, cancellation);
    }

    /// <summary>The proof that a smaller log is the start of this one (RFC 6962, section 2.1.2).</summary>
    public IReadOnlyList<LogHash> ConsistencyProof(long size, CancellationToken cancellation)
    {
        ReadEdge(cancellation);
        var proof = new List<LogHash>();
        Add(0, _head.Size, isStart: true);
        return proof;

        void Add(long from, long to, bool isStart)
        {
            if (to == size)
            {
                if (!isStart)
                {
                    proof.Add(Range(from, to, cancellation));
                }
                return;
            }
            long middle = from + LargestPowerBelow(to - from);
            if (size <= middle)
            {
                Add(from, middle, isStart);
                proof.Add(Range(middle, to, cancellation));
            }
            else
            {
                Add(middle, to, isStart: false);
                proof.Add(Range(from, middle, cancellation));
            }
        }
    }

    private static long LargestPowerBelow(long count) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)(count - 1)));

    // The hash over records from..to, where from is a multiple of the least power of two that is not below their number.
    private LogHash Range(long from, long to, CancellationToken cancellation)
    {
        long count = to - from;
        if (BitOperations.IsPow2(count))
        {
            int level = BitOperations.TrailingZeroCount(count);
            return Node(level, from >> level, cancellation);
        }
        long middle = from + LargestPowerBelow(count);
        return LogHash.OfNode(Range(from, middle, cancellation), Range(middle, to, cancellation));
    }

    private LogHash Node(int level, long number, CancellationToken cancellation)
    {
        int row = level / LogTile.Height, inTile = level % LogTile.Height;
        long first = number << inTile;
        byte[] tile = Tile(row, first / LogTile.MaxWidth, cancellation);
        return OfEntries(tile, (int)(first % LogTile.MaxWidth), 1 << inTile);
    }

    private static LogHash OfEntries(byte[] tile, int first, int count)
        => count == 1 ? new LogHash(tile.AsSpan(first * LogHash.Size, LogHash.Size))
            : LogHash.OfNode(OfEntries(tile, first, count / 2), OfEntries(tile, first + count / 2, count / 2));

    // Every full tile is proved by the one above; those at the edge have been proved by the head.
    private byte[] Tile(int row, long number, CancellationToken cancellation)
    {
        if (_tiles.TryGetValue((row, number), out byte[]? known))
        {
            return known;
        }
        var tile = new LogTile(row, number, LogTile.MaxWidth);
        LogHash expected = Node((row + 1) * LogTile.Height, number, cancellation);
        byte[] data = Read(tile, cancellation);
        if (OfEntries(data, 0, LogTile.MaxWidth) != expected)
        {
            throw Inconsistent();
        }
        _tiles.Add((row, number), data);
        _verified(tile, data);
        return data;
    }

    // The last tile of each row. Its entries are covered by the complete subtrees that the size's binary digits stand for, and those add up
    // to the head.
    private void ReadEdge(CancellationToken cancellation)
    {
        if (_tiles.Count > 0 || _head.Size == 0)
        {
            return;
        }
        var edge = new Dictionary<(int, long), byte[]>();
        for (int row = 0; row < 8 && _head.Size >> (row * LogTile.Height) > 0; row++)
        {
            long nodes = _head.Size >> (row * LogTile.Height);
            var tile = new LogTile(row, nodes / LogTile.MaxWidth, (int)(nodes % LogTile.MaxWidth));
            if (tile.Width > 0)
            {
                edge.Add((row, tile.Number), Read(tile, cancellation));
            }
        }
        LogHash? total = null;
        for (int level = 0; level < 63; level++)
        {
            if (((_head.Size >> level) & 1) != 0)
            {
                int row = level / LogTile.Height, inTile = level % LogTile.Height;
                long first = ((_head.Size >> level) - 1) << inTile;
                LogHash subtree = OfEntries(edge[(row, first / LogTile.MaxWidth)], (int)(first % LogTile.MaxWidth), 1 << inTile);
                total = total is { } smaller ? LogHash.OfNode(subtree, smaller) : subtree;
            }
        }
        if (total != _head.Hash)
        {
            throw Inconsistent();
        }
        foreach (((int row, long number), byte[] data) in edge)
        {
            _tiles.Add((row, number), data);
            _verified(new LogTile(row, number, data.Length / LogHash.Size), data);
        }
    }

    private byte[] Read(LogTile tile, CancellationToken cancellation)
    {
        byte[] data = _read(tile, cancellation);
        return data.Length == tile.Size ? data
            : throw new ModuleException(Catalogue.ChecksumDatabaseFailed,
                $"TileReader returned bad result slice ({tile.Path} len={data.Length}, want {tile.Size})");
    }

    private static ModuleException Inconsistent() => new(Catalogue.ChecksumDatabaseFailed, "downloaded inconsistent tile");
}
