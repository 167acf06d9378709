using System.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Liveness;

/// <summary>
/// Which pointers in frame variables the collector must see at each call (contract 5.1): those that code after the call may read. A variable
/// whose address was let go is, after its last mention in the function, alive as a stack object: as long as the collector finds a pointer to it.
/// Backward data flow over the parts of variables; a snapshot of the final code.
/// </summary>
public sealed class SlotLiveness
{
    private static readonly ulong[] s_none = [];

    private readonly SsaFunction _f;
    private readonly SlotParts _parts;
    private readonly Dictionary<ValueId, ulong[]> _atCall = [];
    private readonly ulong[][] _atStart; // by block id
    private readonly int _words;
    private readonly List<(int Part, SlotEffect Effect)> _effects = [];

    private SlotLiveness(SsaFunction function, Layout layout)
    {
        _f = function;
        _parts = new SlotParts(function, layout);
        _words = (_parts.Parts.Count + 63) / 64;
        _atStart = new ulong[_words == 0 ? 0 : function.Blocks.Count][];
    }

    public static SlotLiveness Run(SsaFunction function, Layout layout)
    {
        var liveness = new SlotLiveness(function, layout);
        if (liveness._words > 0)
        {
            liveness.Solve();
        }
        return liveness;
    }

    internal SlotParts SlotParts => _parts;

    /// <summary>The parts by number; the sets of this analysis have a bit for each.</summary>
    public IReadOnlyList<SlotPart> Parts => _parts.Parts;

    /// <summary>Live in every map, or accessed by some instruction: needs a place in the frame.</summary>
    public bool NeedsPlace(StackSlot slot) => slot.IsAlwaysLive || _parts.IsUsed(slot);

    /// <summary>The variable's address is a value somewhere: the runtime must know it as a stack object when it holds pointers.</summary>
    public bool IsObject(StackSlot slot) => _parts.IsObject(slot);

    /// <summary>The parts live while the call runs.</summary>
    public ReadOnlySpan<ulong> At(ValueId call) => _atCall.GetValueOrDefault(call, s_none);

    /// <summary>The parts live when the function starts: parameters, and what the prologue must zero because a map may list it before it is written.</summary>
    public ReadOnlySpan<ulong> AtEntry => _words == 0 ? s_none : _atStart[_f.Entry.Id.Index];

    public static bool Has(ReadOnlySpan<ulong> set, int part) => part >> 6 < set.Length && (set[part >> 6] >> (part & 63) & 1) != 0;

    private void Solve()
    {
        foreach (BlockId id in _f.Order)
        {
            _atStart[id.Index] = new ulong[_words];
        }
        var live = new ulong[_words];
        for (bool changed = true; changed;)
        {
            _f.Cancellation.ThrowIfCancellationRequested();
            changed = false;
            for (int i = _f.Order.Count - 1; i >= 0; i--)
            {
                BlockId id = _f.Order[i];
                Flow(_f[id], live, record: false);
                changed |= Merge(_atStart[id.Index], live);
            }
        }
        foreach (BlockId id in _f.Order)
        {
            Flow(_f[id], live, record: true);
        }
    }

    private static bool Merge(ulong[] into, ulong[] from)
    {
        bool changed = false;
        for (int i = 0; i < into.Length; i++)
        {
            changed |= (from[i] & ~into[i]) != 0;
            into[i] |= from[i];
        }
        return changed;
    }

    private void Flow(Block block, ulong[] live, bool record)
    {
        Array.Clear(live);
        foreach (BlockId s in block.Successors)
        {
            Merge(live, _atStart[s.Index]);
        }
        _parts.EdgeEffects(block, _effects);
        Apply(live, uses: true);
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            ValueId v = block.Instructions[i];
            _parts.Effects(v, _effects);
            Apply(live, uses: false);
            if (record && OpFacts.IsCall(_f[v].Op) && live.AsSpan().ContainsAnyExcept(0ul))
            {
                _atCall[v] = (ulong[])live.Clone();
            }
            Apply(live, uses: true);
        }
    }

    private void Apply(ulong[] live, bool uses)
    {
        foreach ((int part, SlotEffect effect) in _effects)
        {
            if (uses && effect == SlotEffect.Use)
            {
                live[part >> 6] |= 1ul << (part & 63);
            }
            else if (!uses && effect is (SlotEffect.Write or SlotEffect.Start))
            {
                live[part >> 6] &= ~(1ul << (part & 63));
            }
        }
    }

    /// <summary>Text form: what is live at the start and at each call, and the stack objects.</summary>
    public string Print()
    {
        var text = new StringBuilder();
        text.Append("live at entry:").Append(Names(AtEntry)).Append('\n');
        foreach (BlockId id in _f.Order)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                if (OpFacts.IsCall(_f[v].Op))
                {
                    string target = ((CallInfo)_f[v].Aux!).Target?.Name ?? "indirect";
                    text.Append("live at call of ").Append(target).Append(':').Append(Names(At(v))).Append('\n');
                }
            }
        }
        foreach (StackSlot slot in _f.Slots)
        {
            if (IsObject(slot))
            {
                text.Append("object ").Append(slot.Name).Append('\n');
            }
        }
        return text.ToString();
    }

    private string Names(ReadOnlySpan<ulong> set)
    {
        var text = new StringBuilder();
        for (int p = 0; p < Parts.Count; p++)
        {
            if (Has(set, p))
            {
                text.Append(' ').Append(Parts[p].Slot.Name).Append(Parts[p].IsWord ? "+" + Parts[p].Start : "");
            }
        }
        return text.ToString();
    }
}
