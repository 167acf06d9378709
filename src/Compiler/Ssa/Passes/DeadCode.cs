namespace Go.Compiler.Ssa.Passes;

/// <summary>Removes unreachable blocks, branches on constants and values nobody uses.</summary>
public static class DeadCode
{
    public static void Run(SsaFunction function)
    {
        foreach (BlockId id in function.Order)
        {
            Block block = function[id];
            if (block.Kind == BlockKind.If && function[block.Control].Op == Op.Const)
            {
                function.BecomeJump(block, function[block.Control].AuxInt != 0 ? 0 : 1);
            }
            else if (block.Kind == BlockKind.If && block.Successors[0] == block.Successors[1]
                && !HasPhis(function, function[block.Successors[0]]))
            {
                function.BecomeJump(block, 0);
            }
        }
        function.RemoveUnreachableBlocks();
        CopyElimination.Run(function);
        RemoveUnused(function);
    }

    private static bool HasPhis(SsaFunction function, Block block)
        => block.Instructions.Count > 0 && function[block.Instructions[0]].Op == Op.Phi;

    /// <summary>Number of uses by value id, in instructions, controls and block arguments.</summary>
    public static int[] CountUses(SsaFunction function)
    {
        int[] uses = new int[function.ValueLimit];
        foreach (BlockId id in function.Order)
        {
            Block block = function[id];
            foreach (ValueId v in block.Instructions)
            {
                int count = function.ArgumentCount(v);
                for (int i = 0; i < count; i++)
                {
                    uses[function.Argument(v, i).Index]++;
                }
            }
            if (!block.Control.IsNone)
            {
                uses[block.Control.Index]++;
            }
            foreach (ValueId a in block.Arguments)
            {
                uses[a.Index]++;
            }
        }
        return uses;
    }

    /// <summary>Marks from the effects backwards, so that dead cycles of phis go too.</summary>
    public static void RemoveUnused(SsaFunction function)
    {
        bool[] live = new bool[function.ValueLimit];
        var work = new Stack<ValueId>();
        void Mark(ValueId v)
        {
            if (!v.IsNone && !live[v.Index])
            {
                live[v.Index] = true;
                work.Push(v);
            }
        }
        foreach (BlockId id in function.Order)
        {
            Block block = function[id];
            foreach (ValueId v in block.Instructions)
            {
                if (!OpFacts.IsRemovable(function[v].Op))
                {
                    Mark(v);
                }
            }
            Mark(block.Control);
            foreach (ValueId a in block.Arguments)
            {
                Mark(a);
            }
        }
        while (work.TryPop(out ValueId v))
        {
            int count = function.ArgumentCount(v);
            for (int i = 0; i < count; i++)
            {
                Mark(function.Argument(v, i));
            }
        }
        foreach (BlockId id in function.Order)
        {
            function[id].Instructions.RemoveAll(v => !live[v.Index]);
        }
    }
}
