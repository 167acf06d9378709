using Go.Compiler.Collections;
using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

/// <content>In which order blocks stand, and which of them are rarely run.</content>
internal abstract partial class MachineLowering
{
    /// <summary>
    /// The given order, loops in one piece, with what is unlikely at the end: panics, slow paths, the recovery point. Every block stands
    /// after its dominators, so that definitions come before their uses, as the allocator wants.
    /// </summary>
    private protected EntityList<BlockId> Layout(ControlFlow flow)
    {
        _isCold = new bool[_f.Blocks.Count];
        FindCallers(flow);
        foreach (BlockId id in flow.ReversePostorder)
        {
            _isCold[id.Index] = id != _f.Entry.Id && IsCold(flow, id);
        }
        var layout = new EntityList<BlockId>(_f.Order.Count);
        bool[] isPlaced = new bool[_f.Blocks.Count];
        EntityList<BlockId> order = LoopsTogether(flow);
        for (int pass = 0; pass < 3; pass++)
        {
            foreach (BlockId id in order)
            {
                int wanted = _f[id].Kind == BlockKind.DeferReturn ? 2 : _isCold[id.Index] ? 1 : 0;
                if (wanted == pass && flow.IsReachable(id))
                {
                    Place(flow, id, layout, isPlaced);
                }
            }
        }
        return layout;
    }

    private protected static void Place(ControlFlow flow, BlockId id, EntityList<BlockId> layout, bool[] isPlaced)
    {
        if (isPlaced[id.Index])
        {
            return;
        }
        isPlaced[id.Index] = true;
        BlockId dominator = flow.ImmediateDominator(id);
        if (!dominator.IsNone)
        {
            Place(flow, dominator, layout, isPlaced);
        }
        layout.Add(id);
    }

    /// <summary>
    /// The given order with the blocks of each loop one after the other: what only leaves a loop stands behind it. The allocator takes a
    /// loop for a stretch of blocks, and what is in the loop falls through instead of jumping over what is not.
    /// </summary>
    private EntityList<BlockId> LoopsTogether(ControlFlow flow)
    {
        // By header (0: outside of all loops): its blocks, and for each loop inside, where that begins, its header negated.
        var inside = new EntityList<int>?[_f.Blocks.Count];
        inside[0] = [];
        foreach (BlockId id in _f.Order)
        {
            if (!flow.IsReachable(id))
            {
                continue;
            }
            int header = flow.LoopHeader(id).Index;
            bool isOpen = inside[header] is not null;
            for (int loop = header; !isOpen; loop = flow.OuterHeader(new BlockId(loop)).Index)
            {
                inside[loop] ??= [];
                int outer = flow.OuterHeader(new BlockId(loop)).Index;
                isOpen = inside[outer] is not null;
                (inside[outer] ??= []).Add(-loop);
            }
            inside[header]!.Add(id.Index);
        }
        var order = new EntityList<BlockId>(_f.Order.Count);
        var open = new Stack<(EntityList<int> List, int Next)>();
        open.Push((inside[0]!, 0));
        while (open.TryPop(out (EntityList<int> List, int Next) at))
        {
            for (; at.Next < at.List.Count && at.List[at.Next] > 0; at.Next++)
            {
                order.Add(new BlockId(at.List[at.Next]));
            }
            if (at.Next < at.List.Count)
            {
                open.Push((at.List, at.Next + 1));
                open.Push((inside[-at.List[at.Next]]!, 0));
            }
        }
        return order;
    }

    private protected bool IsCold(ControlFlow flow, BlockId id)
    {
        Block block = _f[id];
        if (block.Kind is BlockKind.Exit or BlockKind.DeferReturn || _isCold[flow.ImmediateDominator(id).Index])
        {
            return true;
        }
        bool any = false;
        foreach (BlockId p in block.Predecessors)
        {
            if (flow.NumberOf(p) >= flow.NumberOf(id))
            {
                continue; // a loop's way back
            }
            any = true;
            if (!_isCold[p.Index] && !IsUnlikely(flow, _f[p], id))
            {
                return false;
            }
        }
        return any;
    }

    private protected bool[] _isCold = [];

    /// <summary>
    /// Leaving a loop is unlikely each time but happens in the end; who prints does so for want of something better to do.
    /// </summary>
    private protected bool IsUnlikely(ControlFlow flow, Block from, BlockId to)
    {
        if (from.Kind != BlockKind.If || from.Successors[0] == from.Successors[1] || flow.LoopDepth(to) < flow.LoopDepth(from.Id))
        {
            return false;
        }
        BlockId other = from.Successors[from.Successors[0] == to ? 1 : 0];
        return from.Likely != 0 ? from.Successors[from.Likely > 0 ? 1 : 0] == to
            : Prints(_f[to]) ? flow.LoopDepth(other) >= flow.LoopDepth(from.Id)
            : IsDetour(flow, from, to, other);
    }

    /// <summary>Print and println: for messages of the runtime, and for debugging.</summary>
    private protected bool Prints(Block block)
    {
        foreach (ValueId v in block.Instructions)
        {
            if (_f[v].Op == Op.CallStatic && ((CallInfo)_f[v].Aux!).Runtime is { Name: "printlock" })
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>By block: whichever way is taken from here, something is called before the loop goes round or the function ends.</summary>
    private bool[] _calls = [];

    private void FindCallers(ControlFlow flow)
    {
        _calls = new bool[_f.Blocks.Count];
        for (int i = flow.ReversePostorder.Length - 1; i >= 0; i--)
        {
            Block block = _f[flow.ReversePostorder[i]];
            _calls[block.Id.Index] = block.Instructions.Exists(v => OpFacts.IsCall(_f[v].Op))
                || (block.Successors.Count > 0 && block.Successors.TrueForAll(s => flow.NumberOf(s) > i && _calls[s.Index]));
        }
    }

    /// <summary>
    /// In a loop, the way with a call where the other has none. It is taken more rarely for all that is known, and where it is not it loses
    /// little: what lives across the call goes to memory and back there, instead of on both ways.
    /// </summary>
    private bool IsDetour(ControlFlow flow, Block from, BlockId to, BlockId other)
    {
        int depth = flow.LoopDepth(from.Id);
        return depth > 0 && _calls[to.Index] && !_calls[other.Index] && flow.LoopDepth(to) == depth && flow.LoopDepth(other) == depth;
    }
}
