using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Driver;

/// <summary><c>dotnet go build</c>: as <c>go build</c>; errors go to standard error.</summary>
internal static class BuildCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter error)
    {
        var flags = new BuildFlags(Locations.Environment());
        IReadOnlyList<string> patterns = flags.Define(new GoFlags()).ApplyDefaults(flags.Environment).Parse(arguments);
        BuildOutcome outcome = Execute(flags, patterns, error);
        return outcome.Succeeded ? 0 : 1;
    }

    /// <summary>
    /// Builds and prints diagnostics. Ctrl+C and the signal to terminate cancel cleanly, with no temporary file left; the second one ends the process at once.
    /// </summary>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    public static BuildOutcome Execute(BuildFlags flags, IReadOnlyList<string> patterns, TextWriter error)
    {
        using var cancellation = new CancelOnSignal();
        return Execute(flags, patterns, error, Directory.GetCurrentDirectory(), cancellation.Token);
    }

    /// <summary>Builds in a folder and prints diagnostics.</summary>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    public static BuildOutcome Execute(BuildFlags flags, IReadOnlyList<string> patterns, TextWriter error, string workingDirectory, CancellationToken cancellation)
    {
        flags.ReadEnvironment();
        TemporaryRemains.RemoveAbandoned(flags.Environment);
        BuildOptions options = flags.ToOptions(workingDirectory, patterns, BuildFlags.HostTarget(flags.Environment),
            Locations.StandardLibrary(flags.Environment), Locations.CacheDirectory(flags.Environment)) with
        {
            CacheLimit = Locations.CacheLimit(flags.Environment),
        };
        BuildOutcome outcome = Builder.Build(options, flags.Verbose ? new TextProgress(error) : null, cancellation);
        foreach (Diagnostic d in outcome.Diagnostics)
        {
            error.WriteLine(DiagnosticRenderer.Gc(d, outcome.Sources));
        }
        foreach ((string phase, TimeSpan time) in outcome.PhaseTimes)
        {
            error.WriteLine($"{time.TotalMilliseconds,10:F1} ms  {phase}");
        }
        return outcome;
    }
}
