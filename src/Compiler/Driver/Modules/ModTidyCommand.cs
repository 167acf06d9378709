using System.Text;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary><c>dotnet go mod tidy</c>: makes go.mod and go.sum say what the module's packages and tests need, and no more.</summary>
internal static class ModTidyCommand
{
    private sealed record Flags
    {
        public bool TakesErrors { get; set; }
        public bool ShowsDifference { get; set; }
        public bool IsVerbose { get; set; }
        public string Go { get; set; } = "";
        public string Compatible { get; set; } = "";
    }

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => ModuleCommandRun.Run("mod tidy", output, error, run =>
    {
        var flags = new Flags();
        IReadOnlyList<string> rest = run.Parse(arguments,
            f => f.Switch("e", v => flags.TakesErrors = v).Switch("diff", v => flags.ShowsDifference = v)
            .Switch("v", v => flags.IsVerbose = v).Switch("x", v => run.IsVerbose = v).Value("go", v => flags.Go = v)
            .Value("compat", v => flags.Compatible = v));
        if (rest.Count > 0)
        {
            throw ModuleCommandRun.Refused("'go mod tidy' accepts no arguments");
        }
        GoVersionFlag.Check(flags.Go, run.LocalGo);
        GoVersionFlag.Check(flags.Compatible, run.LocalGo, "compat");
        Tidy(run, flags, output);
    });

    private static void Tidy(ModuleCommandRun run, Flags flags, TextWriter output)
    {
        string? go = flags.Go.Length > 0 ? flags.Go : null;
        ModuleSession session = run.Open(ModuleCommand.Tidy, ignoresWorkspace: true, tidyGo: go);
        session.RequireModule();
        Requirements initial = session.Requirements;
        ImportLoader imports = AllPackages.Load(run, session,
            o => o with { IsTidy = true, LoadsTests = true, TidyGoVersion = go, TakesErrors = flags.TakesErrors });
        foreach (ModuleException failure in imports.Failures)
        {
            AllPackages.Tell(run, failure, flags.TakesErrors);
        }
        if (!run.HasFailed)
        {
            AllPackages.TellFailures(run, imports, flags.TakesErrors);
        }
        if (run.HasFailed)
        {
            return;
        }
        if (flags.IsVerbose)
        {
            TellUnused(run, session, initial);
        }
        HashSet<ModuleVersion> keep = session.KeptSums(imports, session.Requirements, withBuildList: false);
        string compatible = CheckCompatibility(run, session, imports, flags, keep);
        if (run.HasFailed)
        {
            return;
        }
        if (flags.ShowsDifference)
        {
            Show(run, session, imports, keep, compatible, output);
            return;
        }
        session.Sums.Trim(keep);
        session.WriteSums(keep);
        session.Commit(new GoModChanges(), imports);
    }

    private static void TellUnused(ModuleCommandRun run, ModuleSession session, Requirements initial)
    {
        ModuleGraph graph = session.GraphOrPart(session.Requirements);
        foreach (ModuleVersion root in initial.Roots)
        {
            bool isUnused = session.Requirements.Pruning == Pruning.Unpruned
                ? graph.Selected(root.Path) == ModuleVersions.None : session.Requirements.RootVersion(root.Path) is null;
            if (isUnused)
            {
                run.Say($"unused {root.Path}");
            }
        }
    }

    /// <summary>
    /// An older Go may read the whole graph where this one reads part of it: both must find the same, and go.sum keeps what the older one
    /// needs.
    /// </summary>
    private static string CheckCompatibility(ModuleCommandRun run, ModuleSession session, ImportLoader imports, Flags flags,
        HashSet<ModuleVersion> keep)
    {
        string go = session.Requirements.GoVersion;
        string compatible = flags.Compatible.Length > 0 ? flags.Compatible : ModuleVersions.CompareGo(go, "1.21") < 0 ? Previous(go) : go;
        compatible = ModuleVersions.CompareGo(compatible, go) > 0 ? go : compatible;
        Pruning pruning = ModFileSummary.PruningOf(compatible);
        if (pruning != session.Requirements.Pruning)
        {
            var older = new Requirements(session.Main, pruning, session.Requirements.Roots, session.Requirements.Direct);
            new TidyCompatibility(run, session, imports, older, compatible, go, flags.TakesErrors).Check();
            keep.UnionWith(session.KeptSums(imports, older, withBuildList: false));
        }
        return compatible;
    }

    /// <summary>The language before a version's.</summary>
    internal static string Previous(string go)
    {
        GoVersion version = GoVersion.Parse(go)!.Value;
        return version.Minor == 0 ? go : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"1.{version.Minor - 1}");
    }

    private static void Show(ModuleCommandRun run, ModuleSession session, ImportLoader imports, HashSet<ModuleVersion> keep,
        string compatible, TextWriter output)
    {
        byte[] before = session.Main.First.File!.Format();
        byte[] after = session.UpdatedGoMod(new GoModChanges())!.Format();
        session.Sums.Trim(keep);
        if (ModuleVersions.CompareGo(compatible, "1.16") > 0)
        {
            keep = session.KeptSums(imports, session.Requirements, withBuildList: true);
        }
        (byte[] sumBefore, byte[] sumAfter) = session.TidiedSums(keep);
        foreach (string difference in (string[])[UnifiedDiff.Of("current/go.mod", Text(before), "tidy/go.mod", Text(after)),
            UnifiedDiff.Of("current/go.sum", Text(sumBefore), "tidy/go.sum", Text(sumAfter))])
        {
            if (difference.Length > 0)
            {
                output.Write(difference + "\n");
                run.FailSilently(true);
            }
        }

        static string Text(byte[] content) => Encoding.UTF8.GetString(content);
    }
}
