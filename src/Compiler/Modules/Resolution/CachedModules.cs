using Go.Compiler.Modules.Cache;

namespace Go.Compiler.Modules.Resolution;

/// <summary>What the module cache has of modules.</summary>
internal sealed class CachedModules(ModuleCache? cache) : ICachedModules
{
    public string? FolderOf(ModuleVersion module) => cache?.IsUnpacked(module) == true ? cache.Folder(module) : null;

    public string? GoModOf(ModuleVersion module) => cache?.Has(module, "mod") == true ? cache.File(module, "mod") : null;
}
