using Go.Compiler.Backend.Machine;
using Go.Compiler.RegAlloc;

namespace Go.Compiler.Tests.Backend;

/// <summary>Where loops' tests stand in the code.</summary>
public sealed class EmissionOrderTests
{
    /// <summary>Blocks of one instruction: their loop depths and edges.</summary>
    private static AllocationProblem Graph(int[] depths, params (int From, int To)[] edges)
    {
        var problem = new AllocationProblem();
        foreach (int depth in depths)
        {
            int i = problem.Add([]);
            problem.Blocks.Add(new AllocationBlock { First = i, End = i + 1, LoopDepth = depth });
        }
        foreach ((int from, int to) in edges)
        {
            problem.Blocks[from].Successors.Add(to);
            problem.Blocks[to].Predecessors.Add(from);
        }
        return problem;
    }

    [Fact]
    public void A_test_that_leaves_the_loop_follows_the_block_that_jumps_back()
        => Assert.Equal([0, 2, 1, 3], EmissionOrder.Of(Graph([0, 1, 1, 0], (0, 1), (1, 2), (1, 3), (2, 1))));

    [Fact]
    public void Inner_and_outer_tests_both_move()
        => Assert.Equal([0, 2, 4, 3, 5, 1, 6], EmissionOrder.Of(Graph([0, 1, 1, 2, 2, 1, 0], (0, 1), (1, 2), (1, 6), (2, 3), (3, 4),
            (3, 5), (4, 3), (5, 1))));

    [Fact]
    public void A_loop_without_a_way_out_at_its_head_stays()
        => Assert.Equal([0, 1, 2, 3, 4, 5], EmissionOrder.Of(Graph([0, 1, 1, 1, 1, 0], (0, 1), (1, 2), (1, 3), (2, 4), (3, 4), (3, 5),
            (4, 1))));

    [Fact]
    public void Code_without_loops_stays()
        => Assert.Equal([0, 1, 2, 3], EmissionOrder.Of(Graph([0, 0, 0, 0], (0, 1), (0, 2), (1, 3), (2, 3))));
}
