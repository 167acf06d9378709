using Go.Compiler.Build;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary><c>dotnet go clean</c>: removes what builds keep for later ones.</summary>
internal static class CleanCommand
{
    public static int Run(IReadOnlyList<string> arguments)
    {
        GoEnvironment environment = Locations.Environment();
        bool cache = false, results = false;
        IReadOnlyList<string> packages = new GoFlags()
            .Switch("cache", v => cache = v)
            .Switch("testcache", v => results |= v) // results of tests are not kept
            .Switch("fuzzcache", v => results |= v) // nor are inputs that fuzzing found
            .Parse(arguments);
        if (!cache && !results)
        {
            throw UsageException.NotSupported("clean without a flag: builds leave no object files beside the sources; use -cache to empty the build cache");
        }
        if (packages.Count > 0)
        {
            throw new UsageException("clean -cache cannot be used with package arguments");
        }
        if (cache)
        {
            CacheTrimming.Clear(Locations.CacheDirectory(environment));
        }
        TemporaryRemains.RemoveAbandoned(environment);
        return 0;
    }
}
