using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Testing;

namespace Go.Compiler.Driver;

/// <summary>
/// What a build has found, as Go's commands print it: by package, each under a line with its name; or as events (<c>go help buildjson</c>).
/// </summary>
internal static class BuildOutput
{
    /// <summary>The findings by package, in order; those about loading have no header of their own.</summary>
    /// <param name="withInfo">Notes too, which are no findings of Go's.</param>
    /// <param name="headerOfLoading">The header of a finding about loading, or null.</param>
    private static IEnumerable<(string? Package, List<Diagnostic> Findings)> Groups(BuildOutcome outcome, bool withInfo,
        Func<Diagnostic, string?> headerOfLoading)
        => outcome.Diagnostics.Where(d => withInfo || d.Descriptor.Severity != Severity.Info)
            .GroupBy(d => d.Package ?? headerOfLoading(d) ?? "", StringComparer.Ordinal)
            .Select(g => (g.Key.Length == 0 ? null : g.Key, g.ToList()));

    public static void WriteText(BuildOutcome outcome, string workingDirectory, TextWriter error)
        => WriteText(outcome, workingDirectory, error, _ => null);

    public static void WriteText(BuildOutcome outcome, string workingDirectory, TextWriter error, Func<Diagnostic, string?> headerOfLoading)
    {
        var paths = new PathText(workingDirectory);
        foreach ((string? package, List<Diagnostic> findings) in Groups(outcome, withInfo: true, headerOfLoading))
        {
            for (int i = 0; i < findings.Count; i++)
            {
                if (HasHeader(package, findings, i))
                {
                    error.WriteLine("# " + package);
                }
                error.WriteLine(Text(findings[i], outcome, paths));
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
        foreach ((string? package, List<Diagnostic> findings) in Groups(outcome, withInfo: false, _ => null))
        {
            if (package is not null && findings.Exists(d => d.Descriptor.Severity == Severity.Error))
            {
                yield return (package, $"# {package}\n{string.Concat(findings.Select(d => paths.OfCompiler(d, outcome.Sources) + "\n"))}");
            }
        }
    }

    /// <summary>A package is named once, and again before each finding about loading.</summary>
    private static bool HasHeader(string? package, List<Diagnostic> findings, int at)
        => package is not null && (at == 0 || findings[at].Package is null);

    private static string Text(Diagnostic d, BuildOutcome outcome, PathText paths)
        => d.Package is null ? paths.OfLoader(d, outcome.Sources) : paths.OfCompiler(d, outcome.Sources);

    public static void WriteEvents(BuildOutcome outcome, string workingDirectory, Action<TestEvent> write)
        => WriteEvents(outcome, workingDirectory, write, _ => null);

    public static void WriteEvents(BuildOutcome outcome, string workingDirectory, Action<TestEvent> write,
        Func<Diagnostic, string?> headerOfLoading)
    {
        var paths = new PathText(workingDirectory);
        foreach ((string? package, List<Diagnostic> findings) in Groups(outcome, withInfo: false, headerOfLoading))
        {
            string name = findings.Find(d => d.Package is null && d.Subject is not null)?.Subject ?? package ?? "";
            for (int i = 0; i < findings.Count; i++)
            {
                if (HasHeader(package, findings, i))
                {
                    write(new TestEvent(TestAction.BuildOutput, name, "", $"# {package}\n", null, null));
                }
                string text = Text(findings[i], outcome, paths);
                // Of what is said about loading, each line is an event.
                foreach (string line in findings[i].Package is null ? text.TrimEnd('\n').Split('\n') : [text])
                {
                    write(new TestEvent(TestAction.BuildOutput, name, "", line + "\n", null, null));
                }
            }
            if (findings.Exists(d => d.Descriptor.Severity == Severity.Error))
            {
                write(new TestEvent(TestAction.BuildFail, name, "", "", null, null));
            }
        }
    }
}
