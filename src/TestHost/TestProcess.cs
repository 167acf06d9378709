using System.Diagnostics;
using Go.Compiler.Build;
using Go.Compiler.Testing;

namespace Go.Sdk.TestHost;

/// <summary>A package's test program, run in its package's folder as Go's tests expect.</summary>
internal sealed class TestProcess(TestProgram program)
{
    /// <summary>Names of its tests, examples, benchmarks and fuzz targets that <paramref name="chosen"/> (flags -test.run, -test.skip) selects.</summary>
    public async Task<IReadOnlyList<string>> List(IReadOnlyList<string> chosen, CancellationToken cancellation)
    {
        string pattern = chosen.FirstOrDefault(f => f.StartsWith("-test.run=", StringComparison.Ordinal)) is { } run ? run["-test.run=".Length..] : ".*";
        using Process process = Start(["-test.list=" + pattern]);
        var names = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            names.Add(line);
        }
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? names : throw new InvalidOperationException($"{program.File} -test.list ended with exit code {process.ExitCode}: {string.Join('\n', names)}");
    }

    /// <summary>Runs the tests and hands on their events; gives the exit code.</summary>
    public async Task<int> Run(IReadOnlyList<string> flags, Func<TestEvent, Task> take, CancellationToken cancellation)
    {
        using Process process = Start(["-test.v=test2json", "-test.paniconexit0", .. flags]);
        using CancellationTokenRegistration registration = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var errors = new List<string>();
        Task reading = Lines(process.StandardError, errors);
        await TestEventSource.Read(program.ImportPath, process.StandardOutput, take);
        await reading;
        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        foreach (string line in errors)
        {
            await take(new TestEvent(TestAction.Output, program.ImportPath, "", line + "\n", null, null));
        }
        return process.ExitCode;
    }

    private Process Start(IReadOnlyList<string> arguments)
        => Process.Start(new ProcessStartInfo(program.File!, arguments) { WorkingDirectory = program.Directory, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new IOException($"{program.File} could not be started");

    private static async Task Lines(StreamReader reader, List<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }
    }
}
