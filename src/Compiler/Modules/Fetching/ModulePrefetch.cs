namespace Go.Compiler.Modules.Fetching;

/// <summary>Brings many versions at once, before they are asked for one by one.</summary>
internal static class ModulePrefetch
{
    private const int AtOnce = 8;

    /// <summary>
    /// Fetches and unpacks versions, several at a time. A failure is not reported here: the source remembers it, and whoever needs the version gets it.
    /// </summary>
    public static void Run(IModuleSource source, IReadOnlyCollection<ModuleVersion> modules, CancellationToken cancellation)
        => Parallel.ForEach(modules, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, module =>
        {
            try
            {
                source.Directory(module, cancellation);
            }
            catch (ModuleException)
            {
                return; // remembered, see above
            }
        });
}
