using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Emitter
{
    private const long SignBit = long.MinValue;
    private const long TwoTo63AsDouble = 0x43E0000000000000;
    private const int TwoTo63AsSingle = 0x5F000000;

    private void WriteFloat(Amd64Op op, in MachineInstruction m)
    {
        int size = m.Size;
        switch (op)
        {
            case Amd64Op.SelectFloat:
                int keep = _w.NewLabel();
                _w.Test(1, Operand(2), Operand(2));
                _w.Jump(Amd64Condition.NotEqual, keep);
                _w.MoveVector(Last, Operand(1));
                _w.Bind(keep);
                break;
            case Amd64Op.SignExtend:
                _w.SignExtend(size, m.Variant, Last, Operand(0));
                break;
            case Amd64Op.ZeroExtend:
                _w.ZeroExtend(size, Last, Operand(0));
                break;
            case Amd64Op.SignExtendMemory:
                _w.LoadSignExtend(size, m.Variant, Last, Memory(m.Memory));
                break;
            case Amd64Op.ZeroExtendMemory:
                _w.LoadZeroExtend(size, Last, Memory(m.Memory));
                break;
            case Amd64Op.IntegerToFloat:
                // The conversion keeps the rest of the register: cut the dependence on it.
                _w.ClearVector(Last);
                _w.IntegerToFloat(m.Variant, size, Last, Operand(0));
                break;
            case Amd64Op.Unsigned64ToFloat:
                WriteUnsignedToFloat(size, Last, Operand(0));
                break;
            case Amd64Op.FloatToInteger:
                _w.FloatToInteger(size, m.Variant, Last, Operand(0));
                break;
            case Amd64Op.FloatToUnsigned64:
                WriteFloatToUnsigned(size, Last, Operand(0));
                break;
            case Amd64Op.FloatToFloat:
                _w.FloatToFloat(size, Last, Operand(0));
                break;
            case Amd64Op.ToVector:
                _w.MoveToVector(size, Last, Operand(0));
                break;
            case Amd64Op.FromVector:
                _w.MoveFromVector(size, Last, Operand(0));
                break;
            case Amd64Op.Float:
                _w.Float((Amd64Float)m.Variant, size, Last, Operand(1));
                break;
            case Amd64Op.FloatMemory:
                _w.Float((Amd64Float)m.Variant, size, Last, Memory(m.Memory));
                break;
            case Amd64Op.SquareRoot:
                _w.Float(Amd64Float.Sqrt, size, Last, Operand(0));
                break;
            case Amd64Op.FloatNegate:
                WithMask(size, size == 8 ? SignBit : int.MinValue, Amd64Float.Xor, Last);
                break;
            case Amd64Op.FloatAbsolute:
                WithMask(size, size == 8 ? long.MaxValue : int.MaxValue, Amd64Float.And, Last);
                break;
            case Amd64Op.CopySign:
                WriteCopySign(size, Operand(2), Operand(0), Operand(1), Last);
                break;
            case Amd64Op.Round:
                _w.Round(size, Last, Operand(0), m.Variant);
                break;
            case Amd64Op.FusedMultiplyAdd:
                _w.FusedMultiplyAdd(size, Last, Operand(0), Operand(1));
                break;
            case Amd64Op.FloatMinimum or Amd64Op.FloatMaximum:
                WriteMinimum(op == Amd64Op.FloatMinimum, size, Last, Operand(1));
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    private void WithMask(int size, long mask, Amd64Float operation, int d)
    {
        _w.LoadConstant(Scratch, size == 8 ? mask : (uint)mask);
        _w.MoveToVector(size, Zero, Scratch);
        _w.FloatBits(operation, d, Zero);
        _w.ClearVector(Zero);
    }

    /// <summary>The upper half of the range is halved, keeping the lost bit for rounding, and doubled afterwards.</summary>
    private void WriteUnsignedToFloat(int size, int d, int a)
    {
        int large = _w.NewLabel(), done = _w.NewLabel();
        _w.ClearVector(d);
        _w.Test(8, a, a);
        _w.Jump(Amd64Condition.Sign, large);
        _w.IntegerToFloat(8, size, d, a);
        _w.Jump(done);
        _w.Bind(large);
        int odd = _w.NewLabel();
        _w.Move(8, Scratch, a);
        _w.ShiftConstant(Amd64Shift.Shr, 8, Scratch, 1);
        _w.Jump(Amd64Condition.AboveOrEqual, odd);
        _w.AluConstant(Amd64Alu.Or, 8, Scratch, 1);
        _w.Bind(odd);
        _w.IntegerToFloat(8, size, d, Scratch);
        _w.Float(Amd64Float.Add, size, d, d);
        _w.Bind(done);
    }

    private void WriteFloatToUnsigned(int size, int d, int a)
    {
        int large = _w.NewLabel(), done = _w.NewLabel();
        _w.LoadConstant(Scratch, size == 8 ? TwoTo63AsDouble : TwoTo63AsSingle);
        _w.MoveToVector(size, Zero, Scratch);
        _w.CompareFloat(size, a, Zero);
        _w.Jump(Amd64Condition.AboveOrEqual, large);
        _w.FloatToInteger(size, 8, d, a);
        _w.Jump(done);
        _w.Bind(large);
        // a - 2^63 without a second temporary: negate what is subtracted and add.
        _w.ClearVector(Zero);
        _w.LoadConstant(Scratch, size == 8 ? TwoTo63AsDouble | SignBit : unchecked((uint)(TwoTo63AsSingle | int.MinValue)));
        _w.MoveToVector(size, Zero, Scratch);
        _w.Float(Amd64Float.Add, size, Zero, a);
        _w.FloatToInteger(size, 8, d, Zero);
        _w.BitTest(Amd64BitTest.Bts, 8, d, 63); // set, not flipped: too large a value gives 2^63, not 0
        _w.Bind(done);
        _w.ClearVector(Zero);
    }

    private void WriteCopySign(int size, int d, int magnitude, int sign, int temporary)
    {
        int bit = size * 8 - 1;
        _w.MoveFromVector(size, Scratch, sign);
        _w.ShiftConstant(Amd64Shift.Shr, size, Scratch, bit);
        _w.ShiftConstant(Amd64Shift.Shl, size, Scratch, bit);
        _w.MoveFromVector(size, temporary, magnitude);
        _w.BitTest(Amd64BitTest.Btr, size, temporary, bit);
        _w.Alu(Amd64Alu.Or, size, temporary, Scratch);
        _w.MoveToVector(size, d, temporary);
    }

    /// <summary>NaN wins; of two zeros the negative one is the smaller.</summary>
    private void WriteMinimum(bool minimum, int size, int d, int b)
    {
        int different = _w.NewLabel(), ordered = _w.NewLabel(), done = _w.NewLabel();
        _w.CompareFloat(size, d, b);
        _w.Jump(Amd64Condition.NotEqual, different);
        _w.Jump(Amd64Condition.NotParity, ordered);
        _w.Float(Amd64Float.Add, size, d, b);
        _w.Jump(done);
        _w.Bind(ordered);
        _w.FloatBits(minimum ? Amd64Float.Or : Amd64Float.And, d, b);
        _w.Jump(done);
        _w.Bind(different);
        _w.Jump(minimum ? Amd64Condition.Below : Amd64Condition.Above, done);
        _w.MoveVector(d, b);
        _w.Bind(done);
    }

    /// <summary>The second operand may be a constant in the program's data.</summary>
    private void CompareFloats(in MachineInstruction m)
    {
        if (m.Memory.Kind == MemoryKind.Symbol)
        {
            _w.CompareFloat(m.Size, Operand(0), Memory(m.Memory));
        }
        else
        {
            _w.CompareFloat(m.Size, Operand(0), Operand(1));
        }
    }

    private void WriteSetFloat(in MachineInstruction m)
    {
        int d = Last;
        CompareFloats(m);
        switch ((Amd64FloatTest)m.Variant)
        {
            case Amd64FloatTest.Equal:
                _w.Set(Amd64Condition.NotParity, Scratch);
                _w.Set(Amd64Condition.Equal, d);
                _w.Alu(Amd64Alu.And, 4, d, Scratch);
                break;
            case Amd64FloatTest.NotEqual:
                _w.Set(Amd64Condition.Parity, Scratch);
                _w.Set(Amd64Condition.NotEqual, d);
                _w.Alu(Amd64Alu.Or, 4, d, Scratch);
                break;
            case Amd64FloatTest.Above:
                _w.Set(Amd64Condition.Above, d);
                break;
            default:
                _w.Set(Amd64Condition.AboveOrEqual, d);
                break;
        }
    }
}
