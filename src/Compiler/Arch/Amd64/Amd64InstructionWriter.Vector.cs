namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64InstructionWriter
{
    // Scalar floating point: size 4 (float32) or 8 (float64).

    private static int ScalarPrefix(int size) => size == 8 ? 0xF2 : 0xF3;

    /// <summary>Copies a whole vector register (MOVAPS).</summary>
    public void MoveVector(int to, int from) => Registers(0x0F28, 0, false, to, from);

    public void LoadFloat(int size, int to, in Amd64Memory from) => WithMemory(0x0F10, ScalarPrefix(size), false, to, from);

    public void StoreFloat(int size, in Amd64Memory to, int from) => WithMemory(0x0F11, ScalarPrefix(size), false, from, to);

    /// <summary>16 unaligned bytes (MOVUPS).</summary>
    public void LoadVector(int to, in Amd64Memory from) => WithMemory(0x0F10, 0, false, to, from);

    public void StoreVector(in Amd64Memory to, int from) => WithMemory(0x0F11, 0, false, from, to);

    /// <summary>Zeroes a vector register (XORPS).</summary>
    public void ClearVector(int register) => Registers(0x0F57, 0, false, register, register);

    /// <summary>Bits of a general register into a vector register: 4 or 8 bytes.</summary>
    public void MoveToVector(int size, int to, int from) => Registers(0x0F6E, OperandSize, size == 8, to, from);

    public void MoveFromVector(int size, int to, int from) => Registers(0x0F7E, OperandSize, size == 8, from, to);

    public void Float(Amd64Float op, int size, int to, int from) => Registers(0x0F00 | (int)op, ScalarPrefix(size), false, to, from);

    public void Float(Amd64Float op, int size, int to, in Amd64Memory from)
        => WithMemory(0x0F00 | (int)op, ScalarPrefix(size), false, to, from);

    /// <summary>Bitwise operations on whole registers: XORPS, ANDPS, ANDNPS, ORPS.</summary>
    public void FloatBits(Amd64Float op, int to, int from) => Registers(0x0F00 | (int)op, 0, false, to, from);

    public void FloatBits(Amd64Float op, int to, in Amd64Memory from) => WithMemory(0x0F00 | (int)op, 0, false, to, from);

    /// <summary>UCOMISS/UCOMISD: above, below, equal as unsigned; parity when unordered.</summary>
    public void CompareFloat(int size, int a, int b) => Registers(0x0F2E, size == 8 ? OperandSize : 0, false, a, b);

    public void CompareFloat(int size, int a, in Amd64Memory b) => WithMemory(0x0F2E, size == 8 ? OperandSize : 0, false, a, b);

    /// <summary>CMPSS/CMPSD: all ones or zero; predicate 0 eq, 1 lt, 2 le, 3 unordered, 4 ne, 7 ordered.</summary>
    public void CompareFloatMask(int size, int to, int from, int predicate)
    {
        Registers(0x0FC2, ScalarPrefix(size), false, to, from);
        Byte(predicate);
    }

    /// <summary>Signed integer of 4 or 8 bytes to float.</summary>
    public void IntegerToFloat(int integerSize, int floatSize, int to, int from)
        => Registers(0x0F2A, ScalarPrefix(floatSize), integerSize == 8, to, from);

    /// <summary>Float to signed integer, rounding towards zero; out of range gives the smallest integer.</summary>
    public void FloatToInteger(int floatSize, int integerSize, int to, int from)
        => Registers(0x0F2C, ScalarPrefix(floatSize), integerSize == 8, to, from);

    /// <summary>float32 to float64 or back; <paramref name="fromSize"/> is the operand's.</summary>
    public void FloatToFloat(int fromSize, int to, int from) => Registers(0x0F5A, ScalarPrefix(fromSize), false, to, from);

    /// <summary>ROUNDSS/ROUNDSD; not in the baseline. Mode 0 to even, 1 down, 2 up, 3 towards zero.</summary>
    public void Round(int size, int to, int from, int mode)
    {
        Registers(size == 8 ? 0x0F3A0B : 0x0F3A0A, OperandSize, false, to, from);
        Byte(mode | 8);
    }

    /// <summary>VFMADD231SS/SD: <c>to += a * b</c>, rounded once; not in the baseline.</summary>
    public void FusedMultiplyAdd(int size, int to, int a, int b)
    {
        Reserve();
        to &= 15;
        a &= 15;
        b &= 15;
        Byte(0xC4);
        Byte(((~to >> 3 & 1) << 7) | 0x40 | ((~b >> 3 & 1) << 5) | 2);
        Byte((size == 8 ? 0x80 : 0) | ((~a & 15) << 3) | 1);
        Byte(0xB9);
        Byte(0xC0 | ((to & 7) << 3) | (b & 7));
    }
}
