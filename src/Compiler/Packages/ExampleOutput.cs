using System.Text;
using Go.Compiler.Syntax;

namespace Go.Compiler.Packages;

/// <summary>
/// Finds what an example says it prints: the last group of comments in its body, if that starts with <c>Output:</c> or <c>Unordered
/// output:</c>. A group is comments with nothing but single line breaks between them; one that stands behind code takes only its own line.
/// </summary>
internal static class ExampleOutput
{
    /// <summary>The text after the mark, or null if the body between two offsets has none.</summary>
    public static (string Text, bool IsUnordered)? Find(ReadOnlySpan<byte> source, List<SourceComment> comments, int bodyStart, int bodyEnd)
    {
        int last = comments.FindLastIndex(c => c.Start > bodyStart && c.Start < bodyEnd);
        if (last < 0 || comments[last].Start < bodyStart)
        {
            return null;
        }
        int first = last;
        while (first > 0 && comments[first - 1].Start > bodyStart && IsSameGroup(source, comments[first - 1], comments[first]))
        {
            first--;
        }
        string text = TextOf(source, comments, first, last);
        return AfterMark(text);
    }

    private static bool IsSameGroup(ReadOnlySpan<byte> source, SourceComment before, SourceComment after)
    {
        ReadOnlySpan<byte> between = source[before.End..after.Start];
        int breaks = between.Count((byte)'\n');
        return between.IndexOfAnyExcept(" \t\r\n"u8) < 0 && (breaks == 0 || (breaks == 1 && !StandsBehindCode(source, before)));
    }

    private static bool StandsBehindCode(ReadOnlySpan<byte> source, SourceComment comment)
    {
        ReadOnlySpan<byte> line = source[(source[..comment.Start].LastIndexOf((byte)'\n') + 1)..comment.Start];
        return line.IndexOfAnyExcept(" \t\r"u8) >= 0;
    }

    /// <summary>
    /// Text of a group as documentation tools show it: without markers and directives, blank lines at the start, and several in a row.
    /// </summary>
    private static string TextOf(ReadOnlySpan<byte> source, List<SourceComment> comments, int first, int last)
    {
        var text = new StringBuilder();
        bool wasBlank = true;
        for (int i = first; i <= last; i++)
        {
            string comment = Encoding.UTF8.GetString(source[comments[i].Start..comments[i].End])
                .Replace("\r", "", StringComparison.Ordinal);
            string inner = comment[1] == '*' ? comment[2..^2] : comment.StartsWith("// ", StringComparison.Ordinal)
                ? comment[3..] : comment[2..];
            if (comment[1] == '/' && inner.Length == comment.Length - 2 && IsDirective(inner))
            {
                continue;
            }
            foreach (string line in inner.Split('\n'))
            {
                string trimmed = line.TrimEnd(' ', '\t');
                if (trimmed.Length > 0 || !wasBlank)
                {
                    text.Append(trimmed).Append('\n');
                }
                wasBlank = trimmed.Length == 0;
            }
        }
        // Joined lines: a blank last one is the line end of the line before it.
        return wasBlank && text.Length > 0 ? text.ToString(0, text.Length - 1) : text.ToString();
    }

    /// <summary><c>//go:name</c> and the like, <c>//line</c>, <c>//extern</c>, <c>//export</c>.</summary>
    private static bool IsDirective(string text)
    {
        if (text.StartsWith("line ", StringComparison.Ordinal) || text.StartsWith("extern ", StringComparison.Ordinal)
            || text.StartsWith("export ", StringComparison.Ordinal))
        {
            return true;
        }
        int colon = text.IndexOf(':');
        return colon > 0 && colon + 1 < text.Length && IsDirectiveCharacter(text[colon + 1]) && text[..colon].All(IsDirectiveCharacter);
    }

    private static bool IsDirectiveCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    private static (string Text, bool IsUnordered)? AfterMark(string text)
    {
        string start = text.TrimStart(' ', '\t', '\n', '\r', '\f', '\v');
        bool isUnordered = start.StartsWith("unordered output:", StringComparison.OrdinalIgnoreCase);
        if (!isUnordered && !start.StartsWith("output:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        string rest = start[(start.IndexOf(':') + 1)..].TrimStart(' ');
        return (rest.StartsWith('\n') ? rest[1..] : rest, isUnordered);
    }
}
