using System.Text;

namespace Go.Compiler.Modules;

/// <summary>Rules for import paths.</summary>
internal static class ImportPaths
{
    /// <summary>The package of files that are named one by one.</summary>
    public const string CommandLine = "command-line-arguments";

    /// <summary>Whether a path, or its start, is another path or lies below it.</summary>
    public static bool HasPrefix(string path, string prefix)
        => path.StartsWith(prefix, StringComparison.Ordinal)
            && (path.Length == prefix.Length || prefix.Length == 0 || path[prefix.Length] == '/');

    public static bool IsRelative(string path)
        => path is "." or ".." || path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith("../", StringComparison.Ordinal);

    /// <summary>Standard library paths have no dot in their first element; most others do.</summary>
    public static bool LooksStandard(string path)
    {
        int slash = path.IndexOf('/');
        return !(slash < 0 ? path : path[..slash]).Contains('.');
    }

    /// <summary>
    /// Whether the text between an import's quotes can be a path at all (spec "Import declarations": no blanks, no punctuation that file
    /// systems mind).
    /// </summary>
    public static bool IsWellFormed(string path)
    {
        foreach (Rune rune in path.EnumerateRunes())
        {
            if (rune.Value is <= ' ' or 0x7f || rune == Rune.ReplacementChar || Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)
                || (rune.IsAscii && "!\"#$%&'()*,:;<=>?[\\]^`{|}".Contains((char)rune.Value)))
            {
                return false;
            }
        }
        return path.Length > 0;
    }

    /// <summary>What is wrong with an import or module path, in Go's words, or null.</summary>
    public static string? Problem(string path, bool isModule)
    {
        if (path.Length == 0)
        {
            return "empty string";
        }
        if (path[0] == '-')
        {
            return "leading dash";
        }
        if (path.Contains("//", StringComparison.Ordinal))
        {
            return "double slash";
        }
        if (path.EndsWith('/'))
        {
            return "trailing slash";
        }
        foreach (string element in path.Split('/'))
        {
            if (ElementProblem(element, isModule) is { } problem)
            {
                return problem;
            }
        }
        return null;
    }

    /// <summary>What is wrong with a file's path in a module, in Go's words, or null.</summary>
    public static string? FileProblem(string path)
    {
        if (path.Length == 0)
        {
            return "empty string";
        }
        if (path.Contains("//", StringComparison.Ordinal))
        {
            return "double slash";
        }
        if (path.EndsWith('/'))
        {
            return "trailing slash";
        }
        foreach (string element in path.Split('/'))
        {
            if (DotProblem(element, isModule: false) is { } problem)
            {
                return problem;
            }
            foreach (Rune rune in element.EnumerateRunes())
            {
                // Letters of any script, and what neither shells nor file systems mind.
                bool ok = rune.IsAscii ? char.IsAsciiLetterOrDigit((char)rune.Value) || "!#$%&()+,-.=@[]^_{}~ ".Contains((char)rune.Value)
                    : rune != Rune.ReplacementChar && Rune.IsLetter(rune);
                if (!ok)
                {
                    return InvalidCharacter(rune);
                }
            }
            int dot = element.IndexOf('.');
            string stem = dot < 0 ? element : element[..dot];
            if (IsReservedOnWindows(stem))
            {
                return $"\"{stem}\" disallowed as path element component on Windows";
            }
        }
        return null;
    }

    private static string InvalidCharacter(Rune rune)
        => $"invalid char '{(rune.Value == '\\' ? "\\\\" : rune.Value == '\'' ? "\\'" : rune.Value < ' ' ? $"\\x{rune.Value:x2}" : rune.ToString())}'";

    private static string? DotProblem(string element, bool isModule)
    {
        if (element.Length == 0)
        {
            return "empty path element";
        }
        if (element.AsSpan().IndexOfAnyExcept('.') < 0)
        {
            return $"invalid path element \"{element}\"";
        }
        if (isModule && element[0] == '.')
        {
            return "leading dot in path element";
        }
        return element[^1] == '.' ? "trailing dot in path element" : null;
    }

    private static string? ElementProblem(string element, bool isModule)
    {
        if (DotProblem(element, isModule) is { } problem)
        {
            return problem;
        }
        foreach (Rune rune in element.EnumerateRunes())
        {
            char c = rune.IsAscii ? (char)rune.Value : '\0';
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '~') && (c != '+' || isModule))
            {
                return InvalidCharacter(rune);
            }
        }
        int dot = element.IndexOf('.');
        string stem = dot < 0 ? element : element[..dot];
        if (IsReservedOnWindows(stem))
        {
            return $"\"{stem}\" disallowed as path element component on Windows";
        }
        int tilde = stem.LastIndexOf('~');
        return tilde >= 0 && tilde < stem.Length - 1 && stem.AsSpan(tilde + 1).IndexOfAnyExceptInRange('0', '9') < 0
            ? "trailing tilde and digits in path element" : null;
    }

    public static bool IsReservedOnWindows(string stem) => stem.ToUpperInvariant() is "CON" or "PRN" or "AUX" or "NUL"
        || (stem.Length == 4 && stem[3] is >= '1' and <= '9' && stem[..3].ToUpperInvariant() is "COM" or "LPT");

    /// <summary>
    /// The path of the tree whose packages may import this one, if it has an element <c>internal</c>: what stands before it. Null if
    /// everybody may.
    /// </summary>
    public static string? InternalTree(string path)
    {
        int at = LastElement(path, "internal");
        return at < 0 ? null : path[..Math.Max(0, at - 1)];
    }

    /// <summary>Index of the last path element with this name, or -1.</summary>
    public static int LastElement(string path, string element)
    {
        for (int at = path.LastIndexOf(element, StringComparison.Ordinal); at >= 0;
            at = at == 0 ? -1 : path.LastIndexOf(element, at - 1, StringComparison.Ordinal))
        {
            int end = at + element.Length;
            if ((at == 0 || path[at - 1] == '/') && (end == path.Length || path[end] == '/'))
            {
                return at;
            }
        }
        return -1;
    }
}
