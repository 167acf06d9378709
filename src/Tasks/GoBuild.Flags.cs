using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Platforms;
using Go.Compiler.Targets;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <content>From properties and items to what the compiler is asked.</content>
public sealed partial class GoBuild
{
    private Target? FindTarget(SettingsReader reader)
    {
        (string Os, string Arch)? found = Compiler.Platforms.RuntimeIdentifiers.Find(RuntimeIdentifier);
        string os = reader.Text("GoOS"), arch = reader.Text("GoArch");
        if (found is null && (os.Length == 0 || arch.Length == 0))
        {
            LogAtSetting(Catalogue.UnknownRuntimeIdentifier, "RuntimeIdentifier", RuntimeIdentifier,
                $"unknown runtime identifier '{RuntimeIdentifier}'{Meant(RuntimeIdentifier)}; supported: {Supported()}");
            return null;
        }
        os = os.Length > 0 ? os : found!.Value.Os;
        arch = arch.Length > 0 ? arch : found!.Value.Arch;
        if (SupportedPlatforms.Find(os, arch) is { } target)
        {
            return target;
        }
        bool isByName = reader.Text("GoOS").Length + reader.Text("GoArch").Length > 0;
        string setting = reader.Text("GoOS").Length > 0 ? "GoOS" : isByName ? "GoArch" : "RuntimeIdentifier";
        string pair = $"{os}/{arch}", subject = isByName ? pair : $"runtime identifier '{RuntimeIdentifier}' ({pair})";
        LogAtSetting(Catalogue.RuntimeIdentifierNotSupported, setting, isByName ? reader.Text(setting) : RuntimeIdentifier,
            $"{subject} is not supported yet{Meant(isByName ? pair : RuntimeIdentifier)}; supported: {Supported()}");
        return null;
    }

    /// <summary>The question whether another identifier was meant; empty when none is near.</summary>
    private static string Meant(string written)
    {
        IReadOnlyList<string> near = Compiler.Platforms.RuntimeIdentifiers.Near(written);
        string? meant = near.Count > 0 ? string.Join(" or ", near)
            : NearestName.Find(written, Compiler.Platforms.RuntimeIdentifiers.Supported());
        return meant is null ? "" : $": did you mean {meant}?";
    }

    private static string Supported() => string.Join(", ", Compiler.Platforms.RuntimeIdentifiers.Supported());

    private BuildFlags? ReadFlags(SettingsReader reader)
    {
        var flags = new BuildFlags();
        flags.AddTags(reader.Text("GoBuildTags"));
        if (reader.Switch("GoEmbedTimeZoneData", false))
        {
            flags.AddTags("timetzdata");
        }
        Take(reader, "GoCompilerFlags", flags.AddCompilerFlags);
        foreach (ITaskItem package in PackageOptions)
        {
            string pattern = package.ItemSpec;
            if (package.GetMetadata("CompilerFlags").Trim().Length == 0 || pattern[0] is '-' or '\'' or '"' || pattern.Contains('='))
            {
                LogAtSetting(Catalogue.InvalidProperty, "GoPackageOptions", pattern,
                    $"item GoPackageOptions {pattern}: want an import path or a pattern, and metadata CompilerFlags with the flags");
                continue;
            }
            try
            {
                flags.AddCompilerFlags($"{package.ItemSpec}={package.GetMetadata("CompilerFlags")}");
            }
            catch (ArgumentException e)
            {
                LogAtSetting(Catalogue.InvalidFlag, "GoPackageOptions", package.ItemSpec,
                    $"item GoPackageOptions {package.ItemSpec}: {e.Message}");
            }
        }
        Take(reader, "GoLinkerFlags", flags.AddLinkerFlags);
        flags.IsPositionIndependent = reader.Text("GoBuildMode") == "pie";
        Take(reader, "GoFips140", flags.SetFips140);
        foreach (ITaskItem variable in LinkVariables)
        {
            // Test programs have the variables of what they test; those of the program (main.version) are none of theirs.
            flags.Variables.Add(new LinkVariable(variable.ItemSpec, ValueOf(variable), IsOptional: TestsFile.Length > 0));
        }
        WarnOfSecrets(reader.Text("GoLinkerFlags"));
        flags.Stamp = reader.Text("GoBuildVcs") switch { "true" => StampMode.Always, "auto" => StampMode.Auto, _ => StampMode.Never };
        Take(reader, "GoDebugFlags", flags.AddDebugFlags);
        flags.Fuzzes = TestsFile.Length > 0 && reader.Text("GoFuzz").Length > 0;
        flags.StripSymbols |= reader.Switch("GoStripSymbols", false);
        flags.TrimPath = reader.Switch("GoTrimPath", false);
        flags.Optimize &= reader.Switch("GoOptimize", true);
        flags.Inline &= reader.Switch("GoInline", true);
        flags.ReportAllErrors |= reader.Text("GoMaxErrors") == "0";
        flags.Parallelism = reader.Number("GoMaxParallel", 0);
        foreach (string note in flags.Notes)
        {
            Log(Severity.Info, Catalogue.FlagWithoutEffect.Code, note, null, 0, 0);
        }
        return HasLoggedErrors ? null : flags;
    }

    /// <summary>Gives a setting to whoever understands it; what is wrong with it is wrong where it was set.</summary>
    private void Take(SettingsReader reader, string setting, Action<string> take)
    {
        string value = reader.Text(setting);
        try
        {
            take(value);
        }
        catch (ArgumentException e)
        {
            LogAtSetting(Catalogue.InvalidFlag, setting, value, $"property {setting}: {e.Message}");
        }
    }
}
