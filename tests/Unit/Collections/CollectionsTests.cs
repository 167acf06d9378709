using Go.Compiler.Collections;

namespace Go.Compiler.Tests.Collections;

public sealed class CollectionsTests
{
    [Theory]
    [InlineData(0, 8, 0)]
    [InlineData(1, 8, 8)]
    [InlineData(8, 8, 8)]
    [InlineData(9, 1, 9)]
    [InlineData(4097, 4096, 8192)]
    public void Up_is_the_next_multiple(int value, int alignment, int expected)
    {
        Assert.Equal(expected, Alignment.Up(value, alignment));
        Assert.Equal(expected, Alignment.Up((long)value, alignment));
        Assert.Equal((uint)expected, Alignment.Up((uint)value, (uint)alignment));
        Assert.Equal((ulong)expected, Alignment.Up((ulong)value, (ulong)alignment));
    }

    [Fact]
    public void Sets_hold_numbers_beyond_a_word()
    {
        var set = new BitSet(130);
        Assert.True(set.IsEmpty);
        foreach (int n in (int[])[0, 63, 64, 129])
        {
            Assert.False(set.Contains(n));
            set.Add(n);
            Assert.True(set.Contains(n));
        }
        BitSet copy = set.Clone();
        set.Remove(64);
        Assert.False(set.Contains(64));
        Assert.True(copy.Contains(64));
        Assert.False(set.IsEmpty);
        set.Clear();
        Assert.True(set.IsEmpty);
        Assert.False(default(BitSet).Contains(3));
        Assert.True(default(BitSet).IsEmpty);
    }

    [Fact]
    public void Union_and_intersection_say_whether_they_changed_anything()
    {
        BitSet a = new(70), b = new(70);
        a.Add(1);
        b.Add(1);
        b.Add(69);
        Assert.True(a.UnionWith(b));
        Assert.False(a.UnionWith(b));
        Assert.True(a.Contains(69));
        b.Remove(1);
        Assert.True(a.IntersectWith(b));
        Assert.False(a.IntersectWith(b));
        Assert.False(a.Contains(1));
        Assert.True(a.Contains(69));
    }

    [Fact]
    public void A_writer_grows_and_aligns_with_zeros()
    {
        var writer = new ByteWriter(1);
        writer.Unsigned(300);
        writer.Signed(-1);
        writer.Bool(true);
        writer.Text("é");
        writer.TerminatedText("x");
        writer.Align(8);
        writer.Int32(-2);
        writer.Blob([7, 8]);
        Assert.Equal("AC02" + "01" + "01" + "02C3A9" + "7800" + "00000000000000" + "FEFFFFFF" + "020708",
            Convert.ToHexString(writer.ToArray()));
        Assert.Equal(writer.ToArray(), writer.Written.ToArray());
    }
}
