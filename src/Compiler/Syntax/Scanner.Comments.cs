using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

internal sealed partial class Scanner
{
    /// <summary>All <c>//go:</c> directives seen so far.</summary>
    public List<Directive> Directives { get; } = [];

    /// <summary>Takes every comment in order when somebody wants them; null: nobody does.</summary>
    public List<SourceComment>? Comments { get; init; }

    /// <summary>Reads a comment whose two slashes have been read; the line break stays, for it may end a statement.</summary>
    private void LineComment(bool isAloneOnLine)
    {
        int length = _source.AsSpan(_pos).IndexOf((byte)'\n');
        int textStart = _pos;
        SkipText(length < 0 ? _source.Length : _pos + length);
        Comments?.Add(new SourceComment(textStart - 2, _pos));
        ReadOnlySpan<byte> text = _source.AsSpan(textStart, _pos - textStart);
        if (text.Length == 0 || text[0] is not ((byte)'g' or (byte)'l'))
        {
            return;
        }
        if (text[^1] == '\r')
        {
            text = text[..^1];
        }
        if (text.StartsWith("go:"u8))
        {
            AddDirective(Encoding.UTF8.GetString(text), isAloneOnLine);
        }
        else if (Column == 1 && text.StartsWith("line "u8))
        {
            LineDirective(Encoding.UTF8.GetString(text[5..]), textColumn: Column + 7, fromLine: Line + 1, fromColumn: 1);
        }
    }

    private void AddDirective(string text, bool isAloneOnLine)
    {
        int space = text.AsSpan().IndexOfAny(' ', '\t');
        string name = space < 0 ? text : text[..space];
        string rest = space < 0 ? "" : text[space..];
        string arguments = rest.Trim();
        // Before the arguments there is only ASCII, so characters count as bytes.
        Pos argumentsPos = PositionInToken(2 + name.Length + rest.Length - rest.TrimStart().Length);
        if (!isAloneOnLine)
        {
            ReportDirective(Catalogue.MisplacedDirective, PositionInToken(2), "misplaced compiler directive");
            return;
        }
        Directives.Add(new Directive(name, arguments, Position, argumentsPos));
    }

    private void BlockComment()
    {
        int textStart = _pos;
        int length = _source.AsSpan(_pos).IndexOf("*/"u8);
        if (length < 0)
        {
            SkipText(_source.Length);
            Report(Catalogue.UnterminatedComment, Position, "comment not terminated");
            return;
        }
        SkipText(_pos + length);
        _pos += 2;
        Comments?.Add(new SourceComment(textStart - 2, _pos));
        ReadOnlySpan<byte> text = _source.AsSpan(textStart, length);
        // Over several lines it is an ordinary comment: no line number can end in a line break.
        if (text.StartsWith("line "u8) && _line == Line)
        {
            LineDirective(Encoding.UTF8.GetString(text[5..]), textColumn: Column + 7, fromLine: _line, fromColumn: _pos - _lineStart + 1);
        }
    }

    /// <summary><c>file:line</c> or <c>file:line:column</c>, in force from the given place on.</summary>
    private void LineDirective(string text, int textColumn, int fromLine, int fromColumn)
    {
        if (!TrailingNumber(text, out int last, out uint lastNumber, out bool lastIsNumber))
        {
            return; // no colon: an ordinary comment
        }
        if (!lastIsNumber)
        {
            LineDirectiveError(textColumn + last, "invalid line number: " + text[last..]);
            return;
        }
        int lineStart = last;
        uint line = lastNumber, column = 0;
        bool hasColumn = TrailingNumber(text[..(last - 1)], out int first, out uint firstNumber, out bool firstIsNumber) && firstIsNumber;
        if (hasColumn)
        {
            (lineStart, line, column) = (first, firstNumber, lastNumber);
            if (column is 0 or > LargestNumber)
            {
                LineDirectiveError(textColumn + last, "invalid column number: " + text[last..]);
                return;
            }
            text = text[..(last - 1)];
        }
        if (line is 0 or > LargestNumber)
        {
            LineDirectiveError(textColumn + lineStart, "invalid line number: " + text[lineStart..]);
            return;
        }
        string fileName = text[..(lineStart - 1)];
        if (fileName.Length == 0 && hasColumn)
        {
            fileName = _file.LineDirectives.Count > 0 ? _file.LineDirectives[^1].NewFile : _file.DisplayPath;
        }
        else if (fileName.Length > 0)
        {
            fileName = NextTo(_file.DisplayPath, fileName);
        }
        _file.LineDirectives.Add(new LineDirective(fromLine, fromColumn, fileName, (int)line, (int)column));
    }

    // Larger line and column numbers cannot be represented by Go's own compiler.
    private const uint LargestNumber = 1 << 30;

    private void LineDirectiveError(int column, string message)
        => Report(Catalogue.InvalidLineDirective, new Pos(_file.Index, Line, column), message);

    /// <summary>Splits at the last colon (Windows file names have one more); false if there is none.</summary>
    private static bool TrailingNumber(string text, out int start, out uint number, out bool isNumber)
    {
        int colon = text.LastIndexOf(':');
        start = colon + 1;
        number = 0;
        isNumber = false;
        if (colon < 0)
        {
            return false;
        }
        ReadOnlySpan<char> digits = text.AsSpan(start);
        isNumber = digits.Length > 0 && digits.IndexOfAnyExceptInRange('0', '9') < 0;
        if (isNumber && !uint.TryParse(digits, out number))
        {
            number = uint.MaxValue;
        }
        return true;
    }

    private static string NextTo(string path, string name)
    {
        name = CleanPath(name);
        if (name.StartsWith('/') || (name.Length > 2 && name[1] == ':' && name[2] is '\\' or '/'))
        {
            return name;
        }
        int slash = path.LastIndexOfAny(['/', '\\']);
        return slash < 0 ? name : CleanPath(path[..(slash + 1)] + name);
    }

    /// <summary>Removes empty, <c>.</c> and inner <c>..</c> elements without asking the file system.</summary>
    private static string CleanPath(string path)
    {
        bool isRooted = path.StartsWith('/');
        var kept = new List<string>();
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }
            if (part == ".." && kept.Count > 0 && kept[^1] != "..")
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (part != ".." || !isRooted)
            {
                kept.Add(part);
            }
        }
        string cleaned = (isRooted ? "/" : "") + string.Join('/', kept);
        return cleaned.Length == 0 ? "." : cleaned;
    }
}
