using System.Diagnostics;
using System.Globalization;
using Go.Compiler.Tests.Check;
using Go.Compiler.Tests.Conformance.Scripts;

namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// <c>Conformance [--suite NAME]... [--run | --quick] [--only PART,...] [--shard I/N] [--from NAME] [--arch ARCH] [--all] [--workers N]
/// [--write FILE]</c>: runs Go's own suites; without <c>--suite</c> the front end's, with <c>--run</c> all, with <c>--quick</c> a fixed
/// selection that ends in minutes. Exit code 1 if anything contradicts the expectations. The suite <c>scripts</c> is run whole only when it
/// is named. <c>--list-std FILE</c> and <c>--measure FILE ROUNDS</c> are for eng/measure-frontend.sh.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["--list-std", var file]:
                FrontEndMeasure.WriteList(new StandardLibrary(), file);
                return 0;
            case ["--measure", var list, var count]:
                Console.WriteLine(FrontEndMeasure.Run(list, int.Parse(count, CultureInfo.InvariantCulture)));
                return 0;
        }
        ConformanceOptions options;
        try
        {
            options = ConformanceOptions.Parse(arguments);
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
        var library = new StandardLibrary();
        var runs = new List<SuiteRun>();
        long begin = Stopwatch.GetTimestamp();
        foreach (string suite in options.Suites)
        {
            long start = Stopwatch.GetTimestamp();
            string work = Path.Combine(Path.GetTempPath(),
                "go-conformance-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            List<ConformanceCase> cases = [.. CasesOf(suite, library, work).Where(options.Chooses)];
            Expectations expectations = Expectations.Read(Path.Combine(ExpectationsFolder(), suite + ".txt"),
                Path.Combine(ExpectationsFolder(), suite + TestedTarget.Suffix + ".txt"));
            var run = new SuiteRun(suite, cases, expectations, options.Workers);
            run.Run(options.ShowAll, options.IsWhole);
            runs.Add(run);
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
            foreach (string surprise in run.Surprises)
            {
                Console.WriteLine(surprise);
            }
            Console.Error.WriteLine($"{suite}: {cases.Count} cases in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        }
        string table = Report.Table(runs);
        Console.WriteLine(table);
        if (options.Write is { } write)
        {
            // Sections between marks are other scripts'.
            string before = File.Exists(write) ? File.ReadAllText(write) : "";
            int marked = before.IndexOf("<!-- begin ", StringComparison.Ordinal);
            string kept = marked < 0 ? "" : "\n" + before[marked..];
            string cost = string.Create(CultureInfo.InvariantCulture,
                $"The run took {Stopwatch.GetElapsedTime(begin).TotalMinutes:F0} minutes on {Environment.ProcessorCount} processors, {Report.CpuSeconds() / 60:F0} minutes of CPU time with the programs it started.");
            File.WriteAllText(write, Report.Document(table, cost, Report.Failures(runs),
                File.ReadLines(Path.Combine(GoSources.Root, "VERSION")).First()) + kept);
        }
        return runs.Any(r => r.Surprises.Count > 0) ? 1 : 0;
    }

    private static IEnumerable<ConformanceCase> CasesOf(string suite, StandardLibrary library, string workFolder) => suite switch
    {
        "syntax" => FrontEndSuites.Syntax(),
        "types" => FrontEndSuites.Types(library),
        "assembler" => AssemblerSuite.Cases(workFolder),
        "test" => new TestFolder(library).Cases(),
        "programs" => new ProgramSuite(library, workFolder, KeptFolder()).Cases(),
        "std" => new StdSuite(KeptFolder()).Cases(),
        "codegen" => new CodegenSuite(workFolder, KeptFolder()).Cases(),
        "scripts" => new ScriptSuite(workFolder, KeptFolder()).Cases(),
        _ => throw new ArgumentException($"unknown suite {suite}"),
    };

    /// <summary>For what is worth keeping between runs.</summary>
    private static string KeptFolder()
        => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(ExpectationsFolder())!)!)!, "artifacts",
            "conformance");

    /// <summary>The lists stand beside the sources: they are edited by hand.</summary>
    private static string ExpectationsFolder()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            string candidate = Path.Combine(d.FullName, "tests", "Conformance", "expectations");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        throw new InvalidOperationException("tests/Conformance/expectations is missing");
    }
}
