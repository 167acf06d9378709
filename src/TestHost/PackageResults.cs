using Go.Compiler.Build;
using Go.Compiler.Testing;
using Microsoft.Testing.Extensions.TrxReport.Abstractions;
using Microsoft.Testing.Platform.Extensions.Messages;

namespace Go.Sdk.TestHost;

/// <summary>Makes a node of each test of one package from the events of its test program.</summary>
/// <param name="program">The package.</param>
/// <param name="publish">Receives the nodes.</param>
/// <param name="failures">Hears of failures too.</param>
internal sealed class PackageResults(TestProgram program, Func<TestNode, Task> publish, FailureFile failures)
{
    private readonly Dictionary<string, RunningTest> _running = [];
    private readonly List<TestOutput> _packageOutput = [];
    private bool _failed;

    /// <summary>What the program wrote outside any test, as far as it is of interest to a reader: results of benchmarks, mostly.</summary>
    public IEnumerable<string> PackageOutput => _packageOutput.Select(o => o.Text.TrimEnd()).Where(t => t.Length > 0);

    public async Task Take(TestEvent e)
    {
        switch (e.Action)
        {
            case TestAction.Run when e.Test.Length > 0:
                _running[e.Test] = new RunningTest(DateTimeOffset.Now);
                await publish(Node(e.Test, InProgressTestNodeStateProperty.CachedInstance));
                break;
            case TestAction.Output when e.OutputType != "frame": // frames say what other events say
                (e.Test.Length > 0 && _running.TryGetValue(e.Test, out RunningTest? test) ? test.Output : _packageOutput)
                    .Add(new TestOutput(e.Output, e.OutputType is "error" or "error-continue"));
                break;
            case TestAction.Pass or TestAction.Fail or TestAction.Skip or TestAction.Bench when e.Test.Length > 0:
                await End(e);
                break;
        }
    }

    /// <summary>The program has ended: tests that had not, and a status that no test explains, are failures.</summary>
    public async Task Finish(TestRunResult result)
    {
        string how = result.TimedOut ? "was ended because it ran too long" : result.Passed ? "ended" : $"ended ({result.Status})";
        foreach (string name in _running.Keys.Order(StringComparer.Ordinal).ToArray())
        {
            RunningTest test = _running[name];
            if (name.StartsWith("Benchmark", StringComparison.Ordinal)
                && (result.Passed || test.Output.Exists(o => o.Text.Contains("ns/op", StringComparison.Ordinal))))
            {
                // Nothing marks the end of a benchmark but its line of results.
                _packageOutput.AddRange(test.Output.Where(o => o.Text.Contains('\t')));
                await publish(Node(name, PassedTestNodeStateProperty.CachedInstance, test));
                continue;
            }
            FailurePlace place = FailurePlace.Find([.. test.Output, .. _packageOutput], program.Directory);
            await Fail(name, test, place
                with { Message = $"the test program {how} before this test did{(place.Message.Length > 0 ? ": " + place.Message : "")}" });
        }
        if (!result.Passed && !_failed)
        {
            FailurePlace place = FailurePlace.Find(_packageOutput, program.Directory);
            await FailPackage(place
                with { Message = $"the test program {how}, but no test failed{(place.Message.Length > 0 ? ": " + place.Message : "")}" });
        }
    }

    /// <summary>The package has no test program that could run.</summary>
    public async Task FailPackage(FailurePlace place)
    {
        _failed = true;
        failures.Add(program.ImportPath, "", place);
        await publish(Node(program.ImportPath, new ErrorTestNodeStateProperty(new GoTestFailure(program.ImportPath, place), place.Message),
            isPackage: true));
    }

    public TestNode Discovered(string test) => Node(test, DiscoveredTestNodeStateProperty.CachedInstance);

    private async Task End(TestEvent e)
    {
        if (!_running.Remove(e.Test, out RunningTest? test))
        {
            test = new RunningTest(DateTimeOffset.Now);
        }
        test.Elapsed = TimeSpan.FromSeconds(e.Elapsed ?? 0);
        switch (e.Action)
        {
            case TestAction.Fail:
                FailurePlace place = FailurePlace.Find(test.Output, program.Directory);
                await Fail(e.Test, test, FuzzFailure.WithInput(place, test.Output, program.Directory));
                break;
            case TestAction.Skip:
                await publish(Node(e.Test, new SkippedTestNodeStateProperty(FailurePlace.Find(test.Output, program.Directory).Message),
                    test));
                break;
            default:
                await publish(Node(e.Test, PassedTestNodeStateProperty.CachedInstance, test));
                break;
        }
    }

    private async Task Fail(string name, RunningTest test, FailurePlace place)
    {
        // A test that failed only because a subtest did would tell the same once more; its node stays, the error does not.
        bool ofSubtest = place.File.Length == 0 && FailurePlace.Plain(test.Output).Length == 0 && _failed;
        _failed = true;
        if (!ofSubtest)
        {
            failures.Add(program.ImportPath, name, place);
        }
        var failure = new GoTestFailure(program.ImportPath + "." + name,
            place with { Message = ofSubtest ? "a subtest failed" : place.Message });
        TestNode node = Node(name, new FailedTestNodeStateProperty(failure, failure.Message), test);
        node.Properties.Add(new TrxExceptionProperty(failure.Message, failure.StackTrace));
        if (place.File.Length > 0)
        {
            var at = new LinePosition(place.Line, 0);
            node.Properties.Add(new TestFileLocationProperty(place.File, new LinePositionSpan(at, at)));
        }
        await publish(node);
    }

    private TestNode Node(string name, TestNodeStateProperty state, RunningTest? test = null, bool isPackage = false)
    {
        var properties = new PropertyBag(state, new TrxFullyQualifiedTypeNameProperty(program.ImportPath));
        if (!isPackage)
        {
            properties.Add(new TestMethodIdentifierProperty("", "", program.ImportPath, name, 0, [], "void"));
        }
        if (test is not null)
        {
            properties.Add(new TimingProperty(new TimingInfo(test.Start, test.Start + test.Elapsed, test.Elapsed)));
            if (FailurePlace.Plain(test.Output) is { Length: > 0 } output)
            {
                properties.Add(new StandardOutputProperty(output));
                properties.Add(new TrxMessagesProperty([new StandardOutputTrxMessage(output)]));
            }
        }
        return new TestNode { Uid = isPackage ? program.ImportPath : program.ImportPath + "." + name, DisplayName = name,
            Properties = properties };
    }

    private sealed class RunningTest(DateTimeOffset start)
    {
        public DateTimeOffset Start => start;

        public TimeSpan Elapsed { get; set; }

        public List<TestOutput> Output { get; } = [];
    }
}
