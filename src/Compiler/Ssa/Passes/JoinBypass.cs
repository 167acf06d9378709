using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Where ways meet only to go on to another place where ways meet, each goes there by itself: the cases of a switch in a loop jump to the
/// loop's head, and each moves what it has changed instead of all that any of them changes. Ways that lead to both places stay apart.
/// </summary>
public static class JoinBypass
{
    /// <summary>
    /// Operands of phis that one join may become, and that its target may have then: ways times variables.
    /// </summary>
    private const int MaxOperands = 2048, MaxTargetOperands = 16384;

    public static void Run(SsaFunction function)
    {
        int[]? uses = null;
        bool any = false;
        // From the last on: of joins in a row the one that leads out of it goes first, and each way is moved once.
        for (int i = function.Order.Count - 1; i >= 0; i--)
        {
            BlockId id = function.Order[i];
            if (!IsJoin(function, function[id]))
            {
                continue;
            }
            uses ??= CountUses(function);
            if (ServesOnlyTarget(function, function[id], uses))
            {
                Bypass(function, function[id], uses);
                any = true;
            }
        }
        if (any)
        {
            function.RemoveUnreachableBlocks();
        }
    }

    private static bool IsJoin(SsaFunction f, Block join)
    {
        if (join.Kind != BlockKind.Jump || join.Predecessors.Count < 2 || join.Instructions.Count == 0 || join == f.Entry)
        {
            return false;
        }
        foreach (ValueId v in join.Instructions)
        {
            if (f[v].Op != Op.Phi)
            {
                return false;
            }
        }
        Block target = f[join.Successors[0]];
        return target != join && target.Kind != BlockKind.DeferReturn && target.Instructions.Count > 0
            && f[target.Instructions[0]].Op == Op.Phi
            && !join.Predecessors.Exists(p => p == target.Id || f[p].Successors.Contains(target.Id));
    }

    private static int[] CountUses(SsaFunction f)
    {
        int[] uses = new int[f.ValueLimit];
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                for (int i = 0; i < f.ArgumentCount(v); i++)
                {
                    uses[f.Argument(v, i).Index]++;
                }
            }
            uses[f[id].Control.Index]++;
            foreach (ValueId v in f[id].Arguments)
            {
                uses[v.Index]++;
            }
        }
        return uses;
    }

    /// <summary>All that the join's phis are for is what its target's phis take over from it.</summary>
    private static bool ServesOnlyTarget(SsaFunction f, Block join, int[] uses)
    {
        Block target = f[join.Successors[0]];
        int edge = target.Predecessors.IndexOf(join.Id), phis = 0, served = 0;
        foreach (ValueId v in target.Instructions)
        {
            if (f[v].Op != Op.Phi)
            {
                break;
            }
            phis++;
            served += f[f.Argument(v, edge)].Block == join.Id ? 1 : 0;
        }
        int wanted = 0;
        foreach (ValueId v in join.Instructions)
        {
            wanted += uses[v.Index];
        }
        long ways = join.Predecessors.Count;
        return served == wanted && phis * ways <= MaxOperands && phis * (ways + target.Predecessors.Count) <= MaxTargetOperands;
    }

    /// <summary>The first way takes the join's place among the target's, the others come after.</summary>
    private static void Bypass(SsaFunction f, Block join, int[] uses)
    {
        Block target = f[join.Successors[0]];
        int edge = target.Predecessors.IndexOf(join.Id), ways = join.Predecessors.Count;
        var others = new ValueId[ways - 1];
        foreach (ValueId v in target.Instructions)
        {
            if (f[v].Op != Op.Phi)
            {
                break;
            }
            ValueId met = f.Argument(v, edge);
            bool isPhi = f[met].Block == join.Id;
            for (int w = 0; w < ways; w++)
            {
                ValueId way = isPhi ? f.Argument(met, w) : met;
                if (w == 0)
                {
                    f.SetArgument(v, edge, way);
                }
                else
                {
                    others[w - 1] = way;
                }
                uses[way.Index] += isPhi || w > 0 ? 1 : 0;
            }
            f.AddArguments(v, others);
        }
        target.Predecessors[edge] = join.Predecessors[0];
        for (int w = 1; w < ways; w++)
        {
            target.Predecessors.Add(join.Predecessors[w]);
        }
        foreach (BlockId p in join.Predecessors)
        {
            EntityList<BlockId> successors = f[p].Successors;
            successors[successors.IndexOf(join.Id)] = target.Id;
        }
        foreach (ValueId v in join.Instructions)
        {
            for (int i = 0; i < f.ArgumentCount(v); i++)
            {
                uses[f.Argument(v, i).Index]--;
            }
        }
        join.Predecessors.Clear();
        join.Instructions.Clear();
    }
}
