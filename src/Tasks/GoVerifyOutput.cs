using Go.Compiler.Diagnostics;
using Go.Compiler.Images;
using Go.Compiler.Platforms;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Checks that programs are for the system and processor that they are published for, and linked as the project wants it.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoVerifyOutput : GoTaskBase
{
    /// <summary>The programs; metadata RuntimeIdentifier says what each is meant for.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Programs must need nothing of the system that runs them but its kernel.</summary>
    public bool RequireStatic { get; set; }

    protected override void ExecuteCore()
    {
        foreach (ITaskItem file in Files)
        {
            Verify(file.ItemSpec, file.GetMetadata("RuntimeIdentifier"));
        }
    }

    private void Verify(string file, string identifier)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (BuildInformation.Read(bytes, out string problem) is not { } information)
        {
            Report(file, problem);
            return;
        }
        Dictionary<string, string> settings = SettingsOf(information);
        string os = settings.GetValueOrDefault("GOOS", ""), arch = settings.GetValueOrDefault("GOARCH", "");
        if (RuntimeIdentifiers.Find(identifier) is { } meant && meant != (os, arch))
        {
            Report(file, $"it is a program of {os}/{arch}, and is published for {identifier} ({meant.Os}/{meant.Arch})");
        }
        // What a program says of itself may have been copied into another file, or changed since.
        ImageExamination examination = SupportedPlatforms.Find(os, arch) is { } target
            ? SupportedPlatforms.Of(target).ImageFormat.Examine(bytes)
            : new ImageExamination($"it is a program of {os}/{arch}, which is not supported");
        if (examination.Problem is { } fault)
        {
            Report(file, fault);
            return;
        }
        if (RequireStatic && examination.ForeignLibrary is { } library)
        {
            Report(file, $"GoRequireStatic is set, and it needs {library}, which does not come with the system");
        }
        if (RequireStatic && settings.GetValueOrDefault("-buildmode", "") == "pie")
        {
            Report(file,
                "GoRequireStatic is set, and it needs the system's loader, for it is position independent: set GoBuildMode to exe");
        }
        if (settings.GetValueOrDefault("-race", "") == "true")
        {
            Report(file, "it is built with the race detector (-race)");
        }
        LogMessage($"{file}: {os}/{arch}, {examination.Linkage}, {information.Version}", MessageImportance.High);
    }

    private void Report(string file, string problem)
        => Log(Severity.Error, Catalogue.ProgramNotAsPublished.Code, $"{file}: {problem}", null, 0, 0);

    private static Dictionary<string, string> SettingsOf(BuildInformation information)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in information.Modules.Split('\n'))
        {
            if (line.StartsWith("build\t", StringComparison.Ordinal) && line.IndexOf('=') is > 0 and var equals)
            {
                settings[line[6..equals]] = line[(equals + 1)..].Trim('"');
            }
        }
        return settings;
    }
}
