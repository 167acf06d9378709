namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// The programs of tests/Stress, once under each of a few settings that strain collector and scheduler. All settings, many times:
/// <c>./build.sh stress</c>.
/// </summary>
public sealed class StressTests : IClassFixture<StressTests.Program>
{
    public sealed class Program : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("stress-").FullName;

        public Program()
            => CommandResult.Run(GoCommand.Path, ["build", "-o", Executable, "."], Path.Combine(Repository.Root, "tests", "Stress"))
            .Expect(0);

        public string Executable => Path.Combine(_folder, "stress");

        public string Folder => _folder;

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }

    private static readonly string[] s_topics =
        ["growth", "frames", "preemption", "callers", "recovery", "finalizers", "reflection", "goroutines", "timers", "signals", "network"];

    private readonly Program _program;

    public StressTests(Program program) => _program = program;

    [Theory]
    [InlineData("100", "", "")]
    [InlineData("1", "gccheckmark=1", "4")]
    [InlineData("1", "clobberfree=1,asyncpreemptoff=1", "")]
    [InlineData("1", "gcstoptheworld=1", "1")]
    public void Programs_bear_collector_and_scheduler(string gogc, string godebug, string gomaxprocs)
    {
        var environment = new Dictionary<string, string> { ["GOGC"] = gogc, ["GODEBUG"] = godebug, ["GOMAXPROCS"] = gomaxprocs,
            ["GOTRACEBACK"] = "all" };
        foreach (string topic in s_topics)
        {
            CommandResult result = CommandResult.Run(_program.Executable, [topic], _program.Folder, environment, TimeSpan.FromSeconds(120));
            Assert.True(result.ExitCode == 0 && result.Output == "ok\n",
                $"{topic}: exit code {result.ExitCode}\n{result.Output}\n{result.Error}");
        }
    }
}
