using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Passes;
using Xunit;

namespace Go.Compiler.Tests.Ssa;

public class ValueTableTests
{
    private const int Values = 3000;

    /// <summary>Few keys and many, so that rows hold several keys and keys several values; some have something beside them.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(5000)]
    public void EqualKeysAreFoundFromTheLastOneBack(int keys)
    {
        var random = new Random(keys);
        var added = new Dictionary<ValueKey, List<ValueId>>();
        using var table = new ValueTable(Values);
        for (int v = 1; v < Values; v++)
        {
            int k = random.Next(keys);
            var key = new ValueKey(k % 2 == 0 ? Op.Add : Op.Mul, ValueKind.I64, k / 2, k % 3 == 0 ? "s" + k : null, k % 5, k % 11, 0);
            if (!added.TryGetValue(key, out List<ValueId>? values))
            {
                Assert.Equal(0, table.Last(key));
                added.Add(key, values = []);
            }
            values.Add(new ValueId(v));
            table.Add(key, new ValueId(v));
        }
        foreach ((ValueKey key, List<ValueId> values) in added)
        {
            int entry = table.Last(key);
            for (int i = values.Count - 1; i >= 0; i--, entry = table.Before(entry))
            {
                Assert.Equal(values[i], table.ValueOf(entry));
            }
            Assert.Equal(0, entry);
        }
    }
}
