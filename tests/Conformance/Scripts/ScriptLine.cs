namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>What a script expects of a command.</summary>
internal enum ExpectedEnd : byte { Success, Failure, Either }

/// <summary>A condition before a command: <c>[name]</c>, <c>[!name]</c>, <c>[name:suffix]</c>.</summary>
internal readonly record struct ScriptCondition(string Name, string Suffix, bool Wanted);

/// <summary>A piece of a word: quoted pieces are taken as they stand, in others variables are replaced.</summary>
internal readonly record struct WordPiece(string Text, bool IsQuoted);

/// <summary>One command of a script: <c>[cond] ! name words &amp;</c>.</summary>
internal sealed class ScriptLine
{
    public required int Number { get; init; }
    public string Name { get; private set; } = "";
    public ExpectedEnd Expected { get; private set; }
    public List<ScriptCondition> Conditions { get; } = [];
    public List<List<WordPiece>> Words { get; } = [];
    public bool IsBackground { get; private set; }

    /// <summary>The command on a line; null when there is none.</summary>
    /// <exception cref="FormatException">The line is not well formed.</exception>
    public static ScriptLine? Parse(string text, int number)
    {
        var line = new ScriptLine { Number = number };
        var word = new List<WordPiece>();
        int start = -1;
        bool quoted = false;
        for (int i = 0; ; i++)
        {
            bool isEnd = i >= text.Length;
            if (!quoted && (isEnd || text[i] is ' ' or '\t' or '\r' or '#'))
            {
                if (start >= 0)
                {
                    word.Add(new WordPiece(text[start..i], false));
                    start = -1;
                }
                line.Take(word);
                word = [];
                if (isEnd || text[i] == '#')
                {
                    break;
                }
            }
            else if (isEnd)
            {
                throw new FormatException("unterminated quoted argument");
            }
            else if (text[i] == '\'')
            {
                if (start >= 0 || quoted)
                {
                    word.Add(new WordPiece(text[start..i], quoted));
                }
                bool isLiteralQuote = quoted && i + 1 < text.Length && text[i + 1] == '\'';
                start = i + 1;
                if (isLiteralQuote)
                {
                    i++;
                }
                else
                {
                    quoted = !quoted;
                    start = quoted ? i + 1 : -1;
                }
            }
            else if (start < 0)
            {
                start = i;
            }
        }
        return line.Finish() ? line : null;
    }

    private void Take(List<WordPiece> word)
    {
        if (word.Count == 0)
        {
            return;
        }
        if (Name.Length > 0 || word.Count > 1 || word[0].IsQuoted)
        {
            Words.Add(word);
            return;
        }
        string text = word[0].Text;
        if (text is "!" or "?")
        {
            Expected = text == "!" ? ExpectedEnd.Failure : ExpectedEnd.Either;
        }
        else if (text.StartsWith('[') && text.EndsWith(']'))
        {
            string condition = text[1..^1].Trim();
            bool wanted = !condition.StartsWith('!');
            condition = wanted ? condition : condition[1..].Trim();
            int colon = condition.IndexOf(':');
            Conditions.Add(new ScriptCondition(colon < 0 ? condition : condition[..colon], colon < 0 ? "" : condition[(colon + 1)..],
                wanted));
        }
        else
        {
            Name = text;
        }
    }

    private bool Finish()
    {
        if (Name.Length > 0 && Words.Count > 0 && Words[^1] is [{ Text: "&", IsQuoted: false }])
        {
            IsBackground = true;
            Words.RemoveAt(Words.Count - 1);
        }
        return Name.Length > 0 || (Words.Count + Conditions.Count == 0 ? false : throw new FormatException("missing command"));
    }
}
