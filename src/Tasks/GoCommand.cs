using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Driver.Tools;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Runs a command of <c>dotnet go</c> for a target of a project: what it prints are messages, what it finds are findings.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed partial class GoCommand : GoTaskBase
{
    [Required]
    public string ProjectDirectory { get; set; } = "";

    [Required]
    public string StandardLibrary { get; set; } = "";

    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>Every property and item of <see cref="ProjectSettings"/> that is set; metadata Value says to what.</summary>
    public ITaskItem[] Settings { get; set; } = [];

    /// <summary>The command's words: <c>vet</c>, <c>mod verify</c> and the like. Arguments that projects have no property for.</summary>
    [Required]
    public string Command { get; set; } = "";

    /// <inheritdoc cref="GoBuild.EmbedItems"/>
    public string EmbedItems { get; set; } = "";

    /// <summary>Arguments after those words, each as it is: files and what may have blanks.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Where tools of the project are that the command may run; empty: it has none.</summary>
    public string ToolFolder { get; set; } = "";

    /// <summary>The kind of item that <see cref="Files"/> come from: errors without a place of their own are about that.</summary>
    public string AboutItem { get; set; } = "";

    /// <summary>What it prints is for the targets alone.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>What it printed.</summary>
    [Output]
    public string Output { get; set; } = "";

    protected override void ExecuteCore()
    {
        var reader = new SettingsReader(Settings);
        var process = new CommandProcess(reader, ProjectDirectory, StandardLibrary, RuntimeIdentifier) { ToolFolder = ToolFolder };
        string[] words = Command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isVet = words[0] == "vet", takesFlags = words[0] is "vet" or "list" or "generate" or "test" or "build";
        string[] own = isVet ? ["-json", .. reader.Text("GoVetFlags").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)] : [];
        int flagsAt = words[0] is "list" or "test" or "build" || isVet ? 1 : words.Length;
        string[] arguments = [.. words.Take(flagsAt), .. takesFlags ? process.BuildFlags() : [],
            .. EmbedItems.Length > 0 ? [$"-embeditems={Path.GetFullPath(EmbedItems, ProjectDirectory)}"]
            : Array.Empty<string>(), .. own, .. words.Skip(flagsAt), .. Files.Select(f => f.ItemSpec)];
        LogMessage("dotnet go " + string.Join(' ', arguments), MessageImportance.Normal);
        (int exitCode, string output, string errors) = process.Run(DotnetHost(), arguments, Cancellation);
        Output = output.TrimEnd();
        if (isVet)
        {
            Tell(output);
        }
        else if (Output.Length > 0 && !IsQuiet)
        {
            LogMessage(Output, MessageImportance.High);
        }
        if (exitCode != 0)
        {
            TellErrors(errors, words);
        }
        else if (errors.Length > 0)
        {
            LogMessage(errors.TrimEnd(), MessageImportance.Normal);
        }
    }

    private void Tell(string json)
    {
        try
        {
            foreach (ReportedFinding f in VetReport.Read(json))
            {
                Log(f.Severity, f.Code, f.Message, f.File.Length > 0 ? f.File : null, f.Line, f.Column);
            }
        }
        catch (InvalidDataException e)
        {
            LogError(Catalogue.GoCommandFailed, e.Message);
        }
    }

    /// <summary>Each line that names a place or a code is an error of its own; without any such line all of it is one.</summary>
    private void TellErrors(string errors, string[] words)
    {
        foreach (string line in errors.Split('\n'))
        {
            if (Coded().Match(line) is { Success: true } coded)
            {
                LogAtSetting(Severity.Error, coded.Groups[1].Value, AboutItem, "", coded.Groups[2].Value);
            }
            else if (Placed().Match(line) is { Success: true } placed)
            {
                int column = placed.Groups[3].Success ? int.Parse(placed.Groups[3].ValueSpan) : 0;
                Log(Severity.Error, Catalogue.GoCommandFailed.Code, placed.Groups[4].Value,
                    Path.GetFullPath(placed.Groups[1].Value, ProjectDirectory), int.Parse(placed.Groups[2].ValueSpan), column);
            }
        }
        if (!HasLoggedErrors)
        {
            // What the command line says of itself besides is for those who wait.
            string[] lines = [.. errors.Split('\n').Where(l => l.Trim().Length > 0
                && !l.StartsWith("dotnet go: ", StringComparison.Ordinal))];
            string message = lines.Length > 0 ? string.Join('\n', lines) : errors.Trim().Length > 0 ? errors
                : words is ["version", ..] ? $"{Files[^1].ItemSpec} is no Go program" : "it failed without a message";
            LogAtSetting(Catalogue.GoCommandFailed, AboutItem, "", $"dotnet go {Command}: {message}");
        }
    }

    [GeneratedRegex("^dotnet go[^:]*: error (GO[0-9]{4}): (.*)$")]
    private static partial Regex Coded();

    [GeneratedRegex("^(?:vet: )?([^:#]+):([0-9]+)(?::([0-9]+))?: (.*)$")]
    private static partial Regex Placed();
}
