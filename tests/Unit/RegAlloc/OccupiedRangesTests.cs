using Go.Compiler.RegAlloc;

namespace Go.Compiler.Tests.RegAlloc;

public sealed class OccupiedRangesTests
{
    /// <summary>Random additions, cuts and removals against a plain array of positions.</summary>
    [Theory]
    [InlineData(1, 300)]
    [InlineData(2, 3_000)]
    [InlineData(3, 20_000)]
    public void Answers_as_an_array_of_positions_does(int seed, int size)
    {
        var random = new Random(seed);
        var taken = new bool[size + 10];
        var ranges = new OccupiedRanges();
        for (int step = 0; step < size; step++)
        {
            int from = random.Next(size), to = from + 1 + random.Next(4);
            if (random.Next(4) == 0)
            {
                Remove(ranges, taken, from, to);
            }
            else if (!Array.Exists(taken[from..to], t => t))
            {
                Array.Fill(taken, true, from, to - from);
                ranges.Add(new OccupiedRange(from, to, null));
            }
            int position = random.Next(size), limit = position + 1 + random.Next(20);
            int expected = Array.IndexOf(taken, true, position);
            bool isFound = ranges.TryFind(position, limit, out OccupiedRange found);
            Assert.Equal(expected >= 0 && expected < limit, isFound);
            if (isFound)
            {
                Assert.Equal(expected, Math.Max(position, found.From));
                Assert.True(taken[found.To - 1]);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ranges_that_come_in_order_are_all_found(bool isAscending)
    {
        var ranges = new OccupiedRanges();
        for (int i = 0; i < 1_000; i++)
        {
            int from = 10 * (isAscending ? i : 999 - i);
            ranges.Add(new OccupiedRange(from, from + 5, null));
        }
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(ranges.TryFind(10 * i + 4, 10 * i + 5, out OccupiedRange found));
            Assert.Equal((10 * i, 10 * i + 5), (found.From, found.To));
            Assert.False(ranges.TryFind(10 * i + 5, 10 * i + 10, out _));
        }
    }

    // A range is taken away from its middle on, or as a whole.
    private static void Remove(OccupiedRanges ranges, bool[] taken, int from, int to)
    {
        if (!taken[from])
        {
            return;
        }
        Assert.True(ranges.TryFind(from, to, out OccupiedRange found));
        ranges.Remove(from, found.To);
        Array.Fill(taken, false, from, found.To - from);
    }
}
