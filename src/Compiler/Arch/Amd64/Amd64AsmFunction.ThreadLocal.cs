using Go.Compiler.Assembler;
using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Thread-local storage (contract 1.2): <c>MOVQ TLS, R</c>, then an access through <c>(R)(TLS*1)</c>; or both in one, <c>MOVQ (TLS), R</c>.
/// </summary>
internal sealed partial class Amd64AsmFunction
{
    /// <summary>
    /// Nothing where the access through <c>(R)(TLS*1)</c> is one instruction; else the pointer to what the access counts from.
    /// </summary>
    private void LoadThreadLocalBase(AsmOperand register)
    {
        if (_threadLocal.OffsetVariable is not { } variable)
        {
            return;
        }
        Own("MOVQ", 0, new AsmOperand { Kind = AsmOperandKind.Memory, Base = AsmBase.External,
            Symbol = new AsmSymbol(variable, SymbolAbi.Abi0, false) }, register);
        int segment = _threadLocal.SegmentPrefix == Amd64ThreadLocal.Gs ? Amd64AsmRegisters.Gs : Amd64AsmRegisters.Fs;
        Own("MOVQ", 0, new AsmOperand { Kind = AsmOperandKind.Memory, Register = register.Register, Index = segment, Scale = 1 }, register);
    }

    /// <summary>The load of a word of thread-local storage as two steps; false where it is one.</summary>
    private bool LoadThreadLocal(AsmOperand word, AsmOperand register)
    {
        if (_threadLocal.OffsetVariable is null)
        {
            return false;
        }
        LoadThreadLocalBase(register);
        // The pointer is this thread's: code that goes on in another thread would follow it into the wrong one.
        Unsafe(true);
        Own("MOVQ", 0, Memory(register.Register, word.Offset), register);
        Unsafe(false);
        return true;
    }
}
