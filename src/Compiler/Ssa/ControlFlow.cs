namespace Go.Compiler.Ssa;

/// <summary>
/// Facts about a function's control flow graph: reverse postorder, immediate dominators, loops. A snapshot: made again after the graph changes.
/// The recovery block of a function with defer is a second root: its dominator is the entry.
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
        ReversePostorder = MakeReversePostorder();
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

    private BlockId[] MakeReversePostorder()
    {
        var post = new List<BlockId>(_function.Blocks.Count);
        bool[] seen = new bool[_function.Blocks.Count];
        // The recovery block first, so that it comes last in the result when nothing jumps to it.
        foreach (BlockId id in _function.Order)
        {
            if (_function[id].Kind == BlockKind.DeferReturn && _function[id].Predecessors.Count == 0)
            {
                Visit(id, seen, post);
            }
        }
        Visit(_function.Entry.Id, seen, post);
        post.Reverse();
        return [.. post];
    }

    private void Visit(BlockId root, bool[] seen, List<BlockId> post)
    {
        var stack = new Stack<(BlockId Block, int Next)>();
        seen[root.Index] = true;
        stack.Push((root, 0));
        while (stack.TryPop(out (BlockId Block, int Next) top))
        {
            List<BlockId> successors = _function[top.Block].Successors;
            if (top.Next == successors.Count)
            {
                post.Add(top.Block);
                continue;
            }
            stack.Push((top.Block, top.Next + 1));
            // Last successor first: the first one then directly follows its block in the result.
            BlockId next = successors[successors.Count - 1 - top.Next];
            if (!seen[next.Index])
            {
                seen[next.Index] = true;
                stack.Push((next, 0));
            }
        }
    }

    // Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm".
    private void ComputeDominators()
    {
        int entry = _function.Entry.Id.Index;
        _idom[entry] = entry;
        bool changed = true;
        while (changed)
        {
            _function.Cancellation.ThrowIfCancellationRequested();
            changed = false;
            for (int i = 0; i < ReversePostorder.Length; i++)
            {
                BlockId id = ReversePostorder[i];
                if (id.Index == entry)
                {
                    continue;
                }
                int dominator = _function[id].Predecessors.Count == 0 || _function[id].Kind == BlockKind.DeferReturn ? entry : 0;
                foreach (BlockId p in _function[id].Predecessors)
                {
                    if (_number[p.Index] >= 0 && _idom[p.Index] != 0)
                    {
                        dominator = dominator == 0 ? p.Index : Intersect(p.Index, dominator);
                    }
                }
                if (dominator != 0 && _idom[id.Index] != dominator)
                {
                    _idom[id.Index] = dominator;
                    changed = true;
                }
            }
        }
        _idom[entry] = 0;
    }

    private int Intersect(int a, int b)
    {
        while (a != b)
        {
            while (_number[a] > _number[b])
            {
                a = _idom[a];
            }
            while (_number[b] > _number[a])
            {
                b = _idom[b];
            }
        }
        return a;
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

    // Natural loops by back edges; irreducible cycles (goto) count by their target of a retreating edge too, found by depth-first search.
    // Work is the sum of the loops' sizes.
    private void FindLoops()
    {
        int count = _function.Blocks.Count;
        _loopHeader = new int[count];
        _loopDepth = new int[count];
        _outer = new int[count];
        int[] lastLoop = new int[count]; // by block: the header it was last found to be in the loop of
        var work = new Stack<int>();
        // Inner loops have headers later in reverse postorder: outer ones first, inner ones overwrite the header.
        for (int i = 0; i < ReversePostorder.Length; i++)
        {
            int header = ReversePostorder[i].Index;
            foreach (BlockId p in _function.Blocks[header].Predecessors)
            {
                if (_number[p.Index] >= i)
                {
                    work.Push(p.Index);
                }
            }
            if (work.Count == 0)
            {
                continue;
            }
            _outer[header] = _loopHeader[header];
            Enter(header, header);
            while (work.TryPop(out int b))
            {
                if (lastLoop[b] == header || _number[b] < 0)
                {
                    continue;
                }
                Enter(b, header);
                foreach (BlockId p in _function.Blocks[b].Predecessors)
                {
                    // A retreating edge into the middle (irreducible) stops at blocks before the header.
                    if (_number[p.Index] >= i)
                    {
                        work.Push(p.Index);
                    }
                }
            }
        }

        void Enter(int block, int header)
        {
            lastLoop[block] = header;
            _loopDepth![block]++;
            _loopHeader![block] = header;
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
                var middle = new Block(new BlockId(function.Blocks.Count)) { Kind = BlockKind.Jump, Pos = from.Pos, InlineIndex = from.InlineIndex };
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
            List<BlockId> successors = function[id].Successors;
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
