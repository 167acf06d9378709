using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Testing;

namespace Go.Compiler.Driver;

/// <summary>What a build has found, as Go's commands print it: by package, each under a line with its name; or as events (<c>go help buildjson</c>).</summary>
internal static class BuildOutput
{
    /// <summary>The findings by package, in order; those about loading have no header.</summary>
    /// <param name="withInfo">Notes too, which are no findings of Go's.</param>
    private static IEnumerable<(string? Package, List<Diagnostic> Findings)> Groups(BuildOutcome outcome, bool withInfo)
        => outcome.Diagnostics.Where(d => withInfo || d.Descriptor.Severity != Severity.Info).GroupBy(d => d.Package ?? "", StringComparer.Ordinal)
            .Select(g => (g.Key.Length == 0 ? null : g.Key, g.ToList()));

    public static void WriteText(BuildOutcome outcome, string workingDirectory, TextWriter error)
    {
        var paths = new PathText(workingDirectory);
        foreach ((string? package, List<Diagnostic> findings) in Groups(outcome, withInfo: true))
        {
            if (package is not null)
            {
                error.WriteLine("# " + package);
            }
            foreach (Diagnostic d in findings)
            {
                error.WriteLine(package is null ? paths.OfLoader(d, outcome.Sources) : paths.OfCompiler(d, outcome.Sources));
            }
        }
        foreach ((string phase, TimeSpan time) in outcome.PhaseTimes)
        {
            error.WriteLine($"{time.TotalMilliseconds,10:F1} ms  {phase}");
        }
    }

    /// <summary>What was found in each package, as it is printed.</summary>
    public static IEnumerable<(string Package, string Text)> TextByPackage(BuildOutcome outcome, string workingDirectory)
    {
        var paths = new PathText(workingDirectory);
        foreach ((string? package, List<Diagnostic> findings) in Groups(outcome, withInfo: false))
        {
            if (package is not null && findings.Exists(d => d.Descriptor.Severity == Severity.Error))
            {
                yield return (package, $"# {package}\n{string.Concat(findings.Select(d => paths.OfCompiler(d, outcome.Sources) + "\n"))}");
            }
        }
    }

    public static void WriteEvents(BuildOutcome outcome, string workingDirectory, Action<TestEvent> write)
    {
        var paths = new PathText(workingDirectory);
        foreach ((string? package, List<Diagnostic> findings) in Groups(outcome, withInfo: false))
        {
            string name = package ?? findings.Find(d => d.Subject is not null)?.Subject ?? "";
            if (package is not null)
            {
                write(new TestEvent(TestAction.BuildOutput, name, "", $"# {package}\n", null, null));
            }
            foreach (Diagnostic d in findings)
            {
                string text = package is null ? paths.OfLoader(d, outcome.Sources) : paths.OfCompiler(d, outcome.Sources);
                write(new TestEvent(TestAction.BuildOutput, name, "", text + "\n", null, null));
            }
            if (findings.Exists(d => d.Descriptor.Severity == Severity.Error))
            {
                write(new TestEvent(TestAction.BuildFail, name, "", "", null, null));
            }
        }
    }
}
