using System.Text;
using Go.Compiler.Build;
using Go.Compiler.Build.Analysis;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver.Tools;
using Go.Compiler.Modules;
using Go.Compiler.Packages;
using Go.Compiler.Settings;
using Go.Compiler.Testing;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go test</c>: builds the packages' test programs, runs them side by side and prints what they say in the packages' order.
/// </summary>
internal sealed partial class TestCommand
{
    private readonly TestFlags _flags;
    private readonly string _workingDirectory;
    private readonly TextWriter _output;
    private readonly TestOutputWriter _writer;
    private TestResultCache? _results;
    private IReadOnlyList<string> _runner = [];
    private TestCoverage? _coverage;
    private BuildOutcome? _outcome;

    private TestCommand(TestFlags flags, TextWriter output)
    {
        _flags = flags;
        _workingDirectory = WorkingFolder.Current;
        (_output, _writer) = (output, new TestOutputWriter(output));
    }

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var command = new TestCommand(TestFlags.Parse(arguments, Locations.Environment()), output);
        bool isKept = command._flags.Build.Output is { } file && file != HostSystem.NullDevice;
        command._flags.Build.ForCommand = command._flags.CompileOnly || isKept;
        if (command._flags is { KeepsPrograms: true, CompileOnly: false, Build.Output: null })
        {
            command._flags.Build.Output = command._workingDirectory + Path.DirectorySeparatorChar;
        }
        command.CheckPackages(error);
        if (!command._flags.Vet.IsOff)
        {
            command._flags.Build.Analysis = VetCommand.ForTests(command._flags.Build, command._flags.Vet, error);
            if (command._flags.Build.Analysis is null)
            {
                return 1;
            }
        }
        return command._flags.CompileOnly ? command.Compile(error) : command.BuildAndRun(error);
    }

    /// <summary>Some flags want one package alone, which is looked at before anything is built.</summary>
    private void CheckPackages(TextWriter error)
    {
        if (!_flags.Build.Fuzzes && _flags.ProfileFlag is null)
        {
            return;
        }
        IReadOnlyList<ListedPackage> roots = new NamedPackages(_flags.Build, _flags.Packages, error).Roots;
        if (_flags.Build.Fuzzes)
        {
            TestFuzzing.Check(_flags, roots);
        }
        else if (roots.Count > 1)
        {
            throw UsageException.Plain($"cannot use -{_flags.ProfileFlag} flag with multiple packages");
        }
    }

    /// <summary><c>-c</c>: programs into the working directory, or where <c>-o</c> says.</summary>
    private int Compile(TextWriter error)
    {
        using var cancellation = new CancelOnSignal();
        BuildOutcome outcome = ToldOnce(BuildCommand.Build(_flags.Build, _flags.Packages, error, _workingDirectory, cancellation.Token));
        _outcome = outcome;
        Report(outcome, error);
        foreach (TestProgram p in outcome.TestPrograms.Where(p => p.FailedToLoad || (!p.HasTestFiles && !p.Failed)))
        {
            Tell(p);
        }
        if (!_flags.Json && outcome.TestPrograms.Any(p => p.FailedToLoad))
        {
            _output.WriteLine("FAIL");
        }
        return !HasNothing(outcome, error) && outcome.Succeeded && !outcome.Analyses.Any(a => a.Failed) ? 0 : 1;
    }

    /// <summary>Nothing is wrong, but no pattern means a package.</summary>
    private static bool HasNothing(BuildOutcome outcome, TextWriter error)
    {
        bool hasNothing = outcome is { Succeeded: true, TestPrograms.Count: 0 };
        if (hasNothing)
        {
            error.WriteLine("no packages to test");
        }
        return hasNothing;
    }

    private int BuildAndRun(TextWriter error)
    {
        GoEnvironment environment = _flags.Build.Environment;
        _runner = ProgramRunner.For(_flags.Exec, BuildFlags.HostTarget(environment), environment.OfOperatingSystem("PATH"));
        DirectoryInfo folder = Locations.TemporaryFolder(environment, "dotnet-go-test-");
        if (_flags.Build.KeepsWork)
        {
            error.WriteLine("WORK=" + folder.FullName);
        }
        try
        {
            if (_flags.Build.Output is not { } output || output == HostSystem.NullDevice)
            {
                _flags.Build.Output = folder.FullName + Path.DirectorySeparatorChar;
            }
            using var cancellation = new CancelOnSignal();
            BuildOutcome outcome = ToldOnce(BuildCommand.Build(_flags.Build, _flags.Packages, error, _workingDirectory,
                cancellation.Token));
            _outcome = outcome;
            Report(outcome, error);
            if (_flags.Build.DryRun)
            {
                return TellWithoutRunning(outcome);
            }
            if (_flags.Build.Trace)
            {
                TellRuns(outcome, error);
            }
            OpenResults();
            _coverage = _flags.Build.Covers ? new TestCoverage(_flags, outcome,
                Directory.CreateDirectory(Path.Combine(folder.FullName, "coverage")).FullName, _workingDirectory, error) : null;
            cancellation.LeavesInterrupts = _flags.Build.Fuzzes;
            bool EndsCommand(Diagnostic d) => d.Descriptor == Catalogue.FilesInSeveralFolders
                // means something in modules only
                || (d.Descriptor == Catalogue.ModuleRequired && d is { Subject: null, Pos.IsValid: false });
            if (outcome.Diagnostics.Any(EndsCommand) || HasNothing(outcome, error))
            {
                return 1;
            }
            bool passed = RunAll(outcome.TestPrograms, cancellation.Token) && outcome.Succeeded
                && !outcome.TestPrograms.Any(p => p.FailedToLoad);
            // Without modules there is nothing that could have been tested.
            bool hasModules = outcome.TestPrograms.Count > 0
                || !outcome.Diagnostics.Any(d => d is { Subject: null, Pos.IsValid: false, Descriptor.IsOfModules: true });
            if (!passed && hasModules && _flags is { Json: false, Build.Fuzzes: false, Packages.Count: > 0 })
            {
                _output.WriteLine("FAIL");
            }
            return passed ? 0 : 1;
        }
        finally
        {
            if (!_flags.Build.KeepsWork)
            {
                folder.Delete(recursive: true);
            }
        }
    }

    /// <summary>Of programs that would be run there is nothing to tell.</summary>
    private int TellWithoutRunning(BuildOutcome outcome)
    {
        foreach (TestProgram program in outcome.TestPrograms)
        {
            _output.Write(WithoutRun(program) ?? "");
        }
        if (!outcome.Succeeded && outcome.TestPrograms.Count > 0)
        {
            _output.WriteLine("FAIL");
        }
        return outcome.Succeeded ? 0 : 1;
    }

    private void TellRuns(BuildOutcome outcome, TextWriter error)
    {
        foreach (TestProgram p in outcome.TestPrograms.Where(p => p.File is not null))
        {
            error.WriteLine($"cd {p.Directory}\n{QuotedFields.Join([.. _runner, p.File!, .. _flags.ProgramArguments(_workingDirectory)])}");
        }
    }

    /// <summary>Tells what there is to say of a package whose tests are not run.</summary>
    private void Tell(TestProgram program)
    {
        string line = WithoutRun(program)!;
        if (_flags.Json)
        {
            WriteEvents(program, line);
        }
        else
        {
            _output.Write(line);
        }
    }

    /// <summary>Runs the programs, several at a time, after telling which there are none of; true if all that were run are well.</summary>
    private bool RunAll(IReadOnlyList<TestProgram> programs, CancellationToken cancellation)
    {
        foreach (TestProgram program in programs.Where(p => p.FailedToLoad))
        {
            Tell(program);
        }
        programs = [.. programs.Where(p => !p.FailedToLoad)];
        // Benchmarks disturb each other.
        int workers = _flags.Benchmarks ? 1 : _flags.Build.Parallelism > 0 ? _flags.Build.Parallelism : Environment.ProcessorCount;
        var results = new Task<bool>[programs.Count];
        var turns = new TaskCompletionSource[programs.Count + 1];
        for (int i = 0; i < turns.Length; i++)
        {
            turns[i] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        turns[0].SetResult();
        using var free = new SemaphoreSlim(workers);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        for (int i = 0; i < programs.Count; i++)
        {
            int number = i;
            free.Wait(cancellation);
            results[i] = Task.Run(() =>
            {
                try
                {
                    return RunOne(programs[number], programs.Count, turns[number].Task, stop);
                }
                finally
                {
                    free.Release();
                    turns[number].Task.ContinueWith(_ => turns[number + 1].SetResult(), TaskScheduler.Default);
                }
            }, CancellationToken.None);
        }
        Task.WhenAll(results).GetAwaiter().GetResult();
        cancellation.ThrowIfCancellationRequested();
        return Array.TrueForAll(results, r => r.Result);
    }

    /// <summary>Runs one program and prints when it is its turn, or at once if nobody else prints.</summary>
    private bool RunOne(TestProgram program, int count, Task turn, CancellationTokenSource stop)
    {
        if (_flags.FailFast && stop.IsCancellationRequested)
        {
            return true;
        }
        bool passed;
        if (_flags.Json)
        {
            passed = RunForEvents(program, stop.Token);
            _coverage?.Merge(program);
        }
        else
        {
            bool streams = PassesOn || (ShowsPasses && count == 1);
            passed = RunForText(program, streams, turn, stop.Token);
        }
        if (!passed && _flags.FailFast)
        {
            stop.Cancel();
        }
        return passed;
    }

    private void OpenResults()
    {
        GoEnvironment environment = _flags.Build.Environment;
        if (_flags.Build.NoCache)
        {
            return;
        }
        _results = TestResultCache.Open(new ContentCache(Locations.CacheDirectory(environment)), environment, _workingDirectory,
            Locations.StandardLibrary(environment));
    }

    /// <summary>What programs print is passed on as it comes.</summary>
    private bool PassesOn => _flags.Packages.Count == 0 || _flags.Benchmarks || _flags.Build.Fuzzes;

    private bool ShowsPasses => _flags.Verbose || _flags.Lists || _flags.AsksForHelp;

    private TestRunOptions OptionsOf(TestProgram program, out CountedRun? counting)
    {
        counting = null;
        IReadOnlyDictionary<string, string> environment = new Dictionary<string, string>();
        if (_coverage is not null)
        {
            (counting, environment) = _coverage.For(program);
        }
        string[] found = _flags.Build.Fuzzes ? ["-test.fuzzcachedir=" + TestFuzzing.FolderOf(program, _flags)] : [];
        return new TestRunOptions
        {
            Program = program.File!,
            Runner = _runner,
            Arguments = [.. found, .. _flags.ProgramArguments(_workingDirectory)],
            Environment = GoOnPath.PathFor(_flags.Build.Environment) is { } path
                ? new Dictionary<string, string>(environment) { ["PATH"] = path } : environment,
            Covers = _coverage is not null,
            PassesOn = PassesOn,
            Directory = program.Directory,
            Package = program.ImportPath,
            KillAfter = _flags.KillAfter,
        };
    }

    /// <summary>Runs a program, or gives on what it printed when it last ran in the same circumstances.</summary>
    private TestRunResult RunOrFind(TestProgram program, Action<ReadOnlyMemory<byte>> onOutput, CancellationToken cancellation,
        bool isMarked = false)
    {
        TestRunOptions options = OptionsOf(program, out CountedRun? counting);
        if (_results is null || _runner.Count > 0 || _flags.Packages.Count == 0 || program.ImportPath == ImportPaths.CommandLine
            || !TestResultCache.Takes(options.Arguments))
        {
            return TestRun.Run(options with { Arguments = [.. counting?.Arguments ?? [], .. options.Arguments] }, onOutput, cancellation,
                isMarked);
        }
        return _results.Run(options, counting, onOutput, isMarked, out _, cancellation);
    }

    private bool RunForEvents(string package, TestProgram program, CancellationToken cancellation)
    {
        var reader = new TestOutputReader(package, _writer.Event, static () => DateTimeOffset.Now);
        reader.Start();
        TestRunResult result = RunOrFind(program, bytes => reader.Write(bytes.Span), cancellation, isMarked: true);
        reader.Finish(result.Passed);
        return result.Passed;
    }

    private bool RunForText(TestProgram program, bool streams, Task turn, CancellationToken cancellation)
    {
        var buffer = new MemoryStream();
        var decoder = Encoding.UTF8.GetDecoder();
        bool passed = true;
        if (WithoutRun(program) is { } line)
        {
            buffer.Write(Encoding.UTF8.GetBytes(line));
            passed = !program.Failed;
        }
        else
        {
            TestRunResult result = RunOrFind(program, bytes =>
            {
                if (streams)
                {
                    _writer.Text(bytes.Span, decoder);
                }
                else
                {
                    buffer.Write(bytes.Span);
                }
            }, cancellation);
            passed = result.Passed;
        }
        turn.Wait(CancellationToken.None);
        _coverage?.Merge(program);
        ReadOnlySpan<byte> text = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        // Of packages that pass only the last line is of interest.
        _writer.Text(passed && !ShowsPasses && !streams && program.File is not null ? TestOutputWriter.LastLine(text) : text, decoder);
        return passed;
    }

    /// <summary>What is said of a package whose tests are not run; null if they are.</summary>
    private string? WithoutRun(TestProgram program) => program switch
    {
        { FailedToLoad: true } => $"FAIL\t{program.ImportPath} [setup failed]\n",
        { Failed: true } => $"FAIL\t{program.ImportPath} [build failed]\n",
        { HasTestFiles: false } => _coverage?.LineWithoutTests(program) ?? $"?   \t{program.ImportPath}\t[no test files]\n",
        _ => null,
    };

    private bool RunForEvents(TestProgram program, CancellationToken cancellation)
    {
        if (WithoutRun(program) is not { } line)
        {
            return RunForEvents(program.ImportPath, program, cancellation);
        }
        WriteEvents(program, line);
        return !program.Failed;
    }

    /// <summary>The events of a package that is told of in one line.</summary>
    private void WriteEvents(TestProgram program, string line)
    {
        var reader = new TestOutputReader(program.ImportPath, _writer.Event,
            static () => DateTimeOffset.Now) { FailedBuild = program.Failed && !TellsBuildsInText
            ? FailedBuild.Of(program, _outcome!) : "" };
        reader.Start();
        reader.Write(Encoding.UTF8.GetBytes(line));
        reader.Finish(!program.Failed);
    }
}
