using System.Collections.Concurrent;
using Go.Compiler.Driver.Templates;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary><c>dotnet go mod download</c>: fills the module cache.</summary>
internal static class ModDownloadCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => ModuleCommandRun.Run("mod download", output, error, run =>
    {
        bool json = false;
        IReadOnlyList<string> named = run.Parse(arguments, f => f.Switch("json", v => json = v).Switch("x", v => run.IsVerbose = v)
            .Value("reuse", _ => throw UsageException.NotSupported("-reuse is not supported: the module cache does the same")));
        ModuleSession session = run.Open(ModuleCommand.Download);
        bool isExplicit = named.Count > 0;
        if (session is { IsWorkspace: true, HasModule: false } && !isExplicit)
        {
            throw session.NoModule();
        }
        IReadOnlyList<string> wanted = isExplicit ? Skipped(session, named, run) : session.HasModule ? OfMainModule(session) : [];
        if (wanted.Count == 0)
        {
            if (!session.HasModule && !isExplicit)
            {
                throw ModuleCommandRun.Refused("no modules specified (see 'go help mod download')");
            }
            if (!isExplicit)
            {
                run.Say("go: no module dependencies to download");
            }
            return;
        }
        var lister = new ModuleLister(session, new CachedModules(run.Source.Cache), ModuleListing.None);
        List<ModuleDetails> modules = lister.List(wanted);
        if (!isExplicit && !session.IsWorkspace)
        {
            session.Commit(new GoModChanges(), null);
        }
        TemplateRecord?[] results = Download(run, session, modules);
        Report(run, results, json, output);
        if (!run.HasFailed && (isExplicit || session.IsWorkspace))
        {
            session.Commit(new GoModChanges(), null);
        }
        if (lister.GraphFailure is { } failure)
        {
            run.Fail(failure.Message);
        }
    });

    private static List<string> Skipped(ModuleSession session, IReadOnlyList<string> named, ModuleCommandRun run)
    {
        foreach (string argument in named.Where(a => session.HasModule
            && session.Main.All.Any(m => a == m.Path || a == m.Path + "@upgrade" || a == m.Path + "@patch")))
        {
            run.Say($"go: skipping download of {argument} that resolves to the main module");
        }
        return [.. named];
    }

    /// <summary>What the main module requires; before go 1.17 its go.mod does not name it all.</summary>
    private static IReadOnlyList<string> OfMainModule(ModuleSession session)
    {
        if (session.IsWorkspace)
        {
            return ["all"];
        }
        GoModFile file = session.Main.First.File!;
        if (file.Go is null || ModFileSummary.PruningOf(file.GoText) == Pruning.Unpruned || session.Main.First.Read.Go.Length == 0)
        {
            return file.Requirements.Count > 0 ? ["all"] : [];
        }
        Requirements requirements = session.Requirements;
        session.ExpandedGraph(ref requirements);
        session.Requirements = requirements;
        return [.. file.Requirements.Select(r => r.Module.Path)];
    }

    private static TemplateRecord?[] Download(ModuleCommandRun run, ModuleSession session, List<ModuleDetails> modules)
    {
        var results = new TemplateRecord?[modules.Count];
        Parallel.For(0, modules.Count, new ParallelOptions { CancellationToken = run.Cancellation, MaxDegreeOfParallelism = 8 }, i =>
        {
            ModuleDetails details = modules[i].Replace ?? modules[i];
            if (details.Version.Length > 0 || details.Error.Length > 0)
            {
                results[i] = Download(run, session, details);
            }
        });
        return results;
    }

    private static TemplateRecord Download(ModuleCommandRun run, ModuleSession session, ModuleDetails details)
    {
        var module = new ModuleVersion(details.Path, details.Version);
        var files = new ConcurrentDictionary<string, string>();
        string problem = details.Error;
        try
        {
            if (problem.Length == 0)
            {
                Fetch(run, session, module, files);
            }
        }
        catch (ModuleException e)
        {
            problem = e.Message;
        }
        var record = new TemplateRecord(problem);
        record.Add("Path", details.Path).Add("Version", details.Version).Add("Query", details.Query).Add("Error", problem);
        foreach (string name in (string[])["Info", "GoMod", "Zip", "Dir", "Sum", "GoModSum"])
        {
            record.Add(name, files.GetValueOrDefault(name, ""));
        }
        return record;
    }

    private static void Fetch(ModuleCommandRun run, ModuleSession session, ModuleVersion module, ConcurrentDictionary<string, string> files)
    {
        ModuleCache cache = run.Source.Cache;
        run.Source.Revision(module.Path, module.Version, run.Cancellation);
        files["Info"] = cache.File(module, "info");
        run.Source.GoMod(module, run.Cancellation);
        files["GoMod"] = cache.File(module, "mod");
        files["GoModSum"] = session.Sums.Known(GoSumFile.GoModOf(module)) ?? "";
        files["Zip"] = run.Source.Zip(module, run.Cancellation);
        files["Sum"] = run.Source.CachedZipHash(module, run.Cancellation) ?? "";
        files["Dir"] = run.Source.Directory(module, run.Cancellation);
    }

    private static void Report(ModuleCommandRun run, TemplateRecord?[] results, bool json, TextWriter output)
    {
        var told = new HashSet<string>(StringComparer.Ordinal); // a full disk fails all of them in the same words
        foreach (TemplateRecord result in results.Where(r => r is not null).Select(r => r!))
        {
            string problem = result.ToString();
            if (json)
            {
                output.Write(PackageDescription.ToJson(result) + "\n");
                run.FailSilently(problem.Length > 0);
            }
            else if (problem.Length > 0 && told.Add(problem))
            {
                run.Fail(problem);
            }
        }
    }
}
