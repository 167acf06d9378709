using System.Runtime.InteropServices;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>A function as the package's phases carry it.</summary>
public sealed class FunctionUnit(SsaFunction function, IrFunction source, IReadOnlyList<ClosureSite> closures)
{
    private readonly List<ClosureSite> _closures = [.. closures];
    private Dictionary<ValueId, ClosureSite>? _siteOf;

    public SsaFunction Function { get; } = function;
    public IrFunction Source { get; } = source;
    public IReadOnlyList<ClosureSite> Closures => _closures;

    /// <summary>The unit whose body contains this closure; null for declared functions.</summary>
    public FunctionUnit? Outer { get; set; }

    internal void AddClosure(ClosureSite site)
    {
        _closures.Add(site);
        _siteOf?.TryAdd(site.Object, site);
    }

    /// <summary>Where a closure object is made, or null.</summary>
    internal ClosureSite? ClosureAt(ValueId made)
    {
        if (_siteOf is null)
        {
            _siteOf = [];
            foreach (ClosureSite site in _closures)
            {
                _siteOf.TryAdd(site.Object, site);
            }
        }
        return _siteOf.GetValueOrDefault(made);
    }

    /// <summary>0 = not computed yet.</summary>
    internal int InlineCost { get; set; }

    /// <summary>What its code needs from elsewhere, for those who inline it.</summary>
    internal IReadOnlyList<InstanceKey> Instances { get; set; } = [];
    internal IReadOnlyList<IrFunction> Wrappers { get; set; } = [];

    /// <summary>By allocation (value index): it must live in the heap. Filled by the escape analysis.</summary>
    internal HashSet<int> HeapAllocations { get; } = [];
}

/// <summary>How parameters leak: per parameter <see cref="Stride"/> bytes: 1 + dereferences on the way to the heap, then likewise to each result; 0 = does not.</summary>
internal static class EscapeTags
{
    public const int Stride = 8, MaxDereferences = 100;

    /// <summary>Dereferences on the way to the heap, or -1.</summary>
    public static int ToHeap(byte[] tags, int parameter) => At(tags, parameter, 0);

    /// <summary>Dereferences on the way to a result, or -1. Results beyond the last byte count as the heap.</summary>
    public static int ToResult(byte[] tags, int parameter, int result) => result + 1 < Stride ? At(tags, parameter, result + 1) : -1;

    public static void Record(byte[] tags, int parameter, int result, int dereferences)
    {
        int i = parameter * Stride + (result >= 0 && result + 1 < Stride ? result + 1 : 0);
        byte tag = (byte)(Math.Min(dereferences, MaxDereferences) + 1);
        if (tags[i] == 0 || tag < tags[i])
        {
            tags[i] = tag;
        }
    }

    private static int At(byte[] tags, int parameter, int column)
    {
        int i = parameter * Stride + column;
        return i < tags.Length ? tags[i] - 1 : -1;
    }
}

/// <summary>
/// Decides for a batch of functions (a strongly connected part of the call graph, closures with their functions) which allocations may live
/// in frames. Follows the idea of gc's analysis: a graph of locations with edges "target gets source after n dereferences" (-1: its address);
/// from the heap, every result and every variable backwards, a location whose address reaches something that outlives it must be in the heap.
/// </summary>
internal sealed class EscapeAnalysis
{
    private const int None = -1, Heap = 0;

    private readonly IReadOnlyList<FunctionUnit> _units;
    private readonly Func<CallInfo, byte[]?> _tagsOf;
    private readonly Dictionary<string, int> _unitBySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<IrFunction, List<MadeClosure>> _sites = new(ReferenceEqualityComparer.Instance);
    private readonly int[][] _valueNodes;
    private readonly int[][] _slotNodes;
    private readonly int[][] _resultNodes;

    // By unit and slot: the loop depth of its outermost use. What is on its way there is written anew in each iteration before it is read.
    private readonly int[][] _slotDepths;
    private readonly ControlFlow[] _flows;
    private readonly List<Node> _nodes = [new Node { Unit = -1, Kind = NodeKind.Heap }];
    private readonly List<Edge> _edges = [default];
    private readonly Queue<int> _roots = new();
    private readonly byte[][] _tags;
    private readonly HashSet<(int Unit, int Allocation)> _foreignClosures = [];
    private readonly CallScalars _scalars;

    private enum NodeKind : byte { Heap, Value, Location, Result }

    private struct Node
    {
        public NodeKind Kind;
        public int Unit;
        public int LoopDepth;

        /// <summary>A value that goes from one iteration to the next.</summary>
        public bool IsLoopPhi;
        public BlockId Block;
        public int FirstEdge;
        public int Parameter; // 1-based; 0 = none
        public int Result;
        public int Allocation; // value index
        public bool Escapes;
        public bool Queued;
        public int Walk;
        public int Distance;
    }

    private readonly record struct Edge(int Source, int Dereferences, int Next);

    /// <summary>Where an object of a closure is made, and what the code there stores into it, by offset. Objects are written once, where they are made.</summary>
    private sealed record MadeClosure(int Unit, ClosureSite Site, Dictionary<long, ValueId> Stored);

    private EscapeAnalysis(IReadOnlyList<FunctionUnit> units, Func<CallInfo, byte[]?> tagsOf, Layout layout)
    {
        _units = units;
        _tagsOf = tagsOf;
        _scalars = new CallScalars(layout);
        _valueNodes = new int[units.Count][];
        _slotNodes = new int[units.Count][];
        _resultNodes = new int[units.Count][];
        _slotDepths = new int[units.Count][];
        _flows = new ControlFlow[units.Count];
        _tags = new byte[units.Count][];
    }

    /// <summary>Analyses a batch. Returns the tags of each unit's parameters.</summary>
    public static byte[][] Run(IReadOnlyList<FunctionUnit> units, Func<CallInfo, byte[]?> tagsOf, Layout layout)
    {
        var analysis = new EscapeAnalysis(units, tagsOf, layout);
        analysis.Build();
        analysis.Solve();
        analysis.Finish();
        return analysis._tags;
    }

    // Graph

    private int NewNode(NodeKind kind, int unit, int loopDepth)
    {
        _nodes.Add(new Node { Kind = kind, Unit = unit, LoopDepth = loopDepth });
        return _nodes.Count - 1;
    }

    private ref Node At(int node) => ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_nodes)[node];

    private void Flow(int target, int source, int dereferences)
    {
        if (source is None or Heap || target == None || (source == target && dereferences >= 0))
        {
            return;
        }
        _edges.Add(new Edge(source, dereferences, At(target).FirstEdge));
        At(target).FirstEdge = _edges.Count - 1;
    }

    private void Build()
    {
        for (int u = 0; u < _units.Count; u++)
        {
            SsaFunction f = _units[u].Function;
            _unitBySymbol[f.Symbol.Name] = u;
            _valueNodes[u] = new int[f.ValueLimit];
            _slotNodes[u] = new int[f.Slots.Count];
            _resultNodes[u] = new int[f.Abi.Results.Count];
            _flows[u] = new ControlFlow(f);
            _slotDepths[u] = DepthsOfSlots(f, _flows[u]);
            _tags[u] = new byte[f.Abi.Parameters.Count * EscapeTags.Stride];
            for (int r = 0; r < _resultNodes[u].Length; r++)
            {
                _resultNodes[u][r] = NewNode(NodeKind.Result, u, -1);
                At(_resultNodes[u][r]).Result = r;
                if (_units[u].Outer is not null)
                {
                    // Anybody may call a closure.
                    Flow(Heap, _resultNodes[u][r], 0);
                }
            }
            Dictionary<ValueId, Dictionary<long, ValueId>>? made = _units[u].Closures.Count > 0 ? StoresToClosures(_units[u]) : null;
            foreach (ClosureSite site in _units[u].Closures)
            {
                if (site.IsCopy)
                {
                    // Its code is analysed elsewhere: whatever it has captured may go anywhere.
                    _foreignClosures.Add((u, site.Object.Index));
                    continue;
                }
                if (!made!.TryGetValue(site.Object, out Dictionary<long, ValueId>? stored))
                {
                    // Inlined wherever it was called: nobody makes the object, so what its code would do with captures happens only there.
                    continue;
                }
                if (!_sites.TryGetValue(site.Function, out List<MadeClosure>? list))
                {
                    _sites.Add(site.Function, list = []);
                }
                list.Add(new MadeClosure(u, site, stored));
            }
        }
        for (int u = 0; u < _units.Count; u++)
        {
            BuildUnit(u);
        }
    }

    /// <summary>By object that is made: the scalars that are stored into it directly. Everything else that is written to it is among the contents of its location.</summary>
    private static Dictionary<ValueId, Dictionary<long, ValueId>> StoresToClosures(FunctionUnit unit)
    {
        SsaFunction f = unit.Function;
        var all = new Dictionary<ValueId, Dictionary<long, ValueId>>();
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                if (unit.ClosureAt(v) is not null)
                {
                    all.Add(v, []);
                }
            }
        }
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                if (f[v].Op == Op.Store && all.TryGetValue(f.Argument(v, 0), out Dictionary<long, ValueId>? stored))
                {
                    // Written twice is not expected; then only the location's contents say what it holds.
                    stored[f[v].AuxInt] = stored.ContainsKey(f[v].AuxInt) ? default : f.Argument(v, 1);
                }
            }
        }
        return all;
    }

    private static int[] DepthsOfSlots(SsaFunction f, ControlFlow flow)
    {
        int[] depths = new int[f.Slots.Count];
        Array.Fill(depths, int.MaxValue);
        foreach (BlockId id in flow.ReversePostorder)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                if (f[v].Op == Op.LocalAddress)
                {
                    ref int depth = ref depths[((StackSlot)f[v].Aux!).Index];
                    depth = Math.Min(depth, flow.LoopDepth(id));
                }
            }
        }
        return depths;
    }

    private void BuildUnit(int u)
    {
        SsaFunction f = _units[u].Function;
        for (int i = 0; i < f.DeferredResults.Count; i++)
        {
            if (f.DeferredResults[i].Slot is { } slot)
            {
                Flow(_resultNodes[u][i], SlotNode(u, slot), 0);
            }
        }
        foreach ((int result, ValueId allocation) in f.ResultAllocations)
        {
            Flow(_resultNodes[u][result], LocationOfAllocation(u, allocation), 0);
        }
        foreach (StackSlot slot in f.Slots)
        {
            if (slot.AbiIndex is < 0 and { } index)
            {
                Flow(_resultNodes[u][~index], SlotNode(u, slot), 0);
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
                foreach (AbiScalar s in f.Abi.Results[r].Scalars)
                {
                    Flow(_resultNodes[u][r], NodeOf(u, block.Arguments[scalar]), 0);
                    scalar++;
                    _ = s;
                }
            }
        }
        else if (block.Kind == BlockKind.TailCall)
        {
            foreach (ValueId a in block.Arguments)
            {
                Flow(Heap, NodeOf(u, a), 0);
            }
        }
    }

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
        while (true)
        {
            ref Value v = ref f[address];
            switch (v.Op)
            {
                case Op.Copy or Op.OffsetPointer or Op.AddPointer or Op.NilCheck:
                    address = f.Argument(address, 0);
                    continue;
                case Op.Bitcast when v.AuxInt == SsaBuilder.KeepsFlow:
                    address = f.Argument(address, 0);
                    continue;
                case Op.Allocate:
                    return LocationOfAllocation(u, address);
                case Op.LocalAddress:
                    return SlotNode(u, (StackSlot)v.Aux!);
                case Op.ClosureContext:
                    return OnlySite(u) is { } only ? LocationOfAllocation(only.Unit, only.Site.Object) : None;
                case Op.Load when f[f.Argument(address, 0)].Op == Op.ClosureContext && OnlySite(u) is { } site:
                    return site.Site.References.Contains(v.AuxInt) && site.Stored.TryGetValue(v.AuxInt, out ValueId variable) && !variable.IsNone
                        ? LocationOf(site.Unit, variable)
                        : None;
                default:
                    return None;
            }
        }
    }

    private MadeClosure? OnlySite(int u) => _sites.TryGetValue(_units[u].Source, out List<MadeClosure>? list) && list.Count == 1 && IsAllocated(list[0]) ? list[0] : null;

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
            node = NewNode(NodeKind.Location, u, slot.AbiIndex is null && slot.Index < _slotDepths[u].Length ? _slotDepths[u][slot.Index] : 0);
            if (slot.AbiIndex is >= 0 and { } parameter)
            {
                At(node).Parameter = parameter + 1;
            }
            if (slot.LeaksContents)
            {
                Flow(Heap, node, 0);
            }
        }
        return node;
    }

    private int NodeOf(int u, ValueId v)
    {
        SsaFunction f = _units[u].Function;
        while (f[v].Op is Op.Copy or Op.OffsetPointer or Op.AddPointer or Op.NilCheck || (f[v].Op == Op.Bitcast && f[v].AuxInt == SsaBuilder.KeepsFlow))
        {
            v = f.Argument(v, 0);
        }
        ref Value value = ref f[v];
        if (value.Op is Op.Const or Op.GlobalAddress or Op.FunctionAddress || (value.Kind != ValueKind.Pointer && value.Op != Op.Allocate))
        {
            return None;
        }
        ref int node = ref _valueNodes[u][v.Index];
        if (node != 0)
        {
            return node;
        }
        int made = NewNode(NodeKind.Value, u, LoopDepthOf(u, v));
        At(made).IsLoopPhi = f[v].Op == Op.Phi && _flows[u].LoopHeader(f[v].Block) == f[v].Block;
        At(made).Block = f[v].Block;
        _valueNodes[u][v.Index] = made;
        switch (f[v].Op)
        {
            case Op.Allocate or Op.AllocateMap:
                int location = NewNode(NodeKind.Location, u, LoopDepthOf(u, v));
                At(location).Allocation = v.Index;
                At(location).Block = f[v].Block;
                if (!((AllocationSite)f[v].Aux!).FitsFrame)
                {
                    Escape(location);
                }
                Flow(made, location, -1);
                break;
            case Op.LocalAddress:
                Flow(made, SlotNode(u, (StackSlot)f[v].Aux!), -1);
                break;
            case Op.Param:
                At(made).Parameter = f.ParameterScalars[(int)f[v].AuxInt].Parameter + 1;
                break;
            case Op.ClosureContext when _sites.TryGetValue(_units[u].Source, out List<MadeClosure>? sites):
                foreach (MadeClosure site in sites)
                {
                    Flow(made, NodeOf(site.Unit, site.Site.Object), 0);
                }
                break;
        }
        return made;
    }

    private void Instruction(int u, SsaFunction f, ValueId id)
    {
        ref Value v = ref f[id];
        switch (v.Op)
        {
            case Op.Phi:
                for (int i = 0; i < f.ArgumentCount(id); i++)
                {
                    Flow(NodeOf(u, id), NodeOf(u, f.Argument(id, i)), 0);
                }
                break;
            case Op.Select:
                Flow(NodeOf(u, id), NodeOf(u, f.Argument(id, 1)), 0);
                Flow(NodeOf(u, id), NodeOf(u, f.Argument(id, 2)), 0);
                break;
            case Op.Allocate or Op.AllocateMap or Op.LocalAddress or Op.Param or Op.ClosureContext:
                NodeOf(u, id);
                if (v.Op == Op.Allocate && _foreignClosures.Contains((u, id.Index)))
                {
                    Flow(Heap, LocationOfAllocation(u, id), 0);
                }
                break;
            case Op.Load when v.Kind == ValueKind.Pointer:
                LoadFlow(u, f, id);
                break;
            case Op.AtomicLoad when v.Kind == ValueKind.Pointer:
                ContentsFlow(NodeOf(u, id), u, f.Argument(id, 0));
                break;
            case Op.Store:
                int stored = NodeOf(u, f.Argument(id, 1));
                if (stored != None)
                {
                    int location = LocationOf(u, f.Argument(id, 0));
                    Flow(location == None ? Heap : location, stored, 0);
                }
                break;
            case Op.Move when v.Aux is not null:
                int target = LocationOf(u, f.Argument(id, 0));
                ContentsFlow(target == None ? Heap : target, u, f.Argument(id, 1));
                break;
            case Op.MoveSlice:
                // Its result points to the heap, whatever it was given.
                ContentsFlow(Heap, u, f.Argument(id, 0));
                break;
            case Op.AtomicStore or Op.AtomicExchange:
                Flow(Heap, NodeOf(u, f.Argument(id, 1)), 0);
                break;
            case Op.AtomicCompareExchange:
                Flow(Heap, NodeOf(u, f.Argument(id, 2)), 0);
                break;
            case Op.KeepAlive when v.AuxInt == 1:
                Flow(Heap, NodeOf(u, f.Argument(id, 0)), 0);
                break;
            case Op.CallStatic or Op.CallClosure or Op.CallInterface:
                CallFlow(u, f, id);
                break;
        }
    }

    private void LoadFlow(int u, SsaFunction f, ValueId id)
    {
        ValueId address = f.Argument(id, 0);
        if (f[address].Op == Op.ClosureContext && OnlySite(u) is { } site && site.Stored.TryGetValue(f[id].AuxInt, out ValueId captured)
            && !captured.IsNone)
        {
            Flow(NodeOf(u, id), NodeOf(site.Unit, captured), 0);
            return;
        }
        ContentsFlow(NodeOf(u, id), u, address);
    }

    /// <summary>The target gets what is stored at an address.</summary>
    private void ContentsFlow(int target, int u, ValueId address)
    {
        int location = LocationOf(u, address);
        if (location != None)
        {
            Flow(target, location, 0);
        }
        else
        {
            Flow(target, NodeOf(u, address), 1);
        }
    }

    // Calls

    private void CallFlow(int u, SsaFunction f, ValueId call)
    {
        var info = (CallInfo)f[call].Aux!;
        int first = OpFacts.FixedCallOperands(f[call].Op);
        int count = f.ArgumentCount(call) - first;
        if (info.Runtime is { } runtime)
        {
            for (int i = 0; i < count; i++)
            {
                if ((runtime.EscapingParameters >> i & 1) != 0)
                {
                    Flow(Heap, NodeOf(u, f.Argument(call, i)), 0);
                }
                if ((runtime.LeakingContents >> i & 1) != 0)
                {
                    ContentsFlow(Heap, u, f.Argument(call, i));
                }
            }
            if (runtime.ReturnedParameters != 0)
            {
                FlowToFirstResult(u, f, call, runtime.ReturnedParameters, count);
            }
            return;
        }
        CallScalars.Shape shape = _scalars.Of(info);
        int callee = info.Target is { } target && _unitBySymbol.TryGetValue(target.Name, out int known) && _units[known].Function.Symbol.Abi == target.Abi ? known : -1;
        byte[]? tags = callee >= 0 ? null : f[call].Op == Op.CallInterface ? null : _tagsOf(info);
        for (int i = 0; i < count; i++)
        {
            if (i >= shape.Parameters.Length || shape.IsResultAddress(i))
            {
                continue;
            }
            int parameter = shape.Parameters[i];
            bool inMemory = shape.IsMemory(i);
            ValueId a = f.Argument(call, first + i);
            if (callee >= 0)
            {
                FlowToParameter(callee, parameter, u, a, inMemory, shape.FirstScalarOf(parameter), i);
                continue;
            }
            int toHeap = tags is null ? 0 : EscapeTags.ToHeap(tags, parameter);
            if (toHeap >= 0)
            {
                ArgumentFlow(Heap, u, a, inMemory, toHeap);
            }
        }
        // Results that come through memory.
        foreach (MemoryOperand m in info.MemoryOperands)
        {
            if (m.IsResult && first + m.ArgumentIndex < f.ArgumentCount(call))
            {
                int place = LocationOf(u, f.Argument(call, first + m.ArgumentIndex));
                ResultFlow(place == None ? Heap : place, u, f, call, info, shape, m.AbiIndex, callee, tags);
            }
        }
        _pendingCalls[(u, call.Index)] = (callee, tags, shape);
        FlowExtracts(u, f, call, info, shape, callee, tags);
    }

    private readonly Dictionary<(int, int), (int Callee, byte[]? Tags, CallScalars.Shape Shape)> _pendingCalls = [];

    /// <summary>A helper's first result may be one of its arguments (a string built in the caller's buffer).</summary>
    private void FlowToFirstResult(int u, SsaFunction f, ValueId call, ulong parameters, int count)
    {
        foreach (ValueId e in ExtractsOf(u, f, call))
        {
            if (f[e].AuxInt != 0)
            {
                continue;
            }
            for (int i = 0; i < count; i++)
            {
                if ((parameters >> i & 1) != 0)
                {
                    Flow(NodeOf(u, e), NodeOf(u, f.Argument(call, i)), 0);
                }
            }
        }
    }

    private void FlowExtracts(int u, SsaFunction f, ValueId call, CallInfo info, CallScalars.Shape shape, int callee, byte[]? tags)
    {
        foreach (ValueId e in ExtractsOf(u, f, call))
        {
            if (f[e].Kind == ValueKind.Pointer)
            {
                ResultFlow(NodeOf(u, e), u, f, call, info, shape, shape.Results[f[e].AuxInt], callee, tags);
            }
        }
    }

    private readonly Dictionary<ValueId, List<ValueId>> _extracts = [];
    private int _extractsOf = -1;

    /// <summary>The results of a call that are used.</summary>
    private List<ValueId> ExtractsOf(int u, SsaFunction f, ValueId call)
    {
        if (_extractsOf != u)
        {
            _extractsOf = u;
            _extracts.Clear();
            foreach (BlockId id in f.Order)
            {
                foreach (ValueId v in f[id].Instructions)
                {
                    if (f[v].Op == Op.Extract)
                    {
                        ref List<ValueId>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(_extracts, f.Argument(v, 0), out _);
                        (list ??= []).Add(v);
                    }
                }
            }
        }
        return _extracts.GetValueOrDefault(call, s_noValues);
    }

    private static readonly List<ValueId> s_noValues = [];

    private void ResultFlow(int target, int u, SsaFunction f, ValueId call, CallInfo info, CallScalars.Shape shape, int result, int callee, byte[]? tags)
    {
        if (callee >= 0)
        {
            Flow(target, _resultNodes[callee][result], 0);
            return;
        }
        if (tags is null)
        {
            return;
        }
        int first = OpFacts.FixedCallOperands(f[call].Op);
        for (int i = 0; i < shape.Parameters.Length && first + i < f.ArgumentCount(call); i++)
        {
            if (!shape.IsResultAddress(i) && EscapeTags.ToResult(tags, shape.Parameters[i], result) is >= 0 and var dereferences)
            {
                ArgumentFlow(target, u, f.Argument(call, first + i), shape.IsMemory(i), dereferences);
            }
        }
        _ = info;
    }

    private void ArgumentFlow(int target, int u, ValueId argument, bool inMemory, int dereferences)
    {
        if (!inMemory)
        {
            Flow(target, NodeOf(u, argument), dereferences);
            return;
        }
        int location = LocationOf(u, argument);
        if (location != None)
        {
            Flow(target, location, dereferences);
        }
        else
        {
            Flow(target, NodeOf(u, argument), dereferences + 1);
        }
    }

    /// <summary>An argument of a call inside the batch flows to the callee's parameter.</summary>
    private void FlowToParameter(int callee, int parameter, int u, ValueId argument, bool inMemory, int firstScalar, int scalar)
    {
        SsaFunction f = _units[callee].Function;
        if (!f.Abi.Parameters[parameter].InRegisters)
        {
            foreach (StackSlot slot in f.Slots)
            {
                if (slot.AbiIndex == parameter)
                {
                    ArgumentFlow(SlotNode(callee, slot), u, argument, inMemory, 0);
                }
            }
            return;
        }
        int wanted = ParameterScalarStart(f, parameter) + (scalar - firstScalar);
        if (_parameterNodes.TryGetValue((callee, wanted), out int node) || TryFindParameter(callee, wanted, out node))
        {
            Flow(node, NodeOf(u, argument), 0);
        }
    }

    private readonly Dictionary<(int, int), int> _parameterNodes = [];

    private static int ParameterScalarStart(SsaFunction f, int parameter)
    {
        for (int i = 0; i < f.ParameterScalars.Count; i++)
        {
            if (f.ParameterScalars[i].Parameter == parameter)
            {
                return i;
            }
        }
        return int.MaxValue / 2;
    }

    private bool TryFindParameter(int unit, int scalar, out int node)
    {
        SsaFunction f = _units[unit].Function;
        foreach (ValueId v in f.Entry.Instructions)
        {
            if (f[v].Op == Op.Param && f[v].AuxInt == scalar)
            {
                node = NodeOf(unit, v);
                _parameterNodes[(unit, scalar)] = node;
                return true;
            }
        }
        // The parameter is not used.
        _parameterNodes[(unit, scalar)] = None;
        node = None;
        return false;
    }

    // Solution

    private void Escape(int node)
    {
        At(node).Escapes = true;
        Enqueue(node);
    }

    private void Enqueue(int node)
    {
        if (!At(node).Queued)
        {
            At(node).Queued = true;
            _roots.Enqueue(node);
        }
    }

    private void Solve()
    {
        Enqueue(Heap);
        int maximum = 0;
        for (int i = 0; i < _nodes.Count; i++)
        {
            if (_nodes[i].Kind == NodeKind.Location)
            {
                maximum = Math.Max(maximum, _nodes[i].LoopDepth);
            }
        }
        bool hasClosures = false;
        foreach (FunctionUnit unit in _units)
        {
            hasClosures |= unit.Outer is not null;
        }
        for (int i = 1; i < _nodes.Count; i++)
        {
            ref Node n = ref At(i);
            // A variable can only outlive another that is deeper in loops or inside a closure.
            bool matters = n.Kind == NodeKind.Result || ((n.LoopDepth < maximum || hasClosures) && (n.Kind == NodeKind.Location || IsLoopPhi(i)) && n.FirstEdge != 0);
            if (matters)
            {
                Enqueue(i);
            }
        }
        int walk = 0;
        while (_roots.TryDequeue(out int root))
        {
            _units[0].Function.Cancellation.ThrowIfCancellationRequested();
            At(root).Queued = false;
            Walk(root, ++walk);
        }
    }

    private bool IsLoopPhi(int node) => _nodes[node].IsLoopPhi;

    private readonly Queue<int> _work = new();

    private void Walk(int root, int walk)
    {
        At(root).Walk = walk;
        At(root).Distance = 0;
        _work.Enqueue(root);
        while (_work.TryDequeue(out int l))
        {
            int distance = At(l).Distance;
            bool addressOf = distance < 0;
            int reached = Math.Max(distance, 0);
            if (l != root && Outlives(root, l))
            {
                if (At(l).Parameter > 0 && !addressOf)
                {
                    Leak(root, l, reached);
                }
                if (addressOf && At(l).Kind == NodeKind.Location && !At(l).Escapes)
                {
                    Escape(l);
                    continue;
                }
            }
            for (int e = At(l).FirstEdge; e != 0; e = _edges[e].Next)
            {
                Edge edge = _edges[e];
                ref Node source = ref At(edge.Source);
                // What is in the heap already was handled as a root of its own.
                if (source.Escapes && edge.Source != root)
                {
                    continue;
                }
                int d = reached + edge.Dereferences;
                if (source.Walk != walk || d < source.Distance)
                {
                    source.Walk = walk;
                    source.Distance = d;
                    _work.Enqueue(edge.Source);
                }
            }
        }
    }

    private bool Outlives(int root, int other)
    {
        ref Node r = ref At(root);
        if (r.Kind is NodeKind.Heap or NodeKind.Result || r.Escapes)
        {
            return true;
        }
        int unit = At(other).Unit;
        if (r.Unit != unit)
        {
            return Contains(r.Unit, unit);
        }
        // What is made anew after each new instance of the other one cannot hold an older instance.
        return r.LoopDepth < At(other).LoopDepth && (r.Block.IsNone || !_flows[unit].Dominates(At(other).Block, r.Block));
    }

    /// <summary>The first unit's body contains the closure that is the second.</summary>
    private bool Contains(int outer, int inner)
    {
        for (FunctionUnit? u = _units[inner].Outer; u is not null; u = u.Outer)
        {
            if (ReferenceEquals(u, _units[outer]))
            {
                return true;
            }
        }
        return false;
    }

    private void Leak(int root, int parameterNode, int dereferences)
    {
        ref Node p = ref At(parameterNode);
        ref Node r = ref At(root);
        int result = r.Kind == NodeKind.Result && r.Unit == p.Unit ? r.Result : -1;
        if (r.Kind == NodeKind.Result && r.Unit != p.Unit)
        {
            // The caller inside the batch returns it: its own parameters are what leaks.
            return;
        }
        if (r.Kind is NodeKind.Value or NodeKind.Location && !r.Escapes)
        {
            return;
        }
        EscapeTags.Record(_tags[p.Unit], p.Parameter - 1, result, dereferences);
    }

    private void Finish()
    {
        for (int i = 1; i < _nodes.Count; i++)
        {
            Node n = _nodes[i];
            if (n.Kind == NodeKind.Location && n.Escapes && n.Allocation != 0)
            {
                _units[n.Unit].HeapAllocations.Add(n.Allocation);
            }
        }
    }
}

/// <summary>Which parameter each argument scalar of a call belongs to, and which result each result scalar.</summary>
internal sealed class CallScalars(Layout layout)
{
    private readonly Dictionary<CallInfo, Shape> _known = new(ReferenceEqualityComparer.Instance);

    internal sealed class Shape
    {
        public required int[] Parameters { get; init; }
        public required int[] Results { get; init; }
        public required CallInfo Info { get; init; }

        public bool IsMemory(int scalar)
        {
            foreach (MemoryOperand m in Info.MemoryOperands)
            {
                if (m.ArgumentIndex == scalar)
                {
                    return true;
                }
            }
            return false;
        }

        public bool IsResultAddress(int scalar)
        {
            foreach (MemoryOperand m in Info.MemoryOperands)
            {
                if (m.ArgumentIndex == scalar && m.IsResult)
                {
                    return true;
                }
            }
            return false;
        }

        public int FirstScalarOf(int parameter) => Array.IndexOf(Parameters, parameter);
    }

    public Shape Of(CallInfo info)
    {
        if (!_known.TryGetValue(info, out Shape? shape))
        {
            shape = new Shape { Parameters = Indices(info.Abi.Parameters, memoryIsOne: true), Results = Indices(info.Abi.Results, memoryIsOne: false), Info = info };
            _known.Add(info, shape);
        }
        return shape;
    }

    private int[] Indices(IReadOnlyList<AbiParameter> list, bool memoryIsOne)
    {
        var indices = new List<int>();
        for (int i = 0; i < list.Count; i++)
        {
            int count = list[i].InRegisters ? list[i].Scalars.Count : layout.Components(list[i].Type)?.Count ?? (memoryIsOne ? 1 : 0);
            for (int j = 0; j < count; j++)
            {
                indices.Add(i);
            }
        }
        return [.. indices];
    }
}
