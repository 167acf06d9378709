using Go.Compiler.Collections;

namespace Go.Compiler.Ssa;

/// <summary>
/// Facts about a function's control flow graph: reverse postorder, immediate dominators, loops. A snapshot: made again after the graph
/// changes. The recovery block of a function with defer is a second root: its dominator is the entry.
/// </summary>
public sealed class ControlFlow
{
    private readonly SsaFunction _function;
    private readonly int[] _number; // reverse postorder number by block id, -1 = unreachable
    private readonly int[] _idom;
    private int[]? _treeIn, _treeOut;
    private int[]? _loopHeader;
    private int[]? _loopDepth;

    public ControlFlow(SsaFunction function)
    {
        _function = function;
        _number = new int[function.Blocks.Count];
        _idom = new int[function.Blocks.Count];
        Array.Fill(_number, -1);
        ReversePostorder = ReversePostorderOf(function);
        for (int i = 0; i < ReversePostorder.Length; i++)
        {
            _number[ReversePostorder[i].Index] = i;
        }
        ComputeDominators();
    }

    /// <summary>Reachable blocks; every block stands after its dominators.</summary>
    public BlockId[] ReversePostorder { get; }

    public bool IsReachable(BlockId block) => _number[block.Index] >= 0;
    public int NumberOf(BlockId block) => _number[block.Index];

    /// <summary>The immediate dominator; none for the entry.</summary>
    public BlockId ImmediateDominator(BlockId block) => new(_idom[block.Index]);

    /// <summary>Whether a dominates b (a block dominates itself). Constant time.</summary>
    public bool Dominates(BlockId a, BlockId b)
    {
        if (_treeIn is null)
        {
            NumberTree();
        }
        return _treeIn![a.Index] <= _treeIn[b.Index] && _treeOut![b.Index] <= _treeOut[a.Index];
    }

    /// <summary>Number of loops around a block.</summary>
    public int LoopDepth(BlockId block)
    {
        if (_loopDepth is null)
        {
            FindLoops();
        }
        return _loopDepth![block.Index];
    }

    /// <summary>Header of the innermost loop around a block, none outside loops. The header belongs to its loop.</summary>
    public BlockId LoopHeader(BlockId block)
    {
        if (_loopDepth is null)
        {
            FindLoops();
        }
        return new BlockId(_loopHeader![block.Index]);
    }

    /// <summary>Header of the loop around the loop with this header.</summary>
    public BlockId OuterHeader(BlockId header)
    {
        if (_loopDepth is null)
        {
            FindLoops();
        }
        return new BlockId(_outer![header.Index]);
    }

    private int[]? _outer;

    /// <summary>The order alone, for whoever asks nothing about dominators and loops.</summary>
    public static BlockId[] ReversePostorderOf(SsaFunction function)
    {
        function.Cancellation.ThrowIfCancellationRequested();
        var post = new EntityList<BlockId>(function.Order.Count);
        using var seen = Scratch<bool>.Rent(function.Blocks.Count);
        // The recovery block first, so that it comes last in the result when nothing jumps to it.
        foreach (BlockId id in function.Order)
        {
            if (function[id].Kind == BlockKind.DeferReturn && function[id].Predecessors.Count == 0)
            {
                Visit(function, id, seen.Span, post);
            }
        }
        Visit(function, function.Entry.Id, seen.Span, post);
        post.Reverse();
        return post.ToArray();
    }

    private static void Visit(SsaFunction function, BlockId root, Span<bool> seen, EntityList<BlockId> post)
    {
        // The way from the root to where the search is; by block on it, how many successors have been visited.
        using var way = Scratch<BlockId>.Rent(function.Blocks.Count);
        using var visited = Scratch<int>.Rent(function.Blocks.Count);
        int length = 0;
        seen[root.Index] = true;
        way[length++] = root;
        while (length > 0)
        {
            BlockId at = way[length - 1];
            EntityList<BlockId> successors = function[at].Successors;
            int done = visited[at.Index]++;
            if (done == successors.Count)
            {
                post.Add(at);
                length--;
                continue;
            }
            // Last successor first: the first one then directly follows its block in the result.
            BlockId next = successors[successors.Count - 1 - done];
            if (!seen[next.Index])
            {
                seen[next.Index] = true;
                way[length++] = next;
            }
        }
    }

    // Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems": semi-dominators with path compression, then nearest common
    // ancestors. All by number of a depth-first search that begins at the entry; blocks that nothing jumps to (the recovery block) hang
    // below it.
    private void ComputeDominators()
    {
        _function.Cancellation.ThrowIfCancellationRequested();
        int count = ReversePostorder.Length;
        using Scratch<int> block = Scratch<int>.Rent(count + 1), parent = Scratch<int>.Rent(count + 1),
            numberOf = Scratch<int>.Rent(_function.Blocks.Count);
        int found = 0;
        var stack = new EntityList<(int Block, int Parent)>();
        for (int i = count - 1; i >= 0; i--)
        {
            if (IsRoot(ReversePostorder[i]))
            {
                stack.Add((ReversePostorder[i].Index, 1));
            }
        }
        stack.Add((_function.Entry.Id.Index, 0));
        while (stack.TryPop(out (int Block, int Parent) next))
        {
            if (numberOf[next.Block] != 0)
            {
                continue;
            }
            numberOf[next.Block] = ++found;
            block[found] = next.Block;
            parent[found] = next.Parent;
            foreach (BlockId s in _function.Blocks[next.Block].Successors)
            {
                if (numberOf[s.Index] == 0)
                {
                    stack.Add((s.Index, found));
                }
            }
        }
        using Scratch<int> semi = Scratch<int>.Rent(found + 1), label = Scratch<int>.Rent(found + 1),
            ancestor = Scratch<int>.Rent(found + 1), dominator = Scratch<int>.Rent(found + 1);
        for (int v = 1; v <= found; v++)
        {
            semi[v] = v;
            label[v] = v;
        }
        var path = new EntityList<int>();
        for (int v = found; v > 1; v--)
        {
            semi[v] = IsRoot(new BlockId(block[v])) ? 1 : v;
            foreach (BlockId p in _function.Blocks[block[v]].Predecessors)
            {
                if (numberOf[p.Index] is var u and not 0)
                {
                    semi[v] = Math.Min(semi[v], semi[Least(u, semi.Span, label.Span, ancestor.Span, path)]);
                }
            }
            ancestor[v] = parent[v];
        }
        for (int v = 2; v <= found; v++)
        {
            int d = parent[v];
            while (d > semi[v])
            {
                d = dominator[d];
            }
            dominator[v] = d;
            _idom[block[v]] = block[d];
        }
    }

    /// <summary>Entered from outside: its dominator is the entry, whatever jumps to it.</summary>
    private bool IsRoot(BlockId id)
        => id != _function.Entry.Id && (_function[id].Predecessors.Count == 0 || _function[id].Kind == BlockKind.DeferReturn);

    /// <summary>The vertex of the least semi-dominator on the way up to a root of the forest made so far; shortens the way.</summary>
    private static int Least(int v, Span<int> semi, Span<int> label, Span<int> ancestor, EntityList<int> path)
    {
        if (ancestor[v] == 0)
        {
            return v;
        }
        for (int at = v; ancestor[ancestor[at]] != 0; at = ancestor[at])
        {
            path.Add(at);
        }
        while (path.TryPop(out int at))
        {
            int above = ancestor[at];
            if (semi[label[above]] < semi[label[at]])
            {
                label[at] = label[above];
            }
            ancestor[at] = ancestor[above];
        }
        return label[v];
    }

    private void NumberTree()
    {
        int count = _function.Blocks.Count;
        int[] firstChild = new int[count], nextSibling = new int[count];
        for (int i = ReversePostorder.Length - 1; i > 0; i--)
        {
            int block = ReversePostorder[i].Index;
            int parent = _idom[block];
            if (parent == 0)
            {
                continue;
            }
            nextSibling[block] = firstChild[parent];
            firstChild[parent] = block;
        }
        _treeIn = new int[count];
        _treeOut = new int[count];
        int clock = 1;
        var stack = new Stack<int>();
        int current = _function.Entry.Id.Index;
        _treeIn[current] = clock++;
        stack.Push(current);
        int child = firstChild[current];
        while (stack.Count > 0)
        {
            if (child != 0)
            {
                _treeIn[child] = clock++;
                stack.Push(child);
                child = firstChild[child];
            }
            else
            {
                int done = stack.Pop();
                _treeOut[done] = clock++;
                child = nextSibling[done];
            }
        }
    }

    private void FindLoops()
    {
        int count = _function.Blocks.Count, length = ReversePostorder.Length;
        int[] first = new int[length + 1];
        var from = new EntityList<int>(length * 2);
        for (int i = 0; i < length; i++)
        {
            foreach (BlockId p in _function[ReversePostorder[i]].Predecessors)
            {
                if (_number[p.Index] >= 0)
                {
                    from.Add(_number[p.Index]);
                }
            }
            first[i + 1] = from.Count;
        }
        var nest = new LoopNest(first, [.. from], _function.Cancellation);
        (_loopHeader, _loopDepth, _outer) = (new int[count], new int[count], new int[count]);
        for (int i = 0; i < length; i++)
        {
            int block = ReversePostorder[i].Index;
            _loopDepth[block] = nest.Depth[i];
            _loopHeader[block] = nest.Header[i] < 0 ? 0 : ReversePostorder[nest.Header[i]].Index;
            _outer[block] = nest.Outer[i] < 0 ? 0 : ReversePostorder[nest.Outer[i]].Index;
        }
    }

    /// <summary>Puts an empty block on every edge from a block with several successors to one with several predecessors.</summary>
    public static void SplitCriticalEdges(SsaFunction function)
    {
        // By target, because a block may have very many predecessors.
        int count = function.Blocks.Count;
        foreach (BlockId id in function.Order)
        {
            Block to = function[id];
            for (int i = 0; to.Predecessors.Count > 1 && i < to.Predecessors.Count; i++)
            {
                Block from = function[to.Predecessors[i]];
                if (from.Successors.Count < 2)
                {
                    continue;
                }
                // Several edges between two blocks stand in one order at both; those before have been redirected.
                int successor = from.Successors.IndexOf(to.Id);
                var middle = new Block(new BlockId(function.Blocks.Count)) { Kind = BlockKind.Jump, Pos = from.Pos,
                    InlineIndex = from.InlineIndex };
                function.Blocks.Add(middle);
                middle.Predecessors.Add(from.Id);
                middle.Successors.Add(to.Id);
                from.Successors[successor] = middle.Id;
                to.Predecessors[i] = middle.Id;
            }
        }
        if (function.Blocks.Count == count)
        {
            return;
        }
        BlockId[] order = [.. function.Order];
        function.Order.Clear();
        foreach (BlockId id in order)
        {
            function.Order.Add(id);
            EntityList<BlockId> successors = function[id].Successors;
            for (int s = successors.Count - 1; s >= 0; s--)
            {
                if (successors[s].Index >= count)
                {
                    function.Order.Add(successors[s]);
                }
            }
        }
    }
}
