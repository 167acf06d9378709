using System.Text;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Writes the script that GOPACKAGESDRIVER names: it runs <c>dotnet go tool packages-driver</c> with what the project's properties say
/// (tags, modules, embedded files), so that editors see the packages that builds see.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoPackagesDriver : GoProgramTask
{
    [Required]
    public string ScriptFile { get; set; } = "";

    /// <inheritdoc cref="GoBuild.EmbedItems"/>
    public string EmbedItems { get; set; } = "";

    protected override void ExecuteCore()
    {
        var process = new CommandProcess(new SettingsReader(Settings), ProjectDirectory, StandardLibrary, RuntimeIdentifier);
        (string dotnet, string[] first) = CommandProcess.CommandLine(DotnetHost());
        string[] words = [dotnet, .. first, "tool", "packages-driver", .. process.BuildFlags(),
            .. EmbedItems.Length > 0 ? [$"-embeditems={InProject(EmbedItems)}"] : Array.Empty<string>(), "--"];
        bool isWindows = OperatingSystem.IsWindows();
        string file = isWindows ? ScriptFile + ".cmd" : ScriptFile, text = isWindows ? Batch(process, words) : Shell(process, words);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        if (!isWindows)
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
        LogMessage($"GOPACKAGESDRIVER={file}", MessageImportance.High);
    }

    private static string Shell(CommandProcess process, string[] words)
    {
        var text = new StringBuilder("#!/bin/sh\n# Made by dotnet msbuild -t:GoPackagesDriver.\n");
        foreach ((string name, string? value) in process.EnvironmentChanges())
        {
            text.Append(value is null ? $"unset {name}\n" : $"export {name}={Quoted(value)}\n");
        }
        return text.Append("exec ").AppendJoin(' ', words.Select(Quoted)).Append(" \"$@\"\n").ToString();
    }

    private static string Batch(CommandProcess process, string[] words)
    {
        var text = new StringBuilder("@echo off\r\nrem Made by dotnet msbuild -t:GoPackagesDriver.\r\n");
        foreach ((string name, string? value) in process.EnvironmentChanges())
        {
            text.Append($"set \"{name}={value}\"\r\n");
        }
        return text.AppendJoin(' ', words.Select(w => $"\"{w}\"")).Append(" %*\r\n").ToString();
    }

    private static string Quoted(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
