using System.Buffers.Binary;
using Go.Compiler.Code;

namespace Go.Compiler.Arch.Arm64;

/// <summary>ADR or ADRP of a label in the same function; of pages, as far as the function tells them.</summary>
internal sealed class Arm64AddressForm(bool page, uint register) : BranchForm
{
    public override int Size => 4;

    public override bool Reaches(long distance) => page || distance is >= -(1 << 20) and < 1 << 20;

    public override void Write(Span<byte> to, long distance, long place)
        => BinaryPrimitives.WriteUInt32LittleEndian(to,
            Arm64Words.Address(page, register, page ? ((place + distance) >> 12) - (place >> 12) : distance));
}
