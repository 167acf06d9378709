using System.Text;

namespace Go.Compiler.Ir;

/// <summary>Splits the arguments of <c>//go:embed</c>: separated by blanks, optionally quoted as Go strings.</summary>
internal static class EmbedPatterns
{
    public static void Split(string arguments, List<string> patterns)
    {
        int i = 0;
        while (true)
        {
            while (i < arguments.Length && char.IsWhiteSpace(arguments[i]))
            {
                i++;
            }
            if (i == arguments.Length)
            {
                return;
            }
            int start = i;
            if (arguments[i] == '`')
            {
                int end = arguments.IndexOf('`', i + 1);
                end = end < 0 ? arguments.Length : end;
                patterns.Add(arguments[(start + 1)..end]);
                i = Math.Min(end + 1, arguments.Length);
            }
            else if (arguments[i] == '"')
            {
                i = Quoted(arguments, i + 1, patterns);
            }
            else
            {
                while (i < arguments.Length && !char.IsWhiteSpace(arguments[i]))
                {
                    i++;
                }
                patterns.Add(arguments[start..i]);
            }
        }
    }

    private static int Quoted(string text, int i, List<string> patterns)
    {
        var pattern = new StringBuilder();
        while (i < text.Length && text[i] != '"')
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
            }
            pattern.Append(text[i++]);
        }
        patterns.Add(pattern.ToString());
        return Math.Min(i + 1, text.Length);
    }
}
