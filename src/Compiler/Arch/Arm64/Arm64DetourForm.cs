using System.Buffers.Binary;
using Go.Compiler.Code;

namespace Go.Compiler.Arch.Arm64;

/// <summary>A conditional branch to what it does not reach: over a branch that skips, to a branch that goes there.</summary>
internal sealed class Arm64DetourForm(uint word) : BranchForm
{
    private static readonly Arm64BranchForm s_branch = new(Arm64Words.Branch, 26, 0);

    public override int Size => 12;

    public override bool Reaches(long distance) => s_branch.Reaches(distance - 8);

    public override void Write(Span<byte> to, long distance, long place)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, word | (2u << 5));
        s_branch.Write(to[4..], 8, place + 4);
        s_branch.Write(to[8..], distance - 8, place + 8);
    }
}
