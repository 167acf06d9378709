using System.Numerics;

namespace Go.Compiler.RegAlloc;

/// <summary>
/// Where the edges into each block come from, as trees of the lowest and the highest position: finds the blocks that are entered from
/// outside of a window without looking at all the others in it.
/// </summary>
internal sealed class EdgeSpans
{
    private readonly int[] _lowest, _highest;
    private readonly int _leaves;

    public EdgeSpans(IReadOnlyList<AllocationBlock> blocks)
    {
        _leaves = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, blocks.Count));
        _lowest = new int[2 * _leaves];
        _highest = new int[2 * _leaves];
        Array.Fill(_lowest, int.MaxValue);
        Array.Fill(_highest, -1);
        for (int b = 0; b < blocks.Count; b++)
        {
            foreach (int p in blocks[b].Predecessors)
            {
                int end = LastPosition(blocks[p]);
                _lowest[_leaves + b] = Math.Min(_lowest[_leaves + b], end);
                _highest[_leaves + b] = Math.Max(_highest[_leaves + b], end);
            }
        }
        for (int node = _leaves - 1; node > 0; node--)
        {
            _lowest[node] = Math.Min(_lowest[2 * node], _lowest[2 * node + 1]);
            _highest[node] = Math.Max(_highest[2 * node], _highest[2 * node + 1]);
        }
    }

    /// <summary>The position that edges leave a block from.</summary>
    public static int LastPosition(AllocationBlock block) => block.End * 4 - 1;

    /// <summary>
    /// The first block in [<paramref name="from"/>, <paramref name="to"/>) with an edge from outside of the positions [low, high), or
    /// <paramref name="to"/>.
    /// </summary>
    public int NextEnteredFromOutside(int from, int to, int low, int high)
    {
        int node = _leaves + from;
        while (from < to)
        {
            if (!IsEnteredFromOutside(node, low, high))
            {
                // Behind this node's blocks, and up while that is where a larger node begins.
                from = (node + 1) * (_leaves >> BitOperations.Log2((uint)node)) - _leaves;
                node++;
                node >>= BitOperations.TrailingZeroCount(node);
            }
            else if (node < _leaves)
            {
                node *= 2;
            }
            else
            {
                return from;
            }
        }
        return to;
    }

    private bool IsEnteredFromOutside(int node, int low, int high) => _lowest[node] < low || _highest[node] >= high;
}
