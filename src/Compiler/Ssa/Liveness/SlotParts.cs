using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Liveness;

/// <summary>What an instruction does to a part of a frame variable.</summary>
internal enum SlotEffect : byte
{
    /// <summary>Reads the contents, or lets the variable's address go where they may be read.</summary>
    Use,
    /// <summary>Replaces all of the part.</summary>
    Write,
    /// <summary>Replaces some of the part.</summary>
    PartialWrite,
    /// <summary>The variable starts anew: nobody reads what it held.</summary>
    Start,
}

/// <summary>A part of a frame variable that is live or dead as a whole.</summary>
/// <param name="Slot">The variable.</param>
/// <param name="Start">Offset of the first byte that the collector looks at.</param>
/// <param name="End">Offset past the last one.</param>
/// <param name="IsWord">The part is one pointer word; else all pointer words of the variable.</param>
public readonly record struct SlotPart(StackSlot Slot, long Start, long End, bool IsWord);

/// <summary>
/// The frame variables of a function that hold pointers, taken apart into pointer words (small ones) or as wholes, and what each
/// instruction does to them. An address is followed through offsets; a use of a derived address is a use of the variable, because lowering
/// may make the address again right there. Variables that are live everywhere have no parts.
/// </summary>
internal sealed class SlotParts
{
    private const int MaxWords = 4;

    private readonly SsaFunction _f;
    private readonly Layout _layout;
    private readonly StackSlot?[] _slotOf;
    private readonly long[] _offset; // by value id: from the variable's start, or Unknown
    private readonly EntityList<SlotPart> _parts = [];
    private readonly int[] _first, _count; // by slot index
    private readonly bool[] _isUsed, _isObject; // by slot index
    private readonly bool[] _takesAddress; // by block: a phi may be the address of a variable
    private readonly List<StackSlot> _results = []; // those that returns read
    private const long Unknown = long.MinValue;

    public SlotParts(SsaFunction function, Layout layout)
    {
        _f = function;
        _layout = layout;
        _first = new int[function.Slots.Count];
        _count = new int[function.Slots.Count];
        _isUsed = new bool[function.Slots.Count];
        _isObject = new bool[function.Slots.Count];
        _slotOf = function.Slots.Count == 0 ? [] : new StackSlot?[function.ValueLimit];
        _offset = new long[_slotOf.Length];
        _takesAddress = new bool[function.Blocks.Count];
        foreach (StackSlot slot in function.Slots)
        {
            if (slot.AbiIndex < 0)
            {
                _results.Add(slot);
            }
        }
        if (function.Slots.Count > 0)
        {
            FollowAddresses();
            FindUses();
            TakeApart();
        }
    }

    public IReadOnlyList<SlotPart> Parts => _parts;

    /// <summary>Some instruction accesses the variable.</summary>
    public bool IsUsed(StackSlot slot) => _isUsed[slot.Index];

    /// <summary>The variable's address is kept as a value: its contents are found through it.</summary>
    public bool IsObject(StackSlot slot) => _isObject[slot.Index];

    public (int First, int Count) PartsOf(StackSlot slot) => (_first[slot.Index], _count[slot.Index]);

    private void FollowAddresses()
    {
        // Definitions may stand after uses in the order of blocks.
        for (bool changed = true; changed;)
        {
            _f.Cancellation.ThrowIfCancellationRequested();
            changed = false;
            foreach (BlockId id in _f.Order)
            {
                foreach (ValueId v in _f[id].Instructions)
                {
                    changed |= _slotOf[v.Index] is null && Follow(v);
                }
            }
        }
    }

    private bool Follow(ValueId v)
    {
        ref Value value = ref _f[v];
        if (value.Op == Op.LocalAddress)
        {
            _slotOf[v.Index] = (StackSlot)value.Aux!;
            return true;
        }
        if (!OpFacts.Derives(value.Op) || _slotOf[_f.Argument(v, 0).Index] is not { } slot)
        {
            return false;
        }
        _slotOf[v.Index] = slot;
        long start = _offset[_f.Argument(v, 0).Index];
        _offset[v.Index] = value.Op == Op.AddPointer || start == Unknown ? Unknown
            : start + (value.Op == Op.OffsetPointer ? value.AuxInt : 0);
        return true;
    }

    private void FindUses()
    {
        foreach (BlockId id in _f.Order)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                if (OpFacts.Derives(_f[v].Op))
                {
                    continue;
                }
                for (int i = 0; i < _f.ArgumentCount(v); i++)
                {
                    if (_slotOf[_f.Argument(v, i).Index] is { } slot)
                    {
                        _takesAddress[id.Index] |= _f[v].Op == Op.Phi;
                        _isUsed[slot.Index] = true;
                        _isObject[slot.Index] |= LetsAddressGo(v, i);
                    }
                }
            }
            foreach (ValueId a in _f[id].Arguments)
            {
                if (_slotOf[a.Index] is { } slot)
                {
                    _isUsed[slot.Index] = _isObject[slot.Index] = true;
                }
            }
        }
    }

    private bool LetsAddressGo(ValueId v, int argument) => _f[v].Op switch
    {
        Op.Load or Op.Zero or Op.Move or Op.MemoryEqual or Op.KeepAlive or Op.WriteBarrierZero or Op.WriteBarrierMove => false,
        Op.Store => argument != 0,
        Op.CallStatic or Op.CallClosure or Op.CallInterface => MemoryOperandOf(v, argument) is null,
        _ => true,
    };

    private MemoryOperand? MemoryOperandOf(ValueId call, int argument)
        => ((CallInfo)_f[call].Aux!).MemoryOperandAt(argument - OpFacts.FixedCallOperands(_f[call].Op));

    private void TakeApart()
    {
        var words = new EntityList<long>();
        foreach (StackSlot slot in _f.Slots)
        {
            _first[slot.Index] = _parts.Count;
            if (slot.IsAlwaysLive || !_isUsed[slot.Index] || !_layout.HasPointers(slot.Type))
            {
                continue;
            }
            int word = _layout.Abi.PointerSize;
            long end = _layout.PointerBytes(slot.Type);
            words.Clear();
            if (end <= 4 * MaxWords * word)
            {
                _layout.PointerWords(slot.Type, 0, words);
            }
            if (words.Count is > 0 and <= MaxWords)
            {
                foreach (long w in words)
                {
                    _parts.Add(new SlotPart(slot, w * word, (w + 1) * word, true));
                }
            }
            else
            {
                _parts.Add(new SlotPart(slot, 0, end, false));
            }
            _count[slot.Index] = _parts.Count - _first[slot.Index];
        }
    }

    // Effects

    /// <summary>
    /// Replaces the list by what the instruction does: uses first, then what it replaces. A call replaces the memory of its results after
    /// it has returned. Phis do nothing here: see <see cref="EdgeEffects"/>.
    /// </summary>
    public void Effects(ValueId v, EntityList<(int Part, SlotEffect Effect)> effects)
    {
        effects.Clear();
        ref Value value = ref _f[v];
        if (value.Op == Op.VariableStart)
        {
            AddAll((StackSlot)value.Aux!, SlotEffect.Start, effects);
            return;
        }
        if (value.Op == Op.Phi || OpFacts.Derives(value.Op))
        {
            return;
        }
        for (int i = 0; i < _f.ArgumentCount(v); i++)
        {
            AddArgument(v, i, isWrite: false, effects);
        }
        if (value.Op is Op.Store or Op.Zero or Op.Move)
        {
            AddArgument(v, 0, isWrite: true, effects);
        }
        else if (OpFacts.IsCall(value.Op))
        {
            for (int i = 0; i < _f.ArgumentCount(v); i++)
            {
                AddArgument(v, i, isWrite: true, effects);
            }
        }
    }

    private void AddArgument(ValueId v, int i, bool isWrite, EntityList<(int Part, SlotEffect Effect)> effects)
    {
        ValueId a = _f.Argument(v, i);
        if (_slotOf[a.Index] is not { } slot || _count[slot.Index] == 0)
        {
            return;
        }
        ref Value value = ref _f[v];
        long size;
        bool writes = false;
        switch (value.Op)
        {
            case Op.Load:
                size = OpFacts.SizeOf(value.Kind);
                break;
            case Op.Store when i == 0:
                (size, writes) = (OpFacts.SizeOf(_f[_f.Argument(v, 1)].Kind), true);
                break;
            case Op.Zero or Op.Move or Op.MemoryEqual:
                (size, writes) = (value.AuxInt, i == 0 && value.Op != Op.MemoryEqual);
                break;
            case Op.CallStatic or Op.CallClosure or Op.CallInterface when MemoryOperandOf(v, i) is { } operand:
                AbiAssignment abi = ((CallInfo)value.Aux!).Abi;
                size = _layout.SizeOf((operand.IsResult ? abi.Results : abi.Parameters)[operand.AbiIndex].Type);
                writes = operand.IsResult;
                break;
            default:
                if (!isWrite)
                {
                    AddAll(slot, SlotEffect.Use, effects);
                }
                return;
        }
        if (writes == isWrite)
        {
            long displacement = value.Op is Op.Load or Op.Store ? value.AuxInt : 0;
            AddRange(slot, _offset[a.Index] == Unknown ? Unknown : _offset[a.Index] + displacement, size, isWrite, effects);
        }
    }

    private void AddRange(StackSlot slot, long start, long size, bool isWrite, EntityList<(int Part, SlotEffect Effect)> effects)
    {
        if (start == Unknown)
        {
            AddAll(slot, isWrite ? SlotEffect.PartialWrite : SlotEffect.Use, effects);
            return;
        }
        (int first, int count) = PartsOf(slot);
        for (int p = first; p < first + count; p++)
        {
            SlotPart part = _parts[p];
            if (start < part.End && part.Start < start + size)
            {
                bool replaces = start <= part.Start && part.End <= start + size;
                effects.Add((p, !isWrite ? SlotEffect.Use : replaces ? SlotEffect.Write : SlotEffect.PartialWrite));
            }
        }
    }

    private void AddAll(StackSlot slot, SlotEffect effect, EntityList<(int Part, SlotEffect Effect)> effects)
    {
        (int first, int count) = PartsOf(slot);
        for (int p = first; p < first + count; p++)
        {
            effects.Add((p, effect));
        }
    }

    /// <summary>Replaces the list by the uses at the end of a block: what it returns, and what the phis of its successors take.</summary>
    public void EdgeEffects(Block block, EntityList<(int Part, SlotEffect Effect)> effects)
    {
        effects.Clear();
        foreach (ValueId a in block.Arguments)
        {
            if (_slotOf[a.Index] is { } slot)
            {
                AddAll(slot, SlotEffect.Use, effects);
            }
        }
        if (block.Kind == BlockKind.Return)
        {
            foreach (StackSlot slot in _results)
            {
                AddAll(slot, SlotEffect.Use, effects);
            }
        }
        foreach (BlockId s in block.Successors)
        {
            if (_takesAddress[s.Index])
            {
                AddPhiUses(block, _f[s], effects);
            }
        }
    }

    private void AddPhiUses(Block block, Block successor, EntityList<(int Part, SlotEffect Effect)> effects)
    {
        foreach (ValueId v in successor.Instructions)
        {
            if (_f[v].Op != Op.Phi)
            {
                continue;
            }
            for (int i = 0; i < successor.Predecessors.Count; i++)
            {
                if (successor.Predecessors[i] == block.Id && _slotOf[_f.Argument(v, i).Index] is { } slot)
                {
                    AddAll(slot, SlotEffect.Use, effects);
                }
            }
        }
    }
}
