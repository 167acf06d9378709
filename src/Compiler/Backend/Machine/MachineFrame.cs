using Go.Compiler.Code;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Liveness;
using Go.Compiler.Targets;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Machine;

/// <summary>
/// The frame (contract 1.4, 5.1), from SP upwards: the link register where a call does not push the return address, callees' argument area,
/// variables and spilled words without pointers, variables with pointers, spilled pointers, one word for the frame pointer, the return
/// address where a call pushes it; then the argument area of this function. Pointers are next to the frame pointer to keep the stack maps
/// short.
/// </summary>
internal sealed class MachineFrame
{
    private const int Word = 8;

    private readonly SsaFunction _f;
    private readonly MachineFunction _machine;
    private readonly SlotLiveness _liveness;
    private readonly Layout _layout;
    private readonly AllocationResult _allocation;
    private readonly int[] _slotOffset, _spillOffset;
    private readonly byte[] _baseArguments, _baseLocals;
    private readonly int _pointerStart;

    public MachineFrame(MachineFunction machine, AllocationResult allocation, Layout layout)
    {
        _f = machine.Source;
        _machine = machine;
        _liveness = machine.Liveness;
        _layout = layout;
        _allocation = allocation;
        _slotOffset = new int[_f.Slots.Count];
        _spillOffset = new int[allocation.SlotCount];
        Abi = layout.Abi;
        long at = Alignment.Up(Abi.FixedFrameSize + machine.OutgoingSize, Word);
        at = PlaceSpills(at, tracked: false);
        at = PlaceSlots(at, withPointers: false);
        long pointers = at = Alignment.Up(at, Word);
        at = PlaceSlots(at, withPointers: true);
        at = PlaceSpills(Alignment.Up(at, Word), tracked: true);
        if (at > int.MaxValue / 2)
        {
            throw new UnsupportedFeatureException(_f.Pos, "a stack frame of " + at + " bytes");
        }
        _pointerStart = (int)pointers;
        Size = at > Abi.FixedFrameSize || machine.HasCall ? (int)Alignment.Up(at + Word, Abi.StackAlignment) : 0;
        LocalBits = Size == 0 ? 0 : (Size - Word - _pointerStart) / Word;
        _baseLocals = new byte[(LocalBits + 7) / 8];
        byte[] entry = new byte[_f.Abi.ArgumentWidth / Word / 8 + 1], results = new byte[entry.Length];
        _baseArguments = new byte[entry.Length];
        MarkAlwaysLive();
        MarkArguments(entry, results);
        ArgumentBits = Math.Max(Math.Max(LastBit(entry), LastBit(results)), HomeBits());
        Maps = new StackMapBuilder(ArgumentBits, LocalBits);
        Maps.Add(entry, new byte[_baseLocals.Length]);
        BaseMap = Maps.Add(_baseArguments, _baseLocals);
    }

    public AbiFacts Abi { get; }

    /// <summary>
    /// What SP is below its value at entry in the body: all of the frame but a pushed return address; 0 = no frame at all.
    /// </summary>
    public int Size { get; }
    public int ArgumentBits { get; }
    public int LocalBits { get; }
    public StackMapBuilder Maps { get; }

    /// <summary>Index of the map with just what is live everywhere.</summary>
    public int BaseMap { get; }

    /// <summary>Offset from SP of a variable.</summary>
    public int OffsetOf(StackSlot slot) => slot.IsInArguments ? ArgumentStart + (int)ArgumentOffset(slot) : _slotOffset[slot.Index];

    /// <summary>How far below the word of the frame pointer a variable lies.</summary>
    public int DistanceOf(StackSlot slot) => Size - Word - _slotOffset[slot.Index];

    /// <summary>
    /// Offset from SP of the argument area: the return address is between, pushed by the call or at the bottom of the caller's frame.
    /// </summary>
    public int ArgumentStart => Size + Word;

    /// <summary>Offset from SP of the callees' argument area.</summary>
    public int OutgoingStart => Abi.FixedFrameSize;

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

    /// <summary>The stack map of a safepoint instruction.</summary>
    public int MapOf(int instruction)
    {
        bool hasPlaces = _allocation.Safepoints.TryGetValue(instruction, out Location[]? places) && places.Length > 0;
        BitSet live = _machine.Calls.TryGetValue(instruction, out ValueId call) ? _liveness.At(call) : default;
        if (!hasPlaces && live.IsEmpty)
        {
            return BaseMap;
        }
        byte[] arguments = (byte[])_baseArguments.Clone(), locals = (byte[])_baseLocals.Clone();
        foreach (Location place in places ?? [])
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
        for (int p = 0; p < _liveness.Parts.Count; p++)
        {
            if (live.Contains(p))
            {
                MarkPart(_liveness.Parts[p], arguments, locals);
            }
        }
        return Maps.Add(arguments, locals);
    }

    private void MarkPart(SlotPart part, byte[] arguments, byte[] locals)
    {
        byte[] bits = part.Slot.IsInArguments ? arguments : locals;
        long start = part.Slot.IsInArguments ? ArgumentOffset(part.Slot) : _slotOffset[part.Slot.Index] - _pointerStart;
        if (part.IsWord)
        {
            Set(bits, (int)((start + part.Start) / Word));
        }
        else
        {
            MarkPointers(bits, part.Slot.Type, start);
        }
    }

    /// <summary>
    /// Offset of a variable in the argument area from its start: a stack parameter, a stack result, or a register parameter in its spill
    /// place.
    /// </summary>
    private long ArgumentOffset(StackSlot slot)
    {
        if (slot.SpillPlaceOf is { } parameter)
        {
            return _f.Abi.Parameters[parameter].SpillOffset;
        }
        int index = slot.AbiIndex!.Value;
        return (index >= 0 ? _f.Abi.Parameters[index] : _f.Abi.Results[~index]).StackOffset;
    }

    /// <summary>
    /// Variables with pointers whose address is a value: offset (below 0 from the word of the frame pointer, else from the argument area)
    /// and type, by offset.
    /// </summary>
    public EntityList<(int Offset, GoType Type)> StackObjects()
    {
        var objects = new EntityList<(int Offset, GoType Type)>();
        foreach (StackSlot slot in _f.Slots)
        {
            if (_liveness.IsObject(slot) && HasPointers(slot))
            {
                objects.Add((slot.IsInArguments ? (int)ArgumentOffset(slot) : _slotOffset[slot.Index] - (Size - Word), slot.Type));
            }
        }
        objects.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        return objects;
    }

    /// <summary>
    /// Ranges (offset from SP, bytes) that the prologue zeroes: what stack maps list before the code has stored anything.
    /// </summary>
    public EntityList<(int Offset, int Size)> ZeroRanges()
    {
        var ranges = new EntityList<(int Offset, int Size)>();
        foreach (StackSlot slot in _f.Slots)
        {
            if (slot.Size > 0 && slot.IsAlwaysLive)
            {
                ranges.Add((OffsetOf(slot), (int)(slot.IsInArguments ? slot.Size : Alignment.Up(slot.Size, Word))));
            }
        }
        BitSet live = _liveness.AtEntry;
        for (int p = 0; p < _liveness.Parts.Count; p++)
        {
            SlotPart part = _liveness.Parts[p];
            if (live.Contains(p) && !(part.Slot.AbiIndex >= 0))
            {
                ranges.Add((OffsetOf(part.Slot) + (int)part.Start, (int)(part.End - part.Start)));
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
            if (slot.IsInArguments || HasPointers(slot) != withPointers || !_liveness.NeedsPlace(slot))
            {
                continue;
            }
            // Slots are zeroed by words, and the runtime may ask more than the type does of what it is handed.
            at = Alignment.Up(at, slot.IsAlwaysLive || slot.Size >= Word ? Word : Math.Max(1, slot.Alignment));
            _slotOffset[slot.Index] = (int)at;
            at += slot.IsAlwaysLive ? Alignment.Up(slot.Size, Word) : slot.Size;
        }
        return at;
    }

    private bool HasPointers(StackSlot slot) => _layout.HasPointers(slot.Type);

    private void MarkAlwaysLive()
    {
        foreach (StackSlot slot in _f.Slots)
        {
            if (!slot.IsAlwaysLive || !HasPointers(slot))
            {
                continue;
            }
            if (slot.IsInArguments)
            {
                MarkPointers(_baseArguments, slot.Type, ArgumentOffset(slot));
            }
            else
            {
                MarkPointers(_baseLocals, slot.Type, _slotOffset[slot.Index] - _pointerStart);
            }
        }
    }

    /// <summary>What the caller hands over, register parameters in their spill places, and where results may come.</summary>
    private void MarkArguments(byte[] entry, byte[] results)
    {
        foreach (AbiParameter p in _f.Abi.Parameters)
        {
            MarkPointers(entry, p.Type, p.InRegisters ? p.SpillOffset : p.StackOffset);
        }
        foreach (AbiParameter r in _f.Abi.Results)
        {
            if (!r.InRegisters)
            {
                MarkPointers(results, r.Type, r.StackOffset);
            }
        }
    }

    private void MarkPointers(byte[] bits, GoType type, long offset)
    {
        var words = new EntityList<long>();
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
