using System.Buffers.Binary;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Relocations in amd64 code: distances are counted from the end of the 4-byte field.</summary>
public sealed class Amd64Relocator : IRelocator
{
    private const int FieldSize = 4;

    /// <inheritdoc/>
    public RelocationForm? FormOf(RelocationKind kind) => kind is RelocationKind.Call or RelocationKind.PcRelative
        ? new RelocationForm(kind == RelocationKind.Call, (long)int.MinValue + FieldSize, (long)int.MaxValue + FieldSize) : null;

    /// <inheritdoc/>
    public bool Apply(RelocationKind kind, Span<byte> field, ulong place, ulong target)
    {
        if (kind == RelocationKind.TlsOffset)
        {
            BinaryPrimitives.WriteInt32LittleEndian(field, (int)target);
            return (long)target == (int)target;
        }
        if (kind is not (RelocationKind.Call or RelocationKind.PcRelative))
        {
            throw Unexpected.Value(kind);
        }
        long distance = (long)(target - (place + FieldSize));
        BinaryPrimitives.WriteInt32LittleEndian(field, (int)distance);
        return distance == (int)distance;
    }

    /// <inheritdoc/>
    public (byte[] Code, Relocation Slot) JumpThrough(SymbolRef slot)
        => ([0xFF, 0x25, 0, 0, 0, 0], new Relocation(2, RelocationKind.PcRelative, slot, 0)); // JMP [RIP + distance]

    /// <inheritdoc/>
    public (byte[] Code, Relocation Target)? JumpTo(SymbolRef target, long addend) => null;
}
