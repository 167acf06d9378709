using System.Buffers.Binary;
using System.Globalization;
using Go.Compiler.Assembler;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64AsmFunction
{
    private static bool IsVector(AsmOperand operand) => operand is { Kind: AsmOperandKind.Register, Modifier: 0 }
        && Arm64AsmRegisters.IsVector(operand.Register);

    private static bool IsArranged(AsmOperand operand) => operand.Kind == AsmOperandKind.Register
        && Arm64Modifiers.IsArrangement(operand.Modifier);

    private static bool IsLane(AsmOperand operand) => operand.Kind == AsmOperandKind.Register && Arm64Modifiers.IsLane(operand.Modifier);

    /// <summary>Logarithm of the bytes of an element.</summary>
    private static int SizeOf(AsmOperand operand) => IsLane(operand) ? operand.Modifier - Arm64Modifiers.Lane
        : (operand.Modifier - Arm64Modifiers.Arrangement) >> 1;

    private static uint FullOf(AsmOperand operand) => (uint)(operand.Modifier & 1) << 30;

    /// <summary>Element size and lane as one field.</summary>
    private static uint LaneBits(int size, int lane) => ((uint)(lane * 2) + 1) << size << 16;

    private bool LanesExist(AsmStatement statement)
    {
        foreach (AsmOperand operand in statement.Operands)
        {
            int last = IsLane(operand) ? (16 >> SizeOf(operand)) - 1 : 0;
            if (IsLane(operand) && (operand.Amount < 0 || operand.Amount > last))
            {
                Fail(statement, "register element index out of range 0 to " + last.ToString(CultureInfo.InvariantCulture));
                return false;
            }
        }
        return true;
    }

    /// <summary>VMOV and VDUP: lanes, general registers and whole vectors in most mixtures.</summary>
    public void VectorMove(AsmStatement statement)
    {
        bool duplicates = statement.Mnemonic == "VDUP";
        if (statement.Operands is not [{ } from, { } to] || statement.Suffix.Length > 0)
        {
            Illegal(statement);
            return;
        }
        if (!LanesExist(statement))
        {
            return;
        }
        uint rn = Bits(from.Register) << 5, rd = Bits(to.Register);
        if (IsLane(from) && IsVector(to))
        {
            Emit(0x5e000400 | LaneBits(SizeOf(from), from.Amount) | rn | rd);
        }
        else if (IsRegister(from) && IsArranged(to) && to.Modifier != Arm64Modifiers.FindArrangement("D1"))
        {
            Emit(0x0e000c00 | FullOf(to) | LaneBits(SizeOf(to), 0) | rn | rd);
        }
        else if (duplicates && IsLane(from) && IsArranged(to))
        {
            if (SizeOf(from) != SizeOf(to))
            {
                Fail(statement, "operand mismatch");
                return;
            }
            Emit(0x0e000400 | FullOf(to) | LaneBits(SizeOf(from), from.Amount) | rn | rd);
        }
        else if (duplicates)
        {
            Illegal(statement);
        }
        else if (IsLane(from) && IsRegister(to))
        {
            Emit((SizeOf(from) == 3 ? 1u << 30 : 0) | 0x0e003c00 | LaneBits(SizeOf(from), from.Amount) | rn | rd);
        }
        else if (IsRegister(from) && IsLane(to))
        {
            Emit(0x4e001c00 | LaneBits(SizeOf(to), to.Amount) | rn | rd);
        }
        else if (IsLane(from) && IsLane(to))
        {
            if (SizeOf(from) != SizeOf(to))
            {
                Fail(statement, "operand mismatch");
                return;
            }
            Emit(0x6e000400 | LaneBits(SizeOf(to), to.Amount) | ((uint)from.Amount << SizeOf(from) << 11) | rn | rd);
        }
        else if (IsArranged(from) && IsArranged(to))
        {
            if (from.Modifier != to.Modifier || SizeOf(to) != 0)
            {
                Fail(statement, from.Modifier != to.Modifier ? "operand mismatch" : "invalid arrangement");
                return;
            }
            Emit(0x0ea01c00 | FullOf(to) | (Bits(from.Register) << 16) | rn | rd);
        }
        else
        {
            Illegal(statement);
        }
    }

    /// <summary>VMOVI holds a byte; the others load from read-only memory.</summary>
    public void VectorConstant(AsmStatement statement)
    {
        AsmOperand[] operands = statement.Operands;
        if (statement.Mnemonic == "VMOVI" && operands is [{ Kind: AsmOperandKind.Constant } value, { } whole] && IsArranged(whole)
            && SizeOf(whole) == 0 && value.Offset is >= 0 and <= 255)
        {
            uint bits = (uint)value.Offset;
            Emit(0x0f00e400 | FullOf(whole) | ((bits >> 5) << 16) | ((bits & 31) << 5) | Bits(whole.Register));
            return;
        }
        bool quad = statement.Mnemonic == "VMOVQ";
        AsmOperand to = operands.Length > 0 ? operands[^1] : new AsmOperand();
        int size = statement.Mnemonic switch { "VMOVS" => 4, "VMOVD" => 8, _ => 16 };
        bool constant = operands.Length == (quad ? 3 : 2) && Array.TrueForAll(operands[..^1], o => o.Kind == AsmOperandKind.Constant);
        bool memory = operands is [{ Kind: AsmOperandKind.Memory, IsSymbolReference: true, Index: 0, Register: 0 }, _];
        if (statement.Mnemonic == "VMOVI" || !IsVector(to) || !(constant || memory) || statement.Suffix.Length > 0)
        {
            Illegal(statement);
            return;
        }
        AsmSymbol symbol = constant ? VectorSymbol(operands, size) : operands[0].Symbol!;
        _usesTemporary = true;
        Arm64Access access = Arm64Access.Find(size switch { 4 => "FMOVS", 8 => "FMOVD", _ => "FMOVQ" })!;
        uint kind = access.Load;
        if (IsReachedThroughSlot(symbol))
        {
            LoadAddress(Arm64AsmRegisters.Temporary, symbol);
            TransferOffset(statement, kind, access.Shift, to.Register, Arm64AsmRegisters.Temporary, operands[0].Offset, load: true);
            return;
        }
        AddressPair(Arm64AsmRegisters.Temporary, Arm64AsmRegisters.Temporary, symbol, constant ? 0 : operands[0].Offset,
            Arm64Words.AddConstant);
        Emit(Arm64Words.ScaledOffset(kind, Bits(to.Register), Bits(Arm64AsmRegisters.Temporary), 0));
    }

    private AsmSymbol VectorSymbol(AsmOperand[] operands, int size)
    {
        byte[] bytes = new byte[size];
        CultureInfo culture = CultureInfo.InvariantCulture;
        long value = operands[0].Offset;
        switch (size)
        {
            case 4:
                BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
                return Code.PoolSymbol("$i32." + ((uint)value).ToString("x8", culture), bytes);
            case 8:
                BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
                return Code.PoolSymbol("$i64." + ((ulong)value).ToString("x16", culture), bytes);
            default:
                // The first operand is the low half.
                BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), operands[1].Offset);
                return Code.PoolSymbol("$i128." + ((ulong)operands[1].Offset).ToString("x16", culture) + ((ulong)value)
                    .ToString("x16", culture), bytes);
        }
    }

    /// <summary>The registers of a list follow each other, the first after the last; their arrangements are equal.</summary>
    private bool TryList(AsmStatement statement, AsmOperand list, out int count)
    {
        count = list.Elements.Length;
        bool right = list.Kind == AsmOperandKind.RegisterList && count is >= 1 and <= 4 && IsArranged(list.Elements[0]);
        for (int i = 1; i < count && right; i++)
        {
            right = list.Elements[i].Modifier == list.Elements[0].Modifier && IsArranged(list.Elements[i])
                && Bits(list.Elements[i].Register) == ((Bits(list.Elements[i - 1].Register) + 1) & 31);
        }
        if (!right)
        {
            Illegal(statement);
        }
        return right;
    }

    public void VectorTable(AsmStatement statement)
    {
        if (statement.Operands is not [{ } index, { } list, { } to] || !IsArranged(index) || !IsArranged(to) || statement.Suffix.Length > 0)
        {
            Illegal(statement);
            return;
        }
        if (!TryList(statement, list, out int count))
        {
            return;
        }
        if (index.Modifier != to.Modifier || SizeOf(to) != 0 || list.Elements[0].Modifier != Arm64Modifiers.FindArrangement("B16"))
        {
            Fail(statement, index.Modifier != to.Modifier ? "operand mismatch" : "invalid arrangement");
            return;
        }
        Emit((statement.Mnemonic == "VTBX" ? 0x0e001000u : 0x0e000000u) | FullOf(to) | (Bits(index.Register) << 16)
            | ((uint)(count - 1) << 13)
            | (Bits(list.Elements[0].Register) << 5) | Bits(to.Register));
    }

    /// <summary>Loads and stores of whole vectors, of one lane, and of one element to all lanes.</summary>
    public void VectorMemory(AsmStatement statement)
    {
        bool load = statement.Mnemonic[1] == 'L', replicates = statement.Mnemonic.EndsWith('R');
        int structure = statement.Mnemonic[3] - '0';
        if (statement.Operands is not [{ } first, { } second])
        {
            Illegal(statement);
            return;
        }
        (AsmOperand memory, AsmOperand vectors) = load ? (first, second) : (second, first);
        if (memory is not { Kind: AsmOperandKind.Memory, Base: AsmBase.None } || !Arm64AsmRegisters.IsBase(memory.Register))
        {
            Illegal(statement);
            return;
        }
        uint word;
        int bytes;
        if (IsLane(vectors) && structure == 1 && !replicates)
        {
            if (!LanesExist(statement))
            {
                return;
            }
            bytes = 1 << SizeOf(vectors);
            word = LaneWord(SizeOf(vectors), (uint)vectors.Amount) | Bits(vectors.Register);
        }
        else
        {
            if (!TryList(statement, vectors, out int count) || count != structure && (structure != 1 || replicates))
            {
                if (Code.Bytes.Length == 0 && count is >= 1 and <= 4 && vectors.Elements.Length > 0)
                {
                    Illegal(statement);
                }
                return;
            }
            AsmOperand one = vectors.Elements[0];
            uint size = (uint)SizeOf(one);
            bytes = replicates ? count << (int)size : count * (FullOf(one) != 0 ? 16 : 8);
            word = FullOf(one) | (size << 10) | Bits(one.Register) | (replicates
                ? structure switch { 1 => 0x0d00c000u, 2 => 0x0d20c000u, 3 => 0x0d00e000u, _ => 0x0d20e000u }
                : 0x0c000000u | (structure switch { 1 => count switch { 1 => 7u, 2 => 10u, 3 => 6u, _ => 2u }, 2 => 8u, 3 => 4u,
                    _ => 0u } << 12));
        }
        VectorAddress(statement, word | (load ? 1u << 22 : 0) | (Bits(memory.Register) << 5), memory, bytes);
    }

    private static uint LaneWord(int size, uint lane)
    {
        // Lane number bits stand in the fullness, the S bit and the size field, as far as there are.
        uint full = (lane << size) >> 3, high = ((lane << size) >> 2) & 1, low = size == 3 ? 1 : (lane << size) & 3;
        return 0x0d000000 | (full << 30) | ((uint)Math.Min(size, 2) << 14) | ((size == 3 ? 0 : high) << 12) | (low << 10);
    }

    private void VectorAddress(AsmStatement statement, uint word, AsmOperand memory, int bytes)
    {
        if (statement.Suffix != "P")
        {
            if (statement.Suffix.Length > 0 || memory.Index != 0 || memory.Offset != 0)
            {
                Illegal(statement);
                return;
            }
            Emit(word);
            return;
        }
        word |= 1u << 23;
        if (memory.Index == 0)
        {
            if (memory.Offset != 0 && memory.Offset != bytes)
            {
                Fail(statement, "invalid post-increment offset");
                return;
            }
            Emit(word | (31u << 16));
            return;
        }
        if (memory.Modifier != 0 || memory.Scale > 1)
        {
            Fail(statement, "invalid extended register");
        }
        else if (memory.Offset != 0 || !Arm64AsmRegisters.IsBase(memory.Index) || memory.Index == Arm64AsmRegisters.Sp)
        {
            Illegal(statement);
        }
        else
        {
            Emit(word | (Bits(memory.Index) << 16));
        }
    }
}
