using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Driver.Modules;
using Go.Compiler.Modules;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Brings the modules that a project requires into the module cache; in every restore, and says itself whether there is anything to do.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoRestore : GoTaskBase
{
    /// <summary>The user's project: what has no place of its own is wrong with that.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>Receives the record of what the restore read.</summary>
    [Required]
    public string RecordFile { get; set; } = "";

    /// <summary>The properties about modules that are set; metadata Value says to what.</summary>
    public ITaskItem[] Settings { get; set; } = [];

    /// <summary>Folders of the Go projects that this one references.</summary>
    public ITaskItem[] ReferencedModules { get; set; } = [];

    /// <summary>go.mod and go.sum are never changed.</summary>
    public bool LockedMode { get; set; }

    protected override void ExecuteCore()
    {
        string directory = Path.GetDirectoryName(Project)!;
        Dictionary<string, string> values = Settings.ToDictionary(s => s.ItemSpec, s => s.GetMetadata("Value"),
            StringComparer.OrdinalIgnoreCase);
        ModuleSettings settings = ModuleProperties.Apply(new BuildFlags().Modules, name => values.GetValueOrDefault(name, ""), directory);
        settings = settings with { ReferencedModules = ModuleProperties.ModulesOf(ReferencedModules.Select(m => m.ItemSpec)) };
        if (LockedMode && settings.Mode is ModuleMode.Unset or ModuleMode.Mod)
        {
            settings = settings with { Mode = ModuleMode.ReadOnly };
        }
        string workspace = values.GetValueOrDefault("GoWorkspace", "");
        if (workspace is not ("" or "auto" or "off") && !File.Exists(settings.Workspace))
        {
            LogAtSetting(Catalogue.InvalidWorkspace, "GoWorkspace", workspace,
                $"property GoWorkspace is '{workspace}': there is no such file");
            return;
        }
        ModuleRestoreReport report = ModuleRestore.Run(settings, directory, Path.GetFullPath(RecordFile, directory),
            text => LogMessage(text, MessageImportance.High), Cancellation);
        foreach (ReportedFinding f in report.Findings)
        {
            Log(f.Severity, f.Code, f.Message, f.File.Length > 0 ? f.File : Project, f.Line, f.Column);
        }
        LogMessage(report.IsUpToDate ? $"{UpToDate} ({report.Modules})" : $"Go modules restored: {report.Modules}",
            MessageImportance.Normal);
    }

    /// <summary>What a restore says that finds everything as the last one left it.</summary>
    public const string UpToDate = "Go modules are up to date";
}
