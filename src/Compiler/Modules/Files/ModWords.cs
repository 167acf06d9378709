using System.Globalization;
using System.Text;

namespace Go.Compiler.Modules.Files;

/// <summary>Rules for the words of go.mod and go.work lines.</summary>
internal static class ModWords
{
    /// <summary>The word as it must be written.</summary>
    public static string Quote(string word) => MustQuote(word) ? GoText.Quote(word) : word;

    private static bool MustQuote(string word)
    {
        foreach (Rune rune in word.EnumerateRunes())
        {
            bool isPunctuation = rune.Value is '(' or ')' or '[' or ']' or '{' or '}' or ',';
            bool isPrintable = rune.Value is not (' ' or '"' or '\'' or '`')
                && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            if (!isPrintable || (isPunctuation && word.Length > 1))
            {
                return true;
            }
        }
        return word.Length == 0 || word.Contains("//", StringComparison.Ordinal) || word.Contains("/*", StringComparison.Ordinal);
    }

    /// <summary>What a token stands for; on failure <paramref name="problem"/> says why not.</summary>
    public static string? Value(string token, out string? problem)
    {
        problem = null;
        if (token.StartsWith('"'))
        {
            string? value = GoText.Unquote(token);
            problem = value is null ? "invalid syntax" : null;
            return value;
        }
        if (token.AsSpan().IndexOfAny("\"'`") >= 0)
        {
            problem = "unquoted string cannot contain quote";
            return null;
        }
        return token;
    }

    /// <summary>Whether a replacement's path is that of a folder, on any system: go.mod files move.</summary>
    public static bool IsFolder(string path)
        => path is "." or ".." || path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith(".\\", StringComparison.Ordinal)
            || path.StartsWith("../", StringComparison.Ordinal) || path.StartsWith("..\\", StringComparison.Ordinal)
            || path.StartsWith('/') || path.StartsWith('\\')
            || (path.Length >= 2 && char.IsAsciiLetter(path[0]) && path[1] == ':');

    /// <summary>Whether a <c>toolchain</c> line can name it; looser than what is a version, for names to come.</summary>
    public static bool IsToolchainName(string name) => name is "default" or "go1" || name.StartsWith("go1.", StringComparison.Ordinal);

    /// <summary>The text of the comments at a line, or, when it has none, at its block.</summary>
    public static string Comments(ModBlock? block, ModLine line)
    {
        ModNode node = block is not null && line.Before.Count == 0 && line.Suffix.Count == 0 ? block : line;
        return string.Join('\n', node.Before.Concat(node.Suffix).Where(c => c.Text.StartsWith("//", StringComparison.Ordinal))
            .Select(c => c.Text[2..].Trim()));
    }

    /// <summary>The paragraph of a comment that begins with <c>Deprecated:</c>, or empty.</summary>
    public static string Deprecation(string comment)
    {
        foreach (string paragraph in comment.Split("\n\n"))
        {
            if (paragraph.StartsWith("Deprecated:", StringComparison.Ordinal))
            {
                return paragraph["Deprecated:".Length..].TrimStart(' ');
            }
        }
        return "";
    }
}
