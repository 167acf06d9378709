namespace Go.Compiler.Text;

/// <summary>
/// All source files of one build session, by index. Thread-safe: packages load in parallel. Indices depend on load order, so
/// nothing that reaches output may depend on them, only on paths.
/// </summary>
public sealed class SourceFileTable
{
    private readonly Lock _lock = new();
    private SourceFile?[] _files = new SourceFile?[64];
    private int _count = 1; // index 0 is "no file"

    /// <summary>Registers a file; the content array is owned by the table from now on.</summary>
    public SourceFile Add(string path, string displayPath, byte[] content)
    {
        lock (_lock)
        {
            if (_count == _files.Length)
            {
                Array.Resize(ref _files, _count * 2);
            }
            var file = new SourceFile(_count, path, displayPath, content);
            _files[_count++] = file;
            return file;
        }
    }

    public SourceFile this[int index] => _files[index] ?? throw new ArgumentOutOfRangeException(nameof(index));

    public SourceFile? FileOf(Pos pos) => pos.IsValid ? _files[pos.File] : null;

    /// <summary>File name, line and column as users see them: after <c>//line</c> directives.</summary>
    public (string File, int Line, int Column) Resolve(Pos pos)
    {
        SourceFile? file = FileOf(pos);
        if (file is null)
        {
            return ("<unknown>", 0, 0);
        }
        int before = DirectivesBefore(file.LineDirectives, pos);
        if (before == 0)
        {
            return (file.DisplayPath, pos.Line, pos.Column);
        }
        LineDirective line = file.LineDirectives[before - 1];
        int column = line.NewColumn == 0 ? 0 : pos.Line == line.Line ? line.NewColumn + (pos.Column - line.Column) : pos.Column;
        return (line.NewFile, line.NewLine + (pos.Line - line.Line), column);
    }

    /// <summary>
    /// As <see cref="Resolve"/>, for messages: -trimpath changes what a program says of its files, not where their errors are.
    /// </summary>
    public (string File, int Line, int Column) ResolveOnDisk(Pos pos)
    {
        (string File, int Line, int Column) place = Resolve(pos);
        return FileOf(pos) is { } file ? place with { File = OnDisk(file, place.File) } : place;
    }

    private static string OnDisk(SourceFile file, string shown)
    {
        if (file.Path == file.DisplayPath || shown.Length == 0 || Path.IsPathRooted(shown) || !Path.IsPathRooted(file.Path))
        {
            return shown;
        }
        string folder = Path.GetDirectoryName("/" + file.DisplayPath)!, relative = Path.GetRelativePath(folder, "/" + shown);
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file.Path)!, relative));
    }

    /// <summary>How many line directives stand before a position in its file.</summary>
    public int LineDirectivesBefore(Pos pos) => FileOf(pos) is { } file ? DirectivesBefore(file.LineDirectives, pos) : 0;

    /// <summary>How many directives are in force at a position or before it; they stand in source order.</summary>
    private static int DirectivesBefore(List<LineDirective> directives, Pos pos)
    {
        int low = 0, high = directives.Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            LineDirective d = directives[middle];
            // Without a column (bodies from interface parts have none) a position is that of the whole line.
            if (d.Line > pos.Line || (d.Line == pos.Line && pos.Column != 0 && d.Column > pos.Column))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return low;
    }
}
