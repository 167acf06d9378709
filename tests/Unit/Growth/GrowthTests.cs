namespace Go.Compiler.Tests.Growth;

/// <summary>
/// No shape of source takes the square of its size: four times as much takes less than nine times as long, and less than six times the
/// memory. The bounds are wide, because the sizes are small; <c>eng/growth.sh</c> measures exponents. What the machine does meanwhile must
/// not decide: the time is the processor time of the one thread that compiles, no other test runs beside it (collections of their garbage
/// would count), and only what misses the bound in every round fails.
/// </summary>
[Collection(ProcessorTimeTests)]
public sealed class GrowthTests
{
    public const string ProcessorTimeTests = "Tests that measure processor time";

    private const double MaximumTime = 9, MaximumMemory = 6;

    /// <summary>Milliseconds: less is noise, whatever it grows by.</summary>
    private const double Significant = 15;

    private const int Rounds = 6;

    public static TheoryData<string> Names => [.. Shapes.All.Where(ShapeCompilation.CanCompile).Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Work_grows_in_step_with_the_source(string name)
    {
        Shape shape = Shapes.All.Single(s => s.Name == name);
        int large = Math.Min(shape.First, shape.Limit), small = large / 4;
        ShapeCompilation.Measure(shape, Math.Max(1, small / 8)); // code that runs for the first time is compiled
        var times = new List<string>();
        for (int round = 0; round < Rounds; round++)
        {
            (double time, long bytes) = ShapeCompilation.Measure(shape, small);
            (double largeTime, long largeBytes) = ShapeCompilation.Measure(shape, large);
            Assert.True(largeBytes <= MaximumMemory * bytes, $"{bytes} bytes for {small}, {largeBytes} for {large}");
            if (largeTime <= MaximumTime * Math.Max(time, Significant))
            {
                return;
            }
            times.Add($"{time:0} ms for {small}, {largeTime:0} ms for {large}");
        }
        Assert.Fail(string.Join("; ", times));
    }

    [Fact]
    public void Shapes_have_names_of_their_own() => Assert.Equal(Shapes.All.Count, Shapes.All.Select(s => s.Name).Distinct().Count());
}

[CollectionDefinition(GrowthTests.ProcessorTimeTests, DisableParallelization = true)]
public sealed class ProcessorTimeCollection;
