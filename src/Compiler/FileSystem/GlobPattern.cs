namespace Go.Compiler.FileSystem;

/// <summary>
/// Shell patterns as Go's package path matches them: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^a]</c>, backslash. Slashes are matched only by
/// slashes.
/// </summary>
internal static class GlobPattern
{
    /// <summary>
    /// Whether a pattern is well-formed: every bracket closed, every range complete, nothing after a last backslash missing.
    /// </summary>
    public static bool IsValid(string pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                if (++i >= pattern.Length)
                {
                    return false;
                }
            }
            else if (pattern[i] == '[' && !Class(pattern, ref i, '\0', out _))
            {
                return false;
            }
        }
        return true;
    }

    public static bool HasWildcard(string pattern) => pattern.AsSpan().IndexOfAny("*?[\\") >= 0;

    /// <summary>Matches one path element; the pattern is valid.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        while (pattern.Length > 0)
        {
            if (pattern[0] == '*')
            {
                for (int skip = 0; skip <= name.Length; skip++)
                {
                    if (Matches(pattern[1..], name[skip..]))
                    {
                        return true;
                    }
                }
                return false;
            }
            if (name.Length == 0)
            {
                return false;
            }
            int length = char.IsHighSurrogate(name[0]) && name.Length > 1 ? 2 : 1;
            if (pattern[0] == '?')
            {
                pattern = pattern[1..];
            }
            else if (pattern[0] == '[')
            {
                int end = 0;
                Class(pattern.ToString(), ref end, name[0], out bool matches);
                if (!matches)
                {
                    return false;
                }
                pattern = pattern[(end + 1)..];
            }
            else
            {
                pattern = pattern[0] == '\\' ? pattern[1..] : pattern;
                if (!name[..length].SequenceEqual(pattern[..Math.Min(length, pattern.Length)]))
                {
                    return false;
                }
                pattern = pattern[length..];
            }
            name = name[length..];
        }
        return name.Length == 0;
    }

    /// <summary>Reads a bracket expression from its opening bracket to its closing one; false if it is malformed.</summary>
    private static bool Class(string pattern, ref int i, char c, out bool matches)
    {
        matches = false;
        i++;
        bool isNegated = i < pattern.Length && pattern[i] == '^';
        i += isNegated ? 1 : 0;
        for (int count = 0; ; count++)
        {
            if (i < pattern.Length && pattern[i] == ']' && count > 0)
            {
                matches ^= isNegated;
                return true;
            }
            if (!Bound(pattern, ref i, out char low))
            {
                return false;
            }
            char high = low;
            if (i < pattern.Length && pattern[i] == '-')
            {
                i++;
                if (!Bound(pattern, ref i, out high))
                {
                    return false;
                }
            }
            matches |= low <= c && c <= high;
        }
    }

    private static bool Bound(string pattern, ref int i, out char bound)
    {
        bound = '\0';
        if (i >= pattern.Length || pattern[i] is '-' or ']')
        {
            return false;
        }
        if (pattern[i] == '\\' && ++i >= pattern.Length)
        {
            return false;
        }
        bound = pattern[i++];
        return i < pattern.Length;
    }
}
