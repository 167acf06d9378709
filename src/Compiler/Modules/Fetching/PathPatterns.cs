namespace Go.Compiler.Modules.Fetching;

/// <summary>
/// Comma-separated patterns of module path prefixes, as in GOPRIVATE: each is matched with as many path elements as it has.
/// </summary>
internal static class PathPatterns
{
    /// <summary>Whether one of the patterns matches the path or its start.</summary>
    public static bool Match(string patterns, string path)
    {
        foreach (string part in patterns.Split(','))
        {
            string pattern = part.EndsWith('/') ? part[..^1] : part;
            if (pattern.Length > 0 && Start(path, pattern.AsSpan().Count('/') + 1) is { } start && Glob(pattern, start))
            {
                return true;
            }
        }
        return false;
    }

    // The first elements of a path, or null if it has fewer.
    private static string? Start(string path, int elements)
    {
        int at = -1;
        for (int i = 0; i < elements; i++)
        {
            int from = at + 1;
            if (from > path.Length)
            {
                return null;
            }
            at = path.IndexOf('/', from);
            if (at < 0)
            {
                return i == elements - 1 ? path : null;
            }
        }
        return path[..at];
    }

    /// <summary>
    /// A shell pattern: <c>*</c> and <c>?</c> do not match slashes, <c>[a-c]</c> and <c>[^x]</c> are classes, a backslash quotes. A
    /// malformed one matches nothing.
    /// </summary>
    public static bool Glob(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        while (pattern.Length > 0)
        {
            if (pattern[0] == '*')
            {
                for (int skip = 0; ; skip++)
                {
                    if (Glob(pattern[1..], text[skip..]))
                    {
                        return true;
                    }
                    if (skip == text.Length || text[skip] == '/')
                    {
                        return false;
                    }
                }
            }
            if (text.Length == 0 || !One(ref pattern, text[0]))
            {
                return false;
            }
            text = text[1..];
        }
        return text.Length == 0;
    }

    private static bool One(ref ReadOnlySpan<char> pattern, char c)
    {
        switch (pattern[0])
        {
            case '?':
                pattern = pattern[1..];
                return c != '/';
            case '[':
                return Class(ref pattern, c);
            case '\\' when pattern.Length > 1:
                pattern = pattern[1..];
                break;
            case '\\':
                return false;
        }
        bool same = pattern[0] == c;
        pattern = pattern[1..];
        return same;
    }

    private static bool Class(ref ReadOnlySpan<char> pattern, char c)
    {
        pattern = pattern[1..];
        bool isNegated = pattern.Length > 0 && pattern[0] == '^';
        pattern = isNegated ? pattern[1..] : pattern;
        bool matches = false;
        for (int ranges = 0; ; ranges++)
        {
            if (pattern.Length > 0 && pattern[0] == ']' && ranges > 0)
            {
                pattern = pattern[1..];
                return matches != isNegated;
            }
            if (Bound(ref pattern) is not { } low)
            {
                return false;
            }
            char high = low;
            if (pattern.Length > 0 && pattern[0] == '-')
            {
                pattern = pattern[1..];
                if (Bound(ref pattern) is not { } bound)
                {
                    return false;
                }
                high = bound;
            }
            matches |= low <= c && c <= high;
        }
    }

    private static char? Bound(ref ReadOnlySpan<char> pattern)
    {
        if (pattern.Length > 0 && pattern[0] == '\\')
        {
            pattern = pattern[1..];
        }
        else if (pattern.Length > 0 && pattern[0] is '-' or ']')
        {
            return null;
        }
        if (pattern.Length == 0)
        {
            return null;
        }
        char bound = pattern[0];
        pattern = pattern[1..];
        return bound;
    }
}
