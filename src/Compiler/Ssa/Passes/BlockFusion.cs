using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>Joins a block with its only successor when that has no other predecessor, and jumps over empty blocks.</summary>
public static class BlockFusion
{
    public static void Run(SsaFunction function)
    {
        bool any = false;
        bool[] joined = new bool[function.Blocks.Count];
        for (int i = 0; i < function.Order.Count; i++)
        {
            Block block = function[function.Order[i]];
            if (joined[block.Id.Index])
            {
                continue;
            }
            any |= SkipEmpty(function, block);
            while (block.Kind == BlockKind.Jump && function[block.Successors[0]] is { Predecessors.Count: 1 } next && next != block
                && next.Kind != BlockKind.DeferReturn)
            {
                Join(function, block, next);
                joined[next.Id.Index] = true;
                any = true;
            }
        }
        if (any)
        {
            function.Order.RemoveAll(id => joined[id.Index]);
            function.RemoveUnreachableBlocks();
            CopyElimination.Run(function);
        }
    }

    private static void Join(SsaFunction f, Block block, Block next)
    {
        foreach (ValueId v in next.Instructions)
        {
            if (f[v].Op == Op.Phi)
            {
                f.BecomeCopy(v, f.Argument(v, 0));
            }
            f[v].Block = block.Id;
        }
        block.Instructions.AddRange(next.Instructions);
        next.Instructions.Clear();
        block.Kind = next.Kind;
        block.Control = next.Control;
        block.Arguments.Clear();
        block.Arguments.AddRange(next.Arguments);
        block.Call = next.Call;
        block.Likely = next.Likely;
        block.Pos = next.Pos;
        block.InlineIndex = next.InlineIndex;
        block.Successors.Clear();
        block.Successors.AddRange(next.Successors);
        foreach (BlockId s in next.Successors)
        {
            EntityList<BlockId> predecessors = f[s].Predecessors;
            for (int i = 0; i < predecessors.Count; i++)
            {
                if (predecessors[i] == next.Id)
                {
                    predecessors[i] = block.Id;
                }
            }
        }
        next.Successors.Clear();
        next.Predecessors.Clear();
        next.Control = default;
        next.Arguments.Clear();
        next.Kind = BlockKind.Exit;
    }

    /// <summary>Edges to an empty block that only jumps on go straight to its target, unless the target has phis.</summary>
    private static bool SkipEmpty(SsaFunction f, Block block)
    {
        bool any = false;
        for (int s = 0; s < block.Successors.Count; s++)
        {
            Block empty = f[block.Successors[s]];
            if (empty == block || empty.Kind != BlockKind.Jump || empty.Instructions.Count > 0 || empty == f.Entry)
            {
                continue;
            }
            Block target = f[empty.Successors[0]];
            if (target == empty || target == block || (target.Instructions.Count > 0 && f[target.Instructions[0]].Op == Op.Phi))
            {
                continue;
            }
            empty.Predecessors.RemoveAt(f.PredecessorIndex(block, s));
            block.Successors[s] = target.Id;
            target.Predecessors.Add(block.Id);
            any = true;
        }
        return any;
    }
}
