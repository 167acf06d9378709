using Go.Compiler.Assembler;
using Go.Compiler.Backend;
using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Thread-local storage (contract 1.2): <c>MOVQ TLS, R</c>, then an access through <c>(R)(TLS*1)</c>; or both in one, <c>MOVQ (TLS), R</c>.
/// </summary>
internal sealed partial class Amd64AsmFunction
{
    /// <summary>The statements that are not what they say where there is a pointer in between.</summary>
    private bool TryThreadLocal(AsmStatement statement)
    {
        if (statement.Operands is not [{ Register: Amd64AsmRegisters.Tls } from, { Kind: AsmOperandKind.Register } to])
        {
            return false;
        }
        bool isBehind = _threadLocal.OffsetVariable is not null, isBase = from.Kind == AsmOperandKind.Register;
        if (!isBase && !(isBehind && from.Kind == AsmOperandKind.Memory && statement.Mnemonic == "MOVQ"))
        {
            return false;
        }
        if (isBehind && Amd64AsmRegisters.Class(to.Register) != Amd64AsmRegisters.General)
        {
            NoEncoding(statement);
        }
        else if (isBase)
        {
            _frames.LoadThreadLocalBase(Amd64AsmRegisters.Index(to.Register));
        }
        else
        {
            _frames.LoadThreadLocal(Amd64AsmRegisters.Index(to.Register), (int)from.Offset);
        }
        TakeRelocations();
        if (to.Register == Amd64AsmScratch.Number)
        {
            _scratch?.Writes(statement);
        }
        return true;
    }

    /// <summary>What the writer wants relocated, among the relocations of the statements.</summary>
    private void TakeRelocations()
    {
        foreach (CodeRelocation r in _writer.TakeRelocations())
        {
            string? name = r.Target.Symbol.Name;
            Relocations.Add(new AsmRelocation(r.Offset, r.Kind,
                name is null ? Amd64AsmEncoder.NoSymbol : new AsmSymbol(name, r.Target.Symbol.Abi, false), r.Addend));
        }
    }
}
