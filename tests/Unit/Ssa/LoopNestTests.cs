using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Ssa;

public sealed class LoopNestTests
{
    /// <summary>
    /// Random graphs against the definition. Where loops overlap, as only gotos make them, the nest may hold more than the definition and
    /// never less.
    /// </summary>
    [Theory]
    [InlineData(4, 4_000)]
    [InlineData(7, 4_000)]
    [InlineData(12, 2_000)]
    [InlineData(40, 200)]
    public void Loops_are_what_reaches_the_header(int count, int graphs)
    {
        var random = new Random(count);
        int nested = 0;
        for (int graph = 0; graph < graphs; graph++)
        {
            (int[] first, int[] from) = RandomGraph(random, count);
            var nest = new LoopNest(first, from, CancellationToken.None);
            bool[]?[] loops = Loops(first, from);
            bool isNest = IsNest(loops);
            nested += isNest ? 1 : 0;
            for (int v = 0; v < count; v++)
            {
                int[] around = [.. Enumerable.Range(0, count).Where(h => loops[h]?[v] == true)];
                List<int> found = Chain(nest, v);
                Assert.Equal(found.Count, nest.Depth[v]);
                Assert.Subset(found.ToHashSet(), around.ToHashSet());
                if (isNest)
                {
                    Assert.Equal(around.Reverse(), found);
                }
            }
        }
        Assert.InRange(nested, 1, graphs);
    }

    // Headers around a vertex, innermost first.
    private static List<int> Chain(LoopNest nest, int v)
    {
        var found = new List<int>();
        for (int h = nest.Header[v]; h >= 0; h = nest.Outer[h])
        {
            found.Add(h);
        }
        return found;
    }

    // Numbers are a reverse postorder of some search: every vertex but 0 has an edge from one before it.
    private static (int[] First, int[] From) RandomGraph(Random random, int count)
    {
        int[] first = new int[count + 1];
        var from = new List<int>();
        for (int v = 0; v < count; v++)
        {
            if (v > 0)
            {
                from.Add(random.Next(4) == 0 ? random.Next(v) : v - 1);
            }
            while (random.Next(3) == 0)
            {
                from.Add(random.Next(count));
            }
            first[v + 1] = from.Count;
        }
        return (first, [.. from]);
    }

    // By header: what reaches it without passing a vertex before it.
    private static bool[]?[] Loops(int[] first, int[] from)
    {
        int count = first.Length - 1;
        bool[]?[] loops = new bool[]?[count];
        for (int h = 0; h < count; h++)
        {
            if (!from[first[h]..first[h + 1]].Any(p => p >= h))
            {
                continue;
            }
            bool[] loop = loops[h] = new bool[count];
            loop[h] = true;
            var work = new Stack<int>([h]);
            while (work.TryPop(out int v))
            {
                foreach (int p in from[first[v]..first[v + 1]])
                {
                    if (p >= h && !loop[p])
                    {
                        loop[p] = true;
                        work.Push(p);
                    }
                }
            }
        }
        return loops;
    }

    private static bool IsNest(bool[]?[] loops)
    {
        for (int inner = 0; inner < loops.Length; inner++)
        {
            for (int outer = 0; outer < inner; outer++)
            {
                if (loops[inner] is { } i && loops[outer] is { } o && !o[inner] && i.Where((t, v) => t && o[v]).Any())
                {
                    return false;
                }
            }
        }
        return true;
    }
}
