using Go.Compiler.Collections;
using Go.Compiler.RegAlloc;

namespace Go.Compiler.Backend.Machine;

/// <summary>
/// The order in which allocated blocks are written. The allocator wants every block after its dominators; in the code, a loop's test stands
/// better after the block that jumps back to it: one jump less per turn.
/// </summary>
public static class EmissionOrder
{
    /// <summary>A latch that runs this much more rarely than its loop's test is not worth it.</summary>
    private const float RarelyTaken = 8;

    /// <summary>Block numbers; the entry first.</summary>
    public static int[] Of(AllocationProblem problem)
    {
        int count = problem.Blocks.Count;
        var order = new EntityList<int>(count);
        for (int b = 0; b < count; b++)
        {
            order.Add(b);
        }
        for (int header = 1; header < count; header++)
        {
            if (LatchToFollow(problem, header) is >= 0 and int latch && order.IndexOf(header) is var at && at + 1 < count
                && order[at + 1] != header)
            {
                order.RemoveAt(at);
                order.Insert(order.IndexOf(latch) + 1, header);
            }
        }
        return [.. order];
    }

    /// <summary>
    /// The last block of a loop that does nothing at its end but jump to the loop's test; -1 when there is none, or the header is no test
    /// that leaves the loop.
    /// </summary>
    private static int LatchToFollow(AllocationProblem problem, int header)
    {
        AllocationBlock block = problem.Blocks[header];
        if (block.Successors.Count != 2 || block.LoopDepth == 0)
        {
            return -1;
        }
        bool leaves = false;
        foreach (int s in block.Successors)
        {
            leaves |= Target(problem, s).LoopDepth < block.LoopDepth;
        }
        int latch = -1;
        foreach (int p in block.Predecessors)
        {
            if (p > header && p > latch && problem.Blocks[p].Successors.Count == 1
                && problem.Blocks[p].Weight * RarelyTaken >= block.Weight)
            {
                latch = p;
            }
        }
        return leaves ? latch : -1;
    }

    /// <summary>Edges out of loops may have a block of their own that only moves and jumps.</summary>
    private static AllocationBlock Target(AllocationProblem problem, int block)
    {
        AllocationBlock b = problem.Blocks[block];
        return b.Successors.Count == 1 && b.End == b.First + 1 ? problem.Blocks[b.Successors[0]] : b;
    }
}
