using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Emitter
{
    private const uint LoadAcquire = 0x08dffc00, StoreRelease = 0x089ffc00, LoadExclusive = 0x085ffc00, StoreExclusive = 0x0800fc00;

    // table: with acquire and release
    private const uint AddOrdered = 0x38e00000, ClearOrdered = 0x38e01000, SetOrdered = 0x38e03000, SwapOrdered = 0x38e08000,
    CompareSwapOrdered = 0x08e0fc00;

    private static uint SizeBits(int size)
        => size switch { 1 => 0u, 2 => 1u << 30, 4 => 2u << 30, 8 => 3u << 30, _ => throw Unexpected.Value(size) };

    /// <summary>Loads and stores with order have no offset.</summary>
    private uint AtomicAddress(in MachineMemory m)
    {
        Place place = PlaceOf(m, AddressScratch);
        if (place.Offset == 0)
        {
            return Bits(place.Base);
        }
        AddConstant(true, AddressScratch, place.Base, place.Offset);
        return Bits(AddressScratch);
    }

    private void WriteAtomic(Arm64Op op, in MachineInstruction m)
    {
        uint size = SizeBits(m.Size), at = AtomicAddress(m.Memory);
        switch (op)
        {
            case Arm64Op.AtomicLoad:
                Emit(LoadAcquire | size | (at << 5) | Bits(Last));
                break;
            case Arm64Op.AtomicStore:
                Emit(StoreRelease | size | (at << 5) | Bits(Operand(0)));
                break;
            case Arm64Op.Prefetch:
                Emit(0xf9800000 | (at << 5) | (m.Variant != 0 ? 1u : 0)); // PRFM PLDL1KEEP or PLDL1STRM
                break;
            default:
                int slow = _w.NewLabel(), done = _w.NewLabel();
                JumpUnlessAtomics(slow);
                WriteSingle(op, m, size | (at << 5));
                _w.Jump(done);
                _w.Bind(slow);
                WriteExclusive(op, m, size | (at << 5), done);
                _w.Bind(done);
                if (op == Arm64Op.AtomicCompareExchange)
                {
                    SetIf(Arm64Condition.Equal, Last);
                }
                break;
        }
    }

    private static readonly CodeTarget s_hasAtomics = new(default, new NamedSymbol("runtime.arm64HasATOMICS"));

    /// <summary>The runtime finds out at start whether the processor has the instructions of ARMv8.1's atomics.</summary>
    private void JumpUnlessAtomics(int slow)
    {
        _w.Relocate(RelocationKind.AddressPair, s_hasAtomics, 0);
        Emit(Arm64Words.Address(true, Bits(Scratch), 0));
        Emit(Arm64Words.ScaledOffset(Arm64Words.Access(1, false, load: true), Bits(Scratch), Bits(Scratch), 0));
        _w.JumpIfZero(false, true, Bits(Scratch), slow);
    }

    /// <summary>In one instruction that reads, changes and writes. <paramref name="access"/>: its size and address.</summary>
    private void WriteSingle(Arm64Op op, in MachineInstruction m, uint access)
    {
        bool wide = m.Size == 8;
        uint value = Bits(Operand(0)), d = Bits(Last);
        switch (op)
        {
            case Arm64Op.AtomicExchange:
                Emit(SwapOrdered | access | (value << 16) | d);
                break;
            case Arm64Op.AtomicAdd:
                Emit(AddOrdered | access | (value << 16) | d);
                Emit(Arm64Words.AddShifted(wide, 0, d, d, value));
                break;
            case Arm64Op.AtomicAlu when (Arm64Alu)m.Variant == Arm64Alu.And:
                uint inverse = Bits(Operand(OperandCount - 2));
                Emit(Arm64Words.LogicalShifted(wide, 1, true, inverse, Bits(Zero), value));
                Emit(ClearOrdered | access | (inverse << 16) | d);
                break;
            case Arm64Op.AtomicAlu:
                Emit(SetOrdered | access | (value << 16) | d);
                break;
            case Arm64Op.AtomicCompareExchange:
                Move(Last, Operand(0));
                Emit(CompareSwapOrdered | access | (d << 16) | Bits(Operand(1)));
                Emit(Arm64Words.AddShifted(wide, Arm64Words.Compare, Bits(Zero), d, value));
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    /// <summary>In a loop until nobody came between.</summary>
    private void WriteExclusive(Arm64Op op, in MachineInstruction m, uint access, int done)
    {
        bool wide = m.Size == 8;
        uint scratch = Bits(Scratch), value = Bits(Operand(0)), d = Bits(Last), load = LoadExclusive | access | d,
        store = StoreExclusive | access | (scratch << 16);
        int again = _w.NewLabel();
        _w.Bind(again);
        Emit(load);
        switch (op)
        {
            case Arm64Op.AtomicExchange:
                Emit(store | value);
                break;
            case Arm64Op.AtomicAdd:
                Emit(Arm64Words.AddShifted(wide, 0, d, d, value));
                Emit(store | d);
                break;
            case Arm64Op.AtomicAlu:
                uint changed = Bits(Operand(OperandCount - 2));
                Emit(Registers(m, wide, changed, d, value));
                Emit(store | changed);
                break;
            case Arm64Op.AtomicCompareExchange:
                Emit(Arm64Words.AddShifted(wide, Arm64Words.Compare, Bits(Zero), d, value));
                _w.Jump(Arm64Condition.NotEqual, done);
                Emit(store | Bits(Operand(1)));
                break;
            default:
                throw Unexpected.Value(op);
        }
        _w.JumpIfZero(false, false, scratch, again);
    }
}
