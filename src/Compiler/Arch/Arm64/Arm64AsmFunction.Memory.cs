using System.Buffers.Binary;
using Go.Compiler.Assembler;
using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64AsmFunction
{
    private static readonly Code.BranchForm[] s_loadWord = [new Arm64BranchForm(0x18000000 | 27, 19, 5)],
    s_loadDouble = [new Arm64BranchForm(0x58000000 | 27, 19, 5)];

    /// <summary>Base register and offset of what lies at a register, in the arguments or in the frame.</summary>
    private bool TryBase(AsmOperand operand, out int register, out long offset)
    {
        register = operand.Register;
        offset = operand.Offset;
        if (operand.Base is AsmBase.Argument or AsmBase.Local)
        {
            // The top of the frame is the frame pointer's.
            offset += operand.Base == AsmBase.Argument ? _frame + WordSize : _frame - _extra;
            bool plain = operand.Register == 0;
            register = Arm64AsmRegisters.Sp;
            return plain;
        }
        return operand.Base == AsmBase.None && Arm64AsmRegisters.IsBase(register);
    }

    /// <summary>A load or store in whatever addressing the operand is.</summary>
    private void Transfer(AsmStatement statement, Arm64Access access, AsmOperand value, AsmOperand memory, bool load)
    {
        bool fits = value is { Kind: AsmOperandKind.Register, Modifier: 0 }
            && (access.IsFloat ? Arm64AsmRegisters.IsFloat(value.Register) || (!load && value.Register == Arm64AsmRegisters.Zero && false)
                : Arm64AsmRegisters.IsGeneral(value.Register));
        if (!fits)
        {
            Illegal(statement);
        }
        else if (memory.IsSymbolReference)
        {
            if (statement.Suffix.Length > 0 || memory.Register != 0 || memory.Index != 0)
            {
                Illegal(statement);
                return;
            }
            TransferSymbol(statement, access, value.Register, memory.Symbol!, memory.Offset, load);
        }
        else if (memory.Index != 0)
        {
            TransferIndexed(statement, access, value.Register, memory, load);
        }
        else if (!TryBase(memory, out int register, out long offset) || (statement.Suffix.Length > 0 && memory.Base != AsmBase.None))
        {
            Illegal(statement);
        }
        else if (statement.Suffix.Length > 0)
        {
            TransferWriteback(statement, access, value.Register, register, offset, load);
        }
        else
        {
            TransferOffset(statement, load ? access.Load : access.Store, access.Shift, value.Register, register, offset, load);
        }
    }

    private void TransferWriteback(AsmStatement statement, Arm64Access access, int value, int register, long offset, bool load)
    {
        if (register != Arm64AsmRegisters.Sp && register == value)
        {
            Fail(statement, "constrained unpredictable behavior");
        }
        else if (offset is < -256 or > 255)
        {
            Fail(statement, "offset out of range [-256,255]");
        }
        else
        {
            Emit(Arm64Words.ByteOffset(load ? access.Load : access.Store, Bits(value), Bits(register), offset, statement.Suffix == "P" ? 1u
                : 3u));
        }
    }

    private void TransferIndexed(AsmStatement statement, Arm64Access access, int value, AsmOperand memory, bool load)
    {
        bool extended = Arm64Modifiers.IsExtension(memory.Modifier);
        if (statement.Suffix.Length > 0 || memory.Offset != 0 || memory.Scale > 1 || !Arm64AsmRegisters.IsBase(memory.Register)
            || !Arm64AsmRegisters.IsGeneral(memory.Index))
        {
            Illegal(statement);
            return;
        }
        if (memory.Amount != 0 && memory.Amount != access.Shift)
        {
            Fail(statement, "invalid index shift amount");
            return;
        }
        int option = extended ? memory.Modifier - Arm64Modifiers.Extension : 3;
        Emit(Arm64Words.IndexOffset(load ? access.Load : access.Store, Bits(value), Bits(memory.Register), Bits(memory.Index), option,
            memory.Amount != 0));
    }

    /// <summary>
    /// In the instruction, with part of the offset added to the temporary register first, or with the offset from the constants as index.
    /// </summary>
    private void TransferOffset(AsmStatement statement, uint kind, int shift, int value, int register, long offset, bool load)
    {
        uint rt = Bits(value), rn = Bits(register), temporary = Bits(Arm64AsmRegisters.Temporary);
        long unit = 1L << shift;
        if (offset >= 0 && offset % unit == 0 && offset / unit <= 0xfff)
        {
            Emit(Arm64Words.ScaledOffset(kind, rt, rn, offset / unit));
        }
        else if (offset is >= -256 and <= 255)
        {
            Emit(Arm64Words.ByteOffset(kind, rt, rn, offset, 0));
        }
        else if (offset is >= -4095 and <= 4095)
        {
            _usesTemporary = true;
            Emit(Arm64Words.AddImmediate(true, offset < 0 ? Subtract : 0, temporary, rn, Math.Abs(offset)));
            Emit(Arm64Words.ScaledOffset(kind, rt, temporary, 0));
        }
        else if (TrySplit(offset, shift, out long high, out long low))
        {
            _usesTemporary = true;
            Emit(Arm64Words.AddImmediate(true, 0, temporary, rn, high));
            Emit(Arm64Words.ScaledOffset(kind, rt, temporary, low));
        }
        else if (register == Arm64AsmRegisters.Temporary || value == Arm64AsmRegisters.Temporary)
        {
            Fail(statement, "REGTMP used in large offset " + (load ? "load" : "store"));
        }
        else
        {
            LoadFromPool(offset, isDouble: false, statement);
            Emit(Arm64Words.IndexOffset(kind, rt, rn, temporary, 3, false));
        }
    }

    /// <summary>Parts of an offset: what one immediate of ADD holds, and a scaled offset.</summary>
    private static bool TrySplit(long offset, int shift, out long high, out long low)
    {
        high = low = 0;
        if (offset < 0 || offset > 0xfff000 + (0xfffL << shift))
        {
            return false;
        }
        high = Math.Max(offset - (0xfffL << shift), offset & ((1L << shift) - 1));
        low = (offset - high) >> shift;
        if (high <= 0xfff && low <= 0xfff && high + (low << shift) == offset)
        {
            return true;
        }
        low = (offset >> shift) & 0xfff;
        high = offset - (low << shift);
        if (high > 0xfff000)
        {
            high = 0xfff000;
            low = (offset - high) >> shift;
        }
        return (high & ~0xfff000L) == 0 && high + (low << shift) == offset;
    }

    /// <summary>
    /// Loads a constant that stands behind the code into the temporary register; without <paramref name="isDouble"/> as 32 bits when those
    /// do.
    /// </summary>
    private void LoadFromPool(long value, bool isDouble, AsmStatement statement)
    {
        bool wide = isDouble || value != (int)value || (ulong)value != (uint)value;
        byte[] bytes = new byte[wide ? 8 : 4];
        if (wide)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
        }
        _poolStart = Buffer.PoolSize == 0 ? Buffer.Length : _poolStart;
        _usesTemporary = true;
        Branch(wide ? s_loadDouble : s_loadWord, Buffer.PoolConstant(bytes), statement.Position);
    }

    /// <summary>
    /// A load or store of a symbol goes through the temporary register; the offset in the page is the access's own where it is a multiple
    /// of its size.
    /// </summary>
    private void TransferSymbol(AsmStatement statement, Arm64Access access, int value, AsmSymbol symbol, long offset, bool load)
    {
        uint kind = load ? access.Load : access.Store;
        if (Function.ThreadLocals.Contains(symbol))
        {
            if (!load || statement.Mnemonic != "MOVD" || offset != 0)
            {
                Illegal(statement);
                return;
            }
            Relocate(RelocationKind.TlsOffset, symbol, 0);
            Emit(Arm64Words.MoveWide(true, 2, Bits(value), 0, 0));
            return;
        }
        _usesTemporary = true;
        if (IsReachedThroughSlot(symbol))
        {
            LoadAddress(Arm64AsmRegisters.Temporary, symbol);
            TransferOffset(statement, kind, access.Shift, value, Arm64AsmRegisters.Temporary, offset, load);
            return;
        }
        if (access.Shift <= 3 && offset % (1L << access.Shift) == 0)
        {
            AddressPair(Arm64AsmRegisters.Temporary, value, symbol, offset, kind | (1u << 24));
            return;
        }
        AddressPair(Arm64AsmRegisters.Temporary, Arm64AsmRegisters.Temporary, symbol, offset, Arm64Words.AddConstant);
        Emit(Arm64Words.ScaledOffset(kind, Bits(value), Bits(Arm64AsmRegisters.Temporary), 0));
    }

    // table: pairs: bits and scale
    private static (uint Kind, int Scale, bool IsFloat) PairOf(string mnemonic) => mnemonic[^1] switch
    {
        _ when mnemonic == "LDPSW" => (1u << 30, 4, false),
        'W' => (0, 4, false),
        'S' => (Arm64Words.PairOf(4, true), 4, true),
        'D' => (Arm64Words.PairOf(8, true), 8, true),
        'Q' => (Arm64Words.PairOf(16, true), 16, true),
        _ => (Arm64Words.PairWord, 8, false),
    };

    public void LoadStorePair(AsmStatement statement)
    {
        bool load = statement.Mnemonic.Contains("LD", StringComparison.Ordinal);
        if (statement.Operands.Length != 2)
        {
            Illegal(statement);
            return;
        }
        (AsmOperand memory, AsmOperand pair) = load ? (statement.Operands[0], statement.Operands[1])
            : (statement.Operands[1], statement.Operands[0]);
        (uint kind, int scale, bool isFloat) = PairOf(statement.Mnemonic);
        if (pair is not { Kind: AsmOperandKind.RegisterPair, Elements: [var one, var two] } || memory.Kind != AsmOperandKind.Memory
            || memory.Index != 0)
        {
            Illegal(statement);
            return;
        }
        if (isFloat ? !Arm64AsmRegisters.IsFloat(one.Register) || !Arm64AsmRegisters.IsFloat(two.Register)
            : !Arm64AsmRegisters.IsGeneral(one.Register) || !Arm64AsmRegisters.IsGeneral(two.Register))
        {
            Fail(statement, "invalid register pair");
            return;
        }
        if (memory.IsSymbolReference && statement.Suffix.Length == 0 && memory.Register == 0)
        {
            _usesTemporary = true;
            if (IsReachedThroughSlot(memory.Symbol!))
            {
                LoadAddress(Arm64AsmRegisters.Temporary, memory.Symbol!);
                PairAt(statement, kind, scale, load, one.Register, two.Register, Arm64AsmRegisters.Temporary, memory.Offset);
                return;
            }
            AddressPair(Arm64AsmRegisters.Temporary, Arm64AsmRegisters.Temporary, memory.Symbol!, memory.Offset, Arm64Words.AddConstant);
            Emit(Arm64Words.Pair(kind, load, Bits(one.Register), Bits(two.Register), Bits(Arm64AsmRegisters.Temporary), 0, 2));
            return;
        }
        if (!TryBase(memory, out int register, out long offset) || (statement.Suffix.Length > 0 && memory.Base != AsmBase.None))
        {
            Illegal(statement);
            return;
        }
        bool writes = statement.Suffix.Length > 0;
        bool unpredictable = (load && one.Register == two.Register)
            || (writes && !isFloat && register != Arm64AsmRegisters.Sp && (register == one.Register || register == two.Register));
        if (unpredictable)
        {
            Fail(statement, "constrained unpredictable behavior");
            return;
        }
        PairAt(statement, kind, scale, load, one.Register, two.Register, register, offset);
    }

    private void PairAt(AsmStatement statement, uint kind, int scale, bool load, int one, int two, int register, long offset)
    {
        uint index = statement.Suffix switch { "P" => 1u, "W" => 3u, _ => 2u }, temporary = Bits(Arm64AsmRegisters.Temporary);
        if (offset % scale == 0 && offset / scale is >= -64 and <= 63)
        {
            Emit(Arm64Words.Pair(kind, load, Bits(one), Bits(two), Bits(register), offset / scale, index));
            return;
        }
        if (index != 2)
        {
            Fail(statement, "invalid offset");
            return;
        }
        if (!load && (one == Arm64AsmRegisters.Temporary || two == Arm64AsmRegisters.Temporary))
        {
            Fail(statement, "cannot use REGTMP as source");
            return;
        }
        _usesTemporary = true;
        if (offset is >= -4095 and <= 4095)
        {
            Emit(Arm64Words.AddImmediate(true, offset < 0 ? Subtract : 0, temporary, Bits(register), Math.Abs(offset)));
        }
        else if (offset is >= 0 and <= 0xffffff)
        {
            Emit(Arm64Words.AddImmediate(true, 0, temporary, Bits(register), offset & 0xfff));
            Emit(Arm64Words.AddImmediate(true, 0, temporary, temporary, offset & 0xfff000));
        }
        else if (register == Arm64AsmRegisters.Temporary)
        {
            Fail(statement, "REGTMP used in large offset " + (load ? "load" : "store"));
            return;
        }
        else
        {
            LoadFromPool(offset, isDouble: false, statement);
            Emit(Arm64Words.AddExtended(true, 0, temporary, Bits(register), temporary, 3, 0));
        }
        Emit(Arm64Words.Pair(kind, load, Bits(one), Bits(two), temporary, 0, 2));
    }
}
