namespace Go.Compiler.Settings;

/// <summary>
/// Lists of words in one string, as flags and environment variables hold them (cmd/internal/quoted): a word may stand in single or double
/// quotes as a whole; a quote in the middle of a word is a letter like others, and nothing is escaped.
/// </summary>
public static class QuotedFields
{
    /// <exception cref="SettingException">A quote does not close.</exception>
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        int at = 0;
        while (true)
        {
            while (at < text.Length && IsSpace(text[at]))
            {
                at++;
            }
            if (at == text.Length)
            {
                return words;
            }
            int start = at;
            if (text[at] is '"' or '\'')
            {
                int end = text.IndexOf(text[at], at + 1);
                if (end < 0)
                {
                    throw new SettingException($"unterminated {text[at]} string");
                }
                words.Add(text[(start + 1)..end]);
                at = end + 1;
                continue;
            }
            while (at < text.Length && !IsSpace(text[at]))
            {
                at++;
            }
            words.Add(text[start..at]);
        }
    }

    /// <summary>
    /// The string that <see cref="Split"/> takes apart into these words; words with both kinds of quotes and a space cannot be written, and
    /// stay as they are.
    /// </summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word)
    {
        bool needsQuotes = word.Length == 0 || word.Any(c => IsSpace(c) || c is '"' or '\'');
        return !needsQuotes ? word : word.Contains('\'') ? $"\"{word}\"" : $"'{word}'";
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r';
}
