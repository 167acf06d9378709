namespace Go.Compiler.Tests.Growth;

/// <summary>
/// No shape of source takes the square of its size: four times as much takes less than nine times as long, and less than six times the memory. The
/// bounds are wide, because the sizes are small and other programs run at the same time; <c>eng/growth.sh</c> measures exponents.
/// </summary>
public sealed class GrowthTests
{
    private const double MaximumTime = 9, MaximumMemory = 6;

    /// <summary>Milliseconds: less is noise, whatever it grows by.</summary>
    private const double Significant = 60;

    public static TheoryData<string> Names => [.. Shapes.All.Where(ShapeCompilation.CanCompile).Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Work_grows_in_step_with_the_source(string name)
    {
        Shape shape = Shapes.All.Single(s => s.Name == name);
        int large = Math.Min(shape.First, shape.Limit), small = large / 4;
        ShapeCompilation.Measure(shape, Math.Max(1, small / 8)); // code that runs for the first time is compiled
        (double time, long bytes) = ShapeCompilation.Measure(shape, small);
        (double largeTime, long largeBytes) = ShapeCompilation.Measure(shape, large);
        Assert.True(largeBytes <= MaximumMemory * bytes, $"{bytes} bytes for {small}, {largeBytes} for {large}");
        // Measured again before it fails: something may have come in between.
        for (int again = 0; again < 2 && largeTime > MaximumTime * Math.Max(time, Significant / 4); again++)
        {
            time = Math.Max(time, ShapeCompilation.Measure(shape, small).Time);
            largeTime = Math.Min(largeTime, ShapeCompilation.Measure(shape, large).Time);
        }
        Assert.True(largeTime <= MaximumTime * Math.Max(time, Significant / 4), $"{time:0} ms for {small}, {largeTime:0} ms for {large}");
    }

    [Fact]
    public void Shapes_have_names_of_their_own() => Assert.Equal(Shapes.All.Count, Shapes.All.Select(s => s.Name).Distinct().Count());
}
