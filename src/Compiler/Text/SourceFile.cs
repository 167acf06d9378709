namespace Go.Compiler.Text;

/// <summary>
/// One source file: its bytes as read and the names under which people and debuggers know it. Immutable but for
/// <see cref="LineDirectives"/>, which the scanner fills while it reads the file.
/// </summary>
public sealed class SourceFile
{
    internal SourceFile(int index, string path, string displayPath, byte[] content)
    {
        Index = index;
        Path = path;
        DisplayPath = displayPath;
        Content = content;
    }

    /// <summary>1-based index in the session's table; the <see cref="Pos.File"/> of every position in this file.</summary>
    public int Index { get; }

    /// <summary>
    /// The path the file was read from: absolute, or <c>$GOROOT/src/...</c> for a file of the standard library's archive.
    /// </summary>
    public string Path { get; }

    /// <summary>The path written in line tables and messages (after -trimpath, relative paths and the like).</summary>
    public string DisplayPath { get; }

    public byte[] Content { get; }

    /// <summary>Remappings by <c>//line</c> directives, in source order; empty for nearly every file.</summary>
    public List<LineDirective> LineDirectives { get; } = [];
}
