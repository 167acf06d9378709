using Go.Compiler.Backend;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64InstructionWriter
{
    private const int OperandSize = 0x66;

    // Opcodes of byte operands are one less than those of the other sizes.
    private static int Sized(int opcode, int size) => size == 1 ? opcode - 1 : opcode;

    private static int Prefix(int size) => size == 2 ? OperandSize : 0;

    private static bool NeedsRex(int size, int register) => size == 1 && (register & 15) is >= 4 and < 8;

    /// <summary>Copies a register: 32 bits (upper half zeroed) or 64.</summary>
    public void Move(int size, int to, int from) => Registers(0x89, 0, size == 8, from, to);

    public void Load(int size, int to, in Amd64Memory from)
        => WithMemory(Sized(0x8B, size), Prefix(size), size == 8, to, from, 0, NeedsRex(size, to));

    public void Store(int size, in Amd64Memory to, int from)
        => WithMemory(Sized(0x89, size), Prefix(size), size == 8, from, to, 0, NeedsRex(size, from));

    /// <summary>Stores a constant; 64-bit stores sign-extend 32 bits.</summary>
    public void StoreConstant(int size, in Amd64Memory to, int value)
    {
        WithMemory(Sized(0xC7, size), Prefix(size), size == 8, 0, to, Math.Min(size, 4));
        Immediate(size, value);
    }

    /// <summary>Loads a constant with the shortest form that leaves the flags alone.</summary>
    public void LoadConstant(int to, long value)
    {
        Reserve();
        to &= 15;
        if (value is >= 0 and <= uint.MaxValue)
        {
            Opcode(0xB8 + (to & 7), 0, false, 0, 0, to, false);
            Int32((int)value);
        }
        else if (value is >= int.MinValue and < 0)
        {
            Registers(0xC7, 0, true, 0, to);
            Int32((int)value);
        }
        else
        {
            Opcode(0xB8 + (to & 7), 0, true, 0, 0, to, false);
            _buffer.PutInt64(value);
        }
    }

    /// <summary>Zeroes a register; destroys the flags.</summary>
    public void Clear(int register) => Registers(0x31, 0, false, register, register);

    /// <summary>Zero-extends the low 1, 2 or 4 bytes to 64.</summary>
    public void ZeroExtend(int fromSize, int to, int from)
    {
        if (fromSize == 4)
        {
            Move(4, to, from);
            return;
        }
        Registers(fromSize == 1 ? 0x0FB6 : 0x0FB7, 0, false, to, from, NeedsRex(fromSize, from));
    }

    public void LoadZeroExtend(int fromSize, int to, in Amd64Memory from)
    {
        if (fromSize == 4)
        {
            Load(4, to, from);
            return;
        }
        WithMemory(fromSize == 1 ? 0x0FB6 : 0x0FB7, 0, false, to, from);
    }

    /// <summary>Sign-extends the low 1, 2 or 4 bytes to 4 or 8.</summary>
    public void SignExtend(int fromSize, int toSize, int to, int from)
        => Registers(SignExtendOpcode(fromSize), 0, toSize == 8, to, from, NeedsRex(fromSize, from));

    public void LoadSignExtend(int fromSize, int toSize, int to, in Amd64Memory from)
        => WithMemory(SignExtendOpcode(fromSize), 0, toSize == 8, to, from);

    private static int SignExtendOpcode(int fromSize)
        => fromSize switch { 1 => 0x0FBE, 2 => 0x0FBF, 4 => 0x63, _ => throw Unexpected.Value(fromSize) };

    public void LoadAddress(int to, in Amd64Memory memory) => WithMemory(0x8D, 0, true, to, memory);

    /// <summary>LEA with a 32-bit result.</summary>
    public void LoadAddress32(int to, in Amd64Memory memory) => WithMemory(0x8D, 0, false, to, memory);

    /// <summary><c>to = to op from</c>, or flags of <c>to - from</c>.</summary>
    public void Alu(Amd64Alu op, int size, int to, int from)
        => Registers(Sized(((int)op << 3) | 1, size), Prefix(size), size == 8, from, to, NeedsRex(size, from) || NeedsRex(size, to));

    public void Alu(Amd64Alu op, int size, int to, in Amd64Memory from)
        => WithMemory(Sized(((int)op << 3) | 3, size), Prefix(size), size == 8, to, from, 0, NeedsRex(size, to));

    public void Alu(Amd64Alu op, int size, in Amd64Memory to, int from)
        => WithMemory(Sized(((int)op << 3) | 1, size), Prefix(size), size == 8, from, to, 0, NeedsRex(size, from));

    public void AluConstant(Amd64Alu op, int size, int to, int value)
    {
        if (size != 1 && !FitsByte(value) && (to & 15) == 0)
        {
            Reserve();
            Opcode(((int)op << 3) | 5, Prefix(size), size == 8, 0, 0, 0, false);
            Immediate(size, value);
            return;
        }
        bool small = size == 1 || FitsByte(value);
        Registers(size == 1 ? 0x80 : small ? 0x83 : 0x81, Prefix(size), size == 8, (int)op, to, NeedsRex(size, to));
        Immediate(small ? 1 : size, value);
    }

    public void AluConstant(Amd64Alu op, int size, in Amd64Memory to, int value)
    {
        bool small = size == 1 || FitsByte(value);
        WithMemory(size == 1 ? 0x80 : small ? 0x83 : 0x81, Prefix(size), size == 8, (int)op, to, small ? 1 : Math.Min(size, 4));
        Immediate(small ? 1 : size, value);
    }

    /// <summary>INC or DEC; leaves the carry as it is.</summary>
    public void Step(int size, int register, bool isUp)
        => Registers(Sized(0xFF, size), Prefix(size), size == 8, isUp ? 0 : 1, register, NeedsRex(size, register));

    /// <inheritdoc cref="Step(int, int, bool)"/>
    public void Step(int size, in Amd64Memory memory, bool isUp)
        => WithMemory(Sized(0xFF, size), Prefix(size), size == 8, isUp ? 0 : 1, memory);

    private void Immediate(int size, int value)
    {
        switch (size)
        {
            case 1:
                Byte(value);
                break;
            case 2:
                _buffer.PutInt16((short)value);
                break;
            default:
                Int32(value);
                break;
        }
    }

    public void Test(int size, int a, int b)
        => Registers(Sized(0x85, size), Prefix(size), size == 8, b, a, NeedsRex(size, a) || NeedsRex(size, b));

    /// <summary>Reads memory and compares with zero bits of a register; with AX it serves as the nil check.</summary>
    public void Test(int size, in Amd64Memory a, int b)
        => WithMemory(Sized(0x85, size), Prefix(size), size == 8, b, a, 0, NeedsRex(size, b));

    public void TestConstant(int size, int register, int value)
    {
        Registers(Sized(0xF7, size), Prefix(size), size == 8, 0, register, NeedsRex(size, register));
        Immediate(size, value);
    }

    public void TestConstant(int size, in Amd64Memory memory, int value)
    {
        WithMemory(Sized(0xF7, size), Prefix(size), size == 8, 0, memory, Math.Min(size, 4));
        Immediate(size, value);
    }

    public void Unary(Amd64Unary op, int size, int register)
        => Registers(Sized(0xF7, size), Prefix(size), size == 8, (int)op, register, NeedsRex(size, register));

    public void Unary(Amd64Unary op, int size, in Amd64Memory memory)
        => WithMemory(Sized(0xF7, size), Prefix(size), size == 8, (int)op, memory);

    /// <summary>Shifts by CL, modulo 32 or 64.</summary>
    public void Shift(Amd64Shift op, int size, int register)
        => Registers(Sized(0xD3, size), Prefix(size), size == 8, (int)op, register, NeedsRex(size, register));

    public void ShiftConstant(Amd64Shift op, int size, int register, int count)
    {
        Registers(Sized(count == 1 ? 0xD1 : 0xC1, size), Prefix(size), size == 8, (int)op, register, NeedsRex(size, register));
        if (count != 1)
        {
            Byte(count);
        }
    }

    /// <summary>Sign-extends AX into DX:AX before a signed division (CWD, CDQ, CQO).</summary>
    public void SignExtendAccumulator(int size)
    {
        Reserve();
        Opcode(0x99, Prefix(size), size == 8, 0, 0, 0, false);
    }

    public void Multiply(int size, int to, int from) => Registers(0x0FAF, Prefix(size), size == 8, to, from);

    public void Multiply(int size, int to, in Amd64Memory from) => WithMemory(0x0FAF, Prefix(size), size == 8, to, from);

    public void MultiplyConstant(int size, int to, int from, int value)
    {
        Registers(FitsByte(value) ? 0x6B : 0x69, Prefix(size), size == 8, to, from);
        Immediate(FitsByte(value) ? 1 : size, value);
    }

    /// <summary>BSF, BSR: the result is undefined for zero, the zero flag tells.</summary>
    public void Bits(Amd64Bits op, int size, int to, int from) => Registers(0x0F00 | (int)op, Prefix(size), size == 8, to, from);

    /// <summary>POPCNT; not in the baseline: check the CPU first.</summary>
    public void PopulationCount(int size, int to, int from) => Registers(0x0FB8, 0xF3, size == 8, to, from);

    public void BitTest(Amd64BitTest op, int size, int register, int bit)
    {
        Registers(0x0FBA, Prefix(size), size == 8, (int)op, register);
        Byte(bit);
    }

    /// <summary>The bit's number is in a register, modulo the size.</summary>
    public void BitTestRegister(Amd64BitTest op, int size, int register, int bit)
        => Registers(0x0F83 | ((int)op << 3), Prefix(size), size == 8, bit, register);

    public void SwapBytes(int size, int register)
    {
        Reserve();
        register &= 15;
        Opcode(0x0FC8 + (register & 7), 0, size == 8, 0, 0, register, false);
    }

    public void Set(Amd64Condition condition, int register)
        => Registers(0x0F90 | (int)condition, 0, false, 0, register, NeedsRex(1, register));

    public void ConditionalMove(Amd64Condition condition, int size, int to, int from)
        => Registers(0x0F40 | (int)condition, Prefix(size), size == 8, to, from);

    /// <summary>XCHG with memory: atomic and a full barrier.</summary>
    public void Exchange(int size, in Amd64Memory memory, int register)
        => WithMemory(Sized(0x87, size), Prefix(size), size == 8, register, memory, 0, NeedsRex(size, register));

    public void Exchange(int size, int a, int b)
        => Registers(Sized(0x87, size), Prefix(size), size == 8, a, b, NeedsRex(size, a) || NeedsRex(size, b));

    /// <summary>LOCK XADD: the register gets the old value.</summary>
    public void AtomicAdd(int size, in Amd64Memory memory, int register)
    {
        Lock();
        WithMemory(Sized(0x0FC1, size), Prefix(size), size == 8, register, memory, 0, NeedsRex(size, register));
    }

    /// <summary>LOCK CMPXCHG: compares with AX.</summary>
    public void AtomicCompareExchange(int size, in Amd64Memory memory, int register)
    {
        Lock();
        WithMemory(Sized(0x0FB1, size), Prefix(size), size == 8, register, memory, 0, NeedsRex(size, register));
    }

    /// <summary>LOCK AND, OR and the like on memory.</summary>
    public void AtomicAlu(Amd64Alu op, int size, in Amd64Memory memory, int register)
    {
        Lock();
        Alu(op, size, memory, register);
    }

    private void Lock()
    {
        Reserve();
        Byte(0xF0);
    }

    public void Push(int register)
    {
        Reserve();
        register &= 15;
        Opcode(0x50 + (register & 7), 0, false, 0, 0, register, false);
    }

    public void Pop(int register)
    {
        Reserve();
        register &= 15;
        Opcode(0x58 + (register & 7), 0, false, 0, 0, register, false);
    }

    public void Call(CodeTarget target)
    {
        Reserve();
        Byte(CallOpcode);
        Relocate(RelocationKind.Call, target, 0);
        Int32(0);
    }

    /// <summary>Indirect calls leave a marker for the nosplit check.</summary>
    public void CallRegister(int register)
    {
        Relocate(RelocationKind.IndirectCall, default, 0);
        Registers(0xFF, 0, false, 2, register);
    }

    public void CallMemory(in Amd64Memory memory)
    {
        Relocate(RelocationKind.IndirectCall, default, 0);
        WithMemory(0xFF, 0, false, 2, memory);
    }

    /// <summary>Tail jump to another function.</summary>
    public void JumpTo(CodeTarget target)
    {
        Reserve();
        Byte(JumpOpcode);
        Relocate(RelocationKind.Call, target, 0);
        Int32(0);
    }

    /// <summary>Tail jump to an address; leaves a marker as indirect calls do.</summary>
    public void JumpRegister(int register)
    {
        Relocate(RelocationKind.IndirectCall, default, 0);
        Registers(0xFF, 0, false, 4, register);
    }

    public void JumpMemory(in Amd64Memory memory) => WithMemory(0xFF, 0, false, 4, memory);

    public void Return() => Raw(0xC3);

    /// <summary>Faults when executed (UD2).</summary>
    public void Undefined() => Raw(0x0F, 0x0B);

    /// <summary>One byte that does nothing.</summary>
    public void Nop() => Raw(0x90);

    /// <summary>Prefetch into all caches, or past them.</summary>
    public void Prefetch(in Amd64Memory memory, bool streaming) => WithMemory(0x0F18, 0, false, streaming ? 0 : 1, memory);

    /// <summary>REP STOSQ or REP MOVSQ: CX words at DI (from SI).</summary>
    public void Repeat(bool move) => Raw(0xF3, 0x48, move ? (byte)0xA5 : (byte)0xAB);
}
