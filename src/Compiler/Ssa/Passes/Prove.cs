using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Removes what range analysis shows to be superfluous: bounds checks, comparisons and branches whose outcome is known, the width test of
/// shifts, the sign in divisions of numbers that are not negative. Walks the dominator tree with the facts that branches, checks,
/// definitions and loop counters give (<see cref="OrderFacts"/>; compare Bodik, Gupta, Sarkar, "ABCD: Eliminating Array Bounds Checks on
/// Demand").
/// </summary>
public sealed partial class Prove
{
    private readonly SsaFunction _f;
    private readonly ControlFlow _flow;
    private readonly OrderFacts _facts;
    private readonly EntityList<(Block Block, int Successor)> _decided = [];
    private readonly HashSet<ValueId> _counters = [];

    private Prove(SsaFunction function)
    {
        _f = function;
        _flow = new ControlFlow(function);
        _facts = new OrderFacts(function.ValueLimit);
    }

    public static void Run(SsaFunction function)
    {
        var pass = new Prove(function);
        pass.Walk();
        pass._facts.Dispose();
        foreach ((Block block, int successor) in pass._decided)
        {
            function.BecomeJump(block, successor);
        }
        if (pass._decided.Count > 0)
        {
            function.RemoveUnreachableBlocks();
        }
    }

    /// <summary>
    /// Dominator tree in preorder, siblings in reverse postorder, so that operands but those of back edges are known when a value is met.
    /// </summary>
    private void Walk()
    {
        int count = _f.Blocks.Count;
        int[] firstChild = new int[count], nextSibling = new int[count];
        BlockId[] order = _flow.ReversePostorder;
        for (int i = order.Length - 1; i > 0; i--)
        {
            int parent = _flow.ImmediateDominator(order[i]).Index;
            nextSibling[order[i].Index] = firstChild[parent];
            firstChild[parent] = order[i].Index;
        }
        var stack = new Stack<(int Block, int Mark)>();
        stack.Push((order[0].Index, _facts.Mark));
        Enter(_f[order[0]]);
        int child = firstChild[order[0].Index];
        while (stack.Count > 0)
        {
            if (child != 0)
            {
                stack.Push((child, _facts.Mark));
                Enter(_f.Blocks[child]);
                child = firstChild[child];
            }
            else
            {
                (int done, int mark) = stack.Pop();
                _facts.Undo(mark);
                child = nextSibling[done];
            }
        }
    }

    private void Enter(Block block)
    {
        _f.Cancellation.ThrowIfCancellationRequested();
        BlockId dominator = _flow.ImmediateDominator(block.Id);
        if (!dominator.IsNone && block.Predecessors.Count == 1 && block.Predecessors[0] == dominator)
        {
            Block from = _f[dominator];
            if (from.Kind == BlockKind.If && from.Successors[0] != from.Successors[1])
            {
                Assume(from.Control, from.Successors[0] == block.Id);
            }
        }
        StateCounters(block);
        AssumeMade(block);
        int kept = 0;
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            ValueId v = block.Instructions[i];
            if (_f[v].Op == Op.BoundsCheck)
            {
                if (IsInBounds(v))
                {
                    continue;
                }
                AssumeInBounds(v);
            }
            else if (OpFacts.IsInteger(_f[v].Kind))
            {
                Define(v);
                Improve(v);
            }
            else if (MakesSlice(v))
            {
                AssumeNotNegative(A(v, 1)); // it panics otherwise
                AssumeNotNegative(A(v, 2));
            }
            block.Instructions[kept++] = v;
        }
        block.Instructions.RemoveRange(kept, block.Instructions.Count - kept);
        if (block.Kind == BlockKind.If && _facts.Low(block.Control) == _facts.High(block.Control))
        {
            _decided.Add((block, _facts.Low(block.Control) != 0 ? 0 : 1));
        }
    }

    private bool MakesSlice(ValueId v) => _f[v].Op == Op.CallStatic && ((CallInfo)_f[v].Aux!).Runtime is { Name: "makeslice" };

    /// <summary>
    /// Where a slice of few elements is in the frame and one of more was made by the runtime, and the two ways meet: its length and
    /// capacity are not negative, because those of few elements were compared without sign.
    /// </summary>
    private void AssumeMade(Block block)
    {
        BlockId before = _flow.ImmediateDominator(block.Id);
        if (block.Predecessors.Count != 2 || before.IsNone || _f[before] is not { Kind: BlockKind.If } branch)
        {
            return;
        }
        Block few = _f[branch.Successors[0]], many = _f[branch.Successors[1]];
        if (few.Predecessors.Count != 1 || many.Predecessors.Count != 1
            || !block.Predecessors.Contains(few.Id) || !block.Predecessors.Contains(many.Id))
        {
            return;
        }
        foreach (ValueId v in many.Instructions)
        {
            if (MakesSlice(v) && SaysFew(branch.Control, A(v, 2)) && (A(v, 1) == A(v, 2) || SaysAtMost(branch.Control, A(v, 1), A(v, 2))))
            {
                AssumeNotNegative(A(v, 1));
                AssumeNotNegative(A(v, 2));
            }
        }
    }

    private bool SaysFew(ValueId condition, ValueId count) => _f[condition].Op == Op.And
        ? SaysFew(A(condition, 0), count) || SaysFew(A(condition, 1), count)
        : _f[condition].Op == Op.LeU && A(condition, 0) == count && _f[A(condition, 1)] is { Op: Op.Const, AuxInt: >= 0 };

    private bool SaysAtMost(ValueId condition, ValueId x, ValueId y) => _f[condition].Op == Op.And
        ? SaysAtMost(A(condition, 0), x, y) || SaysAtMost(A(condition, 1), x, y)
        : _f[condition].Op == Op.LeU && A(condition, 0) == x && A(condition, 1) == y;

    // Checks

    private bool IsStrict(ValueId check) => _f[check].AuxInt == (long)BoundsCode.Index;

    private bool IsInBounds(ValueId check)
    {
        ValueId index = _f.Argument(check, 0), bound = _f.Argument(check, 1);
        return _facts.LowerBound(index) >= 0 && _facts.IsAtMost(index, bound, IsStrict(check) ? -1 : 0);
    }

    /// <summary>Bounds are lengths, capacities or other indices that have been checked: as signed numbers they are not negative.</summary>
    private void AssumeInBounds(ValueId check)
    {
        ValueId index = _f.Argument(check, 0), bound = _f.Argument(check, 1);
        AssumeNotNegative(bound);
        AssumeNotNegative(index);
        _facts.StateAtMost(index, bound, IsStrict(check) ? -1 : 0);
    }

    /// <summary>A sum with a positive constant that is not negative has not wrapped around.</summary>
    private void AssumeNotNegative(ValueId v)
    {
        bool isNews = _facts.Low(v) < 0;
        _facts.Narrow(v, 0, long.MaxValue);
        if (isNews && _f[v].Op == Op.Add && IsConst(A(v, 1), out long c) && c > 0)
        {
            _facts.StateEqual(v, A(v, 0), c);
        }
    }

    // Branches

    private void Assume(ValueId condition, bool holds)
    {
        _facts.Narrow(condition, holds ? 1 : 0, holds ? 1 : 0);
        Op op = _f[condition].Op;
        if (op == Op.NotB)
        {
            Assume(_f.Argument(condition, 0), !holds);
            return;
        }
        if (op is < Op.Eq or > Op.LeU)
        {
            return;
        }
        ValueId x = _f.Argument(condition, 0), y = _f.Argument(condition, 1);
        if (!OpFacts.IsInteger(_f[x].Kind))
        {
            return;
        }
        switch (op)
        {
            case Op.LtS or Op.LeS:
                StateOrder(x, y, op == Op.LtS, holds);
                break;
            // y not negative: 0 <= x <= y. Or, the other way round, y <= x for an x that is not negative.
            case Op.LtU or Op.LeU when _facts.LowerBound(holds ? y : x) >= 0:
                _facts.Narrow(holds ? x : y, 0, long.MaxValue);
                StateOrder(x, y, op == Op.LtU, holds);
                break;
            case Op.Eq or Op.Ne when (op == Op.Eq) == holds:
                _facts.StateEqual(x, y, 0);
                break;
            case Op.Eq or Op.Ne when _facts.Low(y) == _facts.High(y):
                StateDifferent(x, _facts.Low(y));
                break;
        }
    }

    private void StateOrder(ValueId x, ValueId y, bool isStrict, bool holds)
    {
        if (holds)
        {
            _facts.StateAtMost(x, y, isStrict ? -1 : 0);
        }
        else
        {
            _facts.StateAtMost(y, x, isStrict ? 0 : -1);
        }
    }

    private void StateDifferent(ValueId x, long constant)
    {
        if (_facts.Low(x) == constant && constant != long.MaxValue)
        {
            _facts.Narrow(x, constant + 1, long.MaxValue);
        }
        else if (_facts.High(x) == constant && constant != long.MinValue)
        {
            _facts.Narrow(x, long.MinValue, constant - 1);
        }
    }

    // What becomes of instructions

    private void Improve(ValueId v)
    {
        Op op = _f[v].Op;
        if (op != Op.Const && OpFacts.IsPure(op) && _facts.Low(v) == _facts.High(v))
        {
            _f.BecomeConstant(v, _facts.Low(v));
            return;
        }
        switch (op)
        {
            case Op.Shl or Op.ShrU or Op.ShrS:
                ImproveShift(v);
                break;
            case Op.DivS or Op.RemS when _facts.LowerBound(_f.Argument(v, 0)) >= 0 && _facts.LowerBound(_f.Argument(v, 1)) >= 0:
                _f[v].Op = op == Op.DivS ? Op.DivU : Op.RemU;
                break;
        }
    }

    private void ImproveShift(ValueId v)
    {
        ValueId count = _f.Argument(v, 1);
        int bits = OpFacts.SizeOf(_f[v].Kind) * 8;
        if (_facts.LowerBound(count) >= 0 && _facts.UpperBound(count) < bits)
        {
            _f[v].AuxInt = 1;
        }
        if (_f[v].Op == Op.ShrS && _facts.LowerBound(_f.Argument(v, 0)) >= 0)
        {
            _f[v].Op = Op.ShrU;
        }
    }
}
