using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Git;

/// <summary>A git command that failed: what it was and what it wrote.</summary>
internal sealed class GitException(string command, int exitCode, string errors) : Exception(command)
{
    /// <summary>What git wrote.</summary>
    public string Errors { get; } = errors;

    public int ExitCode { get; } = exitCode;

    /// <summary>As the original go command reports it.</summary>
    public ModuleException ToModuleException(string help = "", bool isNotFound = false)
    {
        string text = $"{Message}: exit status {ExitCode}";
        string lines = Errors.TrimEnd('\n');
        text += lines.Length == 0 ? "" : ":\n\t" + lines.Replace("\n", "\n\t", StringComparison.Ordinal);
        text += help.Length == 0 ? "" : "\n" + help;
        return new ModuleException(isNotFound ? Catalogue.ModuleNotFound : Catalogue.VersionControlFailed, text,
            this) { IsNotFound = isNotFound };
    }
}
