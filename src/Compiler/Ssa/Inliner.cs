using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>What the inliner asks its surroundings.</summary>
internal interface IInlineSource
{
    /// <summary>The body to inline for a call target: built, cleaned up, and not being changed now; null = none, or not allowed.</summary>
    FunctionUnit? BodyOf(CallInfo call);

    /// <summary>The unit of a closure, when it can be inlined where it is called with a known object.</summary>
    FunctionUnit? ClosureOf(ClosureSite site);

    /// <summary>A body from another package has been copied: what it refers to is needed here.</summary>
    void Inlined(FunctionUnit callee);
}

/// <summary>
/// Replaces calls of small functions by their bodies. Runs bottom-up over the call graph before the escape analysis, so that closures passed to
/// inlined functions (range-over-func bodies too) meet their calls.
/// </summary>
internal sealed class Inliner
{
    /// <summary>Largest cost of an inlined body; of a closure called where it was made, and of a body that takes a known function; of such a closure that takes one; of a loop body of range-over-func.</summary>
    private const int MaxCost = 34, MaxClosureCost = 60, MaxIteratorCost = 120, MaxRangeBodyCost = 400;

    /// <summary>Functions this large take in nothing more.</summary>
    private const int MaxCallerValues = 20_000;
    private const int CallCost = 12;

    /// <summary>
    /// Calls that were inlined into a body that is to be inlined: all of them are in the tables of whoever takes it in. In a chain of small functions, each
    /// calling the one before, these would be as many as the functions.
    /// </summary>
    private const int MaxInlinedCalls = 200;

    private readonly FunctionUnit _unit;
    private readonly SsaFunction _f;
    private readonly IInlineSource _source;

    private Inliner(FunctionUnit unit, IInlineSource source)
    {
        _unit = unit;
        _f = unit.Function;
        _source = source;
    }

    /// <summary>Returns whether anything was inlined.</summary>
    public static bool Run(FunctionUnit unit, IInlineSource source, Layout layout)
    {
        bool any = false;
        // What an inlined body calls has had its chance in that body; new chances arise from closures that become known.
        for (int round = 0; round < 4; round++)
        {
            unit.Function.Cancellation.ThrowIfCancellationRequested();
            bool isDirect = Devirtualization.Run(unit.Function, layout);
            var inliner = new Inliner(unit, source);
            if (!inliner.RunOnce() && !isDirect)
            {
                break;
            }
            any = true;
            Simplify.Run(unit.Function);
            Promotion.Run(unit.Function);
        }
        return any;
    }

    /// <summary>Cost of a body, or int.MaxValue when it cannot be inlined. Remembered: bodies are finished when they are asked for.</summary>
    public static int CostOf(FunctionUnit unit)
    {
        if (unit.InlineCost == 0)
        {
            unit.InlineCost = Math.Max(1, ComputeCost(unit));
        }
        return unit.InlineCost;
    }

    private static int ComputeCost(FunctionUnit unit)
    {
        SsaFunction f = unit.Function;
        const FunctionPragmas forbidden = FunctionPragmas.Noinline | FunctionPragmas.Systemstack | FunctionPragmas.CgoUnsafeArgs | FunctionPragmas.UintptrEscapes
            | FunctionPragmas.UintptrKeepAlive | FunctionPragmas.YesWriteBarrierRec;
        if ((f.Pragmas & forbidden) != 0 || f.HasDefer || unit.Source.HasRecover || f.ResultAllocations.Count > 0 || f.IsWrapper || f.Symbol.Abi != FunctionAbi.Internal
            || FuncTables.FuncIdOf(f.Symbol.Name, false) != FuncTables.FuncIdNormal)
        {
            return int.MaxValue;
        }
        foreach (StackSlot slot in f.Slots)
        {
            // What has no size is passed nowhere: receivers of empty structs.
            if (slot.AbiIndex is not null && slot.Size > 0)
            {
                return int.MaxValue;
            }
        }
        if (unit.Closures.Count > 0)
        {
            // A closure that is only passed on would lose its place in the frame with its function. Constructors of closures lose nothing.
            var kept = new HashSet<ValueId>();
            foreach (BlockId id in f.Order)
            {
                foreach (ValueId v in f[id].Instructions)
                {
                    if (f[v].Op == Op.Allocate)
                    {
                        kept.Add(v);
                    }
                }
            }
            foreach (BlockId id in f.Order)
            {
                if (f[id].Kind == BlockKind.Return)
                {
                    kept.ExceptWith(f[id].Arguments);
                }
            }
            foreach (ClosureSite site in unit.Closures)
            {
                if (kept.Contains(site.Object))
                {
                    return int.MaxValue;
                }
            }
        }
        if (f.InlineTree.Count > MaxInlinedCalls)
        {
            return int.MaxValue;
        }
        int cost = 0;
        foreach (BlockId id in f.Order)
        {
            Block block = f[id];
            if (block.Kind is BlockKind.DeferReturn or BlockKind.TailCall or BlockKind.JumpTable)
            {
                return int.MaxValue;
            }
            cost += block.Kind == BlockKind.If ? 1 : 0;
            foreach (ValueId v in block.Instructions)
            {
                int c = CostOf(f, v);
                if (c == int.MaxValue)
                {
                    return int.MaxValue;
                }
                cost += c;
            }
        }
        return cost;
    }

    private static int CostOf(SsaFunction f, ValueId v)
    {
        switch (f[v].Op)
        {
            case Op.GetCallerPc or Op.GetCallerSp:
                return int.MaxValue;
            case Op.Const or Op.Param or Op.Extract or Op.Phi or Op.Copy or Op.OffsetPointer or Op.ClosureContext or Op.KeepAlive or Op.GlobalAddress or Op.FunctionAddress or Op.NilCheck or Op.Bitcast:
                return 0;
            case Op.Allocate:
                return 2;
            case Op.AllocateMap or Op.MoveSlice:
                return CallCost / 2;
            case Op.CallStatic when f[v].Aux is CallInfo { Runtime: { } runtime }:
                return runtime.Name is "gorecover" or "deferproc" or "deferprocStack" or "deferprocat" or "deferrangefunc" ? int.MaxValue : runtime.NoReturn ? 2 : CallCost / 2;
            case Op.CallStatic or Op.CallClosure or Op.CallInterface:
                // A function that calls itself would be taken in once for all the times that it runs: nothing gained, and its calls look like two functions.
                return f[v].Aux is CallInfo { Target: { } target } && target == f.Symbol ? int.MaxValue : CallCost;
            default:
                return 1;
        }
    }

    private bool RunOnce()
    {
        bool any = false;
        for (int i = 0; i < _f.Order.Count && _f.ValueLimit < MaxCallerValues; i++)
        {
            any |= InlineCalls(_f[_f.Order[i]]);
        }
        if (any)
        {
            RedirectResults();
        }
        return any;
    }

    private readonly List<(int At, ValueId Call, ValueId Context, FunctionUnit Body)> _calls = [];

    /// <summary>Inlines calls of a block. It is cut behind each of them first, from the last on, so that every instruction moves to its new block once.</summary>
    private bool InlineCalls(Block block)
    {
        _calls.Clear();
        for (int at = 0; at < block.Instructions.Count; at++)
        {
            ValueId call = block.Instructions[at];
            if (FindBody(call, out ValueId context) is { } body)
            {
                _calls.Add((at, call, context, body));
            }
        }
        var rests = new Block[_calls.Count];
        for (int k = rests.Length - 1; k >= 0; k--)
        {
            rests[k] = _f.SplitBlock(block, _calls[k].At + 1);
        }
        for (int k = 0; k < rests.Length; k++)
        {
            (int _, ValueId call, ValueId context, FunctionUnit body) = _calls[k];
            if (_f.ValueLimit < MaxCallerValues)
            {
                Inline(block, rests[k], call, context, body);
                _source.Inlined(body);
            }
            else
            {
                block.Kind = BlockKind.Jump;
                block.Pos = _f[call].Pos;
                block.InlineIndex = _f[call].InlineIndex;
                SsaFunction.AddEdge(block, rests[k]);
            }
            block = rests[k];
        }
        return rests.Length > 0;
    }

    private FunctionUnit? FindBody(ValueId call, out ValueId context)
    {
        context = default;
        ref Value v = ref _f[call];
        if (v.Op == Op.CallStatic)
        {
            var info = (CallInfo)v.Aux!;
            if (info.Runtime is not null || info.NoReturn || info.Target is null || info.MemoryOperands.Count > 0)
            {
                return null;
            }
            int limit = TakesKnownFunction(call) ? MaxClosureCost : MaxCost;
            return _source.BodyOf(info) is { } body && body != _unit && !IsNested(body) && CostOf(body) <= limit && !ReadsContext(body.Function) ? body : null;
        }
        if (v.Op != Op.CallClosure || ((CallInfo)v.Aux!).MemoryOperands.Count > 0)
        {
            return null;
        }
        ValueId made = _f.Argument(call, 1);
        while (_f[made].Op is Op.Copy or Op.NilCheck)
        {
            made = _f.Argument(made, 0);
        }
        if (_f[made].Op == Op.Allocate && _unit.ClosureAt(made) is { } site && _source.ClosureOf(site) is { } closure && closure != _unit)
        {
            int most = site.Function.IsRangeBody ? MaxRangeBodyCost : TakesKnownFunction(call) ? MaxIteratorCost : MaxClosureCost;
            context = made;
            if (CostOf(closure) <= most)
            {
                return closure;
            }
            NameTarget(call, site);
            return null;
        }
        // The code is known (a variable that holds one literal), the object comes from elsewhere.
        if (((CallInfo)v.Aux!).Target is not null && _source.BodyOf((CallInfo)v.Aux!) is { } direct && direct != _unit && !IsNested(direct) && CostOf(direct) <= MaxClosureCost)
        {
            context = _f.Argument(call, 1);
            return direct;
        }
        return null;
    }

    /// <summary>An argument is a known function: in the body its calls become direct ones.</summary>
    private bool TakesKnownFunction(ValueId call)
    {
        for (int i = 0; i < _f.ArgumentCount(call); i++)
        {
            ValueId a = _f.Argument(call, i);
            while (_f[a].Op == Op.Copy)
            {
                a = _f.Argument(a, 0);
            }
            if (_f[a].Aux is FuncValueSymbol or AllocationSite { Closure: not null })
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The call stays, but the escape analysis sees where its arguments go.</summary>
    private void NameTarget(ValueId call, ClosureSite site)
    {
        var info = (CallInfo)_f[call].Aux!;
        if (info.Target is null && !site.IsCopy)
        {
            _f[call].Aux = new CallInfo
            {
                Target = new FunctionSymbol(site.Symbol, FunctionAbi.Internal),
                ArgumentKinds = info.ArgumentKinds,
                ResultKinds = info.ResultKinds,
                Abi = info.Abi,
                NoReturn = info.NoReturn,
            };
        }
    }

    private static bool ReadsContext(SsaFunction f)
    {
        foreach (ValueId v in f.Entry.Instructions)
        {
            if (f[v].Op == Op.ClosureContext)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The body contains this function as a closure: copying it here would copy our own creation.</summary>
    private bool IsNested(FunctionUnit body)
    {
        for (FunctionUnit? u = _unit.Outer; u is not null; u = u.Outer)
        {
            if (u == body)
            {
                return true;
            }
        }
        return false;
    }

    private readonly Dictionary<ValueId, ValueId[]> _results = [];

    /// <param name="rest">What follows the call, which is the last instruction of its block.</param>
    private void Inline(Block block, Block rest, ValueId call, ValueId context, FunctionUnit body)
    {
        SsaFunction g = body.Function;
        Text.Pos pos = _f[call].Pos;
        int parent = _f[call].InlineIndex;
        int first = OpFacts.FixedCallOperands(_f[call].Op);
        var info = (CallInfo)_f[call].Aux!;
        block.Instructions.RemoveAt(block.Instructions.Count - 1);
        int tree = _f.InlineTree.Count;
        _f.InlineTree.Add(new InlineTreeEntry(parent, pos, g.Symbol.Name, g.Pos, g.IsWrapper));
        foreach (InlineTreeEntry e in g.InlineTree)
        {
            _f.InlineTree.Add(e with { Parent = e.Parent < 0 ? tree : e.Parent + tree + 1 });
        }
        var slots = new StackSlot[g.Slots.Count];
        foreach (StackSlot s in g.Slots)
        {
            slots[s.Index] = _f.NewSlot(s.Name, s.Type, s.Size, s.Alignment);
            slots[s.Index].IsAddressTaken = s.IsAddressTaken;
            slots[s.Index].IsAlwaysLive = s.IsAlwaysLive;
            slots[s.Index].LeaksContents = s.LeaksContents;
        }
        // Blocks and values first, operands after: phis look ahead.
        var blocks = new Block?[g.Blocks.Count];
        int insertAt = _f.Order.IndexOf(rest.Id);
        foreach (BlockId id in g.Order)
        {
            var copy = new Block(new BlockId(_f.Blocks.Count)) { Kind = g[id].Kind, Likely = g[id].Likely, Pos = g[id].Pos, InlineIndex = g[id].InlineIndex < 0 ? tree : g[id].InlineIndex + tree + 1 };
            _f.Blocks.Add(copy);
            _f.Order.Insert(insertAt++, copy.Id);
            blocks[id.Index] = copy;
        }
        var values = new ValueId[g.ValueLimit];
        foreach (BlockId id in g.Order)
        {
            Block target = blocks[id.Index]!;
            foreach (ValueId v in g[id].Instructions)
            {
                if (g[v].Op == Op.Param)
                {
                    ValueId argument = _f.Argument(call, first + (int)g[v].AuxInt);
                    values[v.Index] = _f[argument].Kind == g[v].Kind ? argument : _f.Append(block, Op.Bitcast, g[v].Kind, pos, [argument], SsaBuilder.KeepsFlow);
                }
                else if (g[v].Op == Op.ClosureContext)
                {
                    values[v.Index] = context;
                }
                else
                {
                    object? aux = g[v].Aux switch
                    {
                        StackSlot s => slots[s.Index],
                        AllocationSite { Parameter: not null } site => site with { Parameter = null },
                        object other => other,
                        null => null,
                    };
                    ValueId copy = _f.NewValue(g[v].Op, g[v].Kind, g[v].Pos, default, g[v].AuxInt, aux);
                    _f[copy].Flags = g[v].Flags;
                    _f[copy].InlineIndex = g[v].InlineIndex < 0 ? tree : g[v].InlineIndex + tree + 1;
                    _f[copy].Block = target.Id;
                    target.Instructions.Add(copy);
                    values[v.Index] = copy;
                }
            }
        }
        Connect(g, blocks, values);
        block.Kind = BlockKind.Jump;
        block.Pos = pos;
        block.InlineIndex = parent;
        SsaFunction.AddEdge(block, blocks[g.Entry.Id.Index]!);
        _results[call] = JoinReturns(g, blocks, values, rest, info, pos, parent);
        _f.Markers.AddRange(g.Markers);
        _f.IsReflectMethod |= g.IsReflectMethod;
        foreach (ClosureSite site in body.Closures)
        {
            if (!values[site.Object.Index].IsNone)
            {
                _unit.AddClosure(site with { Object = values[site.Object.Index], IsCopy = true });
            }
        }
    }

    private void Connect(SsaFunction g, Block?[] blocks, ValueId[] values)
    {
        Span<ValueId> buffer = stackalloc ValueId[16];
        foreach (BlockId id in g.Order)
        {
            Block from = g[id], to = blocks[id.Index]!;
            foreach (ValueId v in from.Instructions)
            {
                if (g[v].Op is Op.Param or Op.ClosureContext)
                {
                    continue;
                }
                int count = g.ArgumentCount(v);
                Span<ValueId> arguments = count <= buffer.Length ? buffer[..count] : new ValueId[count];
                for (int i = 0; i < count; i++)
                {
                    arguments[i] = values[g.Argument(v, i).Index];
                }
                _f.SetArguments(values[v.Index], arguments);
            }
            if (!from.Control.IsNone)
            {
                to.Control = values[from.Control.Index];
            }
            foreach (BlockId s in from.Successors)
            {
                to.Successors.Add(blocks[s.Index]!.Id);
            }
            foreach (BlockId p in from.Predecessors)
            {
                to.Predecessors.Add(blocks[p.Index]!.Id);
            }
        }
    }

    /// <summary>Returns become jumps; the results are the returned values, joined by phis when there are several returns.</summary>
    private ValueId[] JoinReturns(SsaFunction g, Block?[] blocks, ValueId[] values, Block rest, CallInfo info, Text.Pos pos, int inline)
    {
        var returns = new List<(Block Block, ValueId[] Values)>();
        foreach (BlockId id in g.Order)
        {
            if (g[id].Kind == BlockKind.Return)
            {
                Block copy = blocks[id.Index]!;
                returns.Add((copy, [.. g[id].Arguments.Select(a => values[a.Index])]));
                copy.Kind = BlockKind.Jump;
                SsaFunction.AddEdge(copy, rest);
            }
        }
        var results = new ValueId[info.ResultKinds.Count];
        for (int i = 0; i < results.Length; i++)
        {
            ValueKind kind = OpFacts.KindOf(info.ResultKinds[i]);
            if (returns.Count == 1)
            {
                results[i] = returns[0].Values[i];
                continue;
            }
            ValueId joined = _f.NewValue(returns.Count == 0 ? Op.Const : Op.Phi, kind, pos);
            _f[joined].Block = rest.Id;
            _f[joined].InlineIndex = inline;
            rest.Instructions.Insert(i, joined);
            if (returns.Count > 0)
            {
                _f.SetArguments(joined, [.. returns.Select(r => WithKind(r.Values[i], kind, r.Block, pos))]);
            }
            results[i] = joined;
        }
        return results;
    }

    private ValueId WithKind(ValueId v, ValueKind kind, Block block, Text.Pos pos)
        => _f[v].Kind == kind ? v : _f.Append(block, Op.Bitcast, kind, pos, [v], SsaBuilder.KeepsFlow);

    /// <summary>Extracts of replaced calls become copies of the results.</summary>
    private void RedirectResults()
    {
        foreach (BlockId id in _f.Order)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                if (_f[v].Op == Op.Extract && _results.TryGetValue(_f.Argument(v, 0), out ValueId[]? results))
                {
                    ValueId result = results[_f[v].AuxInt];
                    if (_f[result].Kind == _f[v].Kind)
                    {
                        _f.BecomeCopy(v, result);
                    }
                    else
                    {
                        _f[v].Op = Op.Bitcast;
                        _f[v].AuxInt = SsaBuilder.KeepsFlow;
                        _f.SetArguments(v, [result]);
                    }
                }
            }
        }
        DeadCode.Run(_f);
    }
}
