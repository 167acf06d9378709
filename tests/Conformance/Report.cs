using System.Globalization;
using System.Text;

namespace Go.Compiler.Tests.Conformance;

/// <summary>The table of counts, for the console and for docs/conformance.md.</summary>
internal static class Report
{
    private sealed class Counts
    {
        public int Passed, Failed, Skipped;

        public void Add(CaseOutcome outcome)
        {
            switch (outcome)
            {
                case CaseOutcome.Passed: Passed++; break;
                case CaseOutcome.Failed: Failed++; break;
                default: Skipped++; break;
            }
        }

        public string Share
            => Passed + Failed == 0 ? "-" : (100.0 * Passed / (Passed + Failed)).ToString("F1", CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>Rows by suite and recipe, and a sum per suite.</summary>
    public static string Table(IEnumerable<SuiteRun> runs)
    {
        var text = new StringBuilder("| Suite | Recipe | Passed | Failed | Skipped | Passed of those run |\n|---|---|---:|---:|---:|---:|\n");
        foreach (SuiteRun run in runs)
        {
            var byRecipe = new SortedDictionary<string, Counts>(StringComparer.Ordinal);
            var sum = new Counts();
            foreach ((ConformanceCase c, CaseResult result) in run.Results)
            {
                if (!byRecipe.TryGetValue(c.Recipe, out Counts? counts))
                {
                    byRecipe.Add(c.Recipe, counts = new Counts());
                }
                counts.Add(result.Outcome);
                sum.Add(result.Outcome);
            }
            foreach ((string recipe, Counts counts) in byRecipe)
            {
                Row(text, run.Suite, recipe, counts);
            }
            if (byRecipe.Count > 1)
            {
                Row(text, $"**{run.Suite}**", "**all**", sum);
            }
        }
        return text.ToString();
    }

    private static void Row(StringBuilder text, string suite, string recipe, Counts counts)
        => text.Append(CultureInfo.InvariantCulture,
            $"| {suite} | {recipe} | {counts.Passed} | {counts.Failed} | {counts.Skipped} | {counts.Share} |\n");

    /// <summary>What failed, by reason, suite by suite.</summary>
    public static string Failures(IEnumerable<SuiteRun> runs)
    {
        var text = new StringBuilder("## What does not pass\n\n| Suite | Cases | Reason |\n|---|---|---|\n");
        foreach (SuiteRun run in runs)
        {
            foreach ((string reason, IReadOnlyList<string> names) in run.KnownFailures())
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"| {run.Suite} | {string.Join(", ", names.Select(n => $"`{n}`"))} | {reason} |\n");
            }
        }
        return text.ToString();
    }

    /// <summary>
    /// User and system time of this process and of those that it started and that have ended, in seconds (proc(5): fields 14 to 17 of stat,
    /// in ticks).
    /// </summary>
    public static double CpuSeconds()
    {
        const double TicksPerSecond = 100;
        string stat = File.ReadAllText("/proc/self/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    public static string Document(string table, string cost, string failures, string release) => $"""
        # Conformance

        Written by `./build.sh conformance`: Go's own test suites, read as they are from the sources of {release}, on linux/amd64.

        {table}
        {cost}

        - syntax: `src/cmd/compile/internal/syntax/testdata`. types: `src/internal/types/testdata` and `src/cmd/compile/internal/types2/testdata/local`.
        - test: every file of `GOROOT/test` as far as the front end is asked: `errorcheck` and `errorcheckdir` compare every message with the comments of the
          files; for all other recipes it only has to accept the packages. Recipes that test reports of the optimiser are counted apart: of them too only that
          the package is accepted is tested here, not the reports.
        - assembler: the test data of Go's assembler (`src/cmd/asm/internal/asm/testdata`), a case a file: every encoding to the byte, every message; lines that differ are listed
          one by one. std: where the original toolchain is there, code, data and relocations of every assembly file of std compared with the listing of the original assembler.
        - programs: the recipes of `GOROOT/test` that compile, link and run, and errors that only code generation finds; what the front end answers is skipped.
        - codegen: Go's code generation tests (`test/codegen`), a case a file and architecture: how many of its checks the emitted code meets, in the section
          "Go's code generation tests" of [performance.md](performance.md).
        - `./build.sh test` runs a fixed selection: the front end's suites, every 20th program, some packages of std.
        - std: std's own tests (`./build.sh conformance --std`), a case a package that has tests: the test program is built by this compiler and run with `-test.short` in a
          copy of GOROOT whose `go` command is this project's. A package fails when one of its tests does; which do and why is in `expectations/std.txt`.
        - Skipped cases are for other systems, need what this compiler leaves out (cgo, other compilers' formats), or are skipped by Go's own runner.
        - What does not pass is listed with its reason in `tests/Conformance/expectations`; a listed case that passes fails the run.

        {failures}
        """;
}
