using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Files;

/// <summary>One error in a go.mod or go.work file.</summary>
internal sealed record ModFileError(DiagnosticDescriptor Descriptor, ModPosition Position, string Message)
{
    /// <summary>Of a text that breaks off; Go gives the column of such errors only.</summary>
    public bool IsSyntax { get; init; }

    public Diagnostic ToDiagnostic(string filePath)
        => new(Descriptor, default, Message, FilePath: filePath, FileLine: Position.Line, FileColumn: Position.Column);

    /// <summary>As Go writes it.</summary>
    public string ToGoText(string shownPath)
        => IsSyntax && Position.Column > 1 ? $"{shownPath}:{Position.Line}:{Position.Column}: {Message}"
            : $"{shownPath}:{Position.Line}: {Message}";
}

/// <summary>The errors of a go.mod or go.work file.</summary>
internal sealed class ModFileException(string filePath,
    IReadOnlyList<ModFileError> errors) : Exception(string.Join('\n', errors.Select(e => e.ToGoText(filePath))))
{
    public IReadOnlyList<ModFileError> Errors { get; } = errors;

    public string FilePath { get; } = filePath;

    /// <summary>What Go tells once, above the errors of a file, the first of which has the descriptor.</summary>
    public static string Heading(DiagnosticDescriptor descriptor, string shownPath)
        => $"{(descriptor == Catalogue.InvalidGodebug ? "error loading" : "errors parsing")} {shownPath}:";

    public string ToGoText(string shownPath) => string.Join('\n', Errors.Select(e => e.ToGoText(shownPath)));
}
