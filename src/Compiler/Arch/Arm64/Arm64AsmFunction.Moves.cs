using Go.Compiler.Assembler;
using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64AsmFunction
{
    /// <summary>MOVx and FMOVx: between registers, of constants and addresses, from and to memory.</summary>
    public void Move(AsmStatement statement)
    {
        if (statement.Operands is not [{ } from, { } to])
        {
            Illegal(statement);
            return;
        }
        Arm64Access access = Arm64Access.Find(statement.Mnemonic)!;
        if (from is { Kind: AsmOperandKind.Constant, Offset: 0 } && statement.Mnemonic != "FMOVQ")
        {
            from = new AsmOperand { Kind = AsmOperandKind.Register, Register = Arm64AsmRegisters.Zero };
        }
        if (to.Kind == AsmOperandKind.Memory)
        {
            Transfer(statement, access, from, to, false);
        }
        else if (from.Kind == AsmOperandKind.Memory)
        {
            Transfer(statement, access, to, from, true);
        }
        else if (statement.Suffix.Length > 0 || to.Kind != AsmOperandKind.Register || to.Modifier != 0)
        {
            Illegal(statement);
        }
        else if (from.Kind == AsmOperandKind.Register && from.Modifier == 0)
        {
            MoveRegister(statement, from.Register, to.Register);
        }
        else if (from.Kind == AsmOperandKind.Float && access.IsFloat)
        {
            MoveFloat(statement, from.Float, to.Register);
        }
        else if (from.Kind == AsmOperandKind.Constant && statement.Mnemonic is "MOVD" or "MOVW"
            && (Arm64AsmRegisters.IsGeneral(to.Register) || to.Register == Arm64AsmRegisters.Sp))
        {
            LoadConstant(statement.Mnemonic == "MOVD", to.Register, from.Offset, statement);
        }
        else if (from.Kind == AsmOperandKind.Address && statement.Mnemonic == "MOVD")
        {
            MoveAddress(statement, from, to.Register);
        }
        else
        {
            Illegal(statement);
        }
    }

    private void MoveRegister(AsmStatement statement, int from, int to)
    {
        string name = statement.Mnemonic;
        uint rd = Bits(to), rn = Bits(from), zero = Bits(Arm64AsmRegisters.Zero);
        bool general = Arm64AsmRegisters.IsGeneral(from) && Arm64AsmRegisters.IsGeneral(to);
        switch (name)
        {
            case "MOVD" when from >= Arm64AsmRegisters.System || to >= Arm64AsmRegisters.System:
                MoveSystem(statement, from, to);
                break;
            case "MOVD" when general:
                Emit(Arm64Words.Move(rd, rn));
                break;
            case "MOVD" when (Arm64AsmRegisters.IsBase(from) && to == Arm64AsmRegisters.Sp)
                || (from == Arm64AsmRegisters.Sp && Arm64AsmRegisters.IsBase(to)):
                Emit(Arm64Words.AddImmediate(true, 0, rd, rn, 0));
                break;
            case "MOVWU" or "MOVW" or "MOVH" or "MOVB" or "MOVHU" or "MOVBU" when general && from == Arm64AsmRegisters.Zero:
                Emit(Arm64Words.LogicalShifted(false, 1, false, rd, zero, zero));
                break;
            case "MOVW" or "MOVH" or "MOVB" when general:
                Emit(Arm64Words.BitField(true, 0, rd, rn, 0, name switch { "MOVW" => 31u, "MOVH" => 15u, _ => 7u }));
                break;
            case "MOVWU" when general:
                Emit(Arm64Words.LogicalShifted(false, 1, false, rd, zero, rn));
                break;
            case "MOVHU" or "MOVBU" when general:
                Emit(Arm64Words.BitField(true, 2, rd, rn, 0, name == "MOVHU" ? 15u : 7u));
                break;
            case "FMOVS" or "FMOVD":
                MoveFloatRegister(statement, name == "FMOVD", from, to);
                break;
            default:
                Illegal(statement);
                break;
        }
    }

    /// <summary>Sign and zero extensions are of the table, but of zero they are moves.</summary>
    public void Extend(AsmStatement statement)
    {
        if (statement.Operands is [{ Kind: AsmOperandKind.Register, Register: Arm64AsmRegisters.Zero, Modifier: 0 }, { } to]
            && IsRegister(to)
            && statement.Suffix.Length == 0)
        {
            Emit(Arm64Words.LogicalShifted(false, 1, false, Bits(to.Register), Bits(Arm64AsmRegisters.Zero), Bits(Arm64AsmRegisters.Zero)));
            return;
        }
        Table(statement);
    }

    private void MoveFloatRegister(AsmStatement statement, bool isDouble, int from, int to)
    {
        uint size = isDouble ? 1u << 22 : 0, wide = isDouble ? 1u << 31 : 0, fields = (Bits(from) << 5) | Bits(to);
        if (Arm64AsmRegisters.IsFloat(from) && Arm64AsmRegisters.IsFloat(to))
        {
            Emit(0x1e204000 | size | fields);
        }
        else if (Arm64AsmRegisters.IsGeneral(from) && Arm64AsmRegisters.IsFloat(to))
        {
            Emit(0x1e270000 | wide | size | fields);
        }
        else if (Arm64AsmRegisters.IsFloat(from) && Arm64AsmRegisters.IsGeneral(to))
        {
            Emit(0x1e260000 | wide | size | fields);
        }
        else
        {
            Illegal(statement);
        }
    }

    /// <summary>In the instruction's eight bits, from zero, or from read-only memory.</summary>
    private void MoveFloat(AsmStatement statement, double value, int to)
    {
        bool isDouble = statement.Mnemonic == "FMOVD";
        if (!Arm64AsmRegisters.IsFloat(to) || statement.Mnemonic == "FMOVQ")
        {
            Illegal(statement);
        }
        // The original takes the constant whose eight bits are zero, 2.0, for one without.
        else if (Arm64Immediates.TryFloat(value, out uint bits) && bits != 0)
        {
            Emit(0x1e201000 | (isDouble ? 1u << 22 : 0) | (bits << 13) | Bits(to));
        }
        else if (isDouble ? BitConverter.DoubleToUInt64Bits(value) == 0 : BitConverter.SingleToUInt32Bits((float)value) == 0)
        {
            MoveFloatRegister(statement, isDouble, Arm64AsmRegisters.Zero, to);
        }
        else
        {
            TransferSymbol(statement, Arm64Access.Find(statement.Mnemonic)!, to, Code.FloatConstant(value, !isDouble), 0, true);
        }
    }

    /// <summary>The shortest of MOVZ, MOVN, ORR and what MOVK completes; the choice among equals is the original's.</summary>
    private void LoadConstant(bool wide, int register, long value, AsmStatement statement)
    {
        _usesTemporary |= register == Arm64AsmRegisters.Temporary;
        value = wide ? value : (uint)value;
        uint rd = Bits(register), zero = Bits(Arm64AsmRegisters.Zero);
        long inverse = Inverse(wide, value);
        int halfword = Arm64Immediates.Halfword(value), inverseHalfword = Arm64Immediates.Halfword(inverse);
        bool moves = halfword >= 0 || inverseHalfword >= 0;
        if (IsBitmask(wide, value) && register != Arm64AsmRegisters.Zero
            && (!moves || Arm64Immediates.IsAdd(value) && (value <= 0xfff || !moves || IsBitmask(wide, value))))
        {
            _ = Arm64Immediates.TryLogical(wide ? (ulong)value : ((ulong)(uint)value << 32) | (uint)value, wide, out uint bits);
            Emit(Arm64Words.LogicalImmediate(wide, 1, rd, zero, bits));
            return;
        }
        if (register == Arm64AsmRegisters.Sp)
        {
            Illegal(statement);
            return;
        }
        if (moves)
        {
            Emit(halfword >= 0 ? Arm64Words.MoveWide(wide, 2, rd, value, halfword)
                : Arm64Words.MoveWide(wide, 0, rd, inverse, inverseHalfword));
        }
        else if (!wide)
        {
            Emit(Arm64Words.MoveWide(false, 2, rd, value, 0));
            Emit(Arm64Words.MoveWide(false, 3, rd, value, 16));
        }
        else
        {
            LoadWideConstant(rd, value);
        }
    }

    private void LoadWideConstant(uint rd, long value)
    {
        int zeros = 0, ones = 0;
        for (int shift = 0; shift < 64; shift += 16)
        {
            long half = (value >> shift) & 0xffff;
            zeros += half == 0 ? 1 : 0;
            ones += half == 0xffff ? 1 : 0;
        }
        if (zeros < 2 && ones < 2 && TryPattern(rd, value))
        {
            return;
        }
        bool inverted = zeros < 2 && ones >= 2 || (zeros == 0 && ones > 0);
        long skipped = inverted ? 0xffff : 0;
        bool first = true;
        for (int shift = 0; shift < 64; shift += 16)
        {
            if (((value >> shift) & 0xffff) == skipped && (zeros > 0 || inverted))
            {
                continue;
            }
            Emit(first && inverted ? Arm64Words.MoveWide(true, 0, rd, ~value, shift)
                : Arm64Words.MoveWide(true, first ? 2u : 3u, rd, value, shift));
            first = false;
        }
    }

    /// <summary>A bitmask with one halfword set right afterwards.</summary>
    private bool TryPattern(uint rd, long value)
    {
        for (int shift = 0; shift < 64; shift += 16)
        {
            ulong mask = 0xffffUL << shift;
            for (int period = 2; period <= 32; period *= 2)
            {
                ulong pattern = ((ulong)value & ~mask)
                    | (System.Numerics.BitOperations.RotateLeft((ulong)value, Math.Max(period, 16)) & mask);
                if (Arm64Immediates.TryLogical(pattern, true, out uint bits))
                {
                    Emit(Arm64Words.LogicalImmediate(true, 1, rd, Bits(Arm64AsmRegisters.Zero), bits));
                    Emit(Arm64Words.MoveWide(true, 3, rd, value, shift));
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>MOVK, MOVN, MOVZ of a halfword that stands where it shall go.</summary>
    public void MoveWide(AsmStatement statement)
    {
        bool wide = !statement.Mnemonic.EndsWith('W');
        if (statement.Operands is not [{ Kind: AsmOperandKind.Constant } from, { } to] || !IsRegister(to) || statement.Suffix.Length > 0)
        {
            Illegal(statement);
            return;
        }
        int shift = Arm64Immediates.Halfword(from.Offset);
        if (from.Offset == 0)
        {
            Fail(statement, "zero shifts cannot be handled correctly");
        }
        else if (shift < 0)
        {
            Fail(statement, "bad constant for MOVK");
        }
        else if (!wide && shift >= 32)
        {
            Fail(statement, "illegal bit position");
        }
        else
        {
            Emit(Arm64Words.MoveWide(wide, statement.Mnemonic[3] switch { 'N' => 0u, 'Z' => 2u, _ => 3u }, Bits(to.Register), from.Offset,
                shift));
        }
    }

    /// <summary>The address of a symbol, or of something at a register.</summary>
    private void MoveAddress(AsmStatement statement, AsmOperand from, int to)
    {
        if (from.IsSymbolReference)
        {
            if (!Arm64AsmRegisters.IsGeneral(to) || from.Index != 0 || from.Register != 0)
            {
                Illegal(statement);
                return;
            }
            if (IsReachedThroughSlot(from.Symbol!))
            {
                LoadAddress(to, from.Symbol!);
                if (from.Offset != 0)
                {
                    AddConstant(true, from.Offset < 0 ? Subtract : 0, to, to, Math.Abs(from.Offset), statement);
                }
                return;
            }
            AddressPair(to, to, from.Symbol!, from.Offset, Arm64Words.AddConstant);
            return;
        }
        if (from.Index != 0 || !TryBase(from, out int register, out long offset) || !(Arm64AsmRegisters.IsBase(to)))
        {
            Illegal(statement);
            return;
        }
        long size = Math.Abs(offset);
        uint op = offset < 0 ? Subtract : 0;
        if (Arm64Immediates.IsAdd(size))
        {
            Emit(Arm64Words.AddImmediate(true, op, Bits(to), Bits(register), size));
        }
        else if (offset is >= 0 and <= 0xffffff)
        {
            Emit(Arm64Words.AddImmediate(true, op, Bits(to), Bits(register), size & 0xfff000));
            Emit(Arm64Words.AddImmediate(true, op, Bits(to), Bits(to), size & 0xfff));
        }
        else
        {
            LoadFromPool(offset, isDouble: true, statement);
            Emit(Arm64Words.AddExtended(true, 0, Bits(to), Bits(register), Bits(Arm64AsmRegisters.Temporary), 3, 0));
        }
    }

    /// <summary>Dynamic linking: the symbol may be another library's, and its address is in a word.</summary>
    private bool IsReachedThroughSlot(AsmSymbol symbol) => Function.IsDynamicLink && Code.IsGlobal(symbol);

    /// <summary>The symbol's address from its word.</summary>
    private void LoadAddress(int to, AsmSymbol symbol)
    {
        _usesTemporary = true;
        uint load = Arm64Words.Access(WordSize, isFloat: false, load: true);
        AddressPair(Arm64AsmRegisters.Temporary, to, Code.AddressSlot(symbol), 0, load | (1u << 24));
    }

    /// <summary>ADRP and an instruction that knows the rest of the address.</summary>
    private void AddressPair(int page, int to, AsmSymbol symbol, long offset, uint second)
    {
        Relocate(RelocationKind.AddressPair, symbol, offset);
        Emit(Arm64Words.Address(true, Bits(page), 0));
        Emit(second | (Bits(page) << 5) | Bits(to));
    }
}
