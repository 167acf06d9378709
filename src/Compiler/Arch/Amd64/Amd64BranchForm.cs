using System.Buffers.Binary;
using Go.Compiler.Code;

namespace Go.Compiler.Arch.Amd64;

/// <summary>A jump: opcode and a distance of 8 or 32 bits, counted from its end.</summary>
internal sealed class Amd64BranchForm(byte[] opcode, bool isLong) : BranchForm
{
    public override int Size => opcode.Length + (isLong ? 4 : 1);

    public override bool Reaches(long distance) => isLong || distance - Size is >= sbyte.MinValue and <= sbyte.MaxValue;

    public override void Write(Span<byte> to, long distance, long place)
    {
        opcode.CopyTo(to);
        if (isLong)
        {
            BinaryPrimitives.WriteInt32LittleEndian(to[opcode.Length..], (int)(distance - Size));
        }
        else
        {
            to[opcode.Length] = (byte)(distance - Size);
        }
    }
}
