using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Emitter
{
    private const uint LoadAcquire = 0x08dffc00, StoreRelease = 0x089ffc00, LoadExclusive = 0x085ffc00, StoreExclusive = 0x0800fc00;

    private static uint SizeBits(int size) => size switch { 1 => 0u, 2 => 1u << 30, 4 => 2u << 30, 8 => 3u << 30, _ => throw Unexpected.Value(size) };

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
        if (op == Arm64Op.Pause)
        {
            Emit(0xd503203f);
            return;
        }
        uint size = SizeBits(m.Size), scratch = Bits(Scratch), at = AtomicAddress(m.Memory);
        uint load = LoadExclusive | size | (at << 5), store = StoreExclusive | size | (scratch << 16) | (at << 5);
        int again = _w.NewLabel();
        bool wide = m.Size == 8;
        switch (op)
        {
            case Arm64Op.AtomicLoad:
                Emit(LoadAcquire | size | (at << 5) | Bits(Last));
                return;
            case Arm64Op.AtomicStore:
                Emit(StoreRelease | size | (at << 5) | Bits(Operand(0)));
                return;
            case Arm64Op.Prefetch:
                Emit(0xf9800000 | (at << 5) | (m.Variant != 0 ? 1u : 0)); // PRFM PLDL1KEEP or PLDL1STRM
                return;
            case Arm64Op.AtomicExchange:
                _w.Bind(again);
                Emit(load | Bits(Last));
                Emit(store | Bits(Operand(0)));
                break;
            case Arm64Op.AtomicAdd:
                _w.Bind(again);
                Emit(load | Bits(Last));
                Emit(Arm64Words.AddShifted(wide, 0, Bits(Last), Bits(Last), Bits(Operand(0))));
                Emit(store | Bits(Last));
                break;
            case Arm64Op.AtomicAlu:
                uint changed = Bits(Operand(OperandCount - 2));
                _w.Bind(again);
                Emit(load | Bits(Last));
                Emit(Registers((Arm64Alu)m.Variant, wide, changed, Bits(Last), Bits(Operand(0)), 0));
                Emit(store | changed);
                break;
            case Arm64Op.AtomicCompareExchange:
                int done = _w.NewLabel();
                _w.Bind(again);
                Emit(load | Bits(Last));
                Emit(Arm64Words.AddShifted(wide, Subtract | SetFlags, Bits(Zero), Bits(Last), Bits(Operand(0))));
                _w.Jump(Arm64Condition.NotEqual, done);
                Emit(store | Bits(Operand(1)));
                _w.JumpIfZero(false, false, scratch, again);
                _w.Bind(done);
                SetIf(Arm64Condition.Equal, Last);
                return;
            default:
                throw Unexpected.Value(op);
        }
        _w.JumpIfZero(false, false, scratch, again);
    }
}
