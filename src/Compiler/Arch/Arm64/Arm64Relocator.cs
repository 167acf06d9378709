using System.Buffers.Binary;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Arm64;

/// <summary>Relocations in arm64 code. Distances are counted from the instruction, in words or pages.</summary>
public sealed class Arm64Relocator : IRelocator
{
    private const int CallBits = 26, PageBits = 21, PageShift = 12;
    private const long CallReach = 1L << (CallBits + 1), PairReach = 1L << (PageBits + PageShift - 1);
    private const uint R16 = Arm64Registers.AddressScratch;
    private const uint AddImmediate = 0x11000000, AddMask = 0x1f000000, VectorQuad = (1u << 26) | (1u << 23);

    /// <inheritdoc/>
    public RelocationForm? FormOf(RelocationKind kind) => kind switch
    {
        RelocationKind.Call => new RelocationForm(IsCall: true, -CallReach, CallReach - sizeof(uint)),
        RelocationKind.AddressPair => new RelocationForm(IsCall: false, -PairReach, PairReach - (1 << PageShift)),
        _ => null,
    };

    /// <inheritdoc/>
    public bool Apply(RelocationKind kind, Span<byte> field, ulong place, ulong target) => kind switch
    {
        RelocationKind.Call => ApplyCall(field, (long)(target - place)),
        RelocationKind.AddressPair => ApplyPair(field, place, target),
        RelocationKind.TlsOffset => ApplyHalfword(field, target),
        _ => throw Unexpected.Value(kind),
    };

    /// <inheritdoc/>
    public (byte[] Code, Relocation Slot) JumpThrough(SymbolRef slot)
    {
        uint load = Arm64Words.ScaledOffset(Arm64Words.Access(sizeof(ulong), isFloat: false, load: true), R16, R16, 0);
        return (Code(load), new Relocation(0, RelocationKind.AddressPair, slot, 0));
    }

    /// <inheritdoc/>
    public (byte[] Code, Relocation Target)? JumpTo(SymbolRef target, long addend)
    {
        uint add = Arm64Words.AddImmediate(true, 0, R16, R16, 0);
        return (Code(add), new Relocation(0, RelocationKind.AddressPair, target, addend));
    }

    /// <summary>
    /// A page, the rest of the address, or what is there, and a jump. R16 is the register that calls through linkers' code may change.
    /// </summary>
    private static byte[] Code(uint rest)
    {
        ReadOnlySpan<uint> words = [Arm64Words.Address(true, R16, 0), rest, Arm64Words.BranchRegister | (R16 << 5)];
        var code = new byte[words.Length * sizeof(uint)];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(code.AsSpan(i * sizeof(uint)), words[i]);
        }
        return code;
    }

    private static bool ApplyCall(Span<byte> field, long distance)
    {
        long words = distance >> 2;
        Change(field, (1u << CallBits) - 1, (uint)words);
        return (distance & 3) == 0 && words == words << (64 - CallBits) >> (64 - CallBits);
    }

    /// <summary>
    /// The first instruction makes the page, the second adds the rest or accesses memory there, scaled by the size of the access.
    /// </summary>
    private static bool ApplyPair(Span<byte> field, ulong place, ulong target)
    {
        long pages = (long)(target >> PageShift) - (long)(place >> PageShift);
        Change(field, 0x60ffffe0, (((uint)pages & 3) << 29) | (((uint)(pages >> 2) & 0x7ffff) << 5));
        uint second = BinaryPrimitives.ReadUInt32LittleEndian(field[4..]), rest = (uint)target & 0xfff;
        int shift = (second & AddMask) == AddImmediate ? 0 : (second & VectorQuad) == VectorQuad ? 4 : (int)(second >> 30);
        Change(field[4..], 0xfffu << 10, (rest >> shift) << 10);
        return pages == pages << (64 - PageBits) >> (64 - PageBits) && (rest & ((1u << shift) - 1)) == 0;
    }

    private static bool ApplyHalfword(Span<byte> field, ulong value)
    {
        Change(field, 0xffffu << 5, (uint)value << 5);
        return value <= ushort.MaxValue;
    }

    private static void Change(Span<byte> field, uint mask, uint bits)
    {
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(field);
        BinaryPrimitives.WriteUInt32LittleEndian(field, (word & ~mask) | (bits & mask));
    }
}
