using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// Frame slots that statements share one after the other. They are given back in the reverse order in which they were taken, so that of
/// each type the first ones are taken and the others free.
/// </summary>
internal sealed class TemporarySlots(SsaFunction function, Layout layout)
{
    private sealed class OfType
    {
        public List<StackSlot> Slots { get; } = [];
        public int Taken { get; set; }
    }

    private readonly Dictionary<GoType, OfType> _identical = new(TypeIdentity.Comparer);

    /// <summary>The same by the types' objects: found without looking at what a type consists of.</summary>
    private readonly Dictionary<GoType, OfType> _known = new(ReferenceEqualityComparer.Instance);
    private readonly List<OfType> _taken = [];
    private int _made;

    /// <summary>How many are taken: what <see cref="Release"/> wants.</summary>
    public int Mark => _taken.Count;

    /// <summary>A free slot, or a new one.</summary>
    public StackSlot Take(GoType type)
    {
        OfType slots = SlotsOf(type);
        if (slots.Taken == slots.Slots.Count)
        {
            StackSlot slot = function.NewSlot(".tmp" + _made++, type, layout.SizeOf(type), Math.Max(1, layout.AlignOf(type)));
            slot.IsAddressTaken = true;
            slots.Slots.Add(slot);
        }
        _taken.Add(slots);
        return slots.Slots[slots.Taken++];
    }

    /// <summary>Gives back what was taken since.</summary>
    public void Release(int mark)
    {
        while (_taken.Count > mark)
        {
            _taken[^1].Taken--;
            _taken.RemoveAt(_taken.Count - 1);
        }
    }

    private OfType SlotsOf(GoType type)
    {
        if (!_known.TryGetValue(type, out OfType? slots))
        {
            if (!_identical.TryGetValue(type, out slots))
            {
                _identical.Add(type, slots = new OfType());
            }
            _known.Add(type, slots);
        }
        return slots;
    }
}
