using Go.Compiler.Assembler;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64AsmFunction
{
    private const int AllSystemFields = (7 << 16) | (0xf << 12) | (0xf << 8) | (7 << 5);

    public void SystemRegister(AsmStatement statement)
    {
        bool reads = statement.Mnemonic == "MRS";
        switch (statement.Operands)
        {
            case [{ Kind: AsmOperandKind.Register } from, { Kind: AsmOperandKind.Register } to] when reads
                ? from.Register >= Arm64AsmRegisters.System : to.Register >= Arm64AsmRegisters.System:
                MoveSystem(statement, from.Register, to.Register);
                break;
            case [{ Kind: AsmOperandKind.Constant, Offset: 0 }, { Kind: AsmOperandKind.Register } to] when !reads
                && to.Register >= Arm64AsmRegisters.System:
                MoveSystem(statement, Arm64AsmRegisters.Zero, to.Register);
                break;
            case [{ Kind: AsmOperandKind.Constant } value, { } state] when !reads:
                SetState(statement, value.Offset, state);
                break;
            default:
                Illegal(statement);
                break;
        }
    }

    private void MoveSystem(AsmStatement statement, int from, int to)
    {
        bool reads = from >= Arm64AsmRegisters.System;
        int index = (reads ? from : to) - Arm64AsmRegisters.System, register = reads ? to : from;
        if (!Arm64AsmRegisters.IsGeneral(register))
        {
            Illegal(statement);
        }
        else if (reads ? !Arm64SystemRegisters.IsReadable(index) : !Arm64SystemRegisters.IsWritable(index))
        {
            Fail(statement, "system register is not " + (reads ? "readable" : "writable"));
        }
        else
        {
            Emit((reads ? 0xd5200000 : 0xd5000000) | Arm64SystemRegisters.Bits(index) | Bits(register));
        }
    }

    private void SetState(AsmStatement statement, long value, AsmOperand state)
    {
        uint bits = 0;
        if (state.Kind == AsmOperandKind.Special)
        {
            _ = Arm64SpecialOperands.TryState(state.Text, out bits);
        }
        else if (state.Kind == AsmOperandKind.Register && Arm64AsmRegisters.TryFind("SPSel", out int selector)
            && state.Register == selector)
        {
            bits = 5u << 5;
        }
        else if (state.Kind == AsmOperandKind.Register && Arm64AsmRegisters.TryFind("DIT", out int timing) && state.Register == timing)
        {
            bits = (3u << 16) | (2 << 5);
        }
        if (bits == 0 || value is < 0 or > 15)
        {
            Fail(statement, bits == 0 ? "illegal PSTATE field for immediate move" : "illegal immediate for PSTATE field");
            return;
        }
        Emit(0xd500401f | ((uint)value << 8) | bits);
    }

    public void SystemOperation(AsmStatement statement)
    {
        AsmOperand[] operands = statement.Operands;
        switch (statement.Mnemonic)
        {
            case "SYS" when operands is [{ Kind: AsmOperandKind.Constant }]
                || (operands is [{ Kind: AsmOperandKind.Constant }, { } with] && IsRegister(with)):
                SystemWord(statement, 0xd5080000, operands.Length == 2 ? operands[1].Register : Arm64AsmRegisters.Zero);
                break;
            case "SYSL" when operands is [{ Kind: AsmOperandKind.Constant }, { } to] && IsRegister(to):
                SystemWord(statement, 0xd5280000, to.Register);
                break;
            case "TLBI" or "DC" when operands is [{ Kind: AsmOperandKind.Special }]
                || (operands is [{ Kind: AsmOperandKind.Special }, { } at] && IsRegister(at)):
                Maintain(statement, operands);
                break;
            default:
                Illegal(statement);
                break;
        }
    }

    private void SystemWord(AsmStatement statement, uint word, int register)
    {
        long fields = statement.Operands[0].Offset;
        if ((fields & ~AllSystemFields) != 0)
        {
            Fail(statement, "illegal SYS argument");
            return;
        }
        Emit(word | (uint)fields | Bits(register));
    }

    private void Maintain(AsmStatement statement, AsmOperand[] operands)
    {
        int @class = statement.Mnemonic == "TLBI" ? 8 : 7;
        if (!Arm64SystemOperations.TryFind(operands[0].Text, out var operation) || operation.Class != @class)
        {
            Fail(statement, "illegal argument");
        }
        else if (operation.HasRegister != (operands.Length == 2))
        {
            Fail(statement, operation.HasRegister ? "missing register at operand 2" : "extraneous register at operand 2");
        }
        else
        {
            Emit(0xd5080000 | operation.Bits | Bits(operands.Length == 2 ? operands[1].Register : Arm64AsmRegisters.Zero));
        }
    }

    /// <summary>Prefetches and branch targets.</summary>
    public void Hint(AsmStatement statement)
    {
        AsmOperand[] operands = statement.Operands;
        switch (statement.Mnemonic)
        {
            case "BTI" when operands is []:
                Fail(statement, "missing operand");
                break;
            case "BTI" when operands is [{ Kind: AsmOperandKind.Special } target]:
                if (!Arm64SpecialOperands.TryTarget(target.Text, out uint bits))
                {
                    Fail(statement, "illegal argument");
                    return;
                }
                Emit(0xd503241f | bits);
                break;
            case "PRFM" when operands is [{ Kind: AsmOperandKind.Memory, Base: AsmBase.None, Index: 0 } memory, { } operation]
                && Arm64AsmRegisters.IsBase(memory.Register):
                Prefetch(statement, memory, operation);
                break;
            case "RPRFM" when operands is [{ Kind: AsmOperandKind.Memory, Base: AsmBase.None, Index: 0, Offset: 0 } memory, { } range,
                { } operation]
                && Arm64AsmRegisters.IsBase(memory.Register) && IsRegister(range):
                PrefetchRange(statement, memory.Register, range.Register, operation);
                break;
            default:
                Illegal(statement);
                break;
        }
    }

    private void Prefetch(AsmStatement statement, AsmOperand memory, AsmOperand operation)
    {
        uint value = (uint)operation.Offset;
        bool known = operation.Kind == AsmOperandKind.Special ? Arm64SpecialOperands.TryPrefetch(operation.Text, out value)
            : operation is { Kind: AsmOperandKind.Constant, Offset: >= 0 and < 32 };
        if (!known || memory.Offset < 0 || memory.Offset % WordSize != 0 || memory.Offset / WordSize > 0xfff)
        {
            Fail(statement, known ? "illegal combination" : "illegal prefetch operation");
            return;
        }
        Emit(Arm64Words.ScaledOffset(0xf8800000, value, Bits(memory.Register), memory.Offset / WordSize));
    }

    private void PrefetchRange(AsmStatement statement, int register, int range, AsmOperand operation)
    {
        uint value = (uint)operation.Offset;
        if (operation.Kind == AsmOperandKind.Special ? !Arm64SpecialOperands.TryRangePrefetch(operation.Text, out value)
            : operation.Kind != AsmOperandKind.Constant)
        {
            Fail(statement, "illegal range prefetch operand");
        }
        else if (value > 63)
        {
            Fail(statement, "range prefetch immediate must be 0 to 63");
        }
        else
        {
            uint high = ((value >> 5) << 15) | (1u << 14) | (((value >> 4) & 1) << 13) | (((value >> 3) & 1) << 12);
            Emit(0xf8a00818 | high | (Bits(range) << 16) | (Bits(register) << 5) | (value & 7));
        }
    }
}
