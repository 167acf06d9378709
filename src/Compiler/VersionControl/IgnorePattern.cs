namespace Go.Compiler.VersionControl;

/// <summary>One line of a file of ignored names (<c>gitignore</c>).</summary>
/// <param name="Base">The folder that the pattern is about, from the work tree's root, with a slash behind it; empty: the root.</param>
/// <param name="Glob">The pattern without marks.</param>
/// <param name="IsNegated">What it matches is not ignored after all (<c>!</c>).</param>
/// <param name="IsForFolders">It matches folders only (a slash at the end).</param>
/// <param name="IsAnchored">It is about paths from its folder on (a slash elsewhere); otherwise about names anywhere below.</param>
internal sealed record IgnorePattern(string Base, string Glob, bool IsNegated, bool IsForFolders, bool IsAnchored)
{
    /// <summary>The pattern that a line holds; null for blank lines and comments.</summary>
    public static IgnorePattern? Parse(string line, string folder)
    {
        string text = line.TrimEnd('\r');
        while (text.EndsWith(' ') && !text.EndsWith("\\ ", StringComparison.Ordinal))
        {
            text = text[..^1];
        }
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }
        bool isNegated = text[0] == '!';
        text = isNegated ? text[1..] : text;
        bool isForFolders = text.EndsWith('/');
        text = isForFolders ? text[..^1] : text;
        bool isAnchored = text.Contains('/');
        text = text.StartsWith('/') ? text[1..] : text;
        return text.Length == 0 ? null : new IgnorePattern(folder, text, isNegated, isForFolders, isAnchored);
    }

    /// <param name="path">From the work tree's root, with slashes.</param>
    public bool Matches(string path, bool isFolder)
    {
        if ((IsForFolders && !isFolder) || !path.StartsWith(Base, StringComparison.Ordinal))
        {
            return false;
        }
        string below = path[Base.Length..];
        return Matches(Glob, IsAnchored ? below : below[(below.LastIndexOf('/') + 1)..]);
    }

    private static bool Matches(ReadOnlySpan<char> glob, ReadOnlySpan<char> text)
    {
        while (glob.Length > 0)
        {
            if (glob.StartsWith("**/"))
            {
                // Any number of folders, none too.
                ReadOnlySpan<char> behind = glob[3..];
                for (int at = 0; ; at = at + text[at..].IndexOf('/') + 1)
                {
                    if (Matches(behind, text[at..]))
                    {
                        return true;
                    }
                    if (!text[at..].Contains('/'))
                    {
                        return false;
                    }
                }
            }
            if (glob is "**")
            {
                return text.Length > 0;
            }
            if (glob[0] == '*')
            {
                ReadOnlySpan<char> rest = glob.TrimStart('*');
                for (int taken = 0; taken <= text.Length; taken++)
                {
                    if (Matches(rest, text[taken..]))
                    {
                        return true;
                    }
                    if (taken < text.Length && text[taken] == '/')
                    {
                        return false;
                    }
                }
                return false;
            }
            if (text.Length == 0 || !MatchesOne(ref glob, text[0]))
            {
                return false;
            }
            text = text[1..];
        }
        return text.Length == 0;
    }

    /// <summary>Matches one character against the pattern's first element, and goes on to the next.</summary>
    private static bool MatchesOne(ref ReadOnlySpan<char> glob, char c)
    {
        char first = glob[0];
        if (first == '[' && glob.Length > 2 && glob[2..].IndexOf(']') is >= 0 and var close)
        {
            ReadOnlySpan<char> set = glob[1..(close + 2)];
            glob = glob[(close + 3)..];
            return c != '/' && IsInSet(set, c);
        }
        if (first == '\\' && glob.Length > 1)
        {
            first = glob[1];
            glob = glob[2..];
            return first == c;
        }
        glob = glob[1..];
        return first == '?' ? c != '/' : first == c;
    }

    private static bool IsInSet(ReadOnlySpan<char> set, char c)
    {
        bool isNegated = set[0] is '!' or '^';
        set = isNegated ? set[1..] : set;
        bool isIn = false;
        for (int i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                isIn |= c >= set[i] && c <= set[i + 2];
                i += 2;
            }
            else
            {
                isIn |= set[i] == c;
            }
        }
        return isIn != isNegated;
    }
}
