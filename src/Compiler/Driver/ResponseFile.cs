using System.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// Files of arguments, which Go's tools take as <c>@file</c>: words apart by white space, with quotes and backslashes as a shell has them.
/// </summary>
internal static class ResponseFile
{
    private const int MaxDepth = 20;

    /// <summary>The arguments with what the files hold in place of their names.</summary>
    /// <exception cref="UsageException">A file cannot be read, or files name each other.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> arguments) => Expand(arguments, 0);

    private static List<string> Expand(IReadOnlyList<string> arguments, int depth)
    {
        var all = new List<string>();
        foreach (string argument in arguments)
        {
            if (!argument.StartsWith('@'))
            {
                all.Add(argument);
                continue;
            }
            string file = argument[1..];
            if (depth == MaxDepth)
            {
                throw UsageException.Fatal($"{file}: files of arguments name each other");
            }
            if (!File.Exists(file))
            {
                throw UsageException.Fatal($"open {file}: no such file or directory");
            }
            all.AddRange(Expand(Split(File.ReadAllText(file)), depth + 1));
        }
        return all;
    }

    internal static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool isWord = false;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i], next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (c == '\\' && quote != '\'')
            {
                int ending = next == '\n' ? 1 : next == '\r' && i + 2 < text.Length && text[i + 2] == '\n' ? 2 : 0;
                if (ending > 0)
                {
                    i += ending; // the line goes on
                }
                else if (quote == '"' && next is not ('\\' or '"' or '$' or '`'))
                {
                    word.Append(c);
                }
                else if (i + 1 < text.Length)
                {
                    word.Append(next);
                    isWord = true;
                    i++;
                }
            }
            else if (quote != '\0')
            {
                if (c == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(c);
                }
            }
            else if (c is '\'' or '"')
            {
                quote = c;
                isWord = true;
            }
            else if (c is ' ' or '\t' or '\n' or '\r')
            {
                Finish();
            }
            else
            {
                word.Append(c);
            }
        }
        Finish();
        return words;

        void Finish()
        {
            if (isWord || word.Length > 0)
            {
                words.Add(word.ToString());
            }
            word.Clear();
            isWord = false;
        }
    }
}
