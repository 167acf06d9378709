using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Branches around next to no work become selections, which cannot be predicted wrongly: <c>if a &lt; b { a = b }</c>. Values that loads
/// are addressed by stay behind their branch: the processor would otherwise wait for the condition before it loads.
/// </summary>
public sealed class BranchElimination
{
    /// <summary>Instructions, without constants, that are executed though they may not be needed.</summary>
    private const int MostWork = 2;

    /// <summary>Variables that one branch may choose.</summary>
    private const int MostSelections = 2;

    private readonly SsaFunction _f;
    private readonly EntityList<ValueId> _phis = [];
    private bool[]? _addresses;
    private bool _changed;

    private BranchElimination(SsaFunction function) => _f = function;

    public static void Run(SsaFunction function)
    {
        var pass = new BranchElimination(function);
        for (int i = function.Order.Count - 1; i >= 0; i--)
        {
            pass.Visit(function[function.Order[i]]);
        }
        if (pass._changed)
        {
            function.RemoveUnreachableBlocks();
            BlockFusion.Run(function);
            DeadCode.Run(function);
        }
    }

    private void Visit(Block block)
    {
        if (block.Kind != BlockKind.If || block.Likely != 0 || block.Successors[0] == block.Successors[1])
        {
            return;
        }
        Block yes = _f[block.Successors[0]], no = _f[block.Successors[1]];
        bool isYesSimple = IsSimple(yes), isNoSimple = IsSimple(no);
        Block? join = isYesSimple && isNoSimple && yes.Successors[0] == no.Successors[0] ? _f[yes.Successors[0]]
            : isYesSimple && yes.Successors[0] == no.Id ? no
            : isNoSimple && no.Successors[0] == yes.Id ? yes
            : null;
        if (join is null || join.Predecessors.Count != 2 || join == block || join.Kind == BlockKind.DeferReturn)
        {
            return;
        }
        Block first = join == yes ? block : yes;
        int onYes = join.Predecessors[0] == first.Id ? 0 : 1;
        if (AreChosen(block, join, onYes))
        {
            Choose(block, yes, no, join, onYes);
            _changed = true;
        }
    }

    /// <summary>Reached from one place, leads to one place, and what it computes is quick and harmless.</summary>
    private bool IsSimple(Block block)
    {
        if (block.Kind != BlockKind.Jump || block.Predecessors.Count != 1)
        {
            return false;
        }
        int work = 0;
        foreach (ValueId v in block.Instructions)
        {
            Op op = _f[v].Op;
            bool isQuick = OpFacts.GroupOf(op) is OpGroup.Value or OpGroup.Comparison or OpGroup.Address
                || op is Op.SignExtend or Op.ZeroExtend or Op.Truncate or Op.Add or Op.Sub or Op.And or Op.Or or Op.Xor or Op.Not or Op.Neg
                || (op is Op.Shl or Op.ShrS or Op.ShrU && _f[v].AuxInt != 0);
            if (!OpFacts.IsPure(op) || !isQuick || op == Op.Phi || (op != Op.Const && ++work > MostWork))
            {
                return false;
            }
        }
        return true;
    }

    private bool AreChosen(Block block, Block join, int onYes)
    {
        _phis.Clear();
        foreach (ValueId v in join.Instructions)
        {
            if (_f[v].Op != Op.Phi)
            {
                break;
            }
            if (_f.Argument(v, 0) == _f.Argument(v, 1))
            {
                continue;
            }
            bool isWord = _f[v].Kind is ValueKind.I32 or ValueKind.I64 or ValueKind.Pointer;
            if (_phis.Count == MostSelections || (isWord ? IsAddress(v) : RangeOf(block, v, onYes) is null))
            {
                return false;
            }
            _phis.Add(v);
        }
        return _phis.Count > 0;
    }

    private void Choose(Block block, Block yes, Block no, Block join, int onYes)
    {
        foreach (Block side in (ReadOnlySpan<Block>)[yes, no])
        {
            if (side != join)
            {
                foreach (ValueId v in side.Instructions)
                {
                    _f[v].Block = block.Id;
                }
                block.Instructions.AddRange(side.Instructions);
                side.Instructions.Clear();
            }
        }
        foreach (ValueId phi in _phis)
        {
            ValueId chosen;
            if (_f[phi].Kind is ValueKind.I32 or ValueKind.I64 or ValueKind.Pointer)
            {
                ValueId condition = phi == _phis[0] ? block.Control : Again(block, block.Control);
                chosen = Add(block, Op.Select, _f[phi].Kind, [condition, _f.Argument(phi, onYes), _f.Argument(phi, 1 - onYes)]);
            }
            else
            {
                (ValueTest test, bool holds) = RangeOf(block, phi, onYes)!.Value;
                chosen = test.Emit(_f, block, block.Control, holds);
            }
            _f.BecomeCopy(phi, chosen);
        }
        // The way over one side stays, without work; the other edge goes with what it led over.
        int kept = join == yes ? 1 : 0;
        Block dropped = _f[block.Successors[1 - kept]];
        _f.RemoveEdge(block, 1 - kept);
        block.Kind = BlockKind.Jump;
        block.Control = default;
        if (dropped != join)
        {
            _f.RemoveEdge(dropped, 0);
        }
    }

    /// <summary>A comparison that one instruction asks for becomes part of it.</summary>
    private ValueId Again(Block block, ValueId condition)
        => OpFacts.GroupOf(_f[condition].Op) == OpGroup.Comparison
            ? Add(block, _f[condition].Op, _f[condition].Kind, [_f.Argument(condition, 0), _f.Argument(condition, 1)])
            : condition;

    private ValueId Add(Block block, Op op, ValueKind kind, ReadOnlySpan<ValueId> arguments)
    {
        ValueId v = _f.NewValue(op, kind, block.Pos, arguments);
        _f[v].Block = block.Id;
        _f[v].InlineIndex = block.InlineIndex;
        block.Instructions.Add(v);
        return v;
    }

    /// <summary>
    /// A decision that is known on one side and a second comparison on the other, as <c>a &amp;&amp; b</c> leaves it: both are one test
    /// of a value.
    /// </summary>
    private (ValueTest Test, bool Holds)? RangeOf(Block block, ValueId phi, int onYes)
    {
        ValueId yes = _f.Argument(phi, onYes), no = _f.Argument(phi, 1 - onYes);
        bool isYesKnown = _f[yes].Op == Op.Const;
        ValueId known = isYesKnown ? yes : no, other = isYesKnown ? no : yes;
        if (_f[phi].Kind != ValueKind.I8 || _f[known].Op != Op.Const || !OpFacts.IsDecision(_f[other].Op)
            || _f[known].AuxInt is not (0 or 1))
        {
            return null;
        }
        // Known to be false where the block goes the other way: true when both hold. Known to be true there: false when neither does.
        bool isFalse = _f[known].AuxInt == 0;
        var first = new RangeTests.Condition(block.Control, !isYesKnown);
        ValueTest? test = RangeTests.Both(_f, first, new RangeTests.Condition(other, isFalse));
        return test is { } found ? (found, isFalse) : null;
    }

    /// <summary>
    /// Something that a load is addressed by is made of the value, be it a round of a loop later: in a binary search the next load
    /// starts while its branch is still being decided.
    /// </summary>
    private bool IsAddress(ValueId v)
    {
        _addresses ??= FindAddresses();
        return _addresses[v.Index];
    }

    private bool[] FindAddresses()
    {
        bool[] found = new bool[_f.ValueLimit];
        var work = new Stack<ValueId>();
        foreach (BlockId id in _f.Order)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                if (_f[v].Op is Op.Load or Op.AtomicLoad or Op.Move or Op.MemoryEqual)
                {
                    work.Push(_f.Argument(v, _f[v].Op == Op.Move ? 1 : 0));
                }
            }
        }
        while (work.TryPop(out ValueId v))
        {
            if (found[v.Index])
            {
                continue;
            }
            found[v.Index] = true;
            if (_f[v].Op is Op.NilCheck or Op.Phi || OpFacts.IsPure(_f[v].Op))
            {
                for (int i = 0; i < _f.ArgumentCount(v); i++)
                {
                    work.Push(_f.Argument(v, i));
                }
            }
        }
        return found;
    }
}
