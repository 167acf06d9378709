using Go.Compiler.Collections;
using Go.Compiler.RegAlloc;

namespace Go.Compiler.Tests.RegAlloc;

public sealed class LiveRangesTests
{
    [Theory]
    [InlineData(1, 30)]
    [InlineData(1_000, 200)]
    [InlineData(2_000, 800)]
    public void RangesAreWhatDataflowFinds(int firstSeed, int size)
    {
        for (int seed = firstSeed; seed < firstSeed + 90; seed++)
        {
            AllocationProblem problem = RandomProblems.Make(seed, size, 6);
            var ranges = new LiveRanges(problem);
            (HashSet<int>[] liveIn, HashSet<int>[] liveOut) = Dataflow(problem);
            for (int b = 0; b < problem.Blocks.Count; b++)
            {
                AllocationBlock block = problem.Blocks[b];
                for (int v = 1; v < problem.Vregs.Count; v++)
                {
                    bool defined = ranges.DefBlock[v] == b && ranges.DefPosition[v] == block.First * 4;
                    bool wrongIn = !defined && liveIn[b].Contains(v) != ranges.Covers(v, block.First * 4);
                    if (wrongIn || (liveOut[b].Contains(v) && !ranges.Covers(v, EdgeSpans.LastPosition(block))))
                    {
                        Assert.Fail($"seed {seed}: r{v}, b{b}\n{problem.Print()}");
                    }
                }
            }
        }
    }

    /// <summary>One range for a value that lives through a row of branches and a loop, whatever way control takes.</summary>
    [Fact]
    public void AValueThatIsLiveAllTheWayHasOneRange()
    {
        var problem = new AllocationProblem();
        int v = problem.NewVreg(new VirtualRegister(RegisterClass.Integer));
        Block(problem, [], [1, 2], new Operand(v, OperandRole.Def, OperandConstraint.Register));
        Block(problem, [0], [2]);
        Block(problem, [0, 1], [3]);
        Block(problem, [2, 4], [4, 5]);
        Block(problem, [3], [3]);
        Block(problem, [3], [6]);
        Block(problem, [5], [], new Operand(v, OperandRole.Use, OperandConstraint.Register));
        var ranges = new LiveRanges(problem);
        Assert.Single(ranges.RangeFrom);
        Assert.Equal((2, problem.Blocks[^1].First * 4 + 2), (ranges.RangeFrom[0], ranges.RangeTo[0]));
    }

    [Fact]
    public void BlocksThatLeaveAreNotLive()
    {
        // 0 -> 1 -> (2 | 3), 2 returns, 3 -> 4 which reads.
        var problem = new AllocationProblem();
        int v = problem.NewVreg(new VirtualRegister(RegisterClass.Integer));
        Block(problem, [], [1], new Operand(v, OperandRole.Def, OperandConstraint.Register));
        Block(problem, [0], [2, 3]);
        Block(problem, [1], []);
        Block(problem, [1], [4]);
        Block(problem, [3], [], new Operand(v, OperandRole.Use, OperandConstraint.Register));
        var ranges = new LiveRanges(problem);
        Assert.Equal([true, true, false, true, true],
            problem.Blocks.Select(b => ranges.Covers(v, b.First * 4 + 2) || ranges.Covers(v, b.First * 4 + 1)));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(77)]
    public void BlocksEnteredFromOutsideAreFound(int seed)
    {
        AllocationProblem problem = RandomProblems.Make(seed, 300, 6);
        var spans = new EdgeSpans(problem.Blocks);
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++)
        {
            int from = random.Next(problem.Blocks.Count + 1), to = random.Next(from, problem.Blocks.Count + 1);
            int low = random.Next(problem.InstructionCount * 4), high = random.Next(low, problem.InstructionCount * 4 + 1);
            int expected = from;
            while (expected < to && problem.Blocks[expected].Predecessors.All(p => EdgeSpans.LastPosition(problem.Blocks[p]) is var at
                && at >= low && at < high))
            {
                expected++;
            }
            Assert.Equal(expected, spans.NextEnteredFromOutside(from, to, low, high));
        }
    }

    private static void Block(AllocationProblem problem, int[] from, int[] to, params Operand[] operands)
    {
        var block = new AllocationBlock { First = problem.InstructionCount };
        block.Predecessors.AddRange(from);
        block.Successors.AddRange(to);
        problem.Add(operands);
        block.End = problem.InstructionCount;
        problem.Blocks.Add(block);
    }

    private static (HashSet<int>[] In, HashSet<int>[] Out) Dataflow(AllocationProblem problem)
    {
        HashSet<int>[] liveIn = [.. problem.Blocks.Select(_ => new HashSet<int>())],
            liveOut = [.. problem.Blocks.Select(_ => new HashSet<int>())];
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int b = problem.Blocks.Count - 1; b >= 0; b--)
            {
                AllocationBlock block = problem.Blocks[b];
                foreach (int s in block.Successors)
                {
                    liveOut[b].UnionWith(liveIn[s]);
                    liveOut[b].UnionWith(problem.Blocks[s].Parameters.Count == 0
                        ? [] : problem.Blocks[s].Incoming[problem.Blocks[s].Predecessors.IndexOf(b)]);
                }
                var live = new HashSet<int>(liveOut[b]);
                for (int i = block.End - 1; i >= block.First; i--)
                {
                    EntityList<Operand> operands = problem.Operands.GetRange(problem.OperandStart[i],
                        problem.OperandStart[i + 1] - problem.OperandStart[i]);
                    live.ExceptWith(operands.Where(o => !o.IsUse).Select(o => o.Vreg));
                    live.UnionWith(operands.Where(o => o.IsUse).Select(o => o.Vreg));
                }
                live.ExceptWith(block.Parameters);
                changed |= !live.IsSubsetOf(liveIn[b]);
                liveIn[b].UnionWith(live);
            }
        }
        return (liveIn, liveOut);
    }
}
