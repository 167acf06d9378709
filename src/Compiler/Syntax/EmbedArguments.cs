using System.Text;

namespace Go.Compiler.Syntax;

/// <summary>The arguments of a <c>//go:embed</c> line.</summary>
internal static class EmbedArguments
{
    /// <summary>
    /// Splits them into patterns, bare or quoted as Go strings, with their offsets. Null where a quoted one is malformed: <paramref
    /// name="problem"/> says so in the compiler's words. The package loader passes over such lines, because the compiler will complain.
    /// </summary>
    public static List<(string Pattern, int Offset)>? Split(string arguments, out string? problem)
    {
        var patterns = new List<(string, int)>();
        problem = null;
        for (int i = 0; i < arguments.Length;)
        {
            if (char.IsWhiteSpace(arguments[i]))
            {
                i++;
                continue;
            }
            int start = i;
            string? pattern;
            if (arguments[i] is '"' or '`')
            {
                pattern = Unquote(arguments, ref i);
            }
            else
            {
                while (i < arguments.Length && !char.IsWhiteSpace(arguments[i]))
                {
                    i++;
                }
                pattern = arguments[start..i];
            }
            if (pattern is null || (i < arguments.Length && !char.IsWhiteSpace(arguments[i])))
            {
                problem = $"invalid quoted string in //go:embed: {(pattern is null ? arguments[start..i] : arguments[i..])}";
                return null;
            }
            patterns.Add((pattern, start));
        }
        return patterns;
    }

    /// <summary>
    /// Moves behind the closing quote, or to the end where there is none. Escapes but those of quotes and backslashes have no place in file
    /// names.
    /// </summary>
    private static string? Unquote(string text, ref int i)
    {
        char quote = text[i++];
        var value = new StringBuilder();
        bool ok = true;
        while (i < text.Length && text[i] != quote)
        {
            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length)
            {
                ok &= text[++i] is '"' or '\\';
            }
            value.Append(text[i++]);
        }
        bool isClosed = i < text.Length;
        i += isClosed ? 1 : 0;
        return isClosed && ok ? value.ToString() : null;
    }
}
