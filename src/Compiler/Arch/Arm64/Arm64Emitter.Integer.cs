using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Emitter
{
    private void WriteInteger(Arm64Op op, in MachineInstruction m)
    {
        bool wide = m.Size == 8;
        uint d = Bits(Last), a = Bits(Operand(0));
        switch (op)
        {
            case Arm64Op.AddConstant:
                AddConstant(wide, Last, Operand(0), m.Immediate);
                break;
            case Arm64Op.Alu:
                Emit(Registers(m, wide, d, a, Bits(Operand(1))));
                break;
            case Arm64Op.AluConstant:
                Emit(Arm64Words.LogicalImmediate(wide, m.Variant, d, a, LogicalBits(m.Immediate, m.Size)));
                break;
            case Arm64Op.Negate:
                Emit(Arm64Words.AddShifted(wide, Subtract, d, Bits(Zero), a));
                break;
            case Arm64Op.Not:
                Emit(Arm64Words.LogicalShifted(wide, 1, true, d, Bits(Zero), a));
                break;
            case Arm64Op.Multiply:
                Emit(Two(0x1b007c00, wide, d, a, Bits(Operand(1))));
                break;
            case Arm64Op.MultiplyAdd or Arm64Op.MultiplySubtract:
                Emit(Two(op == Arm64Op.MultiplyAdd ? 0x1b000000u : 0x1b008000u, wide, d, a, Bits(Operand(1))) | (Bits(Operand(2)) << 10));
                break;
            case Arm64Op.MultiplyHigh:
                WriteMultiplyHigh(wide, m.Variant != 0, d, a, Bits(Operand(1)));
                break;
            case Arm64Op.Divide:
                Emit(Two(m.Variant != 0 ? 0x1ac00c00u : 0x1ac00800u, wide, d, a, Bits(Operand(1))));
                break;
            case Arm64Op.ShiftConstant:
                ShiftConstant((Arm64Shift)m.Variant, wide, d, a, (uint)m.Immediate);
                break;
            case Arm64Op.Shift:
                Emit(Two(ShiftWord(m.Variant), wide, d, a, Bits(Operand(1))));
                break;
            case Arm64Op.ShiftOrZero or Arm64Op.ShiftOrSign:
                WriteWideShift(op, m);
                break;
            case Arm64Op.AddCarry or Arm64Op.SubtractBorrow:
                WriteCarry(op);
                break;
            case Arm64Op.TrailingZeros or Arm64Op.BitLength or Arm64Op.PopulationCount:
                WriteCount(op, m.Size, d, a);
                break;
            case Arm64Op.SwapBytes:
                Emit((m.Size switch { 8 => 0xdac00c00, 4 => 0x5ac00800u, _ => 0x5ac00400u }) | (a << 5) | d);
                break;
            case Arm64Op.SetFloat:
                CompareFloats(m.Size, Operand(0), Operand(1));
                SetIf((Arm64Condition)m.Condition, Last);
                break;
            case Arm64Op.Select:
                WriteCompare(m, 2);
                Emit(Two(0x1a800000, m.Source.Scale == 8, d, a, Bits(Operand(1))) | ((uint)m.Condition << 12));
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    /// <summary>An instruction with a 64-bit form and the fields of two operands and a result.</summary>
    private static uint Two(uint word, bool wide, uint d, uint a, uint b) => word | (wide ? 1u << 31 : 0) | (b << 16) | (a << 5) | d;

    private static uint ShiftWord(int shift) => 0x1ac02000u | ((uint)shift << 10);

    private static uint Registers(in MachineInstruction m, bool wide, uint d, uint a, uint b)
    {
        int shift = m.Condition >> 6, count = m.Condition & 63;
        return (Arm64Alu)m.Variant switch
        {
            Arm64Alu.Add => Arm64Words.AddShifted(wide, 0, d, a, b, shift, count),
            Arm64Alu.Subtract => Arm64Words.AddShifted(wide, Subtract, d, a, b, shift, count),
            _ => Arm64Words.LogicalShifted(wide, m.Variant, m.Immediate != 0, d, a, b, shift, count),
        };
    }

    private static uint LogicalBits(long value, int size)
        => Arm64Immediates.TryLogical(Arm64Lowering.Twice(value, size), size == 8, out uint bits) ? bits : throw Unexpected.Value(value);

    private void SetIf(Arm64Condition condition, int d) => Emit(0x1a9f07e0 | ((uint)((int)condition ^ 1) << 12) | Bits(d));

    private void WriteMultiplyHigh(bool wide, bool signed, uint d, uint a, uint b)
    {
        if (wide)
        {
            Emit((signed ? 0x9b407c00 : 0x9bc07c00) | (b << 16) | (a << 5) | d);
            return;
        }
        Emit((signed ? 0x9b207c00 : 0x9ba07c00) | (b << 16) | (a << 5) | d);
        ShiftConstant(Arm64Shift.RightUnsigned, true, d, d, 32);
    }

    private void ShiftConstant(Arm64Shift shift, bool wide, uint d, uint a, uint count)
    {
        uint width = wide ? 64u : 32u;
        Emit(shift switch
        {
            Arm64Shift.Left => Arm64Words.BitField(wide, 2, d, a, (width - count) % width, width - 1 - count),
            Arm64Shift.RightUnsigned => Arm64Words.BitField(wide, 2, d, a, count, width - 1),
            Arm64Shift.RightSigned => Arm64Words.BitField(wide, 0, d, a, count, width - 1),
            _ => Arm64Words.Extract(wide, d, a, a, count),
        });
    }

    /// <summary>The count is compared in full: the machine takes it modulo the width.</summary>
    private void WriteWideShift(Arm64Op op, in MachineInstruction m)
    {
        bool wide = m.Size == 8;
        uint d = Bits(Last), a = Bits(Operand(0)), count = Bits(Operand(1)), scratch = Bits(Scratch);
        Emit(Arm64Words.AddImmediate(m.Condition == 8, Arm64Words.Compare, Bits(Zero), count, m.Size * 8));
        if (op == Arm64Op.ShiftOrZero)
        {
            Emit(Two(ShiftWord(m.Variant), wide, scratch, a, count));
            Emit(Two(0x1a800000, wide, d, scratch, Bits(Zero)) | ((uint)Arm64Condition.Lower << 12));
            return;
        }
        LoadConstant(false, Scratch, m.Size * 8 - 1);
        Emit(Two(0x1a800000, false, scratch, count, scratch) | ((uint)Arm64Condition.Lower << 12));
        Emit(Two(ShiftWord(m.Variant), wide, d, a, scratch));
    }

    /// <summary>The machine's borrow is the carry's opposite.</summary>
    private void WriteCarry(Arm64Op op)
    {
        bool isAdd = op == Arm64Op.AddCarry, hasCarry = OperandCount == 5;
        uint zero = Bits(Zero), sum = Bits(Operand(hasCarry ? 3 : 2)), a = Bits(Operand(0)), b = Bits(Operand(1));
        if (hasCarry)
        {
            uint c = Bits(Operand(2));
            // Carry set when c is 1; borrow when 0 - c is below 0.
            Emit(isAdd ? Arm64Words.AddImmediate(true, Arm64Words.Compare, zero, c, 1)
                : Arm64Words.AddShifted(true, Arm64Words.Compare, zero, zero, c));
            Emit(Two(isAdd ? 0x3a000000u : 0x7a000000u, true, sum, a, b));
        }
        else
        {
            Emit(Arm64Words.AddShifted(true, SetFlags | (isAdd ? 0 : Subtract), sum, a, b));
        }
        SetIf(isAdd ? Arm64Condition.CarrySet : Arm64Condition.CarryClear, Last);
    }

    private void WriteCount(Arm64Op op, int size, uint d, uint a)
    {
        bool wide = size == 8;
        uint reverse = wide ? 0xdac00000 : 0x5ac00000u, zeros = wide ? 0xdac01000 : 0x5ac01000u, scratch = Bits(Scratch);
        switch (op)
        {
            case Arm64Op.TrailingZeros:
                if (size < 4)
                {
                    // A bit beyond the width takes the place of the zero case.
                    Emit(Arm64Words.LogicalImmediate(false, 1, scratch, a, LogicalBits(1L << (size * 8), 4)));
                    a = scratch;
                }
                Emit(reverse | (a << 5) | d);
                Emit(zeros | (d << 5) | d);
                break;
            case Arm64Op.BitLength:
                Emit(zeros | (a << 5) | scratch);
                LoadConstant(false, AddressScratch, wide ? 64 : 32);
                Emit(Arm64Words.AddShifted(true, Subtract, d, Bits(AddressScratch), scratch));
                break;
            default:
                uint v = Bits(Arm64Registers.FloatScratch);
                Emit((wide ? 0x9e670000 : 0x1e270000u) | (a << 5) | v);
                Emit(0x0e205800 | (v << 5) | v); // CNT of the bytes
                Emit(0x2e303800 | (v << 5) | v); // UADDLV
                Emit(0x1e260000 | (v << 5) | d);
                break;
        }
    }

    /// <summary>Compares the operands from <paramref name="first"/> on; the variant tells how.</summary>
    private void WriteCompare(in MachineInstruction m, int first)
    {
        bool wide = m.Size == 8;
        uint a = Bits(Operand(first)), zero = Bits(Zero);
        switch ((Arm64CompareForm)m.Variant)
        {
            case Arm64CompareForm.Registers:
                Emit(Arm64Words.AddShifted(wide, Arm64Words.Compare, zero, a, Bits(Operand(first + 1))));
                break;
            case Arm64CompareForm.TestRegisters:
                Emit(Arm64Words.LogicalShifted(wide, 3, false, zero, a, Bits(Operand(first + 1))));
                break;
            case Arm64CompareForm.TestConstant:
                Emit(Arm64Words.LogicalImmediate(wide, 3, zero, a, LogicalBits(m.Immediate, m.Size)));
                break;
            default:
                Emit(Arm64Words.AddImmediate(wide, SetFlags | (m.Immediate < 0 ? 0 : Subtract), zero, a, Math.Abs(m.Immediate)));
                break;
        }
    }
}
