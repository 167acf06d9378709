namespace Go.Compiler.Modules.Resolution;

/// <summary>How much of the graph below a module counts.</summary>
internal enum Pruning : byte
{
    /// <summary>From go 1.17 on, a module's go.mod names all that its packages need: what those require in turn is left out.</summary>
    Pruned,

    /// <summary>Everything that is required, and so on.</summary>
    Unpruned,

    /// <summary>The modules of a workspace, and what each needs.</summary>
    Workspace,
}

/// <summary>What the go.mod file of a version says, without its lines.</summary>
internal sealed record ModFileSummary
{
    /// <summary>Of the <c>module</c> line; empty without.</summary>
    public string ModulePath { get; init; } = "";

    /// <summary>Of the <c>go</c> line; empty without.</summary>
    public string GoVersion { get; init; } = "";

    public Pruning Pruning { get; init; }

    /// <summary>In the file's order; from go 1.21 on with the module <c>go</c> at the end.</summary>
    public IReadOnlyList<ModuleVersion> Requirements { get; init; } = [];

    public IReadOnlyList<RetractedVersions> Retractions { get; init; } = [];

    public string Deprecated { get; init; } = "";

    public IReadOnlyList<string> Ignored { get; init; } = [];

    public static Pruning PruningOf(string goVersion)
        => ModuleVersions.CompareGo(goVersion, "1.17") < 0 ? Pruning.Unpruned : Pruning.Pruned;

    public static ModFileSummary Of(GoModFile file)
        => Of(file.ModulePath, file.Go?.Text ?? "", [.. file.Requirements.Select(r => r.Module)]) with
        {
            Retractions = file.Retractions,
            Deprecated = file.Deprecated,
            Ignored = file.Ignored,
        };

    /// <param name="modulePath">Of the <c>module</c> line.</param>
    /// <param name="go">Of the <c>go</c> line; empty without.</param>
    /// <param name="requirements">Of the file; the list becomes the summary's.</param>
    public static ModFileSummary Of(string modulePath, string go, List<ModuleVersion> requirements)
    {
        if (go.Length > 0 && ModuleVersions.CompareGo(go, "1.21") >= 0)
        {
            requirements.Add(new ModuleVersion("go", go));
        }
        return new ModFileSummary
        {
            ModulePath = modulePath,
            GoVersion = go,
            Pruning = go.Length == 0 ? Pruning.Unpruned : PruningOf(go),
            Requirements = requirements,
        };
    }
}
