namespace Go.Compiler.Modules.Fetching;

/// <summary>Brings many versions at once, before they are asked for one by one.</summary>
internal static class ModulePrefetch
{
    private const int AtOnce = 8;

    /// <summary>
    /// Fetches and unpacks versions, several at a time. A failure is not reported here: the source remembers it, and whoever needs the
    /// version gets it.
    /// </summary>
    public static void Run(IModuleSource source, IReadOnlyCollection<ModuleVersion> modules, CancellationToken cancellation)
        => ForEach(modules, source.Directory, cancellation);

    /// <summary>The same for the go.mod files of versions.</summary>
    public static void GoMods(IModuleSource source, IReadOnlyCollection<ModuleVersion> modules, CancellationToken cancellation)
        => ForEach(modules, source.GoMod, cancellation);

    private static void ForEach(IReadOnlyCollection<ModuleVersion> modules, Func<ModuleVersion, CancellationToken, object> fetch,
        CancellationToken cancellation)
        => Parallel.ForEach(modules, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, module =>
        {
            try
            {
                fetch(module, cancellation);
            }
            catch (ModuleException)
            {
                return; // remembered, see above
            }
        });
}
