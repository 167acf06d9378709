using System.Text;
using Go.Compiler.Syntax;

namespace Go.Compiler.Packages;

/// <summary>What a file's leading comments say about when it takes part in a build.</summary>
internal static class BuildConstraint
{
    /// <summary>
    /// Whether a file's constraints hold. Only comments before the first other text count. A <c>//go:build</c> line decides alone; without
    /// one, older <c>// +build</c> lines count if a blank line follows them. On a malformed line <paramref name="error"/> says why, in
    /// Go's words, and <paramref name="errorLine"/> where.
    /// </summary>
    public static bool IsSatisfied(ReadOnlySpan<byte> content, BuildTags tags, out string? error, out int errorLine)
    {
        error = null;
        if (content.StartsWith("\uFEFF"u8))
        {
            content = content[3..];
        }
        if (!FindLine(content, out string? line, out int headerLength, out error, out errorLine))
        {
            return false;
        }
        if (line is not null)
        {
            BuildExpression? expression = BuildExpression.Parse(line, out string? reason);
            if (expression is null)
            {
                error = "parsing //go:build line: " + reason;
                return false;
            }
            return expression.IsSatisfied(tags.Contains);
        }
        return PlusLinesHold(content[..headerLength], tags);
    }

    /// <summary>
    /// Whether a file's constraints hold on any system, under any tags but <c>ignore</c>. A malformed line holds nowhere.
    /// </summary>
    public static bool CanHold(ReadOnlySpan<byte> content)
    {
        if (!FindLine(content, out string? line, out int headerLength, out _, out _))
        {
            return false;
        }
        return line is null ? PlusLinesHold(content[..headerLength], null) : BuildExpression.Parse(line, out _)?.CanHold() ?? false;
    }

    /// <summary>
    /// Finds the expression of the <c>//go:build</c> line, if any, and how long the leading run of line comments up to its last blank
    /// line is. False if there are several such lines. <paramref name="number"/> is the number of the last one.
    /// </summary>
    private static bool FindLine(
        ReadOnlySpan<byte> content, out string? expression, out int headerLength, out string? error, out int number)
    {
        expression = null;
        headerLength = 0;
        error = null;
        number = 0;
        bool ended = false, inBlockComment = false;
        int next, at = 0;
        for (int start = 0; start < content.Length; start = next)
        {
            at++;
            int length = content[start..].IndexOf((byte)'\n');
            next = length < 0 ? content.Length : start + length + 1;
            ReadOnlySpan<byte> line = content[start..next].Trim(" \t\r\n\v\f"u8);
            if (line.Length == 0 && !ended)
            {
                headerLength = next;
                continue;
            }
            ended |= !line.StartsWith("//"u8);
            if (!inBlockComment && line.StartsWith("//go:build"u8) && (line.Length == 10 || line[10] is (byte)' ' or (byte)'\t'))
            {
                number = at;
                if (expression is not null)
                {
                    error = "multiple //go:build comments";
                    return false;
                }
                expression = Encoding.UTF8.GetString(line[10..]).Trim();
            }
            if (!IsComment(line, ref inBlockComment))
            {
                break;
            }
        }
        return true;
    }

    /// <summary>Whether a line holds nothing but comments and, perhaps, the start of one that goes on.</summary>
    private static bool IsComment(ReadOnlySpan<byte> line, ref bool inBlockComment)
    {
        while (line.Length > 0)
        {
            if (inBlockComment)
            {
                int end = line.IndexOf("*/"u8);
                if (end < 0)
                {
                    return true;
                }
                inBlockComment = false;
                line = line[(end + 2)..].TrimStart(" \t"u8);
            }
            else if (line.StartsWith("//"u8))
            {
                return true;
            }
            else if (line.StartsWith("/*"u8))
            {
                inBlockComment = true;
                line = line[2..];
            }
            else
            {
                return false;
            }
        }
        return true;
    }

    /// <param name="tags">Null: all tags but <c>ignore</c>, as the lines like to have them.</param>
    private static bool PlusLinesHold(ReadOnlySpan<byte> header, BuildTags? tags)
    {
        if (header.IndexOf("+build"u8) < 0)
        {
            return true;
        }
        foreach (string raw in Encoding.UTF8.GetString(header).Split('\n'))
        {
            string line = raw.Trim();
            if (!line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }
            line = line[2..].Trim();
            if (line.StartsWith("+build", StringComparison.Ordinal) && (line.Length == 6 || line[6] is ' ' or '\t')
                && !PlusLineHolds(line[6..], tags))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Options separated by spaces, each of terms separated by commas, each perhaps negated.</summary>
    private static bool PlusLineHolds(string text, BuildTags? tags)
    {
        string[] options = text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        foreach (string option in options)
        {
            bool holds = true;
            foreach (string term in option.Split(','))
            {
                bool isNegated = term.StartsWith('!');
                string tag = isNegated ? term[1..] : term;
                // A term that is no tag counts as the tag "ignore".
                bool isTag = tag.Length > 0 && !tag.StartsWith('!');
                holds &= tags is null ? isTag && (tag != "ignore" || isNegated) : isTag
                    ? tags.Contains(tag) != isNegated : tags.Contains("ignore");
            }
            if (holds)
            {
                return true;
            }
        }
        return options.Length == 0 && tags is not null && tags.Contains("ignore");
    }
}
