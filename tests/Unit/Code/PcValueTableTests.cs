using Go.Compiler.Code;
using Go.Compiler.Objects;

namespace Go.Compiler.Tests.Code;

public sealed class PcValueTableTests
{
    private static string Show(byte[] table, int quantum = 1)
    {
        var text = new List<string>();
        var reader = new PcValueReader(table, quantum);
        while (reader.Next())
        {
            text.Add($"{reader.Value}->{reader.End}");
        }
        Assert.Equal(table.Length, reader.Position);
        return string.Join(' ', text);
    }

    private static byte[] Build(int size, int quantum, params (int Pc, int Value)[] sets)
    {
        var builder = new PcValueTableBuilder(quantum);
        foreach ((int pc, int value) in sets)
        {
            builder.Set(pc, value);
        }
        return builder.Finish(size);
    }

    [Fact]
    public void Runs_round_trip()
        => Assert.Equal("0->11 8->18 88->151 8->152 0->175", Show(Build(175, 1, (0, 0), (11, 8), (18, 88), (151, 8), (152, 0))));

    [Fact]
    public void A_table_of_only_the_default_is_empty() => Assert.Empty(Build(100, 1, (0, -1), (50, -1)));

    [Fact]
    public void The_default_may_come_first() => Assert.Equal("-1->131 45->175", Show(Build(175, 1, (131, 45))));

    [Fact]
    public void A_value_undone_at_its_own_pc_leaves_no_run()
        => Assert.Equal("0->20 8->30", Show(Build(30, 1, (0, 0), (10, 16), (10, 0), (20, 8))));

    [Fact]
    public void The_last_value_at_a_pc_wins() => Assert.Equal("0->10 24->30", Show(Build(30, 1, (0, 0), (10, 16), (10, 24))));

    [Fact]
    public void A_change_at_the_very_end_is_dropped() => Assert.Equal("0->10 8->30", Show(Build(30, 1, (0, 0), (10, 8), (30, 0))));

    [Fact]
    public void Deltas_count_in_instruction_units()
    {
        byte[] table = Build(1 << 20, 4, (0, 0), (4, 100000), (8, -5));
        Assert.Equal("0->4 100000->8 -5->1048576", Show(table, 4));
        Assert.Equal(100000, PcValueReader.ValueAt(table, 4, 4));
        Assert.Equal(-5, PcValueReader.ValueAt(table, 4, 9000));
    }

    [Fact]
    public void Stack_maps_share_equal_bitmaps()
    {
        var maps = new StackMapBuilder(argumentBits: 2, localBits: 10);
        Assert.Equal(0, maps.Add([0b01], [0, 0]));
        Assert.Equal(1, maps.Add([0b00], [0xC0, 0x01]));
        Assert.Equal(0, maps.Add([0b01], [0, 0]));
        Assert.Equal([2, 0, 0, 0, 2, 0, 0, 0, 1, 0], maps.BuildArguments());
        Assert.Equal([2, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0xC0, 0x01], maps.BuildLocals());
    }
}
