using Go.Compiler.Ssa;
using Go.Compiler.Tests.Backend;
using Go.Compiler.Tests.Differential;

namespace Go.Compiler.Tests.Ssa;

/// <summary>Dominators and loops of random graphs, irreducible ones too, against their definitions.</summary>
public sealed class ControlFlowTests
{
    private static SsaFunction RandomGraph(ulong seed, out int count)
    {
        var random = new Randomness(seed);
        SsaFunction f = new SsaSketch([], []).F;
        count = 2 + random.Below(14);
        while (f.Order.Count < count)
        {
            f.NewBlock();
        }
        for (int i = 0; i < count; i++)
        {
            Block from = f[f.Order[i]];
            int successors = i == count - 1 ? 0 : random.Below(3);
            from.Kind = successors switch { 0 => BlockKind.Exit, 1 => BlockKind.Jump, _ => BlockKind.If };
            for (int s = 0; s < successors; s++)
            {
                // Never the entry: nothing jumps to it. The next block is likely, so that most are reached.
                SsaFunction.AddEdge(from, f[f.Order[s == 0 && random.Chance(60) ? i + 1 : 1 + random.Below(count - 1)]]);
            }
        }
        f.RemoveUnreachableBlocks();
        return f;
    }

    private static HashSet<BlockId> Reached(SsaFunction f, BlockId without)
    {
        var reached = new HashSet<BlockId>();
        var work = new Stack<BlockId>();
        work.Push(f.Entry.Id);
        while (work.TryPop(out BlockId b))
        {
            if (b != without && reached.Add(b))
            {
                foreach (BlockId next in f[b].Successors)
                {
                    work.Push(next);
                }
            }
        }
        return reached;
    }

    [Fact]
    public void A_block_dominates_what_is_not_reached_without_it()
    {
        for (ulong seed = 1; seed <= 500; seed++)
        {
            SsaFunction f = RandomGraph(seed, out _);
            var flow = new ControlFlow(f);
            foreach (BlockId a in f.Order)
            {
                HashSet<BlockId> reached = Reached(f, a);
                foreach (BlockId b in f.Order)
                {
                    Assert.True(flow.Dominates(a, b) == !reached.Contains(b), $"seed {seed}: {a} and {b}\n{SsaPrinter.Print(f)}");
                }
                BlockId immediate = flow.ImmediateDominator(a);
                Assert.Equal(a == f.Entry.Id, immediate.IsNone);
                Assert.All(f.Order.Where(d => d != a && flow.Dominates(d, a)), d => Assert.True(flow.Dominates(d, immediate)));
            }
        }
    }

    [Fact]
    public void A_loop_is_what_leads_to_its_back_edges()
    {
        for (ulong seed = 1; seed <= 500; seed++)
        {
            SsaFunction f = RandomGraph(seed, out _);
            var flow = new ControlFlow(f);
            var depth = f.Order.ToDictionary(b => b, _ => 0);
            var innermost = f.Order.ToDictionary(b => b, _ => default(BlockId));
            foreach (BlockId header in flow.ReversePostorder)
            {
                var loop = new HashSet<BlockId>();
                var work = new Stack<BlockId>(f[header].Predecessors.Where(p => flow.NumberOf(p) >= flow.NumberOf(header)));
                if (work.Count == 0)
                {
                    continue;
                }
                Assert.Equal(innermost[header], flow.OuterHeader(header));
                loop.Add(header);
                while (work.TryPop(out BlockId b))
                {
                    if (loop.Add(b))
                    {
                        f[b].Predecessors.Where(p => flow.NumberOf(p) >= flow.NumberOf(header)).ToList().ForEach(work.Push);
                    }
                }
                foreach (BlockId b in loop)
                {
                    depth[b]++;
                    innermost[b] = header;
                }
            }
            Assert.All(f.Order, b => Assert.Equal((depth[b], innermost[b]), (flow.LoopDepth(b), flow.LoopHeader(b))));
        }
    }

    [Fact]
    public void Critical_edges_are_split_once_each()
    {
        for (ulong seed = 1; seed <= 200; seed++)
        {
            SsaFunction f = RandomGraph(seed, out _);
            int critical = f.Order.Sum(b => f[b].Successors.Count < 2 ? 0 : f[b].Successors.Count(s => f[s].Predecessors.Count > 1)),
                before = f.Order.Count;
            ControlFlow.SplitCriticalEdges(f);
            Assert.Equal(before + critical, f.Order.Count);
            Assert.All(f.Order, b => Assert.True(f[b].Successors.Count < 2 || f[b].Successors.All(s => f[s].Predecessors.Count == 1)));
            Assert.All(f.Order, b => Assert.All(f[b].Successors,
                s => Assert.Equal(f[b].Successors.Count(t => t == s), f[s].Predecessors.Count(p => p == b))));
        }
    }
}
