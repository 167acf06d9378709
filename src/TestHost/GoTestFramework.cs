using Go.Compiler.Build;
using Go.Compiler.Driver;
using Go.Compiler.Settings;
using Go.Compiler.Testing;
using Microsoft.Testing.Extensions.TrxReport.Abstractions;
using Microsoft.Testing.Platform.CommandLine;
using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.Extensions.OutputDevice;
using Microsoft.Testing.Platform.Extensions.TestFramework;
using Microsoft.Testing.Platform.OutputDevice;
using Microsoft.Testing.Platform.Requests;

namespace Go.Sdk.TestHost;

/// <summary>
/// Go's tests as a test framework of Microsoft.Testing.Platform: runs the packages' test programs, as many at a time as there are
/// processors, or lists their tests.
/// </summary>
internal sealed class GoTestFramework(ICommandLineOptions options, IOutputDevice device) : ITestFramework, IDataProducer,
    IOutputDeviceDataProducer
{
    private readonly BenchmarkResults _benchmarks = new();
    private TestResultCache? _results;
    private FuzzChoice? _fuzz;

    public string Uid => "Go.Sdk.TestHost";

    public string Version => "1.0.0";

    public string DisplayName => "Go tests";

    public string Description => "Runs the test programs of Go packages";

    public Type[] DataTypesProduced { get; } = [typeof(TestNodeUpdateMessage)];

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public Task<CreateTestSessionResult> CreateTestSessionAsync(CreateTestSessionContext context)
        => Task.FromResult(options.IsOptionSet(GoTestOptions.Settings)
            ? new CreateTestSessionResult { IsSuccess = true }
            : new CreateTestSessionResult { IsSuccess = false,
                ErrorMessage = "--go-tests is missing: the host is started by `dotnet test` on a Go project" });

    public Task<CloseTestSessionResult> CloseTestSessionAsync(CloseTestSessionContext context)
        => Task.FromResult(new CloseTestSessionResult { IsSuccess = true });

    public async Task ExecuteRequestAsync(ExecuteRequestContext context)
    {
        try
        {
            TestSettings settings = TestSettings.Read(Argument(GoTestOptions.Settings)!);
            if (settings.Programs.All(p => !p.HasTestFiles))
            {
                await Say("no test files", context.CancellationToken);
            }
            _results = settings.CacheFolder is not { } folder ? null
                : TestResultCache.Open(new ContentCache(folder), GoEnvironment.Read(GoEnvironment.OfProcess(), ""),
                    Environment.CurrentDirectory, settings.Library);
            if (context.Request is not DiscoverTestExecutionRequest && settings.Fuzz is { } pattern)
            {
                (_fuzz, string problem) = await FuzzChoice.Find(settings, pattern, settings.FuzzFolder, context.CancellationToken);
                if (_fuzz is null)
                {
                    await FailSetting("GoFuzz", pattern, problem, context);
                }
            }
            var parallel = new ParallelOptions { CancellationToken = context.CancellationToken,
                MaxDegreeOfParallelism = Environment.ProcessorCount };
            await Parallel.ForEachAsync(settings.Programs.Where(p => p.HasTestFiles), parallel,
                (program, cancellation) => new(Execute(program, settings, context, cancellation)));
            if (settings.BenchmarkFile is { } file && context.Request is not DiscoverTestExecutionRequest)
            {
                _benchmarks.Write(file);
            }
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            return; // the platform reports the cancellation
        }
        finally
        {
            context.Complete();
        }
    }

    /// <summary>A node of its own: no test failed, but what was asked for was not done.</summary>
    private Task FailSetting(string setting, string value, string problem, ExecuteRequestContext context)
    {
        new FailureFile(Argument(GoTestOptions.Failures)).AddSetting(setting, value, problem);
        var properties = new PropertyBag(new ErrorTestNodeStateProperty(problem), new TrxFullyQualifiedTypeNameProperty(setting));
        var node = new TestNode { Uid = setting, DisplayName = setting, Properties = properties };
        return context.MessageBus.PublishAsync(this, new TestNodeUpdateMessage(context.Request.Session.SessionUid, node));
    }

    private async Task Execute(TestProgram program, TestSettings settings, ExecuteRequestContext context, CancellationToken cancellation)
    {
        var results = new PackageResults(program, Publish, new FailureFile(Argument(GoTestOptions.Failures)));
        if (program.File is null)
        {
            await results.FailPackage(new FailurePlace("", 0, "the tests were not built"));
            return;
        }
        IReadOnlyList<string>? chosen = Argument(GoTestOptions.Filter) is { } filter
            ? NameFilter.Parse(filter).FlagsFor(program.ImportPath) : [];
        if (chosen is null)
        {
            return;
        }
        var run = new TestProcess(program, settings.Runner, _results);
        if (context.Request is DiscoverTestExecutionRequest)
        {
            foreach (string name in await run.List(chosen, cancellation))
            {
                await Publish(results.Discovered(name));
            }
            return;
        }
        IReadOnlyList<string> flags = [.. settings.Flags, .. chosen, .. ChosenByIde(context.Request as RunTestExecutionRequest, program)];
        if (_fuzz is { } fuzz && fuzz.Program == program)
        {
            flags = [.. flags, .. fuzz.Flags];
        }
        TestRunResult result = run.Run(flags, Take, cancellation);
        await results.Finish(result);
        string output = string.Join(Environment.NewLine, results.PackageOutput);
        if (settings.Flags.Any(f => f.StartsWith("-test.bench=", StringComparison.Ordinal)) && output.Length > 0)
        {
            await Say(output, cancellation);
            _benchmarks.Add(program.ImportPath, results.PackageOutput);
        }
        if (run.WasKnown)
        {
            await Say($"ok  \t{program.ImportPath}\t(cached)", cancellation);
        }

        void Take(TestEvent e)
        {
            results.Take(e).GetAwaiter().GetResult(); // publishing only queues
            if (e.Action == TestAction.Output && FuzzFailure.IsProgress(e.Output))
            {
                Say(e.Output.TrimEnd(), cancellation).GetAwaiter().GetResult();
            }
        }

        Task Publish(TestNode node) => context.MessageBus.PublishAsync(this,
            new TestNodeUpdateMessage(context.Request.Session.SessionUid, node));
    }

    /// <summary>Development environments name the nodes to run.</summary>
    private static IReadOnlyList<string> ChosenByIde(RunTestExecutionRequest? request, TestProgram program)
    {
        if (request?.Filter is not TestNodeUidListFilter list)
        {
            return [];
        }
        string prefix = program.ImportPath + ".";
        var names = new List<string>();
        foreach (TestNodeUid uid in list.TestNodeUids)
        {
            if (uid.Value.StartsWith(prefix, StringComparison.Ordinal))
            {
                names.Add("FullyQualifiedName=" + NameFilter.Escape(uid.Value));
            }
        }
        return names.Count == 0 ? ["-test.run=^$"] : NameFilter.Parse(string.Join('|', names)).FlagsFor(program.ImportPath) ?? [];
    }

    private string? Argument(string option) => options.TryGetOptionArgumentList(option, out string[]? values) ? values[0] : null;

    private Task Say(string text, CancellationToken cancellation)
        => device.DisplayAsync(this, new TextOutputDeviceData(text), cancellation);
}
