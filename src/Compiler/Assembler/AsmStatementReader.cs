using Go.Compiler.Diagnostics;

namespace Go.Compiler.Assembler;

/// <summary>One statement as words: labels before it, mnemonic, suffix and the tokens of each operand.</summary>
internal sealed class AsmWords
{
    public List<string> Labels { get; } = [];
    public string Word { get; set; } = "";
    public string Suffix { get; set; } = "";
    public List<AsmToken[]> Operands { get; } = [];
    public AsmPosition Position { get; set; }
}

/// <summary>Groups tokens into statements: <c>{label:} WORD[.suffix] [operand {, operand}]</c>, ended by a newline or ';'.</summary>
internal sealed class AsmStatementReader(AsmPreprocessor input)
{
    /// <summary>Where the statement being read began.</summary>
    public AsmPosition Position { get; private set; }

    /// <summary>The next statement, or null at the end of the file. After an error the rest of the statement has been skipped.</summary>
    public AsmWords? Next()
    {
        var words = new AsmWords();
        while (true)
        {
            AsmToken token = SkipEmpty();
            if (token.Kind == AsmTokenKind.EndOfFile)
            {
                return words.Labels.Count > 0 ? words : null;
            }
            if (token.Kind != AsmTokenKind.Identifier)
            {
                throw Skip(token, $"expected identifier, found \"{token}\"");
            }
            words.Word = token.Text;
            words.Position = Position;
            if (!Rest(words))
            {
                return words;
            }
            words.Labels.Add(words.Word);
            words.Word = "";
        }
    }

    private AsmToken SkipEmpty()
    {
        AsmToken token = input.Next();
        while (token.EndsStatement)
        {
            token = input.Next();
        }
        Position = input.Position;
        return token;
    }

    /// <summary>Reads what follows the first word; true when that was a label.</summary>
    private bool Rest(AsmWords words)
    {
        var items = new List<AsmToken>();
        int swap = -1;
        AsmToken token = input.Next();
        if (token.Is(':'))
        {
            return true;
        }
        for (; token.Is('.'); token = input.Next())
        {
            AsmToken suffix = input.Next();
            if (suffix.Kind != AsmTokenKind.Identifier)
            {
                throw Skip(suffix, $"instruction suffix expected identifier, found {suffix}");
            }
            words.Suffix += words.Suffix.Length == 0 ? suffix.Text : "." + suffix.Text;
        }
        for (int nesting = 0; ; token = input.Next())
        {
            bool ends = token.EndsStatement || token.Kind == AsmTokenKind.EndOfFile;
            if (!ends && (nesting > 0 || !(token.Is(',') || token.Is(':'))))
            {
                nesting += token.Is('(') || token.Is('[') ? 1 : token.Is(')') || token.Is(']') ? -1 : 0;
                items.Add(token);
                continue;
            }
            if (items.Count > 0)
            {
                words.Operands.Add([.. items]);
                items.Clear();
                if (swap >= 0 && words.Operands.Count == swap + 2)
                {
                    // The old spelling AX:DX of a register pair means DX, AX.
                    (words.Operands[swap], words.Operands[swap + 1]) = (words.Operands[swap + 1], words.Operands[swap]);
                    swap = -1;
                }
            }
            else if (words.Operands.Count > 0 || !ends)
            {
                throw Skip(token, "missing operand");
            }
            if (ends)
            {
                return false;
            }
            swap = token.Is(':') ? words.Operands.Count - 1 : swap;
        }
    }

    private AsmErrorException Skip(AsmToken token, string message)
    {
        while (!token.EndsStatement && token.Kind != AsmTokenKind.EndOfFile)
        {
            token = input.Next();
        }
        return new AsmErrorException(Catalogue.AssemblySyntax, message);
    }
}
