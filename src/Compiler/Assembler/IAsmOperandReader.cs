namespace Go.Compiler.Assembler;

/// <summary>The rest of an operand, for a dialect that reads what only it understands.</summary>
public interface IAsmOperandReader
{
    /// <summary>Takes the next token when it is this operator.</summary>
    bool Accept(string op);

    /// <summary>The next token's text, which is taken.</summary>
    string Word();

    /// <summary>A constant expression.</summary>
    long Integer();

    /// <summary>One number: what follows it is not part of it.</summary>
    long Number();

    /// <summary>To be thrown: the operand is wrong.</summary>
    Exception Error(string message);
}
