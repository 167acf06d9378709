using Go.Compiler.Driver.Templates;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary>A module as <c>list -m</c> tells of it: fields named as <c>go list</c> names them, in its order.</summary>
internal static class ModuleDescription
{
    public static TemplateRecord Of(ModuleDetails module) => new TemplateRecord(module.ToString())
        .Add("Path", module.Path).Add("Version", module.Version).Add("Query", module.Query).Add("Versions", module.Versions)
        .Add("Replace", module.Replace is { } replace ? Of(replace) : null)
        .Add("Time", module.Time is { } time ? new TemplateTime(time) : null)
        .Add("Update", module.Update is { } update ? Of(update) : null)
        .Add("Main", module.IsMain).Add("Indirect", module.IsIndirect).Add("Dir", module.Directory).Add("GoMod", module.GoMod)
        .Add("GoVersion", module.GoVersion)
        .Add("Retracted", module.Retracted).Add("Deprecated", module.Deprecated)
        .Add("Error", module.Error.Length > 0 ? new TemplateRecord(module.Error).Add("Err", module.Error) : null)
        .Add("Sum", module.Sum).Add("GoModSum", module.GoModSum).Add("Reuse", false);
}
