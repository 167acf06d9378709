using System.Numerics;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// Instructions with fields that a table row cannot state, as pure functions to 32-bit words. Registers are their five bits. <c>wide</c>:
/// 64-bit registers.
/// </summary>
internal static class Arm64Words
{
    public const uint NoOperation = 0xd503201f, Return = 0xd65f0000, BranchRegister = 0xd61f0000, CallRegister = 0xd63f0000,
        Branch = 0x14000000, Call = 0x94000000;

    /// <summary>What ADD and its kin do: subtract, set flags, both; a comparison puts the result into zero.</summary>
    public const uint Subtract = 1u << 30, SetFlags = 1u << 29, Compare = Subtract | SetFlags;

    /// <summary>ADD of a constant to 64 bits, without its fields.</summary>
    public const uint AddConstant = Wide | 0x11000000;

    /// <summary>The pair of 64-bit registers.</summary>
    public const uint PairWord = 2u << 30;

    private const uint Wide = 1u << 31, Zero = 31;

    /// <summary>
    /// ADD, SUB and their kin with an immediate of 12 bits, maybe shifted by 12; <paramref name="op"/>: <see cref="Subtract"/>,
    /// <see cref="SetFlags"/>.
    /// </summary>
    public static uint AddImmediate(bool wide, uint op, uint rd, uint rn, long value)
    {
        uint shift = value != 0 && (value & 0xfff) == 0 ? 1u << 22 : 0;
        return (wide ? Wide : 0) | 0x11000000 | op | shift | ((uint)(shift != 0 ? value >> 12 : value) << 10) | (rn << 5) | rd;
    }

    public static uint AddShifted(bool wide, uint op, uint rd, uint rn, uint rm, int shift = 0, int amount = 0)
        => (wide ? Wide : 0) | 0x0b000000 | op | ((uint)shift << 22) | (rm << 16) | ((uint)amount << 10) | (rn << 5) | rd;

    public static uint AddExtended(bool wide, uint op, uint rd, uint rn, uint rm, int option, int amount)
        => (wide ? Wide : 0) | 0x0b200000 | op | (rm << 16) | ((uint)option << 13) | ((uint)amount << 10) | (rn << 5) | rd;

    /// <summary>AND, ORR, EOR, ANDS (<paramref name="op"/> 0 to 3), with Rm inverted when <paramref name="invert"/>.</summary>
    public static uint LogicalShifted(bool wide, uint op, bool invert, uint rd, uint rn, uint rm, int shift = 0, int amount = 0)
        => (wide ? Wide : 0) | 0x0a000000 | (op << 29) | (invert ? 1u << 21 : 0) | ((uint)shift << 22) | (rm << 16) | ((uint)amount << 10)
            | (rn << 5) | rd;

    /// <summary>Copies a 64-bit register.</summary>
    public static uint Move(uint rd, uint rm) => LogicalShifted(true, 1, false, rd, Zero, rm);

    /// <param name="bits">From <see cref="Arm64Immediates.TryLogical"/>.</param>
    public static uint LogicalImmediate(bool wide, uint op, uint rd, uint rn, uint bits) => (wide ? Wide : 0) | 0x12000000 | (op << 29)
        | bits | (rn << 5) | rd;

    /// <summary>
    /// MOVN, MOVZ, MOVK (<paramref name="op"/> 0, 2, 3) of the halfword of <paramref name="value"/> at bit <paramref name="shift"/>.
    /// </summary>
    public static uint MoveWide(bool wide, uint op, uint rd, long value, int shift)
        => (wide ? Wide : 0) | 0x12800000 | (op << 29) | ((uint)(shift / 16) << 21) | ((uint)((value >> shift) & 0xffff) << 5) | rd;

    /// <summary>SBFM, BFM, UBFM (<paramref name="op"/> 0 to 2).</summary>
    public static uint BitField(bool wide, uint op, uint rd, uint rn, uint rotate, uint last)
        => (wide ? Wide | (1u << 22) : 0) | 0x13000000 | (op << 29) | (rotate << 16) | (last << 10) | (rn << 5) | rd;

    public static uint Extract(bool wide, uint rd, uint rn, uint rm, uint from) => (wide ? Wide | (1u << 22) : 0) | 0x13800000 | (rm << 16)
        | (from << 10) | (rn << 5) | rd;

    /// <summary>Load or store of so many bytes, with zeros above, without addressing mode: size, vector bit and opc.</summary>
    public static uint Access(int size, bool isFloat, bool load)
        => (size == 16 ? 1u << 23 : (uint)BitOperations.Log2((uint)size) << 30) | 0x38000000 | (isFloat ? 1u << 26 : 0)
            | (load ? 1u << 22 : 0);

    /// <summary>The kind of a pair of registers of so many bytes.</summary>
    public static uint PairOf(int size, bool isFloat)
        => isFloat ? ((uint)BitOperations.Log2((uint)size) - 2) << 30 | 1u << 26 : size == 8 ? PairWord : 0;

    /// <summary>Load or store with a scaled offset; <paramref name="kind"/> from <see cref="Access"/>.</summary>
    public static uint ScaledOffset(uint kind, uint rt, uint rn, long scaled) => kind | (1u << 24) | ((uint)scaled << 10) | (rn << 5) | rt;

    /// <summary>Load or store with an offset of nine bits: plain (0), after (1) or before (3) the access.</summary>
    public static uint ByteOffset(uint kind, uint rt, uint rn, long offset, uint index) => kind | (((uint)offset & 0x1ff) << 12)
        | (index << 10) | (rn << 5) | rt;

    /// <summary>Load or store with an index register; <paramref name="option"/> of the extension, 3 is none.</summary>
    public static uint IndexOffset(uint kind, uint rt, uint rn, uint rm, int option, bool scaled)
        => kind | (1u << 21) | (rm << 16) | ((uint)option << 13) | (scaled ? 1u << 12 : 0) | (2u << 10) | (rn << 5) | rt;

    /// <summary>
    /// Pair of registers; <paramref name="kind"/> from <see cref="PairOf"/>, <paramref name="index"/>: 1 after, 2 plain, 3 before.
    /// </summary>
    public static uint Pair(uint kind, bool load, uint rt, uint rt2, uint rn, long scaled, uint index)
        => kind | 0x28000000 | (index << 23) | (load ? 1u << 22 : 0) | (((uint)scaled & 0x7f) << 15) | (rt2 << 10) | (rn << 5) | rt;

    /// <summary>ADR (false) or ADRP of a distance in bytes or pages.</summary>
    public static uint Address(bool page, uint rd, long distance) => (page ? Wide : 0) | 0x10000000 | (((uint)distance & 3) << 29)
        | (((uint)(distance >> 2) & 0x7ffff) << 5) | rd;
}
