using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Escape;

internal sealed partial class EscapeAnalysis
{
    private int LoopDepthOf(int u, ValueId v)
    {
        SsaFunction f = _units[u].Function;
        BlockId block = f[v].Block;
        int depth = _flows[u].LoopDepth(block);
        // A phi at a loop's head carries values from one iteration to the next: it belongs outside.
        return f[v].Op == Op.Phi && _flows[u].LoopHeader(block) == block ? depth - 1 : depth;
    }

    /// <summary>The location that an address certainly points into, or none.</summary>
    private int LocationOf(int u, ValueId address)
    {
        SsaFunction f = _units[u].Function;
        address = f.ObjectAddress(address);
        ref Value v = ref f[address];
        switch (v.Op)
        {
            case Op.Allocate:
                return LocationOfAllocation(u, address);
            case Op.LocalAddress:
                return SlotNode(u, (StackSlot)v.Aux!);
            case Op.ClosureContext:
                return OnlySiteAnywhere(u) is { } only ? LocationOfAllocation(only.Unit, only.Site.Object) : EscapeGraph.None;
            case Op.Load when VariablesOf(u, f.Argument(address, 0)) is { } site:
                return site.Site.References.Contains(v.AuxInt) && site.Stored.TryGetValue(v.AuxInt, out ValueId variable)
                    && !variable.IsNone
                    ? LocationOf(site.Unit, variable)
                    : EscapeGraph.None;
            default:
                return EscapeGraph.None;
        }
    }

    /// <summary>
    /// What an address is the closure's object of, which the code is given or, where it was inlined beside the place that makes it, made
    /// itself; or null.
    /// </summary>
    private MadeClosure? ClosureAt(int u, ValueId address)
        => _units[u].Function[address].Op == Op.ClosureContext ? OnlySite(u) : _made[u]?.GetValueOrDefault(address);

    /// <summary>As <see cref="ClosureAt"/>, for variables that the code may write to.</summary>
    private MadeClosure? VariablesOf(int u, ValueId address)
        => _units[u].Function[address].Op == Op.ClosureContext ? OnlySiteAnywhere(u) : _made[u]?.GetValueOrDefault(address);

    /// <summary>The one place in the batch where objects of this closure are made, or null.</summary>
    private MadeClosure? OnlySite(int u)
        => _sites.TryGetValue(_units[u].Function.Symbol.Name, out List<MadeClosure>? list) && list.Count == 1 && IsAllocated(list[0])
            ? list[0] : null;

    /// <summary>
    /// The one place anywhere where objects of this closure are made, or null. What its code stores into a captured variable goes to
    /// the variable of that place and need not leak. The tags of its parameters, which calls in other functions believe, are then true
    /// of objects made there only: wherever else the code gets an object (the maker was inlined, and the code is shared), the variable
    /// may be in the heap while an argument is in the caller's frame. For reading it does not matter: whatever an object made elsewhere
    /// refers to counts as leaked there.
    /// </summary>
    private MadeClosure? OnlySiteAnywhere(int u) => _units[u].HasForeignSites ? null : OnlySite(u);

    /// <summary>
    /// The units around a closure, whose frames outlive its own: those that its literal stands in, and those that make its objects.
    /// These are not always the same: a closure made anew where functions were inlined stands in the original's function, but captures
    /// variables of the copy.
    /// </summary>
    private HashSet<int> EnclosingUnits(int u)
    {
        if (_enclosing[u] is { } known)
        {
            return known;
        }
        var all = new HashSet<int>();
        var work = new Stack<int>();
        work.Push(u);
        while (work.TryPop(out int inner))
        {
            FunctionUnit unit = _units[inner];
            if (unit.Outer is { } outer && _unitBySymbol.TryGetValue(outer.Function.Symbol.Name, out int o) && all.Add(o))
            {
                work.Push(o);
            }
            foreach (MadeClosure site in _sites.GetValueOrDefault(unit.Function.Symbol.Name) ?? [])
            {
                if (all.Add(site.Unit))
                {
                    work.Push(site.Unit);
                }
            }
        }
        _enclosing[u] = all;
        return all;
    }

    private bool IsAllocated(MadeClosure site) => _units[site.Unit].Function[site.Site.Object].Op == Op.Allocate;

    private int LocationOfAllocation(int u, ValueId allocation)
    {
        // The allocation's value node is made together with its location, which directly follows it.
        int value = NodeOf(u, allocation);
        return value + 1;
    }

    private int SlotNode(int u, StackSlot slot)
    {
        if (_slotNodes[u].Length <= slot.Index)
        {
            Array.Resize(ref _slotNodes[u], slot.Index + 1);
        }
        ref int node = ref _slotNodes[u][slot.Index];
        if (node == 0)
        {
            int depth = slot.AbiIndex is null && slot.Index < _slotDepths[u].Length ? _slotDepths[u][slot.Index] : 0;
            node = _graph.NewNode(EscapeNodeKind.Location, u, depth);
            if (slot.AbiIndex is >= 0 and { } parameter)
            {
                _graph.At(node).Parameter = parameter + 1;
            }
            if (slot.LeaksContents)
            {
                _graph.Flow(EscapeGraph.Heap, node, 0);
            }
        }
        return node;
    }

    private int NodeOf(int u, ValueId v)
    {
        SsaFunction f = _units[u].Function;
        v = f.ObjectAddress(v);
        ref Value value = ref f[v];
        if (value.Op is Op.Const or Op.GlobalAddress or Op.FunctionAddress || (value.Kind != ValueKind.Pointer && value.Op != Op.Allocate))
        {
            return EscapeGraph.None;
        }
        ref int node = ref _valueNodes[u][v.Index];
        if (node != 0)
        {
            return node;
        }
        int made = _graph.NewNode(EscapeNodeKind.Value, u, LoopDepthOf(u, v));
        _graph.At(made).IsLoopPhi = f[v].Op == Op.Phi && _flows[u].LoopHeader(f[v].Block) == f[v].Block;
        _graph.At(made).Block = f[v].Block;
        _valueNodes[u][v.Index] = made;
        switch (f[v].Op)
        {
            case Op.Allocate or Op.AllocateMap:
                int location = _graph.NewNode(EscapeNodeKind.Location, u, LoopDepthOf(u, v));
                _graph.At(location).Allocation = v.Index;
                _graph.At(location).Block = f[v].Block;
                if (!((AllocationSite)f[v].Aux!).FitsFrame)
                {
                    _graph.Escape(location);
                }
                _graph.Flow(made, location, -1);
                break;
            case Op.LocalAddress:
                _graph.Flow(made, SlotNode(u, (StackSlot)f[v].Aux!), -1);
                break;
            case Op.Param:
                _graph.At(made).Parameter = f.ParameterScalars[(int)f[v].AuxInt].Parameter + 1;
                break;
            case Op.ClosureContext when _sites.TryGetValue(_units[u].Function.Symbol.Name, out List<MadeClosure>? sites):
                foreach (MadeClosure site in sites)
                {
                    _graph.Flow(made, NodeOf(site.Unit, site.Site.Object), 0);
                }
                break;
        }
        return made;
    }
}
