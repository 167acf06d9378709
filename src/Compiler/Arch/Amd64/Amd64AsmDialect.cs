using Go.Compiler.Assembler;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Assembly language of amd64 (contract 9.4). One instance serves all packages.</summary>
public sealed class Amd64AsmDialect(Amd64ThreadLocal threadLocal) : IAsmDialect
{
    // Tables are made when assembly is first read: most commands read none.
    private readonly Lazy<Amd64AsmMnemonics> _mnemonics = new();
    private readonly Lazy<Amd64AsmForms> _forms = new();

    public string Architecture => "amd64";

    public bool TryRegister(string name, out int register) => Amd64AsmRegisters.TryFind(name, out register);

    public bool IsInstruction(string mnemonic) => _mnemonics.Value.Find(mnemonic) is not null;

    public bool IsSpecial(string word) => false;

    public void ReadModifier(IAsmOperandReader reader, AsmOperand register, bool isIndex)
    {
        // A register is only a register here.
    }

    public string? SuffixError(string suffix) => Amd64AsmSuffixes.Check(suffix);

    public bool IsJump(string mnemonic)
        => _mnemonics.Value.Find(mnemonic) is { Action: Amd64AsmAction.Jump or Amd64AsmAction.Call or Amd64AsmAction.Return };

    public void Assemble(AsmFunction function, AsmCode code)
        => new Amd64AsmFunction(function, code, _mnemonics.Value, _forms.Value, threadLocal).Run();
}
