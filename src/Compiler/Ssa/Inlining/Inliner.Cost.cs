using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Inlining;

internal sealed partial class Inliner
{
    /// <summary>
    /// Largest cost of an inlined body; of one that calls nothing, whose conditions are worth much to the caller; of a closure called where
    /// it was made, and of a body that takes a known function; of such a closure that takes one; of a closure made for this one call, whose
    /// code moves rather than grows; of a loop body of range-over-func.
    /// </summary>
    private const int MaxCost = 34, MaxLeafCost = 44, MaxClosureCost = 60, MaxIteratorCost = 120, MaxOnlyCallCost = 340,
        MaxRangeBodyCost = 400;

    /// <summary>Functions this large take in nothing more.</summary>
    private const int MaxCallerValues = 20_000;

    private const int CallCost = 12;

    /// <summary>
    /// Each round makes calls of closures known that the round before has brought together with what was passed: two for each iterator in a
    /// chain.
    /// </summary>
    private const int MaxRounds = 12;

    /// <summary>
    /// Calls that were inlined into a body that is to be inlined: all of them are in the tables of whoever takes it in. In a chain of small
    /// functions, each calling the one before, these would be as many as the functions.
    /// </summary>
    private const int MaxInlinedCalls = 200;

    /// <summary>
    /// Cost of a body, or int.MaxValue when it cannot be inlined. Remembered: bodies are finished when they are asked for. A closure that
    /// the body only passes on would lose its place in the frame with its function, unless the caller's own closures include it (the escape
    /// analysis sees them together); that is worth it only for the body of a range-over-func loop where a known function is passed
    /// (<paramref name="takesKnown"/>): iterators of iterators, which become one loop.
    /// </summary>
    private int CostOf(FunctionUnit unit, bool takesKnown = false)
    {
        if (unit.InlineCost == 0)
        {
            unit.InlineCost = Math.Max(1, ComputeCost(unit));
        }
        bool mayKeep = unit.KeptClosures switch
        {
            ClosureUse.None => true,
            ClosureUse.RangeBodies => takesKnown || unit.IsIn(_unit),
            _ => unit.IsIn(_unit),
        };
        return mayKeep ? unit.InlineCost : int.MaxValue;
    }

    /// <summary>
    /// A function might be taken in, by what it is before it has taken in others. To be asked before any of them is inlined into.
    /// </summary>
    public static bool MayBeTakenIn(FunctionUnit unit) => ComputeCost(unit) <= MaxClosureCost;

    private static int ComputeCost(FunctionUnit unit)
    {
        SsaFunction f = unit.Function;
        const FunctionPragmas forbidden = FunctionPragmas.Noinline | FunctionPragmas.Systemstack | FunctionPragmas.CgoUnsafeArgs
            | FunctionPragmas.UintptrEscapes
            | FunctionPragmas.UintptrKeepAlive | FunctionPragmas.YesWriteBarrierRec;
        if ((f.Pragmas & forbidden) != 0 || f.HasDefer || unit.Source.HasRecover || f.ResultAllocations.Count > 0 || f.IsWrapper
            || f.Symbol.Abi != FunctionAbi.Internal
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
        unit.KeptClosures = UseOfClosures(unit);
        if (f.InlineTree.Count > MaxInlinedCalls)
        {
            return int.MaxValue;
        }
        int cost = 0;
        bool calls = false;
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
                calls |= c >= CallCost / 2;
            }
        }
        return !calls && cost <= MaxLeafCost ? Math.Min(cost, MaxCost) : cost;
    }

    /// <summary>What a body does with the closures that it makes, besides returning them.</summary>
    private static ClosureUse UseOfClosures(FunctionUnit unit)
    {
        SsaFunction f = unit.Function;
        if (unit.Closures.Count == 0)
        {
            return ClosureUse.None;
        }
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
        ClosureUse use = ClosureUse.None;
        foreach (ClosureSite site in unit.Closures)
        {
            if (kept.Contains(site.Object))
            {
                use = site.Function.IsRangeBody && use != ClosureUse.Any ? ClosureUse.RangeBodies : ClosureUse.Any;
            }
        }
        return use;
    }

    private static int CostOf(SsaFunction f, ValueId v)
    {
        switch (f[v].Op)
        {
            case Op.GetCallerPc or Op.GetCallerSp:
                return int.MaxValue;
            case Op.Const or Op.Param or Op.Extract or Op.Phi or Op.Copy or Op.OffsetPointer or Op.ClosureContext or Op.KeepAlive
                or Op.GlobalAddress or Op.FunctionAddress or Op.NilCheck or Op.Bitcast:
                return 0;
            case Op.Allocate:
                return 2;
            case Op.AllocateMap or Op.MoveSlice:
                return CallCost / 2;
            case Op.CallStatic when f[v].Aux is CallInfo { Runtime: { } runtime }:
                return runtime.Name is "gorecover" or "newproc" or "deferproc" or "deferprocStack" or "deferprocat" or "deferrangefunc"
                    ? int.MaxValue : runtime.NoReturn || IsPartOfPrint(runtime) ? 2 : CallCost / 2;
            case Op.CallStatic or Op.CallClosure or Op.CallInterface:
                // A function that calls itself would be taken in once for all the times that it runs: nothing gained, and its calls look
                // like two functions.
                return f[v].Aux is CallInfo { Target: { } target } && target == f.Symbol ? int.MaxValue : CallCost;
            default:
                return 1;
        }
    }

    /// <summary>
    /// What println becomes is at least four calls, which together weigh hardly more than one: they are on no way that has to be fast.
    /// </summary>
    private static bool IsPartOfPrint(RuntimeCall runtime)
        => runtime.Name.StartsWith("print", StringComparison.Ordinal) && runtime.Name != "printlock";
}
