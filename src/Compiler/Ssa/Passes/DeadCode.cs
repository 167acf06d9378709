using Go.Compiler.Collections;

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
        using var live = Scratch<bool>.Rent(function.ValueLimit);
        using var found = Scratch<ValueId>.Rent(function.ValueLimit);
        var work = new Worklist(live.Span, found.Span);
        foreach (BlockId id in function.Order)
        {
            Block block = function[id];
            foreach (ValueId v in block.Instructions)
            {
                if (!OpFacts.IsRemovable(function[v].Op))
                {
                    work.Mark(v);
                }
            }
            work.Mark(block.Control);
            foreach (ValueId a in block.Arguments)
            {
                work.Mark(a);
            }
        }
        while (work.TryTake(out ValueId v))
        {
            int count = function.ArgumentCount(v);
            for (int i = 0; i < count; i++)
            {
                work.Mark(function.Argument(v, i));
            }
        }
        foreach (BlockId id in function.Order)
        {
            KeepLive(function[id].Instructions, live.Span);
        }
    }

    private static void KeepLive(EntityList<ValueId> instructions, ReadOnlySpan<bool> live)
    {
        int kept = 0;
        for (int i = 0; i < instructions.Count; i++)
        {
            ValueId v = instructions[i];
            if (live[v.Index])
            {
                instructions[kept++] = v;
            }
        }
        instructions.RemoveRange(kept, instructions.Count - kept);
    }

    /// <summary>Values that are found live, each once, and not yet looked at.</summary>
    private ref struct Worklist(Span<bool> live, Span<ValueId> found)
    {
        private readonly Span<bool> _live = live;
        private readonly Span<ValueId> _found = found;
        private int _count;

        public void Mark(ValueId v)
        {
            if (!v.IsNone && !_live[v.Index])
            {
                _live[v.Index] = true;
                _found[_count++] = v;
            }
        }

        public bool TryTake(out ValueId v)
        {
            v = _count > 0 ? _found[--_count] : default;
            return !v.IsNone;
        }
    }
}
