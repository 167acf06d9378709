using System.Buffers.Binary;
using Go.Compiler.Code;

namespace Go.Compiler.Arch.Arm64;

/// <summary>A branch or literal load with its distance, in words, in a field of the instruction.</summary>
/// <param name="word">The instruction without its distance.</param>
/// <param name="width">Bits of the field.</param>
/// <param name="bit">Lowest bit of the field.</param>
/// <param name="margin">Bytes at both ends of the reach that are left alone.</param>
internal sealed class Arm64BranchForm(uint word, int width, int bit, int margin = 0) : BranchForm
{
    private readonly long _reach = 1L << (width + 1);

    public override int Size => 4;

    public override bool Reaches(long distance) => distance >= -_reach + margin && distance < _reach - margin;

    public override void Write(Span<byte> to, long distance, long place)
        => BinaryPrimitives.WriteUInt32LittleEndian(to, word | (((uint)(distance >> 2) & ((1u << width) - 1)) << bit));

    // table: by condition; made on first use
    private static readonly BranchForm[]?[] s_conditional = new BranchForm[16][];

    /// <summary>The branch under a condition of the flags.</summary>
    public static BranchForm[] Conditional(Arm64Condition condition)
        => s_conditional[(int)condition] ??= Conditional(0x54000000 | (uint)condition, 19);

    /// <summary>CBZ or CBNZ.</summary>
    public static BranchForm[] IfZero(bool wide, bool isZero, uint register)
        => Conditional((wide ? 1u << 31 : 0) | (isZero ? 0x34000000u : 0x35000000u) | register, 19);

    /// <summary>TBNZ or TBZ.</summary>
    public static BranchForm[] IfBit(bool isSet, uint register, int bit)
        => Conditional(((uint)(bit >> 5) << 31) | (isSet ? 0x37000000u : 0x36000000u) | ((uint)(bit & 31) << 19) | register, 14);

    /// <summary>The forms of a conditional branch: itself, or a detour when that does not reach.</summary>
    private static BranchForm[] Conditional(uint word, int width)
        => [new Arm64BranchForm(word, width, 5, margin: 10), new Arm64DetourForm(word)];

    public static readonly BranchForm[] Plain = [new Arm64BranchForm(Arm64Words.Branch, 26, 0)];

    public static readonly BranchForm[] Call = [new Arm64BranchForm(Arm64Words.Call, 26, 0)];
}
