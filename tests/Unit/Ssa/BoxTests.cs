using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Ssa;

/// <summary>What the data word of an interface value points to.</summary>
public sealed class BoxTests
{
    internal static string[] Calls(SsaFunction f)
        => [.. f.Order.SelectMany(id => f[id].Instructions).Where(v => f[v].Op == Op.CallStatic)
            .Select(v => ((CallInfo)f[v].Aux!).Target!.Name)];

    private static SsaFunction Boxed(string type, string value = "x")
        => PassTests.Compile($"type pair struct {{ a, b int32 }}\nfunc f(x {type}) any {{ return {value} }}");

    [Theory]
    [InlineData("int16", "runtime.convT16")]
    [InlineData("int32", "runtime.convT32")]
    [InlineData("float32", "runtime.convT32")]
    [InlineData("uint64", "runtime.convT64")]
    [InlineData("float64", "runtime.convT64")]
    [InlineData("string", "runtime.convTstring")]
    [InlineData("[]int", "runtime.convTslice")]
    public void Helpers_share_the_memory_of_small_and_zero_values(string type, string helper) => Assert.Equal([helper], Calls(Boxed(type)));

    [Theory]
    [InlineData("complex128")]
    [InlineData("struct { s, t string }")]
    public void Other_values_are_new_objects(string type) => Assert.Equal(["runtime.newobject"], Calls(Boxed(type)));

    [Theory]
    [InlineData("int", "1000 + x - x")]
    [InlineData("string", "\"text\"")]
    [InlineData("pair", "pair{1, 2}")]
    [InlineData("float64", "2.5")]
    public void Constants_are_read_only_data(string type, string value) => Assert.Empty(Calls(Boxed(type, value)));

    [Fact]
    public void A_value_computed_after_its_box_was_made_is_handed_to_the_helper()
        => Assert.Equal(["1", "2"],
            new GoProgram("package main\nfunc f(x, y int) any { return x - y }\nfunc main() { println(f(3, 2).(int)); println(f(4, 2).(int)) }\n").Run().TrimEnd().Split('\n'));

    [Fact]
    public void A_box_that_stays_here_is_in_the_frame()
        => Assert.Equal(["main.use"],
            Calls(PassTests.Compile("//go:noinline\nfunc use(x any) bool { return x == nil }\nfunc f(x int) bool { return use(x) }")));
}
