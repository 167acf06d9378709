namespace Go.Compiler.RegAlloc;

/// <summary>
/// When one register or slot is taken, and by which piece: ranges [From, To) that never overlap, in ascending order. They lie in blocks of
/// limited length, so that adding one does not move all those after it: a value that is wanted once more in cold code at the function's end
/// has a range there.
/// </summary>
internal sealed class OccupiedRanges
{
    private const int BlockLength = 64;

    private readonly List<Block> _blocks = [];

    /// <summary>The first range that ends after a position, if it begins before a limit.</summary>
    public bool TryFind(int position, int limit, out OccupiedRange found)
    {
        int b = BlockFrom(position);
        if (b < _blocks.Count)
        {
            Block block = _blocks[b];
            found = block.Ranges[block.IndexFrom(position)];
            return found.From < limit;
        }
        found = default;
        return false;
    }

    public void Add(OccupiedRange range)
    {
        int b = Math.Min(BlockFrom(range.From), _blocks.Count - 1);
        if (b < 0)
        {
            _blocks.Add(new Block());
            b = 0;
        }
        Block block = _blocks[b];
        if (block.Count == BlockLength)
        {
            // Ranges come mostly in ascending order: the last block then begins a new one and stays full.
            int kept = b == _blocks.Count - 1 && block.Ranges[^1].To <= range.From ? BlockLength : BlockLength / 2;
            _blocks.Insert(b + 1, block.SplitAt(kept));
            if (kept == BlockLength || block.Ranges[kept - 1].To <= range.From)
            {
                block = _blocks[b + 1];
            }
        }
        block.Insert(range);
    }

    /// <summary>Frees all; the first block's memory is kept.</summary>
    public void Clear()
    {
        if (_blocks.Count > 0)
        {
            _blocks[0].Clear();
            _blocks.RemoveRange(1, _blocks.Count - 1);
        }
    }

    /// <summary>Frees [from, to), which lies within one range or is one.</summary>
    public void Remove(int from, int to)
    {
        int b = BlockFrom(from);
        if (b == _blocks.Count)
        {
            return;
        }
        Block block = _blocks[b];
        int i = block.IndexFrom(from);
        OccupiedRange range = block.Ranges[i];
        if (range.From >= to)
        {
            return;
        }
        if (range.From < from)
        {
            block.Ranges[i] = range with { To = from };
        }
        else
        {
            block.RemoveAt(i);
            if (block.Count == 0)
            {
                _blocks.RemoveAt(b);
            }
        }
    }

    // Index of the first block with a range that ends after a position.
    private int BlockFrom(int position)
    {
        int low = 0, high = _blocks.Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_blocks[middle].End <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private sealed class Block
    {
        public OccupiedRange[] Ranges = new OccupiedRange[4];
        public int Count;

        public int End => Count == 0 ? int.MinValue : Ranges[Count - 1].To;

        // Index of the first range that ends after a position.
        public int IndexFrom(int position)
        {
            int low = 0, high = Count;
            while (low < high)
            {
                int middle = (low + high) >> 1;
                if (Ranges[middle].To <= position)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }
            return low;
        }

        public void Insert(OccupiedRange range)
        {
            if (Count == Ranges.Length)
            {
                Array.Resize(ref Ranges, Math.Min(BlockLength, 4 * Count));
            }
            int at = IndexFrom(range.From);
            Array.Copy(Ranges, at, Ranges, at + 1, Count - at);
            Ranges[at] = range;
            Count++;
        }

        public void Clear()
        {
            Array.Clear(Ranges, 0, Count);
            Count = 0;
        }

        public void RemoveAt(int at)
        {
            Count--;
            Array.Copy(Ranges, at + 1, Ranges, at, Count - at);
            Ranges[Count] = default;
        }

        public Block SplitAt(int kept)
        {
            var rest = new Block { Count = Count - kept };
            if (rest.Count > 0)
            {
                rest.Ranges = new OccupiedRange[BlockLength];
                Array.Copy(Ranges, kept, rest.Ranges, 0, rest.Count);
                Array.Clear(Ranges, kept, rest.Count);
                Count = kept;
            }
            return rest;
        }
    }
}

/// <summary>A range of positions and the piece that holds it; none where only the time counts.</summary>
internal readonly record struct OccupiedRange(int From, int To, Piece? Owner);
