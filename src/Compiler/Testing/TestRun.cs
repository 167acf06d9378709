using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Go.Compiler.Testing;

/// <summary>Runs a test program as <c>go test</c> does: in its package's folder, no input, both streams as one.</summary>
public static partial class TestRun
{
    private const string Incomplete = "exec: WaitDelay expired before I/O complete";
    private const int Quit = 3; // SIGQUIT: Go programs print their goroutines and end

    /// <summary>Arguments that every test program gets from <c>go test</c>.</summary>
    public static IReadOnlyList<string> StandardArguments { get; } = ["-test.paniconexit0"];

    /// <summary>
    /// Runs the program and gives its events on, up to the one that ends the package. It must be run with <c>-test.v=test2json</c>.
    /// </summary>
    public static TestRunResult Run(TestRunOptions options, Action<TestEvent> onEvent, CancellationToken cancellation)
    {
        var reader = new TestOutputReader(options.Package, onEvent, static () => DateTimeOffset.Now);
        reader.Start();
        TestRunResult result = Run(options, bytes => reader.Write(bytes.Span), cancellation, isMarked: true);
        reader.Finish(result.Passed);
        return result;
    }

    /// <summary>
    /// Runs the program and gives its output on as it comes, then the line that <c>go test</c> ends it with. Cancellation ends it with all
    /// its children.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TestRunResult Run(TestRunOptions options, Action<ReadOnlyMemory<byte>> onOutput, CancellationToken cancellation,
        bool isMarked = false)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = StartProcess(options);
        var output = new Output(onOutput) { Covers = options.Covers, PassesOn = options.PassesOn };
        Task copying = Task.Run(() => output.CopyAsync(process.StandardOutput.BaseStream), CancellationToken.None);
        if (options.WithoutShell)
        {
            copying = Task.WhenAll(copying, Task.Run(() => output.CopyAsync(process.StandardError.BaseStream), CancellationToken.None));
        }
        bool timedOut = false;
        try
        {
            timedOut = !Wait(process, options.KillAfter, cancellation);
            if (timedOut && !OperatingSystem.IsWindows())
            {
                Send(process.Id, Quit);
                Wait(process, options.Grace, cancellation);
            }
        }
        finally
        {
            End(process);
        }
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        bool isComplete = copying.Wait(options.Grace, CancellationToken.None);
        var result = new TestRunResult(process.ExitCode == 0 && !timedOut && isComplete,
            isComplete || process.ExitCode != 0 ? StatusOf(process.ExitCode) : Incomplete, elapsed, timedOut);
        if (timedOut)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"*** Test killed with quit: ran too long ({options.KillAfter!.Value.TotalSeconds}s)."));
        }
        else if (!isComplete)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"*** Test I/O incomplete {options.Grace.TotalSeconds}s after exiting."));
        }
        output.WriteSummary(options.Package, result, isMarked);
        output.Close();
        return result;
    }

    private static Process StartProcess(TestRunOptions options)
    {
        string[] words = [.. options.Runner, options.Program, .. options.Arguments];
        var start = new ProcessStartInfo(options.WithoutShell ? words[0] : "/bin/sh") { RedirectStandardOutput = true,
            WorkingDirectory = options.Directory };
        if (options.WithoutShell)
        {
            start.RedirectStandardError = start.RedirectStandardInput = true;
            words = words[1..];
        }
        else
        {
            // One pipe for both streams keeps their order; the shell is replaced by the program.
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add("exec \"$0\" \"$@\" 2>&1 </dev/null");
        }
        foreach (string argument in words)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["PWD"] = options.Directory;
        foreach ((string name, string value) in options.Environment)
        {
            start.Environment[name] = value;
        }
        Process process = Process.Start(start) ?? throw new IOException($"{options.Program} could not be started");
        if (options.WithoutShell)
        {
            process.StandardInput.Close(); // there is no input
        }
        return process;
    }

    /// <summary>False if the process has not ended in time.</summary>
    private static bool Wait(Process process, TimeSpan? limit, CancellationToken cancellation)
    {
        Task ended = process.WaitForExitAsync(CancellationToken.None);
        if (limit is null)
        {
            ended.Wait(cancellation);
            return true;
        }
        return ended.Wait((int)Math.Min(limit.Value.TotalMilliseconds, int.MaxValue), cancellation);
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    [GeneratedRegex("coverage: (.*)\n", RegexOptions.CultureInvariant)]
    private static partial Regex CoverageLine();

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);

    private static string StatusOf(int exitCode) => exitCode switch
    {
        0 => "",
        > 128 and <= 128 + 31 => "signal: " + SignalName(exitCode - 128),
        _ => string.Create(CultureInfo.InvariantCulture, $"exit status {exitCode}"),
    };

    private static string SignalName(int signal) => signal switch
    {
        1 => "hangup",
        2 => "interrupt",
        3 => "quit",
        4 => "illegal instruction",
        5 => "trace/breakpoint trap",
        6 => "aborted",
        7 => "bus error",
        8 => "floating point exception",
        9 => "killed",
        11 => "segmentation fault",
        13 => "broken pipe",
        14 => "alarm clock",
        15 => "terminated",
        _ => string.Create(CultureInfo.InvariantCulture, $"signal {signal}"),
    };

    /// <summary>What a program prints, and what is to be said about that at its end. Closed, it drops what children print later.</summary>
    private sealed class Output(Action<ReadOnlyMemory<byte>> sink)
    {
        private static ReadOnlySpan<byte> NoTests => "testing: warning: no tests to run\n"u8;

        private readonly Lock _lock = new();
        private readonly MemoryStream _start = new();
        private readonly MemoryStream _end = new();
        private bool _isClosed, _endsLine = true, _hasNoTests;

        public bool IsEmpty { get; private set; } = true;

        /// <inheritdoc cref="TestRunOptions.Covers"/>
        public bool Covers { get; init; }

        /// <inheritdoc cref="TestRunOptions.PassesOn"/>
        public bool PassesOn { get; init; }

        public async Task CopyAsync(Stream stream)
        {
            var buffer = new byte[1 << 16];
            for (int n; (n = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
            {
                Write(buffer.AsMemory(0, n));
            }
        }

        private void Write(ReadOnlyMemory<byte> bytes)
        {
            lock (_lock)
            {
                if (_isClosed)
                {
                    return;
                }
                IsEmpty = false;
                _endsLine = bytes.Span[^1] == '\n';
                NoteWarning(bytes.Span);
                NoteEnd(bytes.Span);
                sink(bytes);
            }
        }

        /// <summary>The warning is among a program's first lines: without tests little else is printed.</summary>
        private void NoteWarning(ReadOnlySpan<byte> bytes)
        {
            if (_start.Length < 4096)
            {
                _start.Write(bytes[..Math.Min(bytes.Length, 4096)]);
                _hasNoTests = _start.GetBuffer().AsSpan(0, (int)_start.Length).IndexOf(NoTests) >= 0;
            }
        }

        /// <summary>What was counted is said in one of the last lines.</summary>
        private void NoteEnd(ReadOnlySpan<byte> bytes)
        {
            if (Covers)
            {
                if (_end.Length > 1 << 16)
                {
                    byte[] kept = _end.GetBuffer()[(int)(_end.Length - (1 << 15))..(int)_end.Length];
                    _end.SetLength(0);
                    _end.Write(kept);
                }
                _end.Write(bytes.Length > 1 << 15 ? bytes[^(1 << 15)..] : bytes);
            }
        }

        private string CoverageText()
        {
            Match match = Covers ? CoverageLine().Match(Encoding.UTF8.GetString(_end.GetBuffer().AsSpan(0, (int)_end.Length)))
                : Match.Empty;
            return match.Success ? "\tcoverage: " + match.Groups[1].Value : "";
        }

        public void WriteLine(string line) => Write(Encoding.UTF8.GetBytes(line + "\n"));

        public void WriteSummary(string package, TestRunResult result, bool isMarked)
        {
            if (!result.Passed && (IsEmpty || PassesOn || result.Status == Incomplete
                || result.Status.StartsWith("signal", StringComparison.Ordinal)))
            {
                WriteLine(result.Status);
            }
            else if (!_endsLine && !PassesOn)
            {
                WriteLine("");
            }
            string seconds = result.Elapsed.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
            string noTests = _hasNoTests && !PassesOn ? " [no tests to run]" : "";
            WriteLine(result.Passed ? $"ok  \t{package}\t{seconds}s{CoverageText()}{noTests}"
                : $"{(isMarked ? "\x16" : "")}FAIL\t{package}\t{seconds}s");
        }

        public void Close()
        {
            lock (_lock)
            {
                _isClosed = true;
            }
        }
    }
}
