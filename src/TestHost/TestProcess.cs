using System.Diagnostics;
using Go.Compiler.Build;
using Go.Compiler.Driver;
using Go.Compiler.Testing;

namespace Go.Sdk.TestHost;

/// <summary>A package's test program, run in its package's folder as Go's tests expect.</summary>
/// <param name="results">Results of earlier runs that still count; null: it always runs.</param>
internal sealed class TestProcess(TestProgram program, IReadOnlyList<string> runner, TestResultCache? results)
{
    /// <summary>
    /// Names of its tests, examples, benchmarks and fuzz targets that <paramref name="chosen"/> (flags -test.run, -test.skip) selects.
    /// </summary>
    public async Task<IReadOnlyList<string>> List(IReadOnlyList<string> chosen, CancellationToken cancellation)
    {
        string pattern = chosen.FirstOrDefault(f => f.StartsWith("-test.run=", StringComparison.Ordinal)) is { } run
            ? run["-test.run=".Length..] : ".*";
        using Process process = Start(["-test.list=" + pattern]);
        var names = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            names.Add(line);
        }
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? names
            : throw new InvalidOperationException($"{program.File} -test.list ended with exit code {process.ExitCode}: {string.Join('\n', names)}");
    }

    /// <summary>The last run was none: its result was known.</summary>
    public bool WasKnown { get; private set; }

    /// <summary>Runs the tests and hands on their events.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the program and its children have ended.</exception>
    public TestRunResult Run(IReadOnlyList<string> flags, Action<TestEvent> take, CancellationToken cancellation)
    {
        const string Timeout = "-test.timeout=";
        TimeSpan? timeout = flags.LastOrDefault(f => f.StartsWith(Timeout, StringComparison.Ordinal)) is { } f
            ? TestFlags.Duration(f[Timeout.Length..]) : null;
        bool fuzzes = flags.Any(f => f.StartsWith("-test.fuzz=", StringComparison.Ordinal)); // as long as it is told to
        var options = new TestRunOptions
        {
            Program = program.File!,
            Runner = runner,
            Arguments = ["-test.v=test2json", .. TestRun.StandardArguments, .. flags],
            Directory = program.Directory,
            Package = program.ImportPath,
            KillAfter = timeout is { Ticks: > 0 } own && !fuzzes ? own + TimeSpan.FromMinutes(1) : null,
        };
        if (results is null || runner.Count > 0 || !TestResultCache.Takes(options.Arguments))
        {
            return TestRun.Run(options, take, cancellation);
        }
        var reader = new TestOutputReader(options.Package, take, static () => DateTimeOffset.Now);
        reader.Start();
        TestRunResult result = results.Run(options, counting: null, bytes => reader.Write(bytes.Span), isMarked: true, out bool isKnown,
            cancellation);
        reader.Finish(result.Passed);
        WasKnown = isKnown;
        return result;
    }

    private Process Start(IReadOnlyList<string> arguments)
    {
        string[] words = [.. runner, program.File!, .. arguments];
        return Process.Start(new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = program.Directory,
            RedirectStandardOutput = true })
            ?? throw new IOException($"{words[0]} could not be started");
    }
}
