using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Where a way into a block already decides how the block's branch goes, that way leads on at once. The bodies of inlined conditions
/// end so, and comparisons of several steps: one and zero meet in a phi, and the phi is tested. So do questions that are asked again
/// where two ways meet of which each knows the answer.
/// </summary>
public sealed partial class JumpThreading
{
    /// <summary>Ways into a block with phis: each edge that changes copies the operands of all of them.</summary>
    private const int MostWays = 64;

    private readonly SsaFunction _f;
    private readonly int[] _number; // in reverse postorder, by block
    private readonly int[] _uses; // never too few: what goes away is not subtracted
    private readonly EntityList<ValueId> _constants = []; // for the entry: needed where their block is not passed any more
    private bool _changed;

    private JumpThreading(SsaFunction function)
    {
        _f = function;
        _number = new int[function.Blocks.Count];
        BlockId[] order = ControlFlow.ReversePostorderOf(function);
        for (int i = 0; i < order.Length; i++)
        {
            _number[order[i].Index] = i + 1;
        }
        _uses = DeadCode.CountUses(function);
    }

    public static void Run(SsaFunction function)
    {
        if (!HasBranchAlone(function))
        {
            return;
        }
        var pass = new JumpThreading(function);
        foreach (BlockId id in function.Order)
        {
            pass.Visit(function[id]);
        }
        pass.PlaceConstants();
        if (pass._changed)
        {
            function.RemoveUnreachableBlocks();
            BlockFusion.Run(function);
            DeadCode.Run(function);
        }
    }

    private static bool HasBranchAlone(SsaFunction f)
    {
        foreach (BlockId id in f.Order)
        {
            if (IsBranchAlone(f, f[id]))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Several ways meet, choose values, and part again; with a phi that decides, one way is enough.</summary>
    private static bool IsBranchAlone(SsaFunction f, Block block)
    {
        if (block.Kind != BlockKind.If || block.Predecessors.Count == 0 || block.Successors[0] == block.Successors[1])
        {
            return false;
        }
        foreach (ValueId v in block.Instructions)
        {
            Op op = f[v].Op;
            if (op is not (Op.Phi or Op.Const or Op.NotB) && !OpFacts.IsComparison(op))
            {
                return false;
            }
        }
        return block.Predecessors.Count > 1 || f[block.Instructions.Count > 0 ? block.Instructions[0] : block.Control].Op == Op.Phi;
    }

    private void Visit(Block block)
    {
        if (block.Predecessors.Count > MostWays || !IsBranchAlone(_f, block) || IsLoopHeader(block) || !LeavesNothingBehind(block))
        {
            return;
        }
        for (int way = block.Predecessors.Count - 1; way >= 0; way--)
        {
            if (Decided(block, way) is { } isTrue)
            {
                TryLeadOn(block, way, isTrue ? 0 : 1);
            }
        }
    }

    private bool IsLoopHeader(Block block)
    {
        foreach (BlockId p in block.Predecessors)
        {
            if (_number[p.Index] >= _number[block.Id.Index])
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>What the block computes is used for its branch and in phis of its successors: nothing else needs it to be passed.</summary>
    private bool LeavesNothingBehind(Block block)
    {
        foreach (ValueId v in block.Instructions)
        {
            int here = block.Control == v ? 1 : 0;
            switch (_f[v].Op)
            {
                case Op.Phi:
                    here += UsesOnEdge(block, 0, v) + UsesOnEdge(block, 1, v) + UsesInCondition(block.Control, v);
                    break;
                case Op.Const:
                    continue;
                case Op.NotB:
                    here += UsesInCondition(block.Control, v);
                    break;
                case var op when OpFacts.IsComparison(op) && (v == block.Control || UsesInCondition(block.Control, v) > 0):
                    here += UsesInCondition(block.Control, v);
                    break;
                default:
                    return false;
            }
            if (here != _uses[v.Index])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Uses of a value in the negations and the comparison that lead from the phi to the branch.</summary>
    private int UsesInCondition(ValueId condition, ValueId v)
    {
        int uses = 0;
        for (; _f[condition].Op != Op.Phi; condition = _f.Argument(condition, 0))
        {
            for (int i = 0; i < _f.ArgumentCount(condition); i++)
            {
                uses += _f.Argument(condition, i) == v ? 1 : 0;
            }
            if (_f[condition].Op != Op.NotB)
            {
                break;
            }
        }
        return uses;
    }

    private int UsesOnEdge(Block block, int successor, ValueId v)
    {
        Block target = _f[block.Successors[successor]];
        int edge = _f.PredecessorIndex(block, successor), uses = 0;
        foreach (ValueId p in target.Instructions)
        {
            if (_f[p].Op != Op.Phi)
            {
                break;
            }
            uses += _f.Argument(p, edge) == v ? 1 : 0;
        }
        return uses;
    }

    private void TryLeadOn(Block block, int way, int successor)
    {
        Block from = _f[block.Predecessors[way]], target = _f[block.Successors[successor]];
        if (target == block || target.Kind == BlockKind.DeferReturn || from.Successors.Contains(target.Id))
        {
            return;
        }
        int edge = _f.PredecessorIndex(block, successor);
        EntityList<ValueId> phis = PhisOf(target);
        if (phis.Count > 0 && target.Predecessors.Count > MostWays)
        {
            return;
        }
        int leaving = 0;
        while (from.Successors[leaving] != block.Id || _f.PredecessorIndex(from, leaving) != way)
        {
            leaving++;
        }
        foreach (ValueId p in phis)
        {
            ValueId operand = _f.Argument(p, edge);
            if (_f[operand].Op == Op.Phi && _f[operand].Block == block.Id)
            {
                operand = _f.Argument(operand, way);
            }
            _f.SetArguments(p, [.. Arguments(p), operand]);
            _uses[operand.Index]++;
        }
        _f.MoveEdge(from, leaving, target);
        TakeConstants(block);
        _changed = true;
    }

    private EntityList<ValueId> PhisOf(Block block)
    {
        var phis = new EntityList<ValueId>();
        foreach (ValueId v in block.Instructions)
        {
            if (_f[v].Op != Op.Phi)
            {
                break;
            }
            phis.Add(v);
        }
        return phis;
    }

    private ValueId[] Arguments(ValueId v)
    {
        var arguments = new ValueId[_f.ArgumentCount(v)];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _f.Argument(v, i);
        }
        return arguments;
    }

    private void TakeConstants(Block block)
    {
        foreach (ValueId v in block.Instructions)
        {
            if (_f[v].Op == Op.Const)
            {
                _constants.Add(v);
                _f[v].Block = _f.Entry.Id;
            }
        }
        block.Instructions.RemoveAll(v => _f[v].Op == Op.Const);
    }

    private void PlaceConstants()
    {
        int at = 0;
        while (at < _f.Entry.Instructions.Count && _f[_f.Entry.Instructions[at]].Op is Op.Param or Op.ClosureContext)
        {
            at++;
        }
        _f.Entry.Instructions.InsertRange(at, _constants);
    }
}
