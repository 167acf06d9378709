namespace Go.Compiler.Ssa.Passes;

/// <content>What is known of a branch's condition on one of the ways into its block.</content>
public sealed partial class JumpThreading
{
    /// <summary>Branches before a way whose conditions are asked.</summary>
    private const int MostBranches = 4;

    /// <summary>How the condition of the block's branch comes out on a way into it; null when that is not known.</summary>
    private bool? Decided(Block block, int way)
    {
        bool isInverse = false;
        ValueId condition = block.Control;
        while (_f[condition].Op == Op.NotB)
        {
            condition = _f.Argument(condition, 0);
            isInverse = !isInverse;
        }
        condition = OnWay(block, way, condition);
        if (_f[condition].Op == Op.Const)
        {
            return (_f[condition].AuxInt != 0) != isInverse;
        }
        return (ByOperands(block, way, condition) ?? ByBranches(block, way, condition)) is { } holds ? holds != isInverse : null;
    }

    /// <summary>The operand of a phi of the block that comes in on a way; any other value is itself.</summary>
    private ValueId OnWay(Block block, int way, ValueId v)
        => _f[v].Op == Op.Phi && _f[v].Block == block.Id ? _f.Argument(v, way) : v;

    /// <summary>A comparison of constants, one of which is a phi's operand on the way.</summary>
    private bool? ByOperands(Block block, int way, ValueId condition)
    {
        if (OpFacts.GroupOf(_f[condition].Op) != OpGroup.Comparison || _f.ArgumentCount(condition) != 2)
        {
            return null;
        }
        ValueId x = OnWay(block, way, _f.Argument(condition, 0)), y = OnWay(block, way, _f.Argument(condition, 1));
        return _f[x].Op == Op.Const && _f[y].Op == Op.Const
            ? ScalarBits.Compare(_f[condition].Op, _f[x].AuxInt, _f[y].AuxInt, _f[x].Kind)
            : null;
    }

    /// <summary>
    /// The branches that lead to the block on the way: up from it while there is one predecessor. The values that they compare are those
    /// of the block, not of another round of a loop: no block of the way is the head of one.
    /// </summary>
    private bool? ByBranches(Block block, int way, ValueId condition)
    {
        BlockId to = block.Id;
        int edge = way;
        for (int i = 0; i < MostBranches; i++)
        {
            Block from = _f[_f[to].Predecessors[edge]];
            if (from.Kind == BlockKind.If && from.Successors[0] != from.Successors[1]
                && Implied(block, way, from.Control, from.Successors[0] == to, condition) is { } holds)
            {
                return holds;
            }
            if (from.Predecessors.Count != 1)
            {
                return null;
            }
            to = from.Id;
            edge = 0;
        }
        return null;
    }

    /// <summary>What a condition that is known on a way says of another one.</summary>
    private bool? Implied(Block block, int way, ValueId known, bool holds, ValueId wanted)
    {
        while (_f[known].Op == Op.NotB)
        {
            known = _f.Argument(known, 0);
            holds = !holds;
        }
        if (known == wanted)
        {
            return holds;
        }
        if (!OpFacts.IsComparison(_f[known].Op) || !OpFacts.IsComparison(_f[wanted].Op))
        {
            return null;
        }
        ValueId x = OnWay(block, way, _f.Argument(wanted, 0)), y = OnWay(block, way, _f.Argument(wanted, 1));
        ValueId a = _f.Argument(known, 0), b = _f.Argument(known, 1);
        bool isSame = AreEqual(a, x) && AreEqual(b, y);
        if (isSame || (AreEqual(a, y) && AreEqual(b, x)))
        {
            return Outcomes.Decide(_f[known].Op, holds, _f[wanted].Op, isSwapped: !isSame);
        }
        return x == _f.Argument(wanted, 0) && y == _f.Argument(wanted, 1) ? ValueTest.Decide(_f, known, holds, wanted) : null;
    }

    private bool AreEqual(ValueId a, ValueId b)
        => a == b || (_f[a].Op == Op.Const && _f[b].Op == Op.Const && _f[a].Kind == _f[b].Kind && _f[a].AuxInt == _f[b].AuxInt);
}
