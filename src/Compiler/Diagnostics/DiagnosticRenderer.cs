using System.Globalization;
using System.Text;
using Go.Compiler.Text;

namespace Go.Compiler.Diagnostics;

/// <summary>Diagnostics as text lines.</summary>
public static class DiagnosticRenderer
{
    /// <summary>As Go's own compiler prints them: <c>file:line:column: text</c>, related places on indented lines below.</summary>
    public static string Gc(Diagnostic diagnostic, SourceFileTable files) => Gc(diagnostic, files, static path => path);

    /// <summary>The same, with the paths of files as <paramref name="shown"/> makes them.</summary>
    public static string Gc(Diagnostic diagnostic, SourceFileTable files, Func<string, string> shown)
    {
        var text = new StringBuilder();
        string place = GcPlace(Shown(PlaceOf(diagnostic, files), shown));
        place += diagnostic.Origin is { } origin ? $"[{GcPlace(origin)}]" : "";
        // What is wrong with the modules, and not with a file of theirs, the go command says as its own too.
        bool isOfCommand = diagnostic.IsOfCommand || (place.Length == 0 && diagnostic.Descriptor.IsOfModules);
        string speaker = !isOfCommand ? "" : diagnostic.Descriptor.Severity == Severity.Warning ? "go: warning: " : "go: ";
        text.Append(place).Append(place.Length > 0 ? ": " : speaker).Append(diagnostic.Message);
        foreach (RelatedLocation related in diagnostic.Related ?? [])
        {
            string relatedPlace = related.Pos.IsValid ? GcPlace(Shown(files.ResolveOnDisk(related.Pos), shown)) + ": " : "";
            text.Append("\n\t").Append(relatedPlace).Append(related.Message);
        }
        return text.ToString();
    }

    /// <summary>As MSBuild recognises them: <c>file(line,column): error GO2001: text</c>, all on one line.</summary>
    public static string MsBuild(Diagnostic diagnostic, SourceFileTable files)
    {
        (string file, int line, int column) = PlaceOf(diagnostic, files);
        var text = new StringBuilder(file.Length > 0 ? file : "Go");
        if (line > 0)
        {
            text.Append(string.Create(CultureInfo.InvariantCulture, $"({line}"))
                .Append(column > 0 ? string.Create(CultureInfo.InvariantCulture, $",{column})") : ")");
        }
        string severity = diagnostic.Descriptor.Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            Severity.Info => "message",
            _ => throw Unexpected.Value(diagnostic.Descriptor.Severity),
        };
        text.Append(CultureInfo.InvariantCulture, $": {severity} {diagnostic.Code}: {OneLine(diagnostic.Message)}");
        foreach (RelatedLocation related in diagnostic.Related ?? [])
        {
            text.Append("; ").Append(OneLine(related.Message));
            if (related.Pos.IsValid)
            {
                text.Append(" (").Append(GcPlace(files.ResolveOnDisk(related.Pos))).Append(')');
            }
        }
        return text.ToString();
    }

    /// <summary>File, line and column after line directives; an empty file or zeros where unknown.</summary>
    public static (string File, int Line, int Column) PlaceOf(Diagnostic diagnostic, SourceFileTable files)
        => diagnostic.Pos.IsValid ? files.ResolveOnDisk(diagnostic.Pos)
            : (diagnostic.FilePath ?? "", diagnostic.FileLine, diagnostic.FileColumn);

    private static (string File, int Line, int Column) Shown((string File, int Line, int Column) place, Func<string, string> shown)
        => (place.File.Length > 0 ? shown(place.File) : "", place.Line, place.Column);

    /// <summary>A place as Go's compiler writes it: what is not known, a line or a column, is left out.</summary>
    internal static string GcPlace((string File, int Line, int Column) place) => place switch
    {
        (_, 0, _) => place.File,
        (_, _, 0) => string.Create(CultureInfo.InvariantCulture, $"{place.File}:{place.Line}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{place.File}:{place.Line}:{place.Column}"),
    };

    private static string OneLine(string message)
        => message.Contains('\n') ? message.Replace("\n\t", "; ", StringComparison.Ordinal).Replace("\n", "; ", StringComparison.Ordinal)
        : message;
}
