using System.Diagnostics;
using System.Globalization;
using System.Text;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Tests.Differential;

/// <summary>One Go program made of many generated ones, built in several ways; what they say is compared seed by seed.</summary>
/// <param name="folder">Where sources and executables go.</param>
/// <param name="cache">Cache of compiled packages.</param>
/// <param name="original">GOROOT of the original toolchain, or null.</param>
/// <param name="unoptimised">Build without optimisation too.</param>
/// <param name="subject">What the programs are about.</param>
/// <param name="machine">What the programs are built for, and what runs them.</param>
internal sealed class Comparison(string folder, string cache, string? original, bool unoptimised, Subject subject, Machine machine)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>How long the builds took.</summary>
    public string Times { get; private set; } = "";

    /// <summary>
    /// Seeds on which the original's optimised code contradicts its unoptimised code, which says what ours says: no fault of ours.
    /// </summary>
    public List<ulong> OriginalContradictsItself { get; } = [];

    /// <summary>Descriptions of the seeds on which not all agree.</summary>
    public IReadOnlyList<string> Compare(ulong first, ulong last)
    {
        Write(first, last);
        var ways = new List<(string Name, Dictionary<ulong, string> Traces)>();
        void add(string name, Action build)
        {
            long start = Stopwatch.GetTimestamp();
            build();
            Times += $"{name} {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s ";
            ways.Add((name, Run(name, first, last)));
        }
        if (original is not null)
        {
            add("original", () => BuildOriginal("original"));
        }
        if (unoptimised)
        {
            add("unoptimised", () => BuildOurs("unoptimised", optimize: false));
        }
        add("optimised", () => BuildOurs("optimised", optimize: true));
        var differences = new List<string>();
        Dictionary<ulong, string>? judge = null;
        for (ulong seed = first; seed <= last; seed++)
        {
            string expected = ways[0].Traces[seed];
            List<(string Name, Dictionary<ulong, string> Traces)> others = [.. ways.Skip(1).Where(w => w.Traces[seed] != expected)];
            if (others.Count > 0 && original is not null)
            {
                judge ??= Judge(first, last);
                if (others.Count == ways.Count - 1 && others.TrueForAll(w => w.Traces[seed] == judge[seed]))
                {
                    OriginalContradictsItself.Add(seed);
                    continue;
                }
            }
            foreach ((string name, Dictionary<ulong, string> traces) in others)
            {
                differences.Add($"seed {seed}: {name} code differs from {ways[0].Name}: {FirstDifference(expected, traces[seed])}");
            }
        }
        return differences;
    }

    /// <summary>What the programs say when the original toolchain does not optimise them.</summary>
    private Dictionary<ulong, string> Judge(ulong first, ulong last)
    {
        BuildOriginal("judge", "-gcflags=all=-N -l");
        return Run("judge", first, last);
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] a = expected.Split('\n'), b = actual.Split('\n');
        int i = 0;
        while (i < a.Length && i < b.Length && a[i] == b[i])
        {
            i++;
        }
        return $"line {i + 1}: '{(i < b.Length ? b[i] : "")}' for '{(i < a.Length ? a[i] : "")}'";
    }

    private void Write(ulong first, ulong last)
    {
        Directory.CreateDirectory(Path.Combine(folder, "support"));
        File.WriteAllText(Path.Combine(folder, "go.mod"), "module differential\n\ngo 1.27\n");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "support", "support.go"), Path.Combine(folder, "support", "support.go"),
            overwrite: true);
        var main = new StringBuilder("package main\n\nimport (\n\t\"os\"\n\t\"strconv\"\n\n\t\"differential/support\"\n)\n\nfunc main() {\n\tfirst, _ := strconv.ParseUint(os.Args[1], 10, 64)\n");
        for (ulong seed = first; seed <= last; seed++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"p{seed}.go");
            File.WriteAllText(Path.Combine(folder, name), ProgramGenerator.Generate(seed, subject));
            main.Append(CultureInfo.InvariantCulture,
                $"\tif first <= {seed} {{\n\t\tsupport.Program({seed}, {ProgramGenerator.EntryPoint(seed)})\n\t}}\n");
        }
        File.WriteAllText(Path.Combine(folder, "main.go"), main.Append("}\n").ToString());
    }

    private void BuildOurs(string name, bool optimize)
    {
        BuildOutcome outcome = Builder.Build(new BuildOptions
        {
            WorkingDirectory = folder,
            Target = machine.Target,
            Output = Path.Combine(folder, name),
            StandardLibrary = GoSources.Root,
            CacheDirectory = cache,
            Optimize = optimize,
            Inline = optimize,
        }, null, CancellationToken.None);
        if (!outcome.Succeeded)
        {
            throw new InvalidOperationException($"{name}: "
                + string.Join('\n', outcome.Diagnostics.Take(5).Select(d => DiagnosticRenderer.Gc(d, outcome.Sources))));
        }
    }

    private void BuildOriginal(string output, params string[] flags)
    {
        var start = new ProcessStartInfo(Path.Combine(original!, "bin", "go"),
            ["build", "-o", output, .. flags, "."]) { WorkingDirectory = folder, RedirectStandardError = true };
        foreach ((string variable, string value) in ((string, string)[])[("GOROOT", original!), ("GOTOOLCHAIN", "local"),
            ("CGO_ENABLED", "0"), ("GOFLAGS", "-mod=mod"), ("GOCACHE", Path.Combine(cache, "original")),
            ("GOOS", machine.Target.Os), ("GOARCH", machine.Target.Arch)])
        {
            start.Environment[variable] = value;
        }
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("the original toolchain refuses a generated program: " + errors);
        }
    }

    /// <summary>The traces by seed. A program that dies is run again from behind the seed that it died of.</summary>
    private Dictionary<ulong, string> Run(string name, ulong first, ulong last)
    {
        var traces = new Dictionary<ulong, string>();
        int silent = 0;
        string lastProblem = "";
        for (ulong from = first; from <= last;)
        {
            (string output, string problem) = Run(Path.Combine(folder, name), from);
            foreach (string part in output.Split("== ", StringSplitOptions.RemoveEmptyEntries))
            {
                int end = part.IndexOf('\n', StringComparison.Ordinal);
                traces[ulong.Parse(part.AsSpan(0, end), CultureInfo.InvariantCulture)] = part[(end + 1)..];
            }
            while (traces.ContainsKey(from))
            {
                from++;
            }
            if (from <= last)
            {
                traces[from++] = problem;
                silent++;
                lastProblem = problem;
            }
        }
        // Programs that all say nothing would agree: an emulator that does not start is not an answer.
        return silent * 2 <= traces.Count ? traces
            : throw new InvalidOperationException($"{name}: {silent} of {traces.Count} programs did not say anything, the last for: {lastProblem}");
    }

    private (string Output, string Problem) Run(string program, ulong from)
    {
        ProcessStartInfo start = machine.Start(program, from.ToString(CultureInfo.InvariantCulture));
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill();
            return (output.GetAwaiter().GetResult(), "not done in time");
        }
        return (output.GetAwaiter().GetResult(), $"exit status {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
    }
}
