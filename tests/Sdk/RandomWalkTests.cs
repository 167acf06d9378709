using Go.Sdk.Tests.Walk;

namespace Go.Sdk.Tests.Sdk;

/// <summary>A short stretch of the random walk (eng/walk.sh) through each shape of project, always the same one.</summary>
public sealed class RandomWalkTests
{
    public static TheoryData<string> Shapes => [.. WalkShape.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_build_comes_to_what_a_clean_build_comes_to(string shape)
    {
        string root = Directory.CreateTempSubdirectory("go-sdk-walk-").FullName;
        try
        {
            string library = Path.Combine(Repository.Root, "artifacts", "stdlib", "go.sources");
            using var log = new StringWriter();
            var walker = new Walker(WalkShape.All.Single(s => s.Name == shape), seed: 7, library, root, log);
            string? problem = walker.Run(steps: 8);
            Assert.True(problem is null, problem + "\n" + log);
            Assert.True(walker.Green > 0, log.ToString());
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
