using Go.Compiler.Text;

namespace Go.Compiler.Diagnostics;

/// <summary>
/// One finding: what, where and how bad. The message follows the wording of Go's own compiler and never ends in a full stop.
/// <paramref name="FilePath"/> is for findings about a file or project that is not in the source table (go.mod, an unreadable file).
/// </summary>
public sealed record Diagnostic(
    DiagnosticDescriptor Descriptor, Pos Pos, string Message, IReadOnlyList<RelatedLocation>? Related = null, string? FilePath = null,
        int FileLine = 0, int FileColumn = 0)
{
    public string Code => Descriptor.Code;

    /// <summary>The package that was compiled or linked when it was found; null for findings about loading.</summary>
    public string? Package { get; init; }

    /// <summary>
    /// Of findings about loading: the import path of the package that could not be loaded; null where it is about something else.
    /// </summary>
    public string? Subject { get; init; }

    /// <summary>The first error of a go.mod or go.work file that cannot be used: Go tells once, above all, which file it is.</summary>
    public bool OpensFile { get; init; }

    /// <summary>
    /// Of findings about loading: how what was asked for led to the package, from there on, each package imported by the one before.
    /// </summary>
    public IReadOnlyList<string> ImportStack { get; init; } = [];

    /// <summary>The go command itself says it, and not one of its tools.</summary>
    public bool IsOfCommand { get; init; }

    /// <summary>
    /// The place in the file itself, where messages are to show it beside the one that a line directive names (<c>-gcflags=-L</c>).
    /// </summary>
    public (string File, int Line, int Column)? Origin { get; init; }

    /// <summary>A soft error leaves the package's types usable (unused imports and variables); it still fails the build.</summary>
    public bool IsSoft { get; init; }
}
