using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>A task that asks commands of <c>dotnet go</c> about a project or its program, and makes something of the answers.</summary>
public abstract class GoProgramTask : GoTaskBase
{
    [Required]
    public string ProjectDirectory { get; set; } = "";

    [Required]
    public string StandardLibrary { get; set; } = "";

    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>Every property and item of <see cref="ProjectSettings"/> that is set; metadata Value says to what.</summary>
    public ITaskItem[] Settings { get; set; } = [];

    /// <summary>What the command printed; null, after an error, when it failed.</summary>
    /// <param name="takesFlags">The flags that the project's properties stand for come after the first word.</param>
    protected string? Ask(IReadOnlyList<string> command, bool takesFlags = false)
    {
        var process = new CommandProcess(new SettingsReader(Settings), ProjectDirectory, StandardLibrary, RuntimeIdentifier);
        string[] arguments = takesFlags ? [command[0], .. process.BuildFlags(), .. command.Skip(1)] : [.. command];
        LogMessage("dotnet go " + string.Join(' ', arguments), MessageImportance.Normal);
        (int exitCode, string output, string errors) = process.Run(DotnetHost(), arguments, Cancellation);
        if (exitCode == 0)
        {
            return output;
        }
        LogError(Catalogue.GoCommandFailed,
            $"dotnet go {string.Join(' ', command)}: {(errors.Length > 0 ? errors : "it failed without a message")}");
        return null;
    }

    protected string InProject(string path) => Path.GetFullPath(path, ProjectDirectory);
}
