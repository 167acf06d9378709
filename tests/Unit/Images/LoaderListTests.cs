using Go.Compiler.Images.MachO;

namespace Go.Compiler.Tests.Images;

/// <summary>The lists of words that the loader of macOS changes.</summary>
public sealed class LoaderListTests
{
    [Fact]
    public void Rebases_come_back_as_they_were_written()
    {
        var random = new Random(17);
        for (int round = 0; round < 200; round++)
        {
            var places = new List<(int Segment, ulong Offset)>();
            for (int segment = 2; segment < 4; segment++)
            {
                ulong at = (ulong)random.Next(0, 1000) * 8;
                for (int i = random.Next(0, 60); i > 0; i--)
                {
                    places.Add((segment, at));
                    at += 8 * (ulong)(random.Next(3) switch { 0 => 1, 1 => 3, _ => random.Next(1, 5000) });
                }
            }
            Assert.Equal(places, RebaseList.Read(RebaseList.Write(places)));
        }
    }

    [Fact]
    public void Runs_and_equal_steps_take_a_few_bytes()
    {
        (int, ulong)[] run = [.. Enumerable.Range(0, 1000).Select(i => (2, (ulong)i * 8))],
            steps = [.. Enumerable.Range(0, 1000).Select(i => (2, (ulong)i * 48))];
        Assert.Equal([0x11, 0x22, 0x00, 0x60, 0xE8, 0x07, 0x00], RebaseList.Write(run));
        Assert.Equal([0x11, 0x22, 0x00, 0x80, 0xE8, 0x07, 0x28, 0x00], RebaseList.Write(steps));
    }

    [Fact]
    public void Binds_come_back_as_they_were_written()
    {
        (int Library, string Symbol)[] words = [(1, "_a"), (1, "_b"), (16, "_c"), (300, "_d"), (0, "_e")];
        List<MachOBind> binds = BindList.Read(BindList.Write(2, 0x400, words));
        Assert.Equal([(2, 0x400ul, 1, "_a"), (2, 0x408ul, 1, "_b"), (2, 0x410ul, 16, "_c"), (2, 0x418ul, 300, "_d"),
            (2, 0x420ul, -2, "_e")],
            binds.Select(b => (b.Segment, b.Offset, b.Library, b.Symbol)));
    }

    [Theory]
    [InlineData(new byte[] { 0x12 })]
    [InlineData(new byte[] { 0x11, 0x22, 0x80 })]
    [InlineData(new byte[] { 0x11, 0x22, 0x00, 0x60, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F })]
    [InlineData(new byte[] { 0xF0 })]
    public void Broken_lists_are_refused(byte[] list) => Assert.Throws<InvalidDataException>(() => RebaseList.Read(list));
}
