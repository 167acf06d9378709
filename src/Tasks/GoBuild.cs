using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Platforms;
using Go.Compiler.Targets;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>Builds a Go program: one call of the compiler's build driver, in process. Parameters are the public properties of the SDK (src/Sdk/README.md).</summary>
[MSBuildMultiThreadableTask]
public sealed class GoBuild : GoTaskBase
{
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Package pattern of the main package, relative to the project folder.</summary>
    public string MainPackage { get; set; } = ".";

    [Required]
    public string OutputFile { get; set; } = "";

    /// <summary>Receives the list of files that were read outside the standard library.</summary>
    [Required]
    public string InputsFile { get; set; } = "";
    public string OutputType { get; set; } = "Exe";

    [Required]
    public string RuntimeIdentifier { get; set; } = "";
    public string BuildTags { get; set; } = "";

    [Required]
    public string StandardLibrary { get; set; } = "";
    public string CacheDirectory { get; set; } = "";
    public ITaskItem[] LinkVariables { get; set; } = [];
    public string StripSymbols { get; set; } = "";
    public string TrimPath { get; set; } = "";
    public string Optimize { get; set; } = "";
    public string Inline { get; set; } = "";
    public string CompilerFlags { get; set; } = "";
    public string LinkerFlags { get; set; } = "";
    public string MaxErrors { get; set; } = "";
    public string MaxParallel { get; set; } = "";
    public string DebugFlags { get; set; } = "";

    /// <summary><c>auto</c> or <c>inproc</c>: compile inside the build's own process.</summary>
    public string CompilerHost { get; set; } = "auto";

    protected override void ExecuteCore()
    {
        if (FindTarget() is not { } target || ReadFlags() is not { } flags)
        {
            return;
        }
        string cache = CacheDirectory.Length > 0 ? Path.GetFullPath(CacheDirectory, ProjectDirectory) : Locations.CacheDirectory();
        BuildOptions options = flags.ToOptions(ProjectDirectory, [MainPackage], target, StandardLibrary, cache) with { Output = OutputFile };
        BuildOutcome outcome = Builder.Build(options, new MessageProgress(this), Cancellation);
        foreach (Diagnostic d in outcome.Diagnostics)
        {
            Log(d, outcome);
        }
        if (outcome.Succeeded)
        {
            File.WriteAllLines(InputsFile, outcome.InputFiles);
        }
        else if (!HasLoggedErrors)
        {
            LogError("GO9001", "the build failed without a message: please report it with the project");
        }
    }

    private Target? FindTarget()
    {
        if (!OutputType.Equals("Exe", StringComparison.OrdinalIgnoreCase))
        {
            LogError("GO7005", $"OutputType '{OutputType}' is not supported for Go projects yet; use Exe");
            return null;
        }
        if (CompilerHost is not ("auto" or "inproc"))
        {
            LogError("GO7006", $"GoCompilerHost '{CompilerHost}' is not supported yet; use auto or inproc");
            return null;
        }
        if (RuntimeIdentifiers.Find(RuntimeIdentifier) is not { } pair)
        {
            LogError("GO7002", $"unknown runtime identifier '{RuntimeIdentifier}'; supported: {string.Join(", ", RuntimeIdentifiers.Supported())}");
            return null;
        }
        if (SupportedPlatforms.Find(pair.Os, pair.Arch) is { } target)
        {
            return target;
        }
        LogError("GO7003", $"runtime identifier '{RuntimeIdentifier}' ({pair.Os}/{pair.Arch}) is not supported yet; supported: {string.Join(", ", RuntimeIdentifiers.Supported())}");
        return null;
    }

    private BuildFlags? ReadFlags()
    {
        var flags = new BuildFlags();
        try
        {
            flags.AddTags(BuildTags);
            flags.AddCompilerFlags(CompilerFlags);
            flags.AddLinkerFlags(LinkerFlags);
        }
        catch (ArgumentException e)
        {
            LogError("GO7011", e.Message);
            return null;
        }
        foreach (ITaskItem variable in LinkVariables)
        {
            flags.Variables.Add(new LinkVariable(variable.ItemSpec, variable.GetMetadata("Value")));
        }
        foreach (string d in DebugFlags.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            flags.DebugFlags.Add(d);
        }
        bool ok = true;
        flags.StripSymbols |= Flag(nameof(StripSymbols), StripSymbols, false, ref ok);
        flags.TrimPath = Flag(nameof(TrimPath), TrimPath, false, ref ok);
        flags.Optimize &= Flag(nameof(Optimize), Optimize, true, ref ok);
        flags.Inline &= Flag(nameof(Inline), Inline, true, ref ok);
        flags.ReportAllErrors |= Number("GoMaxErrors", MaxErrors, 10, ref ok) == 0;
        flags.Parallelism = Number("GoMaxParallel", MaxParallel, 0, ref ok);
        return ok ? flags : null;
    }

    private bool Flag(string name, string text, bool whenEmpty, ref bool ok)
    {
        if (text.Length == 0)
        {
            return whenEmpty;
        }
        if (bool.TryParse(text, out bool value))
        {
            return value;
        }
        LogError("GO7007", $"property Go{name} is '{text}'; want true or false");
        ok = false;
        return whenEmpty;
    }

    private int Number(string name, string text, int whenEmpty, ref bool ok)
    {
        if (text.Length == 0)
        {
            return whenEmpty;
        }
        if (int.TryParse(text, out int value) && value >= 0)
        {
            return value;
        }
        LogError("GO7007", $"property {name} is '{text}'; want a number");
        ok = false;
        return whenEmpty;
    }

    private void Log(Diagnostic d, BuildOutcome outcome)
    {
        (string? file, int line, int column) = d.Pos.IsValid ? outcome.Sources.Resolve(d.Pos) : (d.FilePath, d.FileLine, d.FileColumn);
        string message = d.Message;
        foreach (RelatedLocation related in d.Related ?? [])
        {
            (string relatedFile, int relatedLine, int relatedColumn) = outcome.Sources.Resolve(related.Pos);
            message += $"{Environment.NewLine}\t{relatedFile}:{relatedLine}:{relatedColumn}: {related.Message}";
        }
        switch (d.Descriptor.Severity)
        {
            case Severity.Error:
                LogError(d.Code, message, file, line, column);
                break;
            case Severity.Warning:
                LogWarning(d.Code, message, file, line, column);
                break;
            default:
                LogMessage($"{d.Code}: {message}");
                break;
        }
    }

    private sealed class MessageProgress(GoBuild task) : IBuildProgress
    {
        public void Report(string step, string what, int done, int total)
            => task.LogMessage(total > 0 ? $"[{done}/{total}] {step} {what}" : $"{step} {what}", MessageImportance.Normal);
    }
}
