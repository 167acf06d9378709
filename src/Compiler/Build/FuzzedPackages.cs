using Go.Compiler.Packages;

namespace Go.Compiler.Build;

/// <summary>
/// The packages whose edges are counted in test programs for fuzzing: those under test, with their own test files, and what they and
/// external tests import. Not external tests
/// themselves, nor what only the engine needs, which runs beside the tests.
/// </summary>
internal static class FuzzedPackages
{
    /// <summary>
    /// What the engine and package testing do all the time themselves: it would tell nothing of inputs (cmd/go/internal/test,
    /// skipInstrumentation).
    /// </summary>
    private static readonly HashSet<string> s_skipped =
    [
        "context", "internal/fuzz", "internal/godebug", "internal/runtime/maps", "internal/sync", "reflect", "runtime", "sync",
        "sync/atomic", "syscall", "testing", "time",
    ];

    /// <summary>Identities of the packages.</summary>
    public static HashSet<string> Of(PackageGraph graph)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var work = new Stack<LoadedPackage>();
        foreach (TestRoot test in graph.Tests)
        {
            foreach (LoadedPackage part in test.Program?.Dependencies ?? [])
            {
                if (part.FullPath == test.FullPath || IsExternalTest(part))
                {
                    work.Push(part);
                }
            }
        }
        var counted = new HashSet<string>(StringComparer.Ordinal);
        while (work.TryPop(out LoadedPackage? package))
        {
            if (!seen.Add(package.Identity))
            {
                continue;
            }
            if (!IsExternalTest(package) && !s_skipped.Contains(package.FullPath))
            {
                counted.Add(package.Identity);
            }
            foreach (LoadedPackage import in package.Dependencies)
            {
                work.Push(import);
            }
        }
        return counted;
    }

    private static bool IsExternalTest(LoadedPackage package)
        => package.ForTest.Length > 0 && package.FullPath == package.ForTest + "_test";
}
