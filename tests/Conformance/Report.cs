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

        public string Share => Passed + Failed == 0 ? "-" : (100.0 * Passed / (Passed + Failed)).ToString("F1", CultureInfo.InvariantCulture) + " %";
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
        => text.Append(CultureInfo.InvariantCulture, $"| {suite} | {recipe} | {counts.Passed} | {counts.Failed} | {counts.Skipped} | {counts.Share} |\n");

    public static string Document(string table, string release) => $"""
        # Conformance

        Written by `./build.sh conformance`: Go's own test suites, read as they are from the sources of {release}, on linux/amd64.

        {table}
        - syntax: `src/cmd/compile/internal/syntax/testdata`. types: `src/internal/types/testdata` and `src/cmd/compile/internal/types2/testdata/local`.
        - test: every file of `GOROOT/test` as far as the front end is asked: `errorcheck` and `errorcheckdir` compare every message with the comments of the
          files; for all other recipes it only has to accept the packages. Recipes that test reports of the optimiser are counted apart: of them too only that
          the package is accepted is tested here, not the reports.
        - programs: the recipes of `GOROOT/test` that compile, link and run, and errors that only code generation finds; what the front end answers is skipped.
        - std: the tests of std's packages with `-test.short`; a case is a package, and fails if one of its tests does.
        - `./build.sh test` runs a fixed selection: the front end's suites, every 20th program, some packages of std.
        - std: std's own tests (`./build.sh conformance --std`), a case a package that has tests: the test program is built by this compiler and run with `-test.short` in a
          copy of GOROOT whose `go` command is this project's. A package fails when one of its tests does; which do and why is in `expectations/std.txt`.
        - Skipped cases are for other systems, need what this compiler leaves out (cgo, other compilers' formats), or are skipped by Go's own runner.
        - What does not pass is listed with its reason in `tests/Conformance/expectations`; a listed case that passes fails the run.

        """;
}
