using System.Diagnostics;

namespace Go.Compiler.Driver;

/// <summary>
/// Runs a project's program for <c>dotnet watch</c>, which by itself restarts programs for changes of .NET languages only: looks at what
/// the last build read, builds when something of it changes, and starts the program again when that made another one. A build that fails
/// leaves the running program alone.
/// </summary>
internal sealed class WatchedRun
{
    private const int LookEveryMilliseconds = 300;

    /// <summary>Editors write several files, or one in steps.</summary>
    private const int SettleMilliseconds = 150;
    private const int GraceMilliseconds = 5_000;

    private readonly WatchedRunOptions _options;
    private readonly TextWriter _notes;
    private Process? _program;

    private WatchedRun(WatchedRunOptions options, TextWriter notes)
    {
        _options = options;
        _notes = notes;
    }

    /// <summary>Until it is told to end.</summary>
    public static int Run(WatchedRunOptions options, TextWriter notes)
    {
        using var cancel = new CancelOnSignal();
        var run = new WatchedRun(options, notes);
        try
        {
            run.Loop(cancel.Token);
        }
        finally
        {
            run.Stop();
        }
        return 0;
    }

    private void Loop(CancellationToken cancellation)
    {
        WatchedFiles files = WatchedFiles.Of(_options.InputsFile, _options.Directory);
        (DateTime, long) built = StateOf(_options.Program);
        Start();
        while (!cancellation.WaitHandle.WaitOne(LookEveryMilliseconds))
        {
            TellEnd();
            if (files.FirstChange() is not { } changed)
            {
                continue;
            }
            cancellation.WaitHandle.WaitOne(SettleMilliseconds);
            _notes.WriteLine($"go: {Path.GetRelativePath(_options.Directory, changed)} has changed: building");
            bool succeeded = Build(cancellation);
            files = WatchedFiles.Of(_options.InputsFile, _options.Directory);
            if (cancellation.IsCancellationRequested)
            {
                return;
            }
            if (!succeeded)
            {
                _notes.WriteLine(_program is null ? "go: the build failed; waiting for a change"
                    : "go: the build failed: the program runs on as it is");
            }
            else if (StateOf(_options.Program) != built || _program is null)
            {
                built = StateOf(_options.Program);
                Stop();
                _notes.WriteLine("go: starting the program again");
                Start();
            }
            else
            {
                _notes.WriteLine("go: the program is the same");
            }
        }
    }

    private void Start() => _program = Process.Start(new ProcessStartInfo(_options.Program, _options.Arguments) { UseShellExecute = false })
        ?? throw new IOException($"{_options.Program} could not be started");

    private void TellEnd()
    {
        if (_program is { HasExited: true })
        {
            _notes.WriteLine($"go: the program ended with exit code {_program.ExitCode}; waiting for a change");
            _program.Dispose();
            _program = null;
        }
    }

    /// <summary>Asks the program to end, so that it can finish what it does; one that does not is ended.</summary>
    private void Stop()
    {
        if (_program is not { } program)
        {
            return;
        }
        _program = null;
        if (!program.HasExited && !OperatingSystem.IsWindows())
        {
            using Process? asked = Process.Start(new ProcessStartInfo("kill",
                ["-TERM", program.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]) { RedirectStandardError = true });
            asked?.WaitForExit();
        }
        if (OperatingSystem.IsWindows() || !program.WaitForExit(GraceMilliseconds))
        {
            program.Kill(entireProcessTree: true);
            program.WaitForExit();
        }
        program.Dispose();
    }

    /// <summary>What a build says comes through when it fails.</summary>
    private bool Build(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(_options.Dotnet,
            ["build", _options.Project, "--nologo", "-v:q", "-clp:NoSummary", .. _options.BuildArguments])
        {
            WorkingDirectory = _options.Directory, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process build = Process.Start(start) ?? throw new IOException($"{_options.Dotnet} could not be started");
        using CancellationTokenRegistration kill = cancellation.Register(() => build.Kill(entireProcessTree: true));
        Task<string> errors = build.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        if (!cancellation.IsCancellationRequested && build.ExitCode != 0)
        {
            Tell(output + errors.Result);
        }
        return build.ExitCode == 0;
    }

    /// <summary>A build says its findings as they come and again at its end; whatever else it says is for another occasion.</summary>
    private void Tell(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] findings = [.. lines.Where(l => l.Contains(": error ", StringComparison.Ordinal)
            || l.Contains(": warning ", StringComparison.Ordinal)).Distinct()];
        foreach (string line in findings.Length > 0 ? findings : lines)
        {
            _notes.WriteLine(line);
        }
    }

    private static (DateTime, long) StateOf(string file)
    {
        var info = new FileInfo(file);
        return info.Exists ? (info.LastWriteTimeUtc, info.Length) : default;
    }
}
