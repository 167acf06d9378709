using Go.Compiler.Text;

namespace Go.Compiler.Diagnostics;

/// <summary>What is shown of the diagnostics of a build: in order, without repetitions, and not too many.</summary>
/// <param name="Diagnostics">By file path, then position; findings without a place come first.</param>
/// <param name="TruncatedPackages">Packages of which errors were left out because of the limit, which is for each; empty for what belongs to none.</param>
public sealed record DiagnosticReport(IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyCollection<string> TruncatedPackages)
{
    /// <summary>Errors were left out because of the limit.</summary>
    public bool IsTruncated => TruncatedPackages.Count > 0;

    /// <summary>As many errors as Go's own compiler shows before it gives up.</summary>
    public const int DefaultErrorLimit = 10;

    /// <summary>
    /// Puts diagnostics, given in the order of their reporting, in the order of their places. Of the syntax errors of one line only the
    /// first is kept (the rest mostly follows from it), and of equal messages on one line only one.
    /// </summary>
    public static DiagnosticReport Arrange(IEnumerable<Diagnostic> reported, SourceFileTable files, int errorLimit = DefaultErrorLimit)
    {
        var kept = new List<(string Path, int Line, int Column, Diagnostic Diagnostic)>();
        var seen = new HashSet<(string, int, string)>();
        (string, int) lastSyntaxError = ("", 0);
        foreach (Diagnostic diagnostic in reported)
        {
            (string path, int line, int column) = PlaceOf(diagnostic, files);
            if (diagnostic.Descriptor == Catalogue.SyntaxError)
            {
                if (lastSyntaxError == (path, line))
                {
                    continue;
                }
                lastSyntaxError = (path, line);
            }
            if (line == 0 || seen.Add((path, line, diagnostic.Message)))
            {
                kept.Add((path, line, column, diagnostic));
            }
        }
        // OrderBy is stable: what has no place stays in the order of reporting.
        var ordered = new List<Diagnostic>();
        var errors = new Dictionary<string, int>(StringComparer.Ordinal);
        var truncated = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((_, _, _, Diagnostic diagnostic) in kept.OrderBy(k => k.Path, StringComparer.Ordinal).ThenBy(k => k.Line).ThenBy(k => k.Column))
        {
            string package = diagnostic.Package ?? "";
            if (diagnostic.Descriptor.Severity == Severity.Error && (errors[package] = errors.GetValueOrDefault(package) + 1) > errorLimit)
            {
                truncated.Add(package);
                continue;
            }
            ordered.Add(diagnostic);
        }
        return new DiagnosticReport(ordered, truncated);
    }

    private static (string Path, int Line, int Column) PlaceOf(Diagnostic diagnostic, SourceFileTable files)
        => files.FileOf(diagnostic.Pos) is { } file
            ? (file.DisplayPath, diagnostic.Pos.Line, diagnostic.Pos.Column)
            : (diagnostic.FilePath ?? "", diagnostic.FileLine, diagnostic.FileColumn);
}
