using Go.Compiler.Check;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Check;

public sealed class GivenFieldsTests
{
    /// <summary>Fields before the ones in question: with none the paths are searched, with many they are in a tree.</summary>
    public static TheoryData<int> Before => [0, 14, 15, 16, 100];

    [Theory]
    [MemberData(nameof(Before))]
    public void A_field_is_in_conflict_with_itself_and_with_what_encloses_it_or_is_part_of_it(int before)
    {
        GivenFields given = With(before);
        Assert.Null(given.Add([1, 2], Field("promoted")));
        Assert.Null(given.Add([1, 3, 4], Field("deeper")));
        Assert.Null(given.Add([2], Field("own")));
        Assert.Equal("promoted", Conflict(given, [1, 2]));
        Assert.Equal("promoted", Conflict(given, [1]));
        Assert.Equal("promoted", Conflict(given, [1, 2, 0]));
        Assert.Equal("deeper", Conflict(given, [1, 3]));
        Assert.Equal("own", Conflict(given, [2, 7]));
    }

    [Theory]
    [MemberData(nameof(Before))]
    public void What_is_in_conflict_is_not_added(int before)
    {
        GivenFields given = With(before);
        Assert.Null(given.Add([1], Field("embedded")));
        Assert.Equal("embedded", Conflict(given, [1, 2]));
        Assert.Equal("embedded", Conflict(given, [1, 2]));
        Assert.Null(given.Add([3, 2], Field("other")));
        Assert.Null(given.Add([3, 1], Field("another")));
    }

    [Fact]
    public void Fields_before_the_tree_was_made_are_known_to_it()
    {
        GivenFields given = With(40);
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal($"f{i}", Conflict(given, [100 + i]));
        }
    }

    private static GivenFields With(int count)
    {
        var given = new GivenFields();
        for (int i = 0; i < count; i++)
        {
            Assert.Null(given.Add([100 + i], Field($"f{i}")));
        }
        return given;
    }

    private static string? Conflict(GivenFields given, int[] path) => given.Add(path, Field("new"))?.Field.Name;

    private static Variable Field(string name) => new(default, null, name, Universe.Int, VariableKind.Field);
}
