using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Go.Compiler.Packages;

/// <summary>The first sentence of a package's documentation, as <c>go list</c> tells it.</summary>
internal static partial class PackageDoc
{
    private static readonly string[] s_noSentences = ["copyright", "all rights", "author"];

    /// <param name="content">A Go file.</param>
    /// <param name="isStandard">Whether std has a package of that name, which links may then lead to.</param>
    /// <returns>Empty if no comment stands on the package clause, or it does not begin with a sentence.</returns>
    public static string Synopsis(byte[] content, Func<string, bool> isStandard)
    {
        string sentence = Sentence(Text(Comments(Encoding.UTF8.GetString(content))));
        return Link().Replace(sentence, m =>
        {
            string package = m.Groups["package"].Value;
            return package.Contains('/') || isStandard(package) ? m.Groups["text"].Value : m.Value;
        });
    }

    /// <summary>The comments that end on the line before the package clause, each at most a line below the one before.</summary>
    private static List<string> Comments(string source)
    {
        var group = new List<string>();
        int i = source.StartsWith('\ufeff') ? 1 : 0, linesSince = 2;
        while (i < source.Length)
        {
            if (char.IsWhiteSpace(source[i]))
            {
                linesSince += source[i++] == '\n' ? 1 : 0;
                continue;
            }
            bool isBlock = source.AsSpan(i).StartsWith("/*");
            if (!isBlock && !source.AsSpan(i).StartsWith("//"))
            {
                break;
            }
            int end = isBlock ? source.IndexOf("*/", i + 2, StringComparison.Ordinal) + 2 : source.IndexOf('\n', i);
            if (end < i + 2)
            {
                return [];
            }
            if (linesSince > 1)
            {
                group.Clear();
            }
            group.Add(source[i..end].TrimEnd('\r'));
            (i, linesSince) = (end, 0);
        }
        return linesSince == 1 ? group : [];
    }

    /// <summary>
    /// What the comments say: without their marks, directives, space at the end of lines, and blank lines around and in a row.
    /// </summary>
    private static string Text(List<string> comments)
    {
        var lines = new List<string>();
        foreach (string comment in comments)
        {
            string inner = comment[1] == '*' ? comment[2..^2] : comment[2..];
            if (comment[1] == '/' && !inner.StartsWith(' ') && Directive().IsMatch(inner))
            {
                continue;
            }
            inner = comment[1] == '/' && inner.StartsWith(' ') ? inner[1..] : inner;
            foreach (string line in inner.Split('\n').Select(l => l.TrimEnd()))
            {
                if (line.Length > 0 || (lines.Count > 0 && lines[^1].Length > 0))
                {
                    lines.Add(line);
                }
            }
        }
        return string.Join('\n', lines).TrimEnd('\n');
    }

    private static string Sentence(string text)
    {
        string first = FirstSentence(text);
        bool isNone = Array.Exists(s_noSentences, p => first.StartsWith(p, StringComparison.OrdinalIgnoreCase));
        string paragraph = first.Split("\n\n")[0];
        // Text further in than the rest is code, and a line after # a heading.
        bool isCode = IsIndented(paragraph) && first.Split('\n').Any(l => l.Length > 0 && !IsIndented(l));
        bool isHeading = paragraph.StartsWith("# ", StringComparison.Ordinal) && !paragraph.Contains('\n');
        bool isParagraph = paragraph.Length > 0 && !isCode && !isHeading;
        if (isNone || !isParagraph)
        {
            return "";
        }
        string quoted = paragraph.Replace("``", "\u201c", StringComparison.Ordinal).Replace("''", "\u201d", StringComparison.Ordinal);
        return string.Join(' ', quoted.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsIndented(string line) => line is [' ' or '\t', ..];

    /// <summary>Up to a full stop before a space, but for that of a single capital letter: an initial.</summary>
    private static string FirstSentence(string text)
    {
        (char beforeLast, char beforeThat) = ('\0', '\0');
        char last = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i] is '\n' or '\r' or '\t' ? ' ' : text[i];
            if ((c == ' ' && last == '.' && (!IsUpper(beforeLast) || IsUpper(beforeThat))) || last is '\u3002' or '\uff0e')
            {
                return text[..i];
            }
            (beforeThat, beforeLast, last) = (beforeLast, last, c);
        }
        return text;
    }

    private static bool IsUpper(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.UppercaseLetter;

    /// <summary>A link to a package or to something in it.</summary>
    [GeneratedRegex(@"(?<=^|[\s\p{P}])\[(?<text>\*?(?<package>[\w~-]+(/[\w.~-]+?)*)(\.\w+){0,2})\](?=$|[\s\p{P}])")]
    private static partial Regex Link();

    [GeneratedRegex("^(line |extern |export |[a-z0-9]+:[a-z0-9])")]
    private static partial Regex Directive();
}
