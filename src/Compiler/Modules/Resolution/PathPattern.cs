namespace Go.Compiler.Modules.Resolution;

/// <summary>Patterns for paths, in which <c>...</c> stands for anything, and <c>/...</c> at the end for nothing too.</summary>
internal static class PathPattern
{
    /// <summary>Whether an argument of a command is the path of one package: no folder, wildcard or word that means several.</summary>
    public static bool IsLiteral(string argument)
        => !argument.Contains("...", StringComparison.Ordinal) && !ImportPaths.IsRelative(argument) && !Path.IsPathRooted(argument)
        && argument is not ("all" or "work" or "tool" or "std" or "cmd");

    /// <summary>Whether a path matches. Elements <c>vendor</c> match only where the pattern has them.</summary>
    public static bool Matches(string pattern, string path)
    {
        // "..." does not reach into vendor folders: the element is hidden from it.
        const char Hidden = '\u0001';
        if (path.Contains("vendor", StringComparison.Ordinal))
        {
            path = Hide(path, Hidden);
            pattern = Hide(pattern, Hidden);
        }
        return MatchesText(pattern, path, Hidden) || (pattern.EndsWith("/...", StringComparison.Ordinal)
            && MatchesText(pattern[..^4], path, Hidden));
    }

    private static string Hide(string text, char hidden)
    {
        string[] elements = text.Split('/');
        // A folder of that name that has code itself is no vendored package.
        return string.Join('/', elements.Select((e, i) => e == "vendor" && i < elements.Length - 1 ? hidden.ToString() : e));
    }

    private static bool MatchesText(string pattern, string path, char hidden)
    {
        string[] parts = pattern.Split("...");
        if (parts.Length == 1)
        {
            return pattern == path;
        }
        if (!path.StartsWith(parts[0], StringComparison.Ordinal) || path.Length < parts[0].Length + parts[^1].Length
            || !path.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }
        int at = parts[0].Length, end = path.Length - parts[^1].Length;
        for (int i = 1; i < parts.Length - 1; i++)
        {
            int found = path.IndexOf(parts[i], at, end - at, StringComparison.Ordinal);
            if (found < 0 || path.AsSpan(at, found - at).Contains(hidden))
            {
                return false;
            }
            at = found + parts[i].Length;
        }
        return !path.AsSpan(at, end - at).Contains(hidden);
    }

    /// <summary>Whether paths at or below one can match.</summary>
    public static bool TreeCanMatch(string pattern, string path)
    {
        int dots = pattern.IndexOf("...", StringComparison.Ordinal);
        string start = dots < 0 ? pattern : pattern[..dots];
        return start.StartsWith(path + "/", StringComparison.Ordinal) || (path + "/").StartsWith(start, StringComparison.Ordinal)
            || Matches(pattern, path);
    }

    /// <summary>Whether <c>ignore</c> lines take a folder out: <c>./x</c> from the module's root, or <c>x</c> anywhere.</summary>
    public static bool IsIgnored(IReadOnlyList<string> ignored, string below)
    {
        foreach (string line in ignored)
        {
            bool isRooted = line.StartsWith("./", StringComparison.Ordinal);
            string name = (isRooted ? line[2..] : line).Trim('/');
            if (below == name || (!isRooted && below.EndsWith("/" + name, StringComparison.Ordinal)))
            {
                return true;
            }
        }
        return false;
    }
}
