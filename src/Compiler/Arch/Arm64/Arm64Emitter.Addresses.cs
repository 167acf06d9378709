using System.Numerics;
using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// Addresses. What an instruction cannot hold is added up in the address scratch register: offsets of the frame are known here only. Sums
/// of pointers in a scratch register live within one operation.
/// </summary>
internal sealed partial class Arm64Emitter
{
    /// <summary>A register and an offset.</summary>
    private readonly record struct Place(int Base, long Offset)
    {
        public Place Plus(long bytes) => this with { Offset = Offset + bytes };
    }

    private static bool Fits(long offset, int size) => offset is >= -256 and <= 255
        || (offset >= 0 && offset % size == 0 && offset / size <= 0xfff);

    /// <summary>Loads or stores a register; narrow integers are loaded with zeros above.</summary>
    private void Transfer(bool load, int size, int register, in MachineMemory m)
    {
        uint kind = Arm64Words.Access(size, IsFloat(register), load);
        if (m.Kind == MemoryKind.Register && m.Index >= 0 && m.Displacement == 0 && (m.Scale == 1 || m.Scale == size))
        {
            Emit(Arm64Words.IndexOffset(kind, Bits(register), Bits(Operand(m.Base)), Bits(Operand(m.Index)), 3, m.Scale != 1));
            return;
        }
        if (m.Kind == MemoryKind.Symbol && size <= Word && m.Displacement % size == 0
            && (CodeTarget)m.Target! is { Data: NamedSymbol } target)
        {
            // Variables are aligned as their size is: the access can hold the rest of the address.
            _w.Relocate(RelocationKind.AddressPair, target, m.Displacement);
            Emit(Arm64Words.Address(true, AddressScratch, 0));
            Emit(Arm64Words.ScaledOffset(kind, Bits(register), AddressScratch, 0));
            return;
        }
        Transfer(kind, size, register, PlaceOf(m, AddressScratch));
    }

    private void Transfer(bool load, int size, int register, Place place)
        => Transfer(Arm64Words.Access(size, IsFloat(register), load), size, register, place);

    private void Transfer(uint kind, int size, int register, Place place)
    {
        place = Near(place, size, size, AddressScratch);
        if (TryPair(kind, size, register, place))
        {
            return;
        }
        _last = new Access(kind, register, place, _w.Length + 4, _w.Barrier);
        Emit(place.Offset >= 0 && place.Offset % size == 0 && place.Offset / size <= 0xfff
            ? Arm64Words.ScaledOffset(kind, Bits(register), Bits(place.Base), place.Offset / size)
            : Arm64Words.ByteOffset(kind, Bits(register), Bits(place.Base), place.Offset, 0));
    }

    /// <summary>A load or store of one register: the last, and where the code was behind it.</summary>
    private readonly record struct Access(uint Kind, int Register, Place Place, int End, int Barrier);

    private Access _last;

    /// <summary>Makes one instruction of this access and the one right before it when they are neighbours.</summary>
    private bool TryPair(uint kind, int size, int register, Place place)
    {
        if (size < 4 || _last.Kind != kind || _last.End != _w.Length || _last.Barrier != _w.Barrier || _last.Place.Base != place.Base)
        {
            return false;
        }
        long first = Math.Min(place.Offset, _last.Place.Offset);
        bool isLoad = (kind & (1u << 22)) != 0;
        if (Math.Abs(place.Offset - _last.Place.Offset) != size || first % size != 0 || first / size is < -64 or > 63
            || (isLoad && (register == _last.Register || _last.Register == place.Base)))
        {
            return false;
        }
        (int low, int high) = place.Offset > _last.Place.Offset ? (_last.Register, register) : (register, _last.Register);
        uint pair = Arm64Words.PairOf(size, IsFloat(register));
        _w.TakeBack();
        Emit(Arm64Words.Pair(pair, isLoad, Bits(low), Bits(high), Bits(place.Base), first / size, 2));
        _last = default;
        return true;
    }

    /// <summary>
    /// The same place such that accesses of <paramref name="size"/> bytes reach all of its <paramref name="span"/> bytes.
    /// </summary>
    private Place Near(Place place, int size, long span, int scratch)
    {
        // A part that is smaller than the size begins at a multiple of its own size when the whole begins at a multiple of the size; it
        // reaches less far.
        long smallest = Math.Min(size, span & -span);
        bool fits = span == size
            ? Fits(place.Offset, size)
            : place.Offset is >= -256 && place.Offset + span <= 255
                || (place.Offset >= 0 && place.Offset % size == 0 && place.Offset + span <= 0xfff * smallest);
        if (fits)
        {
            return place;
        }
        long low = place.Offset & MaxLow;
        if (span == size && Fits(low, size) && Arm64Immediates.IsAdd(place.Offset - low))
        {
            AddConstant(true, scratch, place.Base, place.Offset - low);
            return new Place(scratch, low);
        }
        AddConstant(true, scratch, place.Base, place.Offset);
        return new Place(scratch, 0);
    }

    /// <summary>The part of a far offset that an access may hold; the rest is one addition.</summary>
    private const long MaxLow = 0xfff;

    /// <summary>The place of a memory operand; indices and symbols are added up in the scratch register.</summary>
    private Place PlaceOf(in MachineMemory m, int scratch)
    {
        switch (m.Kind)
        {
            case MemoryKind.Symbol:
                AddressOf((CodeTarget)m.Target!, m.Displacement, scratch);
                return new Place(scratch, 0);
            case MemoryKind.Register:
                return Indexed(Operand(m.Base), m.Displacement, m, scratch);
            case MemoryKind.Goroutine:
                return Indexed(Arm64Registers.G, m.Displacement, m, scratch);
            case MemoryKind.Slot:
                return Indexed(Sp, m.Displacement + _frame.OffsetOf((StackSlot)m.Target!), m, scratch);
            case MemoryKind.Incoming:
                return Indexed(Sp, m.Displacement + _frame.ArgumentStart, m, scratch);
            case MemoryKind.Outgoing:
                return Indexed(Sp, m.Displacement + _frame.OutgoingStart, m, scratch);
            default:
                throw Unexpected.Value(m.Kind);
        }
    }

    private Place Indexed(int register, long displacement, in MachineMemory m, int scratch)
    {
        if (m.Index < 0)
        {
            return new Place(register, displacement);
        }
        // Addresses in the frame with an index begin with a register.
        if (register == Sp)
        {
            throw Unexpected.State("an index from the stack pointer");
        }
        Emit(Arm64Words.AddShifted(true, 0, Bits(scratch), Bits(register), Bits(Operand(m.Index)), 0,
            BitOperations.TrailingZeroCount(m.Scale)));
        return new Place(scratch, displacement);
    }

    /// <summary>The address of memory in a register.</summary>
    private void LoadAddress(int register, in MachineMemory m)
    {
        if (m.Kind == MemoryKind.Symbol)
        {
            AddressOf((CodeTarget)m.Target!, m.Displacement, register);
            return;
        }
        // The result may be where the base or the index was: the sum goes there at once, or over the scratch register.
        if (m.Kind == MemoryKind.Register && m.Index >= 0 && m.Displacement == 0)
        {
            Emit(Arm64Words.AddShifted(true, 0, Bits(register), Bits(Operand(m.Base)), Bits(Operand(m.Index)), 0,
                BitOperations.TrailingZeroCount(m.Scale)));
            return;
        }
        Place place = PlaceOf(m, AddressScratch);
        AddConstant(true, register, place.Base, place.Offset);
    }

    /// <summary>Page and rest of a symbol's address.</summary>
    private void AddressOf(CodeTarget target, long offset, int register)
    {
        _w.Relocate(RelocationKind.AddressPair, target, offset);
        Emit(Arm64Words.Address(true, Bits(register), 0));
        Emit(Arm64Words.AddConstant | (Bits(register) << 5) | Bits(register));
    }

    private protected override void LoadFromFrame(int size, int register, int offset)
        => Transfer(load: true, size, register, new Place(Sp, offset));

    private protected override void StoreToFrame(int size, int register, int offset)
        => Transfer(load: false, size, register, new Place(Sp, offset));
}
