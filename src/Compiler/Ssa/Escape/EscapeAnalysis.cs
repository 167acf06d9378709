using System.Runtime.InteropServices;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Escape;

/// <summary>
/// Decides for a batch of functions (a strongly connected part of the call graph, closures with their functions) which allocations may live
/// in frames. Follows the idea of gc's analysis: a graph of locations with edges "target gets source after n dereferences" (-1: its
/// address);
/// from the heap, every result and every variable backwards, a location whose address reaches something that outlives it must be in the
/// heap.
/// </summary>
internal sealed partial class EscapeAnalysis
{
    private readonly IReadOnlyList<FunctionUnit> _units;
    private readonly Func<CallInfo, byte[]?> _tagsOf;
    private readonly Dictionary<string, int> _unitBySymbol = new(StringComparer.Ordinal);

    /// <summary>By a closure's symbol: where its objects are made.</summary>
    private readonly Dictionary<string, List<MadeClosure>> _sites = new(StringComparer.Ordinal);

    /// <summary>By unit: the closures' objects that it makes. Null where it has none.</summary>
    private readonly Dictionary<ValueId, MadeClosure>?[] _made;
    private readonly int[][] _valueNodes;
    private readonly int[][] _slotNodes;
    private readonly int[][] _resultNodes;

    // By unit and slot: the loop depth of its outermost use. What is on its way there is written anew in each iteration before it is read.
    private readonly int[][] _slotDepths;
    private readonly HashSet<int>?[] _enclosing;
    private readonly ControlFlow[] _flows;
    private readonly EscapeGraph _graph = new();
    private readonly byte[][] _tags;
    private readonly HashSet<(int Unit, int Allocation)> _foreignClosures = [];
    private readonly CallScalars _scalars;

    /// <summary>
    /// Where an object of a closure is made, and what the code there stores into it, by offset. Objects are written once, where they are
    /// made.
    /// </summary>
    private sealed record MadeClosure(int Unit, ClosureSite Site, Dictionary<long, ValueId> Stored);

    private EscapeAnalysis(IReadOnlyList<FunctionUnit> units, Func<CallInfo, byte[]?> tagsOf, Layout layout)
    {
        _units = units;
        _tagsOf = tagsOf;
        _scalars = new CallScalars(layout);
        _made = new Dictionary<ValueId, MadeClosure>?[units.Count];
        _valueNodes = new int[units.Count][];
        _slotNodes = new int[units.Count][];
        _resultNodes = new int[units.Count][];
        _slotDepths = new int[units.Count][];
        _enclosing = new HashSet<int>?[units.Count];
        _flows = new ControlFlow[units.Count];
        _tags = new byte[units.Count][];
    }

    /// <summary>Analyses a batch. Returns the tags of each unit's parameters.</summary>
    public static byte[][] Run(IReadOnlyList<FunctionUnit> units, Func<CallInfo, byte[]?> tagsOf, Layout layout)
    {
        var analysis = new EscapeAnalysis(units, tagsOf, layout);
        analysis.Build();
        new EscapeSolver(units, analysis._graph, analysis._flows, analysis._tags, analysis.EnclosingUnits).Solve();
        analysis.Finish();
        return analysis._tags;
    }

    private void Build()
    {
        for (int u = 0; u < _units.Count; u++)
        {
            _unitBySymbol[_units[u].Function.Symbol.Name] = u;
        }
        for (int u = 0; u < _units.Count; u++)
        {
            SsaFunction f = _units[u].Function;
            _valueNodes[u] = new int[f.ValueLimit];
            _slotNodes[u] = new int[f.Slots.Count];
            _resultNodes[u] = new int[f.Abi.Results.Count];
            _flows[u] = new ControlFlow(f);
            _slotDepths[u] = DepthsOfSlots(f, _flows[u]);
            _tags[u] = new byte[f.Abi.Parameters.Count * EscapeTags.Stride];
            for (int r = 0; r < _resultNodes[u].Length; r++)
            {
                _resultNodes[u][r] = _graph.NewNode(EscapeNodeKind.Result, u, -1);
                _graph.At(_resultNodes[u][r]).Result = r;
                if (_units[u].Outer is not null)
                {
                    // Anybody may call a closure.
                    _graph.Flow(EscapeGraph.Heap, _resultNodes[u][r], 0);
                }
            }
            Closures(u);
        }
        for (int u = 0; u < _units.Count; u++)
        {
            BuildUnit(u);
        }
    }

    private void Closures(int u)
    {
        if (_units[u].Closures.Count == 0)
        {
            return;
        }
        Dictionary<ValueId, Dictionary<long, ValueId>> all = StoresToClosures(_units[u]);
        _made[u] = [];
        foreach (ClosureSite site in _units[u].Closures)
        {
            MadeClosure? made = all.TryGetValue(site.Object, out Dictionary<long, ValueId>? stored)
                ? new MadeClosure(u, site, stored) : null;
            if (made is not null)
            {
                _made[u]!.Add(site.Object, made);
            }
            if (site.IsCopy && !(_unitBySymbol.TryGetValue(site.Symbol, out int code) && _units[code].IsIn(_units[u])))
            {
                // Its code is analysed elsewhere, or as what does not outlive other variables: whatever it has captured may go anywhere.
                _foreignClosures.Add((u, site.Object.Index));
                continue;
            }
            if (made is null)
            {
                // Inlined wherever it was called: nobody makes the object, so what its code would do with captures happens only there.
                continue;
            }
            CollectionsMarshal.GetValueRefOrAddDefault(_sites, site.Symbol, out _) ??= [];
            _sites[site.Symbol].Add(made);
        }
    }

    /// <summary>
    /// By object that is made: the scalars that are stored into it directly. Everything else that is written to it is among the contents of
    /// its location.
    /// </summary>
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

    private void Finish()
    {
        for (int i = 1; i < _graph.Count; i++)
        {
            ref EscapeNode n = ref _graph.At(i);
            if (n.Kind == EscapeNodeKind.Location && n.Escapes && n.Allocation != 0)
            {
                _units[n.Unit].HeapAllocations.Add(n.Allocation);
            }
        }
    }
}
