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

    /// <summary>The forms of a conditional branch: itself, or a detour when that does not reach.</summary>
    public static BranchForm[] Conditional(uint word, int width)
        => [new Arm64BranchForm(word, width, 5, margin: 10), new Arm64DetourForm(word)];

    public static readonly BranchForm[] Plain = [new Arm64BranchForm(Arm64Words.Branch, 26, 0)];

    public static readonly BranchForm[] Call = [new Arm64BranchForm(Arm64Words.Call, 26, 0)];
}
