using Go.Compiler.Modules;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

internal sealed class CachedModules(ModuleCache cache) : ICachedModules
{
    public string? FolderOf(ModuleVersion module) => cache.IsUnpacked(module) ? cache.Folder(module) : null;

    public string? GoModOf(ModuleVersion module) => File.Exists(cache.File(module, "mod")) ? cache.File(module, "mod") : null;
}
