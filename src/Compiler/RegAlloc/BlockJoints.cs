namespace Go.Compiler.RegAlloc;

/// <summary>
/// Blocks that all control flow passes in layout order. No edge leads over a joint, back over it or back to it, so between two joints
/// nothing comes in but at the first and, where every block reaches the second, nothing goes out but there. A value that is live into a
/// joint is then live in all that lies between its definition and the joint: lifetimes through very many blocks need not be followed block
/// by block.
/// </summary>
internal sealed class BlockJoints
{
    private readonly IReadOnlyList<AllocationBlock> _blocks;
    private readonly int[] _top, _next;

    public BlockJoints(IReadOnlyList<AllocationBlock> blocks)
    {
        _blocks = blocks;
        _top = new int[blocks.Count];
        _next = new int[blocks.Count];
        int[] passing = CountPassing();
        var reached = new bool[blocks.Count];
        var work = new Stack<int>();
        int joint = -1;
        for (int b = 0; b < blocks.Count; b++)
        {
            _top[b] = b;
            if (passing[b] != 0)
            {
                continue;
            }
            if (joint >= 0 && AllReach(joint, b, reached, work))
            {
                _top[b] = _top[joint];
            }
            joint = b;
        }
        for (int b = blocks.Count - 1, next = blocks.Count; b >= 0; b--)
        {
            _next[b] = next;
            next = passing[b] == 0 ? b : next;
        }
    }

    /// <summary>
    /// For a value that is live into a block: the block from which on it is live everywhere up to this one, and into which it is live; this
    /// one itself where nothing can be said.
    /// </summary>
    public int RunStart(int block, int definition) => _top[block] == block ? block : Math.Max(_top[block], _next[definition]);

    // By block: the edges that lead over it, back over it or back to it.
    private int[] CountPassing()
    {
        var change = new int[_blocks.Count + 1];
        for (int b = 0; b < _blocks.Count; b++)
        {
            foreach (int s in _blocks[b].Successors)
            {
                (int from, int to) = s > b ? (b + 1, s) : (s, b + 1);
                change[from]++;
                change[to]--;
            }
        }
        for (int b = 1; b < _blocks.Count; b++)
        {
            change[b] += change[b - 1];
        }
        return change;
    }

    // Whether each block from one joint up to the next leads to the next.
    private bool AllReach(int first, int last, bool[] reached, Stack<int> work)
    {
        int count = 0;
        work.Push(last);
        while (work.TryPop(out int b))
        {
            foreach (int p in _blocks[b].Predecessors)
            {
                if (reached[p])
                {
                    continue;
                }
                reached[p] = true;
                count++;
                if (p != first)
                {
                    work.Push(p);
                }
            }
        }
        return count == last - first;
    }
}
