using Go.Compiler.Backend.Machine;
using Go.Compiler.Code;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// The frame (contract 1.4, 5.1), from SP upwards: callees' argument area, variables and spilled words without pointers, variables with pointers,
/// spilled pointers, saved BP, return address; then the argument area of this function. Pointers are next to the saved BP to keep the stack maps short.
/// </summary>
internal sealed class Amd64Frame
{
    private const int Word = 8;

    private readonly SsaFunction _f;
    private readonly Layout _layout;
    private readonly AllocationResult _allocation;
    private readonly int[] _slotOffset, _spillOffset;
    private readonly byte[] _entryArguments, _baseArguments, _baseLocals;
    private readonly int _pointerStart;

    public Amd64Frame(MachineFunction machine, AllocationResult allocation, Layout layout)
    {
        _f = machine.Source;
        _layout = layout;
        _allocation = allocation;
        _slotOffset = new int[_f.Slots.Count];
        _spillOffset = new int[allocation.SlotCount];
        long at = AlignUp(machine.OutgoingSize, Word);
        at = PlaceSpills(at, tracked: false);
        at = PlaceSlots(at, withPointers: false);
        long pointers = at = AlignUp(at, Word);
        at = PlaceSlots(at, withPointers: true);
        at = PlaceSpills(AlignUp(at, Word), tracked: true);
        if (at > int.MaxValue / 2)
        {
            throw new UnsupportedFeatureException(_f.Pos, "a stack frame of " + at + " bytes");
        }
        _pointerStart = (int)pointers;
        Size = at > 0 || machine.HasCall ? (int)at + Word : 0;
        LocalBits = Size == 0 ? 0 : (Size - Word - _pointerStart) / Word;
        _baseLocals = new byte[(LocalBits + 7) / 8];
        foreach (StackSlot slot in _f.Slots)
        {
            if (slot.AbiIndex is null && HasPointers(slot))
            {
                MarkPointers(_baseLocals, slot.Type, _slotOffset[slot.Index] - _pointerStart);
            }
        }
        byte[] entry = new byte[_f.Abi.ArgumentWidth / Word / 8 + 1], later = new byte[entry.Length];
        MarkArguments(entry, later);
        ArgumentBits = Math.Max(LastBit(entry), HomeBits());
        _entryArguments = entry;
        _baseArguments = later;
        ArgumentBits = Math.Max(ArgumentBits, LastBit(later));
        Maps = new StackMapBuilder(ArgumentBits, LocalBits);
        Maps.Add(_entryArguments, new byte[_baseLocals.Length]);
        BaseMap = Maps.Add(_baseArguments, _baseLocals);
    }

    /// <summary>What SP is below its value at entry in the body: locals, outgoing area and saved BP; 0 = no frame at all.</summary>
    public int Size { get; }
    public int ArgumentBits { get; }
    public int LocalBits { get; }
    public StackMapBuilder Maps { get; }

    /// <summary>Index of the map with just what is live everywhere.</summary>
    public int BaseMap { get; }

    public int OffsetOf(StackSlot slot) => _slotOffset[slot.Index];

    /// <summary>Offset from SP of the argument area.</summary>
    public int ArgumentStart => Size + Word;

    /// <summary>Offset from SP of a place of the allocator.</summary>
    public int OffsetOf(Location place) => place.Kind switch
    {
        LocationKind.Slot => _spillOffset[place.Number],
        LocationKind.Home => ArgumentStart + (int)HomeOffset(place.Number),
        _ => throw Unexpected.Value(place),
    };

    private long HomeOffset(int scalar)
    {
        (int parameter, AbiScalar s) = _f.ParameterScalars[scalar];
        return _f.Abi.Parameters[parameter].SpillOffset + s.Offset;
    }

    private int HomeBits()
    {
        long end = 0;
        foreach ((int parameter, AbiScalar s) in _f.ParameterScalars)
        {
            if (s.Kind == ScalarKind.Pointer)
            {
                end = Math.Max(end, (_f.Abi.Parameters[parameter].SpillOffset + s.Offset) / Word + 1);
            }
        }
        return (int)end;
    }

    /// <summary>The stack map of a call with these live places.</summary>
    public int MapOf(ReadOnlySpan<Location> places)
    {
        if (places.Length == 0)
        {
            return BaseMap;
        }
        byte[] arguments = (byte[])_baseArguments.Clone(), locals = (byte[])_baseLocals.Clone();
        foreach (Location place in places)
        {
            if (place.Kind == LocationKind.Home)
            {
                Set(arguments, (int)(HomeOffset(place.Number) / Word));
            }
            else
            {
                Set(locals, (OffsetOf(place) - _pointerStart) / Word);
            }
        }
        return Maps.Add(arguments, locals);
    }

    /// <summary>Ranges (offset from SP, bytes) that the prologue zeroes: what stack maps list before the code has stored anything.</summary>
    public List<(int Offset, int Size)> ZeroRanges()
    {
        var ranges = new List<(int Offset, int Size)>();
        foreach (StackSlot slot in _f.Slots)
        {
            if (slot.Size > 0 && slot.AbiIndex is null && (slot.IsAlwaysLive || HasPointers(slot)))
            {
                ranges.Add((_slotOffset[slot.Index], (int)AlignUp(slot.Size, Word)));
            }
        }
        foreach (AbiParameter r in _f.Abi.Results)
        {
            long size = _layout.SizeOf(r.Type);
            if (!r.InRegisters && size > 0 && _layout.HasPointers(r.Type))
            {
                ranges.Add((ArgumentStart + (int)r.StackOffset, (int)size));
            }
        }
        ranges.Sort();
        for (int i = ranges.Count - 1; i > 0; i--)
        {
            if (ranges[i - 1].Offset + ranges[i - 1].Size == ranges[i].Offset)
            {
                ranges[i - 1] = (ranges[i - 1].Offset, ranges[i - 1].Size + ranges[i].Size);
                ranges.RemoveAt(i);
            }
        }
        return ranges;
    }

    private long PlaceSpills(long at, bool tracked)
    {
        for (int i = 0; i < _spillOffset.Length; i++)
        {
            if (_allocation.SlotIsTracked[i] == tracked)
            {
                _spillOffset[i] = (int)at;
                at += Word;
            }
        }
        return at;
    }

    private long PlaceSlots(long at, bool withPointers)
    {
        foreach (StackSlot slot in _f.Slots)
        {
            if (slot.AbiIndex is not null || HasPointers(slot) != withPointers)
            {
                continue;
            }
            // Slots are zeroed by words, and the runtime may ask more than the type does of what it is handed.
            at = AlignUp(at, slot.IsAlwaysLive || slot.Size >= Word ? Word : Math.Max(1, slot.Alignment));
            _slotOffset[slot.Index] = (int)at;
            at += slot.IsAlwaysLive ? AlignUp(slot.Size, Word) : slot.Size;
        }
        return at;
    }

    private bool HasPointers(StackSlot slot) => _layout.HasPointers(slot.Type);

    private static long AlignUp(long value, int alignment) => (value + alignment - 1) & -(long)alignment;

    private void MarkArguments(byte[] entry, byte[] later)
    {
        foreach (AbiParameter p in _f.Abi.Parameters)
        {
            if (!_layout.HasPointers(p.Type))
            {
                continue;
            }
            if (!p.InRegisters)
            {
                MarkPointers(entry, p.Type, p.StackOffset);
                MarkPointers(later, p.Type, p.StackOffset);
            }
            else
            {
                MarkPointers(entry, p.Type, p.SpillOffset);
            }
        }
        foreach (AbiParameter r in _f.Abi.Results)
        {
            if (!r.InRegisters && _layout.HasPointers(r.Type))
            {
                MarkPointers(later, r.Type, r.StackOffset);
            }
        }
    }

    private void MarkPointers(byte[] bits, GoType type, long offset)
    {
        var words = new List<long>();
        _layout.PointerWords(type, offset / Word, words);
        foreach (long w in words)
        {
            Set(bits, (int)w);
        }
    }

    private static void Set(byte[] bits, int index) => bits[index >> 3] |= (byte)(1 << (index & 7));

    private static int LastBit(byte[] bits)
    {
        for (int i = bits.Length * 8 - 1; i >= 0; i--)
        {
            if ((bits[i >> 3] >> (i & 7) & 1) != 0)
            {
                return i + 1;
            }
        }
        return 0;
    }
}
