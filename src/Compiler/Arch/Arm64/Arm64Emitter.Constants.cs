namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Emitter
{
    /// <summary>
    /// In as few instructions as there are halfwords that are neither zeros nor ones throughout, or in one as a bit pattern.
    /// </summary>
    private void LoadConstant(bool wide, int register, long value)
    {
        uint d = Bits(register);
        value = wide ? value : (uint)value;
        if (value >= 0 && value <= uint.MaxValue)
        {
            wide = false; // zeros above come for nothing
        }
        long inverse = wide ? ~value : (uint)~value;
        int halfword = Arm64Immediates.Halfword(value), inverseHalfword = Arm64Immediates.Halfword(inverse);
        if (halfword >= 0)
        {
            Emit(Arm64Words.MoveWide(wide, 2, d, value, halfword));
        }
        else if (inverseHalfword >= 0)
        {
            Emit(Arm64Words.MoveWide(wide, 0, d, inverse, inverseHalfword));
        }
        else if (Arm64Immediates.TryLogical(Arm64Lowering.Twice(value, wide ? 8 : 4), wide, out uint bits))
        {
            Emit(Arm64Words.LogicalImmediate(wide, 1, d, Bits(Zero), bits));
        }
        else
        {
            LoadHalfwords(wide, d, value);
        }
    }

    private void LoadHalfwords(bool wide, uint d, long value)
    {
        int width = wide ? 64 : 32, ones = 0, zeros = 0;
        for (int shift = 0; shift < width; shift += 16)
        {
            long half = (value >> shift) & 0xffff;
            ones += half == 0xffff ? 1 : 0;
            zeros += half == 0 ? 1 : 0;
        }
        bool fromOnes = ones > zeros;
        long background = fromOnes ? 0xffff : 0;
        bool isFirst = true;
        for (int shift = 0; shift < width; shift += 16)
        {
            if (((value >> shift) & 0xffff) == background)
            {
                continue;
            }
            Emit(isFirst ? Arm64Words.MoveWide(wide, fromOnes ? 0u : 2u, d, fromOnes ? ~value : value, shift)
                : Arm64Words.MoveWide(wide, 3, d, value, shift));
            isFirst = false;
        }
    }

    private void LoadFloatConstant(int size, int register, long bits)
    {
        uint d = Bits(register);
        double value = size == 8 ? BitConverter.Int64BitsToDouble(bits) : BitConverter.Int32BitsToSingle((int)bits);
        if (!double.IsNaN(value) && Arm64Immediates.TryFloat(value, out uint immediate))
        {
            Emit((size == 8 ? 0x1e601000u : 0x1e201000u) | (immediate << 13) | d);
            return;
        }
        bool isZero = size == 8 ? bits == 0 : (int)bits == 0;
        if (!isZero)
        {
            LoadConstant(size == 8, Scratch, bits);
        }
        Emit((size == 8 ? 0x9e670000 : 0x1e270000) | (Bits(isZero ? Zero : Scratch) << 5) | d);
    }

    /// <summary>d = a + value; both may be the stack pointer. Large values go through the scratch register, which may be d.</summary>
    private void AddConstant(bool wide, int d, int a, long value)
    {
        uint op = value < 0 ? Subtract : 0;
        long size = Math.Abs(value);
        if (value == 0)
        {
            if (d != a)
            {
                Emit(Arm64Words.AddImmediate(wide, 0, Bits(d), Bits(a), 0));
            }
        }
        else if (Arm64Immediates.IsAdd(size))
        {
            Emit(Arm64Words.AddImmediate(wide, op, Bits(d), Bits(a), size));
        }
        else if (size <= 0xffffff)
        {
            // Never from the stack pointer in two steps: what lies between would not be walkable.
            int between = d == Sp ? AddressScratch : d;
            Emit(Arm64Words.AddImmediate(wide, op, Bits(between), Bits(a), size & 0xfff000));
            Emit(Arm64Words.AddImmediate(wide, op, Bits(d), Bits(between), size & 0xfff));
        }
        else
        {
            int constant = d != a && d != Sp ? d : a == AddressScratch ? Scratch : AddressScratch;
            LoadConstant(true, constant, value);
            Emit(Arm64Words.AddExtended(wide, 0, Bits(d), Bits(a), Bits(constant), 3, 0));
        }
    }
}
