using Go.Compiler.Assembler;

namespace Go.Compiler.Arch.Arm64;

/// <summary>Assembly language of arm64 (contract 9.5). One instance serves all packages.</summary>
public sealed class Arm64AsmDialect : IAsmDialect
{
    public string Architecture => "arm64";

    public bool TryRegister(string name, out int register) => Arm64AsmRegisters.TryFind(name, out register);

    public bool IsInstruction(string mnemonic) => Arm64AsmMnemonics.IsKnown(mnemonic);

    public bool IsSpecial(string word) => Arm64SpecialOperands.IsKnown(word);

    public void ReadModifier(IAsmOperandReader reader, AsmOperand register, bool isIndex) => Arm64Modifiers.Read(reader, register, isIndex);

    public string? SuffixError(string suffix) => suffix is "P" or "W" ? null : $"unrecognized suffix .\"{suffix}\"";

    public bool IsJump(string mnemonic) => Arm64AsmMnemonics.IsJump(mnemonic);

    public void Assemble(AsmFunction function, AsmCode code) => new Arm64AsmFunction(function, code).Run();
}
