namespace Go.Compiler.Assembler;

/// <summary>
/// What an architecture adds to the common language: registers, mnemonics, frames and encodings. Stateless and thread-safe.
/// </summary>
public interface IAsmDialect
{
    /// <summary>GOARCH.</summary>
    string Architecture { get; }

    /// <summary>The register of this name, as a positive number of the dialect's own making.</summary>
    bool TryRegister(string name, out int register);

    bool IsInstruction(string mnemonic);

    /// <summary>A word that is an operand by itself and no symbol: a condition, a hint.</summary>
    bool IsSpecial(string word);

    /// <summary>
    /// Reads what may follow a register: shifts, extensions, arrangements, lanes, into <see cref="AsmOperand.Modifier"/> and
    /// <see cref="AsmOperand.Amount"/>.
    /// <paramref name="isIndex"/>: it is the index of a memory operand.
    /// </summary>
    void ReadModifier(IAsmOperandReader reader, AsmOperand register, bool isIndex);

    /// <summary>What is wrong with a mnemonic's suffix (without its first dot), or null.</summary>
    string? SuffixError(string suffix);

    /// <summary>The statement's symbol operand without an addressing mode is a label.</summary>
    bool IsJump(string mnemonic);

    /// <summary>Frame, encoding, branches and tables of one function.</summary>
    void Assemble(AsmFunction function, AsmCode code);
}
