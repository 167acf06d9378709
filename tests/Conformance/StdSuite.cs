using System.Diagnostics;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Platforms;
using Go.Compiler.Testing;
using Go.Compiler.Tests.Conformance.Scripts;

namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// Std's own tests: a case a package, its failing tests as parts. The test programs are built in process and run with <c>-test.short</c> in
/// their packages' folders of a copy of GOROOT. With another toolchain (<see cref="Toolchain.Other"/>) its test programs run in the same
/// way: what fails there too is not this compiler's.
/// </summary>
internal sealed class StdSuite
{
    /// <summary>Packages that take long: they come last.</summary>
    private static readonly string[] s_long = ["runtime", "net/http", "net", "crypto/tls", "go/types", "os/exec", "reflect", "time",
        "sync", "internal/runtime/maps", "runtime/pprof"];

    private static readonly TimeSpan s_own = TimeSpan.FromMinutes(5);

    private readonly string _folder;
    private readonly Lazy<GorootCopy> _goroot;
    private readonly Toolchain? _other;

    /// <param name="folder">Where the copy of GOROOT, the cache and programs are; kept between runs.</param>
    public StdSuite(string folder)
    {
        _folder = folder;
        _goroot = new Lazy<GorootCopy>(() => GorootCopy.At(folder));
        _other = Toolchain.Other(Path.Combine(folder, "std-gocache"));
    }

    public IEnumerable<ConformanceCase> Cases()
    {
        var packages = new List<string>();
        Collect(Path.Combine(GoSources.Root, "src"), "", packages);
        return packages.OrderBy(p => Array.IndexOf(s_long, p) >= 0 ? 1 : 0).ThenBy(p => p, StringComparer.Ordinal)
            .Select(p => new ConformanceCase("std", "test", p, () => Run(p)) { Limit = TimeSpan.FromMinutes(40), TellsProgress = true });
    }

    private static void Collect(string source, string package, List<string> packages)
    {
        string folder = Path.Combine(source, package);
        if (package.Length > 0 && Directory.EnumerateFiles(folder, "*_test.go").Any())
        {
            packages.Add(package);
        }
        foreach (string child in Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal))
        {
            if (child is not ("testdata" or "vendor") && child[0] is not ('.' or '_') && !(package.Length == 0 && child == "cmd"))
            {
                Collect(source, package.Length == 0 ? child : $"{package}/{child}", packages);
            }
        }
    }

    private CaseResult Run(string package)
    {
        string work = Path.Combine(_folder, "work", package.Replace('/', '.'));
        Directory.CreateDirectory(work);
        try
        {
            if (_other is not null)
            {
                return RunOther(_other, package, work);
            }
            BuildOutcome outcome = Build(package, work);
            if (outcome.Diagnostics.Any(d => d.Descriptor == Catalogue.AllFilesExcluded || d.Descriptor == Catalogue.CgoUnsupported))
            {
                return CaseResult.Skipped("the package is for other targets");
            }
            if (outcome.TestPrograms is not [{ HasTestFiles: true } program])
            {
                return outcome.Succeeded ? CaseResult.Skipped("no test file is for this target")
                    : CaseResult.Failed("build: " + Messages(outcome));
            }
            return program.File is null ? CaseResult.Failed("build: " + Messages(outcome))
                : RunProgram(program.File, program.Directory, package, work);
        }
        finally
        {
            DeleteAll(work);
        }
    }

    private CaseResult RunOther(Toolchain other, string package, string work)
    {
        string program = Path.Combine(work, "program.test" + SupportedPlatforms.ExecutableSuffix(TestedTarget.Target.Os));
        var start = new ProcessStartInfo(other.Go, ["test", "-c", "-o", program, package])
        {
            WorkingDirectory = work, RedirectStandardError = true,
        };
        foreach ((string name, string value) in _goroot.Value.Environment(_folder, work).Concat(other.Environment))
        {
            start.Environment[name] = value;
        }
        start.Environment["GOROOT"] = other.Root;
        start.Environment["GOOS"] = TestedTarget.Target.Os;
        using Process process = Process.Start(start)!;
        string messages = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode != 0 ? CaseResult.Failed("build: " + messages)
            : !File.Exists(program) ? CaseResult.Skipped("no test file is for this target")
            : RunProgram(program, Path.Combine(_goroot.Value.Root, "src", package), package, work);
    }

    private BuildOutcome Build(string package, string work) => Builder.Build(new BuildOptions
    {
        WorkingDirectory = work,
        Patterns = [package],
        Target = TestedTarget.Target,
        Output = work + Path.DirectorySeparatorChar,
        StandardLibrary = _goroot.Value.Root,
        CacheDirectory = Path.Combine(_folder, "cache"),
        Tests = true,
        Parallelism = 1,
    }, null, CancellationToken.None);

    private static string Messages(BuildOutcome outcome) => string.Join('\n', outcome.Diagnostics
        .Where(d => d.Descriptor.Severity == Severity.Error).Take(3)
        .Select(d => string.Join('\n', DiagnosticRenderer.Gc(d, outcome.Sources).Split('\n').Take(6))));

    private CaseResult RunProgram(string program, string folder, string package, string work)
    {
        string temporary = Path.Combine(work, "tmp");
        Directory.CreateDirectory(temporary);
        TestedTarget.Wrap(program);
        var events = new List<TestEvent>();
        TestRunResult result = TestRun.Run(new TestRunOptions
        {
            Program = program,
            Arguments = ["-test.v=test2json", "-test.short", "-test.timeout=" + s_own.TotalSeconds + "s", .. TestRun.StandardArguments],
            Directory = folder,
            Package = package,
            Environment = _goroot.Value.Environment(Path.Combine(_folder, "cache"), temporary),
            KillAfter = s_own + TimeSpan.FromMinutes(1),
        }, events.Add, CancellationToken.None);
        if (result.Passed)
        {
            return CaseResult.Passed;
        }
        var failed = events.Where(e => e.Action == TestAction.Fail && e.Test.Length > 0).Select(e => e.Test.Split('/')[0]).Distinct()
            .Order(StringComparer.Ordinal).ToArray();
        return failed.Length == 0
            ? CaseResult.Failed("run: " + result.Status + "\n" + Tail(events, ""))
            : CaseResult.Failed(string.Join('\n', failed.Select(f => $"{f}:\n{Tail(events, f)}"))) with { Parts = failed };
    }

    /// <summary>Something of what a test, or the package, printed: the first lines that are not the frame.</summary>
    private static string Tail(List<TestEvent> events, string test)
    {
        IEnumerable<string> lines = events.Where(e => e is { Action: TestAction.Output, OutputType: not "frame" }
            && (e.Test == test || e.Test.StartsWith(test + "/", StringComparison.Ordinal))).Select(e => e.Output);
        string text = string.Concat(lines);
        return text.Length <= 1500 ? text : text[..1000] + "\n...\n" + text[^400..];
    }

    /// <summary>Tests leave folders behind that they made unreadable.</summary>
    private static void DeleteAll(string folder)
    {
        foreach (string inner in Directory.EnumerateDirectories(folder, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            File.SetUnixFileMode(inner, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        Directory.Delete(folder, recursive: true);
    }
}
