using Go.Compiler.Collections;
using Go.Compiler.Ssa.Passes;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Inlining;

/// <summary>
/// Replaces calls of small functions by their bodies. Runs bottom-up over the call graph before the escape analysis, so that closures
/// passed to inlined functions (range-over-func bodies too) meet their calls.
/// </summary>
internal sealed partial class Inliner
{
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
    /// <param name="unit">The function that takes others in.</param>
    /// <param name="source">Bodies.</param>
    /// <param name="devirtualize">Makes calls direct in every round, and says whether it made any.</param>
    public static bool Run(FunctionUnit unit, IInlineSource source, Func<SsaFunction, bool> devirtualize)
    {
        bool any = false;
        // What an inlined body calls has had its chance in that body; new chances arise from closures that become known.
        for (int round = 0; round < MaxRounds; round++)
        {
            unit.Function.Cancellation.ThrowIfCancellationRequested();
            bool isDirect = devirtualize(unit.Function);
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

    private readonly EntityList<(int At, ValueId Call, ValueId Context, FunctionUnit Body)> _calls = [];

    // As they were when this round began: what it takes in can only bring together what was passed, which is a use too.
    private Dictionary<ValueId, int>? _closureUses;

    /// <summary>
    /// Inlines calls of a block. It is cut behind each of them first, from the last on, so that every instruction moves to its new block
    /// once.
    /// </summary>
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
            bool takesKnown = TakesKnownFunction(call);
            int limit = takesKnown ? MaxClosureCost : MaxCost;
            return _source.BodyOf(info) is { } body && body != _unit && !IsNested(body) && CostOf(body, takesKnown) <= limit
                && !ReadsContext(body.Function) ? body : null;
        }
        if (v.Op != Op.CallClosure || ((CallInfo)v.Aux!).MemoryOperands.Count > 0)
        {
            return null;
        }
        ValueId made = MadeBy(_f.Argument(call, 1));
        if (_f[made].Op == Op.Allocate && _unit.ClosureAt(made) is { } site && _source.ClosureOf(site) is { } closure && closure != _unit)
        {
            bool takesKnown = TakesKnownFunction(call);
            int most = site.Function.IsRangeBody ? MaxRangeBodyCost : takesKnown ? MaxIteratorCost : MaxClosureCost;
            context = made;
            int cost = CostOf(closure, takesKnown);
            if (cost <= most || (cost <= MaxOnlyCallCost && IsOnlyCalledOnce(made)))
            {
                return closure;
            }
            NameTarget(call, site);
            return null;
        }
        // The code is known (a variable that holds one literal), the object comes from elsewhere.
        if (((CallInfo)v.Aux!).Target is not null && _source.BodyOf((CallInfo)v.Aux!) is { } direct && direct != _unit && !IsNested(direct)
            && CostOf(direct) <= MaxClosureCost)
        {
            context = _f.Argument(call, 1);
            return direct;
        }
        return null;
    }

    private ValueId MadeBy(ValueId value)
    {
        while (_f[value].Op is Op.Copy or Op.NilCheck)
        {
            value = _f.Argument(value, 0);
        }
        return value;
    }

    /// <summary>The closure's object is made for one call: that is the only place where its code runs for it.</summary>
    private bool IsOnlyCalledOnce(ValueId made) => (_closureUses ??= UsesOfClosures()).GetValueOrDefault(made) == 1;

    /// <summary>By closure's object: how often it is used, besides being filled and read.</summary>
    private Dictionary<ValueId, int> UsesOfClosures()
    {
        var uses = new Dictionary<ValueId, int>();
        void Use(ValueId value)
        {
            value = MadeBy(value);
            if (_f[value].Op == Op.Allocate)
            {
                uses[value] = uses.GetValueOrDefault(value) + 1;
            }
        }
        foreach (BlockId id in _f.Order)
        {
            Block block = _f[id];
            foreach (ValueId v in block.Instructions)
            {
                int first = _f[v].Op switch { Op.Copy or Op.NilCheck or Op.Load => _f.ArgumentCount(v), Op.Store => 1, _ => 0 };
                for (int i = first; i < _f.ArgumentCount(v); i++)
                {
                    Use(_f.Argument(v, i));
                }
            }
            foreach (ValueId value in block.Arguments)
            {
                Use(value);
            }
        }
        return uses;
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
            _f[call].Aux = info.Calling(new FunctionSymbol(site.Symbol, FunctionAbi.Internal), null);
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
    private bool IsNested(FunctionUnit body) => _unit.IsIn(body);
}
