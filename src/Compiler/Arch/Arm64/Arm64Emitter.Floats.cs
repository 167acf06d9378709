using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Emitter
{
    private void WriteFloat(Arm64Op op, in MachineInstruction m)
    {
        uint d = Bits(Last), a = Bits(Operand(0)), type = TypeBit(m.Size);
        switch (op)
        {
            case Arm64Op.SelectFloat:
                WriteCompare(m, 2);
                Emit(0x1e200c00 | TypeBit(m.Source.Scale) | (Bits(Operand(1)) << 16) | ((uint)m.Condition << 12) | (a << 5) | d);
                break;
            case Arm64Op.SignExtend or Arm64Op.ZeroExtend:
                WriteExtension(op == Arm64Op.SignExtend, m, d, a);
                break;
            case Arm64Op.IntegerToFloat:
                Emit(0x1e220000 | type | (m.Condition == 8 ? 1u << 31 : 0) | ((uint)m.Variant << 16) | (a << 5) | d);
                break;
            case Arm64Op.FloatToInteger:
                Emit(0x1e380000 | type | (m.Condition == 8 ? 1u << 31 : 0) | ((uint)m.Variant << 16) | (a << 5) | d);
                break;
            case Arm64Op.FloatToFloat:
                Emit((m.Size == 4 ? 0x1e22c000u : 0x1e624000u) | (a << 5) | d);
                break;
            case Arm64Op.ToVector:
                Emit((m.Size == 8 ? 0x9e670000 : 0x1e270000u) | (a << 5) | d);
                break;
            case Arm64Op.FromVector:
                Emit((m.Size == 8 ? 0x9e660000 : 0x1e260000u) | (a << 5) | d);
                break;
            case Arm64Op.Float:
                Emit(0x1e200800 | type | ((uint)m.Variant << 12) | (Bits(Operand(1)) << 16) | (a << 5) | d);
                break;
            case Arm64Op.FloatUnary:
                Emit(0x1e204000 | type | ((uint)m.Variant << 15) | (a << 5) | d);
                break;
            case Arm64Op.CopySign:
                WriteCopySign(m.Size, d, a, Bits(Operand(1)));
                break;
            case Arm64Op.FusedMultiplyAdd:
                // Bit 15 subtracts the product, bit 21 negates the whole.
                uint signs = ((m.Variant & 1u) << 15) | ((uint)(m.Variant >> 1) << 21);
                Emit(0x1f000000 | type | signs | (Bits(Operand(1)) << 16) | (Bits(Operand(2)) << 10) | (a << 5) | d);
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    private static uint TypeBit(int size) => size == 8 ? 1u << 22 : 0;

    private void CompareFloats(int size, int a, int b) => Emit(0x1e202000 | TypeBit(size) | (Bits(b) << 16) | (Bits(a) << 5));

    private void WriteExtension(bool signed, in MachineInstruction m, uint d, uint a)
    {
        uint last = (uint)m.Size * 8 - 1;
        if (!signed && m.Size == 4)
        {
            Emit(Arm64Words.LogicalShifted(false, 1, false, d, Bits(Zero), a));
        }
        else
        {
            // Zeros come all the way up in 32 bits too.
            bool wide = signed && m.Variant == 8;
            Emit(Arm64Words.BitField(wide, signed ? 0u : 2u, d, a, 0, last));
        }
    }

    private void WriteCopySign(int size, uint d, uint a, uint sign)
    {
        bool wide = size == 8;
        uint x = Bits(Scratch), y = Bits(AddressScratch), last = (uint)size * 8 - 1;
        uint from = wide ? 0x9e660000 : 0x1e260000u;
        Emit(from | (a << 5) | x);
        Emit(from | (sign << 5) | y);
        ShiftConstant(Arm64Shift.RightUnsigned, wide, y, y, last);
        Emit(Arm64Words.BitField(wide, 1, x, y, 1, 0)); // one bit, to the top
        Emit((wide ? 0x9e670000 : 0x1e270000u) | (x << 5) | d);
    }
}
