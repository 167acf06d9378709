using System.Globalization;
using System.Text;

namespace Go.Compiler.Modules.Files;

internal enum ModTokenKind : byte
{
    End,
    NewLine,

    /// <summary>A comment on a line of its own.</summary>
    Comment,

    /// <summary>A comment after something else; it ends the line.</summary>
    EndOfLineComment,
    Word,
    String,

    /// <summary>One of <c>( ) [ ] { } ,</c>.</summary>
    Punctuation,
}

internal sealed record ModToken(ModTokenKind Kind, string Text, ModPosition Start, ModPosition End)
{
    public bool EndsLine => Kind is ModTokenKind.End or ModTokenKind.NewLine or ModTokenKind.EndOfLineComment;

    public bool Is(char punctuation) => Kind == ModTokenKind.Punctuation && Text[0] == punctuation;
}

/// <summary>Splits the text of a go.mod-like file into tokens.</summary>
internal sealed class ModSyntaxScanner(string text)
{
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    /// <summary>Comments at ends of lines, in order.</summary>
    public List<ModComment> SuffixComments { get; } = [];

    public ModPosition Position => new(_line, _column, _offset);

    /// <exception cref="ModSyntaxException"/>
    public ModToken Next()
    {
        while (_offset < text.Length && text[_offset] is ' ' or '\t' or '\r')
        {
            Advance();
        }
        ModPosition start = Position;
        if (_offset == text.Length)
        {
            return new ModToken(ModTokenKind.End, "", start, start);
        }
        if (At("//"))
        {
            return Comment(start);
        }
        if (At("/*"))
        {
            throw BlockComment();
        }
        char c = text[_offset];
        if (c is '\n' or '(' or ')' or '[' or ']' or '{' or '}' or ',')
        {
            Advance();
            return new ModToken(c == '\n' ? ModTokenKind.NewLine : ModTokenKind.Punctuation, c.ToString(), start, Position);
        }
        return c is '"' or '`' ? String(start, c) : Word(start);
    }

    private bool At(string prefix) => string.CompareOrdinal(text, _offset, prefix, 0, prefix.Length) == 0;

    private void Advance()
    {
        bool isPair = char.IsHighSurrogate(text[_offset]) && _offset + 1 < text.Length && char.IsLowSurrogate(text[_offset + 1]);
        (_line, _column) = text[_offset] == '\n' ? (_line + 1, 1) : (_line, _column + 1);
        _offset += isPair ? 2 : 1;
    }

    private ModSyntaxException BlockComment() => new(Position, "mod files must use // comments (not /* */ comments)");

    private ModToken Comment(ModPosition start)
    {
        int lineStart = text.LastIndexOf('\n', Math.Max(0, _offset - 1), Math.Max(0, _offset)) + 1;
        bool isSuffix = !text.AsSpan(lineStart, _offset - lineStart).IsWhiteSpace();
        while (_offset < text.Length && text[_offset] != '\n')
        {
            Advance();
        }
        string comment = text[start.Offset.._offset];
        if (_offset < text.Length)
        {
            Advance();
            comment = comment.EndsWith('\r') ? comment[..^1] : comment;
        }
        if (isSuffix)
        {
            SuffixComments.Add(new ModComment(comment, start, true));
        }
        return new ModToken(isSuffix ? ModTokenKind.EndOfLineComment : ModTokenKind.Comment, comment, start, Position);
    }

    private ModToken String(ModPosition start, char quote)
    {
        Advance();
        while (true)
        {
            if (_offset == text.Length)
            {
                throw new ModSyntaxException(start, "unexpected EOF in string");
            }
            char c = text[_offset];
            if (c == '\n')
            {
                throw new ModSyntaxException(Position, "unexpected newline in string");
            }
            Advance();
            if (c == quote)
            {
                return new ModToken(ModTokenKind.String, text[start.Offset.._offset], start, Position);
            }
            if (c == '\\' && quote != '`')
            {
                if (_offset == text.Length)
                {
                    throw new ModSyntaxException(start, "unexpected EOF in string");
                }
                Advance();
            }
        }
    }

    private ModToken Word(ModPosition start)
    {
        while (_offset < text.Length && !At("//") && IsWordPart(RuneHere()))
        {
            if (At("/*"))
            {
                throw BlockComment();
            }
            Advance();
        }
        if (_offset == start.Offset)
        {
            throw new ModSyntaxException(start, $"unexpected input character {GoText.QuoteCharacter(RuneHere())}");
        }
        return new ModToken(ModTokenKind.Word, text[start.Offset.._offset], start, Position);
    }

    private Rune RuneHere() => Rune.TryGetRuneAt(text, _offset, out Rune rune) ? rune : Rune.ReplacementChar;

    private static bool IsWordPart(Rune rune)
        => rune.Value is not (' ' or '(' or ')' or '[' or ']' or '{' or '}' or ',') && !Rune.IsWhiteSpace(rune)
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator);
}
