namespace Go.Sdk.Tests.Sdk;

/// <summary>Every sample builds from its project file and gives its expected output, also under the collector's and scheduler's stress settings.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Samples
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (string folder in Directory.GetDirectories(Path.Combine(Repository.Root, "samples")).Order(StringComparer.Ordinal))
            {
                data.Add(Path.GetFileName(folder));
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_gives_its_expected_output(string name)
    {
        string folder = Path.Combine(Repository.Root, "samples", name);
        CommandResult.Dotnet(folder, "build", "--nologo", "-v:q").Expect(0);
        string expected = File.ReadAllText(Path.Combine(folder, "expected.txt"));
        foreach ((string variable, string value) in ((string, string)[])[("GOGC", "100"), ("GOGC", "1"), ("GODEBUG", "gcstoptheworld=1"), ("GOMAXPROCS", "1"), ("GOMAXPROCS", "4")])
        {
            CommandResult result = CommandResult.Run(Path.Combine(folder, "bin", "Debug", name), [], folder, new Dictionary<string, string> { [variable] = value }, TimeSpan.FromSeconds(60));
            Assert.True(result.ExitCode == 0 && result.Output == expected, $"{name} with {variable}={value}: exit code {result.ExitCode}\n{result.Output}\n{result.Error}");
        }
    }
}
