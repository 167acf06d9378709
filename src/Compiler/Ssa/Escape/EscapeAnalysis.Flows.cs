using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Escape;

internal sealed partial class EscapeAnalysis
{
    private void BuildUnit(int u)
    {
        SsaFunction f = _units[u].Function;
        for (int i = 0; i < f.DeferredResults.Count; i++)
        {
            if (f.DeferredResults[i].Slot is { } slot)
            {
                _graph.Flow(_resultNodes[u][i], SlotNode(u, slot), 0);
            }
        }
        foreach ((int result, ValueId allocation) in f.ResultAllocations)
        {
            _graph.Flow(_resultNodes[u][result], LocationOfAllocation(u, allocation), 0);
        }
        foreach (StackSlot slot in f.Slots)
        {
            if (slot.AbiIndex is < 0 and { } index)
            {
                _graph.Flow(_resultNodes[u][~index], SlotNode(u, slot), 0);
            }
        }
        foreach (BlockId id in f.Order)
        {
            if (!_flows[u].IsReachable(id))
            {
                continue;
            }
            foreach (ValueId v in f[id].Instructions)
            {
                Instruction(u, f, v);
            }
            Ending(u, f, f[id]);
        }
    }

    private void Ending(int u, SsaFunction f, Block block)
    {
        if (block.Kind == BlockKind.Return)
        {
            int scalar = 0;
            for (int r = 0; r < f.Abi.Results.Count; r++)
            {
                for (int s = 0; s < f.Abi.Results[r].Scalars.Count; s++)
                {
                    _graph.Flow(_resultNodes[u][r], NodeOf(u, block.Arguments[scalar]), 0);
                    scalar++;
                }
            }
        }
        else if (block.Kind == BlockKind.TailCall)
        {
            foreach (ValueId a in block.Arguments)
            {
                _graph.Flow(EscapeGraph.Heap, NodeOf(u, a), 0);
            }
        }
    }

    private void Instruction(int u, SsaFunction f, ValueId id)
    {
        ref Value v = ref f[id];
        switch (v.Op)
        {
            case Op.Phi:
                for (int i = 0; i < f.ArgumentCount(id); i++)
                {
                    _graph.Flow(NodeOf(u, id), NodeOf(u, f.Argument(id, i)), 0);
                }
                break;
            case Op.Select:
                _graph.Flow(NodeOf(u, id), NodeOf(u, f.Argument(id, 1)), 0);
                _graph.Flow(NodeOf(u, id), NodeOf(u, f.Argument(id, 2)), 0);
                break;
            case Op.Allocate or Op.AllocateMap or Op.LocalAddress or Op.Param or Op.ClosureContext:
                NodeOf(u, id);
                if (v.Op == Op.Allocate && _foreignClosures.Contains((u, id.Index)))
                {
                    _graph.Flow(EscapeGraph.Heap, LocationOfAllocation(u, id), 0);
                }
                break;
            case Op.Load when v.Kind == ValueKind.Pointer:
                LoadFlow(u, f, id);
                break;
            case Op.AtomicLoad when v.Kind == ValueKind.Pointer:
                ContentsFlow(NodeOf(u, id), u, f.Argument(id, 0));
                break;
            case Op.Store:
                StoreFlow(u, f, id);
                break;
            case Op.Move when v.Aux is not null:
                int target = LocationOf(u, f.Argument(id, 0));
                ContentsFlow(target == EscapeGraph.None ? EscapeGraph.Heap : target, u, f.Argument(id, 1));
                break;
            case Op.MoveSlice:
                // Its result points to the heap, whatever it was given.
                ContentsFlow(EscapeGraph.Heap, u, f.Argument(id, 0));
                break;
            case Op.AtomicStore or Op.AtomicExchange:
                _graph.Flow(EscapeGraph.Heap, NodeOf(u, f.Argument(id, 1)), 0);
                break;
            case Op.AtomicCompareExchange:
                _graph.Flow(EscapeGraph.Heap, NodeOf(u, f.Argument(id, 2)), 0);
                break;
            case Op.KeepAlive when v.AuxInt == 1:
                _graph.Flow(EscapeGraph.Heap, NodeOf(u, f.Argument(id, 0)), 0);
                break;
            case Op.CallStatic or Op.CallClosure or Op.CallInterface:
                CallFlow(u, f, id);
                break;
        }
    }

    private void StoreFlow(int u, SsaFunction f, ValueId id)
    {
        ValueId address = f.Argument(id, 0), stored = f.Argument(id, 1);
        if (f[stored].Kind != ValueKind.Pointer)
        {
            return;
        }
        int location = LocationOf(u, address);
        if (location != EscapeGraph.None)
        {
            _graph.Flow(location, NodeOf(u, stored), 0);
        }
        else
        {
            SelfStores.Sources(f, _flows[u], address, stored, source => _graph.Flow(EscapeGraph.Heap, NodeOf(u, source), 0));
        }
    }

    private void LoadFlow(int u, SsaFunction f, ValueId id)
    {
        ValueId address = f.Argument(id, 0);
        if (ClosureAt(u, address) is { } site && site.Stored.TryGetValue(f[id].AuxInt, out ValueId captured) && !captured.IsNone)
        {
            _graph.Flow(NodeOf(u, id), NodeOf(site.Unit, captured), 0);
            return;
        }
        ContentsFlow(NodeOf(u, id), u, address);
    }

    /// <summary>The target gets what is stored at an address.</summary>
    private void ContentsFlow(int target, int u, ValueId address)
    {
        int location = LocationOf(u, address);
        if (location != EscapeGraph.None)
        {
            _graph.Flow(target, location, 0);
        }
        else
        {
            _graph.Flow(target, NodeOf(u, address), 1);
        }
    }
}
