using System.Buffers.Binary;
using Go.Compiler.Code;

namespace Go.Compiler.Arch.Amd64;

/// <summary>A jump: opcode and a distance of 8 or 32 bits, counted from its end.</summary>
internal sealed class Amd64BranchForm(byte[] opcode, bool isLong) : BranchForm
{
    private static readonly BranchForm[][] s_conditional = MakeConditional();

    /// <summary>JMP.</summary>
    public static BranchForm[] Plain { get; } =
        [new Amd64BranchForm([0xEB], isLong: false), new Amd64BranchForm([Amd64InstructionWriter.JumpOpcode], isLong: true)];

    /// <summary>The jump under a condition.</summary>
    public static BranchForm[] Conditional(int condition) => s_conditional[condition];

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

    private static BranchForm[][] MakeConditional()
    {
        var all = new BranchForm[16][];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = [new Amd64BranchForm([(byte)(0x70 | i)], isLong: false), new Amd64BranchForm([0x0F, (byte)(0x80 | i)], isLong: true)];
        }
        return all;
    }
}
