using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Templates;

/// <summary>A word of a template.</summary>
/// <param name="At">Where it begins, in characters.</param>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, int At, string Text, int Line)
{
    private const int ShownLength = 10;

    /// <summary>How messages name it.</summary>
    public override string ToString() => Kind switch
    {
        TemplateTokenKind.End => "EOF",
        TemplateTokenKind.Error => Text,
        TemplateTokenKind.Keyword => $"<{Text}>",
        _ when Text.Length > ShownLength => GoText.Quote(Text[..ShownLength]) + "...",
        _ => GoText.Quote(Text),
    };
}

internal enum TemplateTokenKind : byte
{
    End,

    /// <summary>Nothing follows; the text says what is wrong.</summary>
    Error,
    Text,
    Open,
    Close,
    Space,
    OpenParen,
    CloseParen,
    Pipe,
    Assign,
    Declare,

    /// <summary>Any other printable character.</summary>
    Character,
    CharacterConstant,
    Number,
    Complex,
    String,
    RawString,
    Truth,
    Identifier,

    /// <summary>A dot with a name.</summary>
    Field,

    /// <summary>A dollar with a name, or alone.</summary>
    Variable,

    /// <summary>The dot alone counts among the keywords.</summary>
    Keyword,
}
