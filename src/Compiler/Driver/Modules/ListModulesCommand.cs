using Go.Compiler.Driver.Templates;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary><c>dotnet go list -m</c>: modules in place of packages.</summary>
internal static class ListModulesCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => ModuleCommandRun.Run("list", output, error, run =>
    {
        bool updates = false, versions = false, retracted = false, json = false, takesErrors = false;
        string format = "", fields = "";
        // -json may have a value, but never takes the next argument for it.
        fields = arguments.FirstOrDefault(a => a.StartsWith("-json=", StringComparison.Ordinal)
            && a[6..] is not ("true" or "false" or "1" or "0"), "-json=")[6..];
        arguments = [.. arguments.Select(a => fields.Length > 0 && a == "-json=" + fields ? "-json" : a)];
        IReadOnlyList<string> rest = run.Parse(arguments,
            f => f.Switch("m", _ => { }).Switch("u", v => updates = v).Switch("versions", v => versions = v)
            .Switch("retracted", v => retracted = v).Switch("e", v => takesErrors = v).Value("f", v => format = v)
            .Switch("json", v => json = v)
            .Switch("compiled", v => Refuse(v, "-compiled")).Switch("deps", v => Refuse(v, "-deps"))
            .Switch("export", v => Refuse(v, "-export"))
            .Switch("find", v => Refuse(v, "-find")).Switch("test", v => Refuse(v, "-test"))
            .Value("reuse", _ => throw UsageException.NotSupported("-reuse is not supported: the module cache does the same")), "tags");
        if (format.Length > 0 && json)
        {
            throw ModuleCommandRun.Refused("list -f cannot be used with -json");
        }
        ModuleLister? lister = null;
        string shown = format.Length > 0 ? format : versions && !json
            ? "{{.Path}}{{range .Versions}} {{.}}{{end}}{{if .Deprecated}} (deprecated){{end}}" : "";
        TemplateLines? template = shown.Length > 0 ? new(shown, ListFunctions.With(path => lister?.OfBuild(path))) : null;
        ModuleSession session = run.Open(ModuleCommand.List);
        CheckVendor(session, rest, updates, versions, retracted);
        ModuleListing listing = (updates ? ModuleListing.Updates | ModuleListing.Retractions | ModuleListing.Deprecations : 0)
            | (retracted ? ModuleListing.Retractions : 0)
            | (versions ? ModuleListing.Versions | (retracted ? ModuleListing.RetractedVersions : 0) : 0);
        lister = new ModuleLister(session, new CachedModules(run.Source.Cache), listing);
        List<ModuleDetails> modules = lister.List(rest);
        if (lister.GraphFailure is null && !updates)
        {
            session.Commit(new GoModChanges(), null);
        }
        if (!takesErrors)
        {
            foreach (string problem in modules.Select(m => m.Error).Where(e => e.Length > 0)
                .Concat(lister.GraphFailure is { } failure ? [failure.Message] : []))
            {
                run.Fail(problem);
            }
            if (run.HasFailed)
            {
                return;
            }
        }
        Write(modules, template, json, fields, output);
    });

    private static void Refuse(bool isSet, string flag)
    {
        if (isSet)
        {
            throw ModuleCommandRun.Refused($"list {flag} cannot be used with -m");
        }
    }

    private static void CheckVendor(ModuleSession session, IReadOnlyList<string> arguments, bool updates, bool versions, bool retracted)
    {
        if (session.Mode != ModuleMode.Vendor)
        {
            return;
        }
        string? action = retracted && session.IsModeExplicit ? null : versions ? "determine available versions" : updates
            ? "determine available upgrades"
            : arguments.Contains("all") ? "compute 'all'" : arguments.Any(a => a.Contains("...", StringComparison.Ordinal))
            ? "match module patterns" : "";
        if (action is null)
        {
            throw ModuleCommandRun.Refused("go list -retracted cannot be used when vendoring is enabled");
        }
        if (action.Length > 0)
        {
            throw ModuleCommandRun.Refused($"can't {action} using the vendor directory\n\t(Use -mod=mod or -mod=readonly to bypass.)");
        }
    }

    private static void Write(List<ModuleDetails> modules, TemplateLines? template, bool json, string fields, TextWriter output)
    {
        foreach (ModuleDetails module in modules)
        {
            TemplateRecord record = ModuleDescription.Of(module);
            if (template is not null)
            {
                template.Write(record, ListTypes.Module, output);
                continue;
            }
            output.Write((json ? PackageDescription.ToJson(fields.Length == 0
                ? record : record.Only(fields.Split(','))) : module.ToString()) + "\n");
        }
    }
}
