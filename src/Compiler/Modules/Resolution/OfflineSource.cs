using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

/// <summary>A source that has nothing, where nothing may be fetched and no cache is known.</summary>
internal sealed class OfflineSource : IModuleSource
{
    public static OfflineSource Instance { get; } = new();

    private static ModuleException Disabled(string what)
        => new(Catalogue.NoMatchingVersion, $"{what}: module lookup disabled by GOPROXY=off");

    public byte[] GoMod(ModuleVersion module, CancellationToken cancellation) => throw Disabled(module.ToString());

    public string Directory(ModuleVersion module, CancellationToken cancellation) => throw Disabled(module.ToString());

    public IReadOnlyList<string> Versions(string modulePath, string prefix, CancellationToken cancellation)
        => throw Disabled("module " + modulePath);

    public ModuleRevision Revision(string modulePath, string query, CancellationToken cancellation)
        => throw Disabled($"{modulePath}@{query}");

    public ModuleRevision? Latest(string modulePath, CancellationToken cancellation) => throw Disabled("module " + modulePath);
}
