using System.Text.RegularExpressions;

namespace Go.Compiler.Driver.Tools;

/// <summary>How the lines of files are run.</summary>
internal sealed record GenerateOptions
{
    /// <summary>Variables that commands get, and that lines may name, besides those of this process and of the line.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Programs without a folder are looked for here first; empty: nowhere.</summary>
    public required string GoFolder { get; init; }

    /// <summary>Only lines that it matches; null: all.</summary>
    public Regex? Run { get; init; }

    /// <summary>No line that it matches.</summary>
    public Regex? Skip { get; init; }
    public bool TellsFiles { get; init; }
    public bool TellsCommands { get; init; }
    public bool DryRun { get; init; }
}
