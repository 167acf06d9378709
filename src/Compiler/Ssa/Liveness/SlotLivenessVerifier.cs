using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Ssa.Liveness;

/// <summary>
/// Checks a <see cref="SlotLiveness"/> from the other side: going forward, whatever is live at a call, or is used, has been written on
/// every path since the variable started, came in as a parameter, or is zeroed by the prologue. A large variable that is written piece by
/// piece counts as written from the first piece on.
/// </summary>
public sealed class SlotLivenessVerifier
{
    private readonly SsaFunction _f;
    private readonly SlotLiveness _liveness;
    private readonly BitSet?[] _written; // by block id, at the start; null = not reached yet
    private readonly EntityList<(int Part, SlotEffect Effect)> _effects = [];

    private SlotLivenessVerifier(SsaFunction function, SlotLiveness liveness)
    {
        _f = function;
        _liveness = liveness;
        _written = new BitSet?[function.Blocks.Count];
    }

    public static void Verify(SsaFunction function, SlotLiveness liveness)
    {
        if (liveness.Parts.Count > 0)
        {
            new SlotLivenessVerifier(function, liveness).Run();
        }
    }

    private void Run()
    {
        var work = new Stack<BlockId>();
        BitSet entry = _liveness.AtEntry.Clone();
        for (int p = 0; p < _liveness.Parts.Count; p++)
        {
            if (_liveness.Parts[p].Slot.AbiIndex >= 0)
            {
                entry.Add(p);
            }
        }
        _written[_f.Entry.Id.Index] = entry;
        work.Push(_f.Entry.Id);
        while (work.TryPop(out BlockId id))
        {
            BitSet written = Flow(_f[id], check: false);
            foreach (BlockId s in _f[id].Successors)
            {
                if (Meet(s, written))
                {
                    work.Push(s);
                }
            }
        }
        foreach (BlockId id in _f.Order)
        {
            if (_written[id.Index] is not null)
            {
                Flow(_f[id], check: true);
            }
        }
    }

    private bool Meet(BlockId block, BitSet written)
    {
        if (_written[block.Index] is not { } known)
        {
            _written[block.Index] = written.Clone();
            return true;
        }
        return known.IntersectWith(written);
    }

    private BitSet Flow(Block block, bool check)
    {
        BitSet written = _written[block.Id.Index]!.Value.Clone();
        foreach (ValueId v in block.Instructions)
        {
            _liveness.SlotParts.Effects(v, _effects);
            if (check)
            {
                CheckUses(written, v.ToString());
                if (OpFacts.IsCall(_f[v].Op))
                {
                    CheckMap(v, written);
                }
            }
            foreach ((int part, SlotEffect effect) in _effects)
            {
                if (effect == SlotEffect.Start)
                {
                    written.Remove(part);
                }
                else if (effect == SlotEffect.Write || (effect == SlotEffect.PartialWrite && !_liveness.Parts[part].IsWord))
                {
                    written.Add(part);
                }
            }
        }
        if (check)
        {
            _liveness.SlotParts.EdgeEffects(block, _effects);
            CheckUses(written, "the end of " + block.Id);
        }
        return written;
    }

    private void CheckUses(BitSet written, string where)
    {
        foreach ((int part, SlotEffect effect) in _effects)
        {
            if (effect == SlotEffect.Use && !written.Contains(part))
            {
                throw Unexpected.State(
                    $"{_f.Symbol.Name}: {where} uses {_liveness.Parts[part].Slot.Name}, which may not have been written");
            }
        }
    }

    private void CheckMap(ValueId call, BitSet written)
    {
        BitSet live = _liveness.At(call);
        for (int p = 0; p < _liveness.Parts.Count; p++)
        {
            if (live.Contains(p) && !written.Contains(p))
            {
                throw Unexpected.State($"{_f.Symbol.Name}: {_liveness.Parts[p].Slot.Name} is live at {call} but may not have been written");
            }
        }
    }
}
