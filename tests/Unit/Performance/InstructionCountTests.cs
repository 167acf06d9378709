using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Go.Compiler.Build;
using Go.Compiler.Tests.Build;

namespace Go.Compiler.Tests.Performance;

/// <summary>
/// How many instructions the kernels of <c>Counted</c> take, against what is committed in <c>Counted/counts.txt</c>. Valgrind counts them
/// (Debian's package, eng/get-program.sh): on one processor, without the collector, without the extensions of a particular machine and with
/// a clock that stands still (tag <c>faketime</c>: a slow run is preempted as seldom as a quick one). What is left of chance, as in the
/// caches of assertions, only adds: a kernel that takes too much is run again. With <c>GO_BLESS=1</c> the file is written anew, and where
/// <c>eng/get-go.sh --oracle</c> has fetched the original toolchain its column too.
/// </summary>
public sealed partial class InstructionCountTests
{
    /// <summary>A kernel may take this much more than committed.</summary>
    private const double Margin = 1.03;

    /// <summary>
    /// When the runtime makes the caches of assertions larger is left to chance: counts were seen to differ by 10 %. Without the caches
    /// they are a multiple.
    /// </summary>
    private static readonly HashSet<string> s_byChance = ["assert-to-interface", "switch-on-interfaces", "errors-as"];

    private const double MarginByChance = 1.2;

    private const int MostRuns = 10;

    private const string Tag = "faketime";

    /// <summary>Every run takes what this kernel takes.</summary>
    private const string Nothing = "nothing";

    [Fact]
    public void Kernels_take_no_more_instructions_than_committed()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return;
        }
        using var w = new BuildWorkspace();
        string file = Path.Combine(Folder(), "counts.txt");
        foreach (string source in Directory.EnumerateFiles(Folder(), "*.go"))
        {
            w.Write(Path.GetFileName(source), File.ReadAllText(source));
        }
        string program = Path.Combine(w.Source, "counted");
        BuildOutcome outcome = Builder.Build(w.Options(".") with { Output = program, Tags = [Tag] }, null, CancellationToken.None);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Diagnostics.Select(d => d.Message)));
        bool bless = Environment.GetEnvironmentVariable("GO_BLESS") == "1";
        string[] kernels = [.. Directory.EnumerateFiles(Folder(), "*.go").Order(StringComparer.Ordinal).SelectMany(Kernels)];
        Dictionary<string, long> committed = bless ? [] : Committed(file);
        Dictionary<string, long> counts = Count(program, kernels, k => Limit(k, committed.GetValueOrDefault(k)));
        if (bless)
        {
            File.WriteAllText(file, Table(kernels, counts, OriginalProgram(w) is { } original ? Count(original, kernels, _ => 0) : []));
            committed = Committed(file);
        }
        Assert.Equal(kernels.Order(), committed.Keys.Order());
        string[] more = [.. kernels.Where(k => counts[k] > Limit(k, committed[k]))
            .Select(k => $"{k}: {counts[k]} instructions, committed {committed[k]}")];
        Assert.True(more.Length == 0, string.Join('\n', more));
    }

    private static long Limit(string kernel, long committed) => (long)(committed * (s_byChance.Contains(kernel) ? MarginByChance : Margin));

    private static IEnumerable<string> Kernels(string file) => KernelName().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value);

    /// <summary>
    /// What each kernel takes beyond the start and the end of the program: the least of some runs, which end with one that is within the
    /// limit.
    /// </summary>
    private static Dictionary<string, long> Count(string program, string[] kernels, Func<string, long> limit)
    {
        string script = Path.Combine(Repository(), "eng", "get-program.sh");
        string valgrind = Output(new ProcessStartInfo(script, ["valgrind", "valgrind"]), wantsError: false).Trim();
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        long start = CountOf(valgrind, program, Nothing);
        Parallel.ForEach(kernels, new ParallelOptions { MaxDegreeOfParallelism = 2 }, kernel =>
        {
            long count = CountOf(valgrind, program, kernel) - start;
            for (int run = 1; run < MostRuns && count > limit(kernel); run++)
            {
                count = Math.Min(count, CountOf(valgrind, program, kernel) - start);
            }
            lock (counts)
            {
                counts.Add(kernel, count);
            }
        });
        return counts;
    }

    private static long CountOf(string valgrind, string program, string kernel)
    {
        string[] options = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"];
        var run = new ProcessStartInfo(valgrind, [.. options, program, kernel]);
        string library = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(valgrind)!, "..", "libexec", "valgrind"));
        if (Directory.Exists(library))
        {
            run.Environment["VALGRIND_LIB"] = library;
        }
        run.Environment["GOMAXPROCS"] = "1";
        run.Environment["GOGC"] = "off";
        run.Environment["GODEBUG"] = "cpu.all=off";
        string printed = Output(run, wantsError: true);
        Match count = InstructionCount().Match(printed);
        Assert.True(count.Success, $"{kernel}: {printed}");
        return long.Parse(count.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    private static string Output(ProcessStartInfo start, bool wantsError)
    {
        start.RedirectStandardError = wantsError;
        start.RedirectStandardOutput = !wantsError;
        using Process process = Process.Start(start)!;
        string printed = (wantsError ? process.StandardError : process.StandardOutput).ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, printed);
        return printed;
    }

    /// <summary>The same program by the original toolchain, or null where there is none.</summary>
    private static string? OriginalProgram(BuildWorkspace w)
    {
        string root = Path.Combine(Repository(), "artifacts", "oracle"), program = Path.Combine(w.Source, "original");
        if (!Directory.Exists(root))
        {
            return null;
        }
        string go = Path.Combine(root, "bin", "go");
        var build = new ProcessStartInfo(go, ["build", "-tags", Tag, "-o", program, "."]) { WorkingDirectory = w.Source };
        foreach ((string name, string value) in new[] { ("GOROOT", root), ("GOTOOLCHAIN", "local"), ("CGO_ENABLED", "0"), ("GOFLAGS", "") })
        {
            build.Environment[name] = value;
        }
        build.Environment["GOCACHE"] = Environment.GetEnvironmentVariable("GOCACHE") ?? Path.Combine(w.Cache, "original");
        Output(build, wantsError: true);
        return program;
    }

    private static string Table(string[] kernels, Dictionary<string, long> ours, Dictionary<string, long> original)
    {
        var text = new StringBuilder("# Kernel, our instructions, the original's, ratio. Written by InstructionCountTests with GO_BLESS=1.\n");
        foreach (string kernel in kernels)
        {
            text.Append(CultureInfo.InvariantCulture, $"{kernel,-26} {ours[kernel],10}");
            if (original.TryGetValue(kernel, out long theirs))
            {
                text.Append(CultureInfo.InvariantCulture, $" {theirs,10} {(double)ours[kernel] / theirs:F2}");
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static Dictionary<string, long> Committed(string file)
        => File.ReadLines(file).Where(l => !l.StartsWith('#')).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(w => w[0], w => long.Parse(w[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Counted");

    private static string Repository() => Path.GetFullPath(Path.Combine(Folder(), "..", "..", "..", ".."));

    [GeneratedRegex("""^\t\{"([a-z-]+)", """, RegexOptions.Multiline)]
    private static partial Regex KernelName();

    [GeneratedRegex(@"I *refs: *([0-9,]+)")]
    private static partial Regex InstructionCount();
}
