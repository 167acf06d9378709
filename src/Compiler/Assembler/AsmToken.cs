namespace Go.Compiler.Assembler;

internal enum AsmTokenKind : byte { EndOfFile, Newline, Identifier, Integer, Float, Character, String, Operator }

/// <summary>
/// One token of an assembly file. Operators are <c>&lt;&lt; &gt;&gt; -&gt; @&gt;</c> and every other single character; identifiers already
/// spell the middle dot as '.' and the division slash as '/' (contract 9.2).
/// </summary>
/// <param name="Protected">A macro's name that must not be expanded again: it stood without its argument list.</param>
internal readonly record struct AsmToken(AsmTokenKind Kind, string Text, bool Protected = false)
{
    public bool Is(char c) => Kind == AsmTokenKind.Operator && Text.Length == 1 && Text[0] == c;

    public bool Is(string op) => Kind == AsmTokenKind.Operator && Text == op;

    /// <summary>Newlines and semicolons end a statement.</summary>
    public bool EndsStatement => Kind == AsmTokenKind.Newline || Is(';');

    public override string ToString() => Kind switch { AsmTokenKind.EndOfFile => "EOF", AsmTokenKind.Newline => "newline", _ => Text };
}
