using Go.Compiler.Packages;
using Go.Compiler.VersionControl;

namespace Go.Compiler.Build;

/// <summary>
/// Says of packages whether a build would have anything to do for them, by the cache and by the programs that were written before.
/// </summary>
internal static class Staleness
{
    public const string NotInstalled = "not installed but available in build cache";
    private const string Changed = "build ID mismatch", Dependency = "stale dependency: ";

    /// <summary>The reasons by identity; what is up to date has none.</summary>
    /// <param name="session">A dry run: what is in the cache was found, nothing was compiled.</param>
    public static IReadOnlyDictionary<string, string> Of(CompileSession session, CancellationToken cancellation)
    {
        var targets = session.Options.StaleTargets.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (LoadedPackage package in session.Graph.Packages)
        {
            if (session.Find(package) is null)
            {
                reasons[package.Identity] = session.Services.Cache is null ? "build -a flag in use" : ReasonOf(package, reasons);
            }
            else if (package is { IsCommand: true, IsTestMain: false } && session.Graph.Roots.Contains(package)
                && !IsInstalled(session, package, targets, cancellation))
            {
                reasons[package.Identity] = NotInstalled;
            }
        }
        return reasons;
    }

    private static string ReasonOf(LoadedPackage package, Dictionary<string, string> reasons)
    {
        foreach (LoadedPackage import in package.Dependencies)
        {
            if (reasons.TryGetValue(import.Identity, out string? reason) && reason != NotInstalled)
            {
                return reason.StartsWith(Dependency, StringComparison.Ordinal) ? reason : Dependency + import.FullPath;
            }
        }
        return Changed;
    }

    private static bool IsInstalled(CompileSession session, LoadedPackage program, Dictionary<string, string> targets,
        CancellationToken cancellation)
    {
        if (session.Services.Cache is not { } cache || !targets.TryGetValue(program.FullPath, out string? target))
        {
            return false;
        }
        List<CompiledPackage> packages = ProgramLinker.Closure(session, session.Graph, program);
        var problems = new Diagnostics.DiagnosticSink();
        return ProgramLinker.TryStamp(session, program, problems, out VersionStamp? stamp, cancellation)
            && new LinkRecord(cache, target).IsCurrent(LinkRecord.InputsOf(ProgramLinker.OptionsOf(session, session.Graph, program, stamp),
                packages));
    }
}
