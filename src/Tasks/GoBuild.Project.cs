using System.Globalization;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Settings;
using Go.Compiler.Targets;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <content>What projects ask for and no flag of Go's command does: stamps, secrets, settings of the runtime, reports.</content>
public sealed partial class GoBuild
{
    private const string EpochVariable = "SOURCE_DATE_EPOCH";

    /// <summary>Null after an error.</summary>
    private ProjectOptions? ProjectOptionsOf(SettingsReader reader, Target target)
    {
        bool isProgram = TestsFile.Length == 0 && !IsLibrary, isStamped = isProgram && reader.Switch("GoStampVersion", true);
        var godebug = new List<string>();
        foreach (ITaskItem setting in DebugSettings)
        {
            string text = $"{setting.ItemSpec}={setting.GetMetadata("Value")}";
            if (GodebugDefaults.ParseDirective(text, out string? problem) is null)
            {
                LogAtSetting(Catalogue.InvalidGodebug, "GoDebugSetting", setting.ItemSpec,
                    $"item GoDebugSetting {setting.ItemSpec}: {problem}");
            }
            godebug.Add(text);
        }
        foreach (ITaskItem import in ImportMap.Where(i => i.GetMetadata("To").Length == 0 || i.ItemSpec.Contains('=')))
        {
            LogAtSetting(Catalogue.InvalidProperty, "GoImportMap", import.ItemSpec,
                $"item GoImportMap {import.ItemSpec}: want an import path, and metadata To with another one");
        }
        string time = isStamped ? TimeOfSources() : "";
        return HasLoggedErrors ? null : new ProjectOptions
        {
            Version = isStamped ? StampedVersion : "",
            Revision = isStamped ? StampedRevision : "",
            Time = time,
            Godebug = godebug,
            ImportMap = [.. ImportMap.Select(i => $"{i.ItemSpec}={i.GetMetadata("To")}")],
            IsWindowed = isProgram && IsWindowed && KnownPlatforms.HasWindowedPrograms(target.Os),
            ReachReport = isProgram && reader.Switch("GoDeadCodeReport", false) ? InProject(ReachFile) : null,
            TimingReport = isProgram && reader.Text("GoTimingReport") is { Length: > 0 } report ? InProject(report) : null,
            PackageParts = isProgram && PartsFile.Length > 0 ? InProject(PartsFile) : null,
        };
    }

    /// <summary>The time that programs say they are from, where the environment gives one to all that is built in it.</summary>
    private string TimeOfSources()
    {
        if (Environment.GetEnvironmentVariable(EpochVariable) is not { Length: > 0 } epoch)
        {
            return "";
        }
        if (long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }
        LogError(Catalogue.InvalidSetting, $"{EpochVariable} is '{epoch}'; want a number of seconds since 1970");
        return "";
    }

    /// <summary>
    /// The value of a link variable. That of a secret is read here and nowhere else: what MSBuild knows it writes into logs, and neither
    /// records nor caches keep more than a hash of it.
    /// </summary>
    private string ValueOf(ITaskItem variable)
    {
        string name = variable.ItemSpec, value = variable.GetMetadata("Value"), from = variable.GetMetadata("FromEnvironment"),
            file = variable.GetMetadata("FromFile");
        bool isSecret = variable.GetMetadata("Secret").Equals("true", StringComparison.OrdinalIgnoreCase);
        string? problem = isSecret && value.Length > 0
            ? "the value of a secret must not be in the project, where logs take it from: give FromEnvironment or FromFile in its place"
            : from.Length > 0 && file.Length > 0 ? "give FromEnvironment or FromFile, and not both"
            : value.Length > 0 && from.Length + file.Length > 0 ? "give Value, FromEnvironment or FromFile, and only one of them"
            : isSecret && from.Length + file.Length == 0
            ? "a secret needs FromEnvironment, the name of a variable, or FromFile, the name of a file"
            : from.Length > 0 && Environment.GetEnvironmentVariable(from) is null ? $"there is no environment variable {from}"
            : file.Length > 0 && !File.Exists(InProject(file)) ? $"there is no file {file}" : null;
        if (problem is not null)
        {
            LogAtSetting(Catalogue.SecretInvalid, "GoLinkVariable", name, $"item GoLinkVariable {name}: {problem}");
            return "";
        }
        if (!isSecret && value.Length > 0 && SecretLook.Of(name, value) is { } look)
        {
            LogAtSetting(Catalogue.LooksLikeSecret, "GoLinkVariable", name,
                $"the value of {name} looks like a secret ({look}), and logs show it: give it with Secret=\"true\" and FromEnvironment or FromFile");
        }
        return from.Length > 0 ? Environment.GetEnvironmentVariable(from)! : file.Length > 0
            ? File.ReadAllText(InProject(file)).TrimEnd('\r', '\n') : value;
    }

    private void WarnOfSecrets(string linkerFlags)
    {
        foreach ((string name, string value) in SecretLook.VariablesIn(linkerFlags))
        {
            if (SecretLook.Of(name, value) is { } look)
            {
                LogAtSetting(Catalogue.LooksLikeSecret, "GoLinkerFlags", linkerFlags,
                    $"the value of {name} looks like a secret ({look}), and logs and build information show it: use an item GoLinkVariable with Secret=\"true\" and FromEnvironment or FromFile");
            }
        }
    }
}
