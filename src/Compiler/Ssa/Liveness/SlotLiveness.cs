using System.Text;
using Go.Compiler.Collections;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Liveness;

/// <summary>
/// Which pointers in frame variables the collector must see at each call (contract 5.1): those that code after the call may read. A
/// variable whose address was let go is, after its last mention in the function, alive as a stack object: as long as the collector finds a
/// pointer to it. Backward data flow over the parts of variables; a snapshot of the final code.
/// </summary>
public sealed class SlotLiveness
{
    private readonly SsaFunction _f;
    private readonly SlotParts _parts;
    private readonly Dictionary<ValueId, BitSet> _atCall = [];
    private readonly BitSet[] _atStart; // by block id
    private readonly EntityList<(int Part, SlotEffect Effect)> _effects = [];

    private SlotLiveness(SsaFunction function, Layout layout)
    {
        _f = function;
        _parts = new SlotParts(function, layout);
        _atStart = new BitSet[_parts.Parts.Count == 0 ? 0 : function.Blocks.Count];
    }

    public static SlotLiveness Run(SsaFunction function, Layout layout)
    {
        var liveness = new SlotLiveness(function, layout);
        if (liveness._atStart.Length > 0)
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
    public BitSet At(ValueId call) => _atCall.GetValueOrDefault(call);

    /// <summary>
    /// The parts live when the function starts: parameters, and what the prologue must zero because a map may list it before it is written.
    /// </summary>
    public BitSet AtEntry => _atStart.Length == 0 ? default : _atStart[_f.Entry.Id.Index];

    private void Solve()
    {
        foreach (BlockId id in _f.Order)
        {
            _atStart[id.Index] = new BitSet(_parts.Parts.Count);
        }
        var live = new BitSet(_parts.Parts.Count);
        for (bool changed = true; changed;)
        {
            _f.Cancellation.ThrowIfCancellationRequested();
            changed = false;
            for (int i = _f.Order.Count - 1; i >= 0; i--)
            {
                BlockId id = _f.Order[i];
                Flow(_f[id], live, record: false);
                changed |= _atStart[id.Index].UnionWith(live);
            }
        }
        foreach (BlockId id in _f.Order)
        {
            Flow(_f[id], live, record: true);
        }
    }

    private void Flow(Block block, BitSet live, bool record)
    {
        live.Clear();
        foreach (BlockId s in block.Successors)
        {
            live.UnionWith(_atStart[s.Index]);
        }
        _parts.EdgeEffects(block, _effects);
        Apply(live, uses: true);
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            ValueId v = block.Instructions[i];
            _parts.Effects(v, _effects);
            Apply(live, uses: false);
            if (record && OpFacts.IsCall(_f[v].Op) && !live.IsEmpty)
            {
                _atCall[v] = live.Clone();
            }
            Apply(live, uses: true);
        }
    }

    private void Apply(BitSet live, bool uses)
    {
        foreach ((int part, SlotEffect effect) in _effects)
        {
            if (uses && effect == SlotEffect.Use)
            {
                live.Add(part);
            }
            else if (!uses && effect is (SlotEffect.Write or SlotEffect.Start))
            {
                live.Remove(part);
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

    private string Names(BitSet set)
    {
        var text = new StringBuilder();
        for (int p = 0; p < Parts.Count; p++)
        {
            if (set.Contains(p))
            {
                text.Append(' ').Append(Parts[p].Slot.Name).Append(Parts[p].IsWord ? "+" + Parts[p].Start : "");
            }
        }
        return text.ToString();
    }
}
