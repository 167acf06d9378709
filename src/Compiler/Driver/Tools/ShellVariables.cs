using System.Text;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// Variables in text, as Go's os.Expand takes them: <c>$name</c>, <c>${name}</c>, and one sign after the dollar that shells give a meaning.
/// </summary>
internal static class ShellVariables
{
    private const string Special = "*#$@!?-0123456789";

    public static string Expand(string text, Func<string, string> valueOf)
    {
        var result = new StringBuilder();
        int i = 0;
        while (i < text.Length)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i++]);
                continue;
            }
            (string name, int width) = NameAt(text.AsSpan(i + 1));
            if (name.Length > 0)
            {
                result.Append(valueOf(name));
            }
            else if (width == 0)
            {
                result.Append('$'); // no name follows
            }
            i += 1 + width;
        }
        return result.ToString();
    }

    /// <summary>The name and how much of the text it takes; an empty name that takes something is bad syntax, which is swallowed.</summary>
    private static (string Name, int Width) NameAt(ReadOnlySpan<char> text)
    {
        if (text[0] == '{')
        {
            if (text.Length > 2 && Special.Contains(text[1]) && text[2] == '}')
            {
                return (text[1..2].ToString(), 3);
            }
            int end = text.IndexOf('}');
            return end < 0 ? ("", 1) : end == 1 ? ("", 2) : (text[1..end].ToString(), end + 1);
        }
        if (Special.Contains(text[0]))
        {
            return (text[..1].ToString(), 1);
        }
        int length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }
        return (text[..length].ToString(), length);
    }
}
