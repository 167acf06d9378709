using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Emitter
{
    private const int Scratch = Amd64Registers.Scratch, Zero = Amd64Registers.Zero;

    private protected override void WriteInstruction(in MachineInstruction m)
    {
        var op = (Amd64Op)m.Opcode;
        switch (op)
        {
            case < (Amd64Op)MachineOp.FirstOfArchitecture when op is not (Amd64Op.Add or Amd64Op.SetCompare):
                WriteTransfer((MachineOp)m.Opcode, m);
                break;
            case Amd64Op.Add or Amd64Op.SetCompare or >= Amd64Op.AddConstant and <= Amd64Op.Select:
                WriteInteger(op, m);
                break;
            case >= Amd64Op.SelectFloat and <= Amd64Op.FloatMemory:
                WriteFloat(op, m);
                break;
            case >= Amd64Op.UpdateMemory and <= Amd64Op.MemoryEqual:
                WriteBlockOperation(op, m);
                break;
            case >= Amd64Op.AtomicStore and <= Amd64Op.Prefetch:
                WriteSpecial(op, m);
                break;
            default:
                WriteBranch(op, m);
                break;
        }
    }

    private void WriteTransfer(MachineOp op, in MachineInstruction m)
    {
        switch (op)
        {
            case MachineOp.Constant when m.Immediate == 0:
                _w.Clear(Last);
                break;
            case MachineOp.Constant:
                // Four bytes suffice for narrow kinds: the upper half is undefined.
                _w.LoadConstant(Last, m.Size < 8 ? (uint)m.Immediate : m.Immediate);
                break;
            case MachineOp.FloatConstant when m.Immediate == 0:
                _w.ClearVector(Last);
                break;
            case MachineOp.FloatConstant:
                _w.LoadConstant(Scratch, m.Size < 8 ? (uint)m.Immediate : m.Immediate);
                _w.MoveToVector(m.Size, Last, Scratch);
                break;
            case MachineOp.Address:
                _w.LoadAddress(Last, Memory(m.Memory));
                break;
            case MachineOp.Load when m.Size < 4:
                _w.LoadZeroExtend(m.Size, Last, Memory(m.Memory));
                break;
            case MachineOp.Load or MachineOp.BarrierFlag:
                _w.Load(m.Size, Last, Memory(m.Memory));
                break;
            case MachineOp.LoadFloat:
                _w.LoadFloat(m.Size, Last, Memory(m.Memory));
                break;
            case MachineOp.Store:
                _w.Store(m.Size, Memory(m.Memory), Operand(0));
                break;
            case MachineOp.StoreFloat:
                _w.StoreFloat(m.Size, Memory(m.Memory), Operand(0));
                break;
            case MachineOp.StoreConstant:
                _w.StoreConstant(m.Size, Memory(m.Memory), (int)m.Immediate);
                break;
            case MachineOp.NilCheck:
                _w.Test(1, Memory(m.Memory), Amd64Registers.Ax);
                break;
            case MachineOp.GetG:
                _w.Move(8, Last, Amd64Registers.G);
                break;
            case MachineOp.CallerPc:
                _w.Load(8, Last, Amd64Memory.At(Amd64Registers.Sp, _frame.Size));
                break;
            case MachineOp.CallerSp:
                _w.LoadAddress(Last, Amd64Memory.At(Amd64Registers.Sp, _frame.ArgumentStart));
                break;
            case MachineOp.Exit:
                _w.Undefined();
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    private void WriteInteger(Amd64Op op, in MachineInstruction m)
    {
        switch (op)
        {
            case Amd64Op.Add:
                WriteAdd(m.Size, Last, Operand(0), Operand(1));
                break;
            case Amd64Op.AddConstant:
                WriteAddConstant(m.Size, Last, Operand(0), (int)m.Immediate);
                break;
            case Amd64Op.Alu:
                _w.Alu((Amd64Alu)m.Variant, m.Size, Last, Operand(1));
                break;
            case Amd64Op.AluConstant:
                WriteAluConstant((Amd64Alu)m.Variant, m.Size, Last, (int)m.Immediate);
                break;
            case Amd64Op.AluMemory:
                _w.Alu((Amd64Alu)m.Variant, m.Size, Last, Memory(m.Memory));
                break;
            case Amd64Op.MultiplyMemory:
                _w.Multiply(m.Size, Last, Memory(m.Memory));
                break;
            case Amd64Op.BitUpdate:
                _w.BitTestRegister((Amd64BitTest)m.Variant, m.Size, Last, Operand(1));
                break;
            case Amd64Op.Multiply:
                _w.Multiply(m.Size, Last, Operand(1));
                break;
            case Amd64Op.MultiplyConstant:
                _w.MultiplyConstant(m.Size, Last, Operand(0), (int)m.Immediate);
                break;
            case Amd64Op.Unary:
                _w.Unary((Amd64Unary)m.Variant, m.Size, Last);
                break;
            case Amd64Op.ShiftConstant:
                _w.ShiftConstant((Amd64Shift)m.Variant, m.Size, Last, (int)m.Immediate);
                break;
            case Amd64Op.Shift:
                _w.Shift((Amd64Shift)m.Variant, m.Size, Last);
                break;
            case Amd64Op.ShiftOrZero:
                _w.Shift((Amd64Shift)m.Variant, m.Size, Last);
                _w.AluConstant(Amd64Alu.Cmp, m.Condition, Amd64Registers.Cx, m.Size * 8);
                _w.Alu(Amd64Alu.Sbb, m.Size, Scratch, Scratch);
                _w.Alu(Amd64Alu.And, m.Size, Last, Scratch);
                break;
            case Amd64Op.ShiftOrSign:
                // The result is the third operand; CX is a temporary.
                _w.AluConstant(Amd64Alu.Cmp, m.Condition, Operand(1), m.Size * 8);
                _w.LoadConstant(Amd64Registers.Cx, m.Size * 8 - 1);
                _w.ConditionalMove(Amd64Condition.Below, 4, Amd64Registers.Cx, Operand(1));
                _w.Shift(Amd64Shift.Sar, m.Size, Operand(2));
                break;
            case Amd64Op.MultiplyWide:
                _w.Unary((Amd64Unary)m.Variant, m.Size, Operand(1));
                break;
            case Amd64Op.Divide:
                WriteDivide(m);
                break;
            case Amd64Op.AddCarry or Amd64Op.SubtractBorrow:
                WriteCarry(op);
                break;
            case Amd64Op.TrailingZeros or Amd64Op.BitLength:
                WriteBitCount(op, m.Size, Last, Operand(0));
                break;
            case Amd64Op.PopulationCount:
                _w.PopulationCount(m.Size, Last, Operand(0));
                break;
            case Amd64Op.SwapBytes:
                _w.SwapBytes(m.Size, Last);
                break;
            case Amd64Op.SetCompare:
                WriteCompare(m, 0);
                _w.Set((Amd64Condition)m.Condition, Last);
                break;
            case Amd64Op.SetFloat:
                WriteSetFloat(m);
                break;
            case Amd64Op.Select:
                // The result holds the first choice.
                WriteCompare(m, 2);
                _w.ConditionalMove((Amd64Condition)(m.Condition ^ 1), m.Source.Scale, Last, Operand(1));
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    private void WriteAdd(int size, int d, int a, int b)
    {
        if (d == a)
        {
            _w.Alu(Amd64Alu.Add, size, d, b);
        }
        else if (d == b)
        {
            _w.Alu(Amd64Alu.Add, size, d, a);
        }
        else if (size == 8)
        {
            _w.LoadAddress(d, Amd64Memory.Indexed(a, b, 1));
        }
        else
        {
            _w.LoadAddress32(d, Amd64Memory.Indexed(a, b, 1));
        }
    }

    private void WriteAddConstant(int size, int d, int a, int value)
    {
        if (d == a)
        {
            if (value == 128)
            {
                _w.AluConstant(Amd64Alu.Sub, size, d, -128);
            }
            else if (value is 1 or -1)
            {
                _w.Step(size, d, isUp: value == 1);
            }
            else if (value != 0)
            {
                _w.AluConstant(Amd64Alu.Add, size, d, value);
            }
        }
        else if (size == 8)
        {
            _w.LoadAddress(d, Amd64Memory.At(a, value));
        }
        else
        {
            _w.LoadAddress32(d, Amd64Memory.At(a, value));
        }
    }

    private void WriteAluConstant(Amd64Alu op, int size, int d, int value)
    {
        if (op == Amd64Alu.And && value is 0xFF or 0xFFFF)
        {
            _w.ZeroExtend(value == 0xFF ? 1 : 2, d, d);
        }
        else
        {
            // A mask without the sign clears the upper half anyway, and 32-bit instructions are a byte shorter.
            _w.AluConstant(op, op == Amd64Alu.And && value >= 0 ? 4 : size, d, value);
        }
    }

    /// <summary>Compares the operands from <paramref name="first"/> on; the variant tells how.</summary>
    private void WriteCompare(in MachineInstruction m, int first)
    {
        var form = (Amd64CompareForm)m.Variant;
        int a = form is Amd64CompareForm.MemoryConstant or Amd64CompareForm.TestMemory ? 0 : Operand(first);
        switch (form)
        {
            case Amd64CompareForm.Registers:
                _w.Alu(Amd64Alu.Cmp, m.Size, a, Operand(first + 1));
                break;
            case Amd64CompareForm.TestRegisters:
                _w.Test(m.Size, a, Operand(first + 1));
                break;
            case Amd64CompareForm.TestConstant:
                _w.TestConstant(m.Size, a, (int)m.Immediate);
                break;
            case Amd64CompareForm.MemoryConstant:
                _w.AluConstant(Amd64Alu.Cmp, m.Size, Memory(m.Memory), (int)m.Immediate);
                break;
            case Amd64CompareForm.TestMemory:
                _w.TestConstant(m.Size, Memory(m.Memory), (int)m.Immediate);
                break;
            case Amd64CompareForm.RegisterMemory:
                _w.Alu(Amd64Alu.Cmp, m.Size, a, Memory(m.Memory));
                break;
            case Amd64CompareForm.Bit:
                _w.BitTestRegister(Amd64BitTest.Bt, m.Size, a, Operand(first + 1));
                break;
            default:
                if (m.Immediate == 0)
                {
                    _w.Test(m.Size, a, a);
                }
                else
                {
                    _w.AluConstant(Amd64Alu.Cmp, m.Size, a, (int)m.Immediate);
                }
                break;
        }
    }

    /// <summary>The smallest integer divided by -1 traps: it is negated instead (contract 4.6).</summary>
    private void WriteDivide(in MachineInstruction m)
    {
        bool remainder = m.Condition != 0;
        int by = Operand(1);
        int done = -1;
        if (m.Immediate != 0)
        {
            int divide = _w.NewLabel();
            done = _w.NewLabel();
            _w.AluConstant(Amd64Alu.Cmp, m.Size, by, -1);
            _w.Jump(Amd64Condition.NotEqual, divide);
            if (remainder)
            {
                _w.Clear(Amd64Registers.Dx);
            }
            else
            {
                _w.Unary(Amd64Unary.Neg, m.Size, Amd64Registers.Ax);
            }
            _w.Jump(done);
            _w.Bind(divide);
        }
        if ((Amd64Unary)m.Variant == Amd64Unary.Idiv)
        {
            _w.SignExtendAccumulator(m.Size);
        }
        else
        {
            _w.Clear(Amd64Registers.Dx);
        }
        _w.Unary((Amd64Unary)m.Variant, m.Size, by);
        if (done >= 0)
        {
            _w.Bind(done);
        }
    }

    private void WriteCarry(Amd64Op op)
    {
        bool isAdd = op == Amd64Op.AddCarry, hasCarry = OperandCount == 5;
        int sum = Operand(hasCarry ? 3 : 2), carry = Last;
        if (hasCarry)
        {
            // Negation sets the carry flag unless the operand is zero.
            _w.Move(8, Scratch, Operand(2));
            _w.Unary(Amd64Unary.Neg, 8, Scratch);
            _w.Alu(isAdd ? Amd64Alu.Adc : Amd64Alu.Sbb, 8, sum, Operand(1));
        }
        else
        {
            _w.Alu(isAdd ? Amd64Alu.Add : Amd64Alu.Sub, 8, sum, Operand(1));
        }
        _w.LoadConstant(carry, 0);
        _w.AluConstant(Amd64Alu.Adc, 8, carry, 0);
    }

    private void WriteBitCount(Amd64Op op, int size, int d, int a)
    {
        if (size == 8)
        {
            bool trailing = op == Amd64Op.TrailingZeros;
            _w.LoadConstant(Scratch, trailing ? 64 : -1);
            _w.Bits(trailing ? Amd64Bits.Bsf : Amd64Bits.Bsr, 8, d, a);
            _w.ConditionalMove(Amd64Condition.Equal, 8, d, Scratch);
            if (!trailing)
            {
                _w.AluConstant(Amd64Alu.Add, 8, d, 1);
            }
            return;
        }
        // A bit beyond the width, or below the lowest, takes the place of the zero case.
        _w.ZeroExtend(size, Scratch, a);
        if (op == Amd64Op.TrailingZeros)
        {
            _w.BitTest(Amd64BitTest.Bts, 8, Scratch, size * 8);
            _w.Bits(Amd64Bits.Bsf, 8, d, Scratch);
        }
        else
        {
            _w.LoadAddress(Scratch, Amd64Memory.Indexed(Scratch, Scratch, 1, 1));
            _w.Bits(Amd64Bits.Bsr, 8, d, Scratch);
        }
    }
}
