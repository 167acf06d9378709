using Go.Compiler.Assembler;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64AsmFunction
{
    /// <summary>
    /// ADD, SUB, CMP, CMN, NEG: immediates, shifted and extended registers, and the stack pointer, which only some of these forms know.
    /// </summary>
    public void Arithmetic(AsmStatement statement)
    {
        string name = statement.Mnemonic;
        bool wide = !name.EndsWith('W');
        string plain = wide ? name : name[..^1];
        bool compares = plain is "CMP" or "CMN", negates = plain is "NEG" or "NEGS";
        uint op = (plain is "SUB" or "SUBS" or "CMP" or "NEG" or "NEGS" ? Subtract : 0)
            | (plain is "ADDS" or "SUBS" or "CMP" or "CMN" or "NEGS" ? SetFlags : 0);
        if (statement.Suffix.Length > 0 || !TryOperands(statement, compares, negates, out AsmOperand from, out int rn, out int rd))
        {
            Illegal(statement);
            return;
        }
        if ((op & SetFlags) != 0 && !compares && rd == Arm64AsmRegisters.Sp)
        {
            Fail(statement, "illegal destination register");
            return;
        }
        bool onStack = rn == Arm64AsmRegisters.Sp || rd == Arm64AsmRegisters.Sp;
        switch (from)
        {
            case { Kind: AsmOperandKind.Constant } when !negates:
                AddConstant(wide, op, rd, rn, from.Offset, statement);
                break;
            case { Kind: AsmOperandKind.Register, Modifier: 0 } when Arm64AsmRegisters.IsGeneral(from.Register):
                Emit(onStack
                    ? Arm64Words.AddExtended(wide, op, Bits(rd), Bits(rn), Bits(from.Register), wide ? 3 : 2, 0)
                    : Arm64Words.AddShifted(wide, op, Bits(rd), Bits(rn), Bits(from.Register)));
                break;
            case { Kind: AsmOperandKind.Register } when Arm64Modifiers.IsShift(from.Modifier) && Arm64AsmRegisters.IsGeneral(from.Register):
                AddShifted(statement, wide, op, rd, rn, from, onStack);
                break;
            case { Kind: AsmOperandKind.Register } when Arm64Modifiers.IsExtension(from.Modifier) && !negates
                && (compares || rd != Arm64AsmRegisters.Zero) && rn != Arm64AsmRegisters.Zero:
                if (from.Amount > 4)
                {
                    Fail(statement, "shift amount out of range 0 to 4");
                    return;
                }
                Emit(Arm64Words.AddExtended(wide, op, Bits(rd), Bits(rn), Bits(from.Register), from.Modifier - Arm64Modifiers.Extension,
                    from.Amount));
                break;
            default:
                Illegal(statement);
                break;
        }
    }

    private static bool TryOperands(AsmStatement statement, bool compares, bool negates, out AsmOperand from, out int rn, out int rd)
    {
        AsmOperand[] operands = statement.Operands;
        from = operands.Length > 0 ? operands[0] : new AsmOperand();
        rn = rd = Arm64AsmRegisters.Zero;
        switch (operands.Length)
        {
            case 1 when negates:
                rd = from.Register;
                return IsRegister(from);
            case 2 when negates:
                rd = operands[1].Register;
                return IsRegister(operands[1]);
            case 2:
                rn = operands[1].Register;
                rd = compares ? Arm64AsmRegisters.Zero : rn;
                return IsRegisterOrStack(operands[1]);
            case 3 when !compares && !negates:
                rn = operands[1].Register;
                rd = operands[2].Register;
                return IsRegisterOrStack(operands[1]) && IsRegisterOrStack(operands[2]);
            default:
                return false;
        }
    }

    private static bool IsRegisterOrStack(AsmOperand operand)
        => operand is { Kind: AsmOperandKind.Register, Modifier: 0 }
            && (Arm64AsmRegisters.IsGeneral(operand.Register) || operand.Register == Arm64AsmRegisters.Sp);

    private void AddShifted(AsmStatement statement, bool wide, uint op, int rd, int rn, AsmOperand from, bool onStack)
    {
        int type = from.Modifier - Arm64Modifiers.Shift;
        if (onStack && type != 0)
        {
            Illegal(statement);
        }
        else if (onStack && from.Amount > 4)
        {
            Fail(statement, "shift amount out of range 0 to 4");
        }
        else if (onStack)
        {
            Emit(Arm64Words.AddExtended(wide, op, Bits(rd), Bits(rn), Bits(from.Register), wide ? 3 : 2, from.Amount));
        }
        else if (!wide && from.Amount > 31)
        {
            Fail(statement, "shift amount out of range 0 to 31");
        }
        else if (type == 3)
        {
            Fail(statement, "unsupported shift operator");
        }
        else
        {
            Emit(Arm64Words.AddShifted(wide, op, Bits(rd), Bits(rn), Bits(from.Register), type, from.Amount));
        }
    }

    /// <summary>In one immediate, in two of 12 bits each where no flags are set, else through the temporary register.</summary>
    private void AddConstant(bool wide, uint op, int rd, int rn, long value, AsmStatement statement)
    {
        value = wide ? value : (uint)value;
        bool setsFlags = (op & SetFlags) != 0;
        bool zero = rn == Arm64AsmRegisters.Zero || (rd == Arm64AsmRegisters.Zero && !setsFlags);
        if (Arm64Immediates.IsAdd(value) && !zero)
        {
            Emit(Arm64Words.AddImmediate(wide, op, Bits(rd), Bits(rn), value));
            return;
        }
        bool single = IsSingleMove(wide, value);
        if (zero && (single || !setsFlags))
        {
            Illegal(statement);
            return;
        }
        if (!single && value is >= 0 and <= 0xffffff && !setsFlags)
        {
            Emit(Arm64Words.AddImmediate(wide, op, Bits(rd), Bits(rn), value & 0xfff));
            Emit(Arm64Words.AddImmediate(wide, op, Bits(rd), Bits(rd), value & 0xfff000));
            return;
        }
        if (rn == Arm64AsmRegisters.Temporary)
        {
            Fail(statement, "cannot use REGTMP as source");
            return;
        }
        LoadConstant(wide, Arm64AsmRegisters.Temporary, value, statement);
        bool onStack = rn == Arm64AsmRegisters.Sp || rd == Arm64AsmRegisters.Sp;
        uint temporary = Bits(Arm64AsmRegisters.Temporary);
        Emit(onStack ? Arm64Words.AddExtended(wide, op, Bits(rd), Bits(rn), temporary, wide ? 3 : 2, 0)
            : Arm64Words.AddShifted(wide, op, Bits(rd), Bits(rn), temporary));
    }

    private static bool IsBitmask(bool wide, long value)
        => Arm64Immediates.IsLogical(wide ? value : (long)(((ulong)(uint)value << 32) | (uint)value));

    private static long Inverse(bool wide, long value) => wide ? ~value : (uint)~value;

    /// <summary>One MOVZ, MOVN or ORR loads it.</summary>
    private static bool IsSingleMove(bool wide, long value)
        => Arm64Immediates.Halfword(value) >= 0 || Arm64Immediates.Halfword(Inverse(wide, value)) >= 0 || IsBitmask(wide, value);

    /// <summary>Logical operations: bitmask immediates, shifted registers, other constants through the temporary register.</summary>
    public void Logical(AsmStatement statement)
    {
        string name = statement.Mnemonic;
        bool wide = !name.EndsWith('W');
        string plain = wide ? name : name[..^1];
        (uint op, bool invert) = plain switch
        {
            "AND" => (0u, false), "BIC" => (0u, true), "ORR" => (1u, false), "ORN" or "MVN" => (1u, true), "EOR" => (2u, false), "EON"
                => (2u, true),
            "BICS" => (3u, true), _ => (3u, false),
        };
        bool tests = plain == "TST", inverts = plain == "MVN";
        if (statement.Suffix.Length > 0 || !TryOperands(statement, tests, inverts, out AsmOperand from, out int rn, out int rd)
            || (inverts && statement.Operands.Length != 2))
        {
            Illegal(statement);
            return;
        }
        if (from.Kind == AsmOperandKind.Constant && !inverts)
        {
            LogicalConstant(statement, wide, op, invert, rd, rn, from.Offset);
            return;
        }
        bool shifted = from.Kind == AsmOperandKind.Register && Arm64Modifiers.IsShift(from.Modifier);
        if (!(shifted || IsRegister(from)) || rn == Arm64AsmRegisters.Sp || rd == Arm64AsmRegisters.Sp
            || !Arm64AsmRegisters.IsGeneral(from.Register))
        {
            Illegal(statement);
            return;
        }
        if (shifted && !wide && from.Amount > 31)
        {
            Fail(statement, "shift amount out of range 0 to 31");
            return;
        }
        Emit(Arm64Words.LogicalShifted(wide, op, invert, Bits(rd), Bits(rn), Bits(from.Register), shifted
            ? from.Modifier - Arm64Modifiers.Shift : 0, from.Amount));
    }

    private void LogicalConstant(AsmStatement statement, bool wide, uint op, bool invert, int rd, int rn, long value)
    {
        value = wide ? value : (uint)value;
        if (rn == Arm64AsmRegisters.Sp)
        {
            Fail(statement, statement.Operands.Length == 2 ? "illegal source register" : "illegal combination");
            return;
        }
        bool setsFlags = op == 3;
        bool fits = setsFlags ? rd != Arm64AsmRegisters.Sp : rd != Arm64AsmRegisters.Zero;
        if (IsBitmask(wide, value) && fits)
        {
            long written = invert ? ~value : value;
            _ = Arm64Immediates.TryLogical(wide ? (ulong)written : ((ulong)(uint)written << 32) | (uint)written, wide, out uint bits);
            Emit(Arm64Words.LogicalImmediate(wide, op, Bits(rd), Bits(rn), bits));
            return;
        }
        if (rd == Arm64AsmRegisters.Sp)
        {
            Illegal(statement);
            return;
        }
        if (rn == Arm64AsmRegisters.Temporary)
        {
            Fail(statement, "cannot use REGTMP as source");
            return;
        }
        LoadConstant(wide, Arm64AsmRegisters.Temporary, value, statement);
        Emit(Arm64Words.LogicalShifted(wide, op, invert, Bits(rd), Bits(rn), Bits(Arm64AsmRegisters.Temporary)));
    }

    public void ShiftImmediate(AsmStatement statement)
    {
        string name = statement.Mnemonic;
        bool wide = !name.EndsWith('W');
        long size = wide ? 64 : 32;
        if (statement.Operands is not [{ Kind: AsmOperandKind.Constant } amount, .., { } to])
        {
            Table(statement);
            return;
        }
        AsmOperand source = statement.Operands[^1];
        source = statement.Operands.Length == 3 ? statement.Operands[1] : source;
        if (statement.Operands.Length > 3 || statement.Suffix.Length > 0 || !IsRegister(source) || !IsRegister(to))
        {
            Illegal(statement);
            return;
        }
        if (amount.Offset < 0 || amount.Offset >= size)
        {
            Fail(statement, "illegal bit number");
            return;
        }
        uint by = (uint)amount.Offset, rd = Bits(to.Register), rn = Bits(source.Register), last = (uint)size - 1;
        Emit((wide ? name : name[..^1]) switch
        {
            "ASR" => Arm64Words.BitField(wide, 0, rd, rn, by, last),
            "LSR" => Arm64Words.BitField(wide, 2, rd, rn, by, last),
            "LSL" => Arm64Words.BitField(wide, 2, rd, rn, (uint)(size - by) & last, last - by),
            _ => Arm64Words.Extract(wide, rd, rn, rn, by),
        });
    }

    public void BitField(AsmStatement statement)
    {
        string name = statement.Mnemonic;
        bool wide = !name.EndsWith('W');
        string plain = wide ? name : name[..^1];
        long size = wide ? 64 : 32;
        if (statement.Operands is not [{ Kind: AsmOperandKind.Constant } first, { } from, { Kind: AsmOperandKind.Constant } second, { } to]
            || !IsRegister(from) || !IsRegister(to)
            || statement.Suffix.Length > 0)
        {
            Illegal(statement);
            return;
        }
        uint op = plain[0] switch { 'S' => 0u, 'B' => 1u, _ => 2u };
        (long rotate, long last) = plain switch
        {
            "BFI" or "SBFIZ" or "UBFIZ" => ((size - first.Offset) % size, second.Offset - 1),
            "BFXIL" or "SBFX" or "UBFX" => (first.Offset, first.Offset + second.Offset - 1),
            _ => (first.Offset, second.Offset),
        };
        if (rotate < 0 || rotate >= size || last < 0 || last >= size)
        {
            Fail(statement, "illegal bit number");
            return;
        }
        Emit(Arm64Words.BitField(wide, op, Bits(to.Register), Bits(from.Register), (uint)rotate, (uint)last));
    }

    /// <summary>A division, and what it leaves.</summary>
    public void Remainder(AsmStatement statement)
    {
        bool wide = !statement.Mnemonic.EndsWith('W'), signed = statement.Mnemonic[0] == 'R';
        AsmOperand[] operands = statement.Operands;
        if (operands.Length is not (2 or 3) || !Array.TrueForAll(operands, IsRegister) || statement.Suffix.Length > 0)
        {
            Illegal(statement);
            return;
        }
        uint rm = Bits(operands[0].Register), rn = Bits(operands[1].Register), rd = Bits(operands[^1].Register),
        temporary = Bits(Arm64AsmRegisters.Temporary);
        uint size = wide ? 1u << 31 : 0;
        _usesTemporary = true;
        Emit(size | (signed ? 0x1ac00c00u : 0x1ac00800u) | (rm << 16) | (rn << 5) | temporary);
        Emit(size | 0x1b008000 | (rm << 16) | (rn << 10) | (temporary << 5) | rd);
    }
}
