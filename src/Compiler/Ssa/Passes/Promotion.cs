using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Turns variables in memory whose address is used for loads and stores only into values: each accessed part (offset and kind) of an
/// <see cref="Op.Allocate"/> becomes a scalar variable. Parts must not overlap.
/// </summary>
public sealed class Promotion
{
    private readonly SsaFunction _f;
    private readonly Scratch<int> _candidate; // by value id: candidate number of the allocation it is the address of, or 0
    private readonly Scratch<long> _offset;   // by value id: offset from the allocation
    private readonly List<Candidate> _candidates = [new Candidate()];
    private readonly Dictionary<long, ValueId> _atExit = [];
    private readonly Dictionary<long, ValueId> _atEntry = [];
    private readonly EntityList<ValueKind> _partKinds = [];

    /// <summary>By variable: <see cref="ValueFlags.Length"/> when it is read as a length, which then holds for all it can be.</summary>
    private readonly EntityList<ValueFlags> _partFlags = [];
    private readonly EntityList<(BlockId Block, ValueId Phi)> _phis = [];
    private ValueId[] _map = [];

    private sealed class Candidate
    {
        public ValueId Allocation;
        public bool Rejected;

        /// <summary>
        /// Some KeepAlive names it: what its pointers lead to must stay alive until there, so it can only become values when it has none.
        /// </summary>
        public bool IsKept;
        public readonly SortedDictionary<long, (ValueKind Kind, ValueFlags Flags, int Variable)> Parts = [];
    }

    private Promotion(SsaFunction function)
    {
        _f = function;
        _candidate = Scratch<int>.Rent(function.ValueLimit);
        _offset = Scratch<long>.Rent(function.ValueLimit);
    }

    public static void Run(SsaFunction function)
    {
        if (!HasAllocation(function))
        {
            return;
        }
        var promotion = new Promotion(function);
        if (promotion.FindCandidates())
        {
            promotion.Rewrite();
            CopyElimination.Run(function);
            DeadCode.RemoveUnused(function);
        }
        promotion._candidate.Dispose();
        promotion._offset.Dispose();
    }

    private static bool HasAllocation(SsaFunction function)
    {
        foreach (BlockId id in function.Order)
        {
            foreach (ValueId v in function[id].Instructions)
            {
                if (function[v].Op == Op.Allocate)
                {
                    return true;
                }
            }
        }
        return false;
    }

    private bool FindCandidates()
    {
        foreach (BlockId id in _f.Order)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                if (_f[v].Op == Op.Allocate && ((AllocationSite)_f[v].Aux!).Count == 1)
                {
                    _candidate[v.Index] = _candidates.Count;
                    _candidates.Add(new Candidate { Allocation = v });
                }
            }
        }
        foreach ((int _, ValueId allocation) in _f.ResultAllocations)
        {
            // Results of functions with defer stay in memory (contract 4.7).
            _candidates[_candidate[allocation.Index]].Rejected = true;
        }
        if (_candidates.Count == 1)
        {
            return false;
        }
        // Derived addresses first: definitions may stand after uses in the order of blocks.
        bool changed = true;
        while (changed)
        {
            _f.Cancellation.ThrowIfCancellationRequested();
            changed = false;
            foreach (BlockId id in _f.Order)
            {
                foreach (ValueId v in _f[id].Instructions)
                {
                    if (_f[v].Op == Op.OffsetPointer && _candidate[v.Index] == 0 && _candidate[_f.Argument(v, 0).Index] is var c and not 0)
                    {
                        _candidate[v.Index] = c;
                        _offset[v.Index] = _offset[_f.Argument(v, 0).Index] + _f[v].AuxInt;
                        changed = true;
                    }
                }
            }
        }
        foreach (BlockId id in _f.Order)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                CheckUses(v);
            }
            Block block = _f[id];
            foreach (ValueId a in block.Arguments)
            {
                Reject(a);
            }
        }
        bool any = false;
        foreach (Candidate c in _candidates)
        {
            if (!c.Allocation.IsNone && !c.Rejected && PartsFit(c))
            {
                any = true;
            }
            else
            {
                c.Rejected = true;
            }
        }
        return any;
    }

    private void Reject(ValueId v) => _candidates[_candidate[v.Index]].Rejected = true;

    private void CheckUses(ValueId v)
    {
        Op op = _f[v].Op;
        int count = _f.ArgumentCount(v);
        for (int i = 0; i < count; i++)
        {
            ValueId a = _f.Argument(v, i);
            int c = _candidate[a.Index];
            if (c == 0)
            {
                continue;
            }
            long at = _offset[a.Index] + _f[v].AuxInt;
            switch (op)
            {
                case Op.OffsetPointer:
                    break;
                case Op.Load:
                    AddPart(c, at, _f[v].Kind, _f[v].Flags & ValueFlags.Length);
                    break;
                case Op.Store when i == 0:
                    AddPart(c, at, _f[_f.Argument(v, 1)].Kind, ValueFlags.None);
                    break;
                case Op.Zero when _offset[a.Index] == 0:
                    break;
                case Op.KeepAlive when _f[v].AuxInt == 0:
                    _candidates[c].IsKept = true;
                    // What must be in the heap can be seen to be there until then (finalizers, memory statistics).
                    _candidates[c].Rejected |= !((AllocationSite)_f[_candidates[c].Allocation].Aux!).FitsFrame;
                    break;
                default:
                    _candidates[c].Rejected = true;
                    break;
            }
        }
    }

    private void AddPart(int candidate, long offset, ValueKind kind, ValueFlags flags)
    {
        Candidate c = _candidates[candidate];
        if (c.Parts.TryGetValue(offset, out (ValueKind Kind, ValueFlags Flags, int Variable) part))
        {
            c.Rejected |= part.Kind != kind;
        }
        c.Parts[offset] = (kind, part.Flags | flags, -1);
    }

    private bool PartsFit(Candidate c)
    {
        long end = 0;
        foreach ((long offset, (ValueKind kind, ValueFlags _, int _)) in c.Parts)
        {
            if (offset < end || (c.IsKept && kind == ValueKind.Pointer))
            {
                return false;
            }
            end = offset + OpFacts.SizeOf(kind);
        }
        if (c.Parts.Count > 64)
        {
            return false;
        }
        foreach (long offset in c.Parts.Keys.ToArray())
        {
            (ValueKind kind, ValueFlags flags, int _) = c.Parts[offset];
            c.Parts[offset] = (kind, flags, _partKinds.Count);
            _partKinds.Add(kind);
            _partFlags.Add(flags);
        }
        return true;
    }

    private Candidate? PromotedBy(ValueId address)
    {
        if (address.Index >= _candidate.Length)
        {
            return null;
        }
        Candidate c = _candidates[_candidate[address.Index]];
        return c.Allocation.IsNone || c.Rejected ? null : c;
    }

    // As in the construction of SSA form: without the factor most of these keys would have the same hash.
    private static long Key(BlockId block, int variable)
        => (((long)block.Index << 32) | (uint)variable) * unchecked((long)0x9E3779B97F4A7C15);

    private void Rewrite()
    {
        var zeroes = new ValueId[_partKinds.Count];
        for (int i = 0; i < zeroes.Length; i++)
        {
            zeroes[i] = _f.NewValue(Op.Const, _partKinds[i], _f.Pos);
            _f[zeroes[i]].Block = _f.Entry.Id;
        }
        // What each part holds at the end of the blocks that write it.
        foreach (BlockId id in _f.Order)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                foreach ((int variable, ValueId value) in WritesOf(v, zeroes))
                {
                    _atExit[Key(id, variable)] = value;
                }
            }
        }
        // Only loads are replaced, and phis are no loads.
        _map = new ValueId[_f.ValueLimit];
        var current = new Dictionary<int, ValueId>();
        foreach (BlockId id in _f.Order.ToArray())
        {
            current.Clear();
            EntityList<ValueId> instructions = _f[id].Instructions;
            int kept = 0;
            for (int i = 0; i < instructions.Count; i++)
            {
                ValueId v = instructions[i];
                bool drop = false;
                if (_f[v].Op == Op.Load && PromotedBy(_f.Argument(v, 0)) is { } c)
                {
                    int variable = c.Parts[_offset[_f.Argument(v, 0).Index] + _f[v].AuxInt].Variable;
                    if (!current.TryGetValue(variable, out ValueId value))
                    {
                        value = AtEntry(id, variable, zeroes);
                        current[variable] = value;
                    }
                    _map[v.Index] = value;
                    drop = true;
                }
                else
                {
                    foreach ((int variable, ValueId value) in WritesOf(v, zeroes))
                    {
                        current[variable] = value;
                    }
                    drop = _f[v].Op is Op.Store or Op.Zero or Op.KeepAlive or Op.Allocate or Op.OffsetPointer
                        && PromotedBy(_f[v].Op == Op.Allocate ? v : _f.Argument(v, 0)) is not null;
                }
                if (!drop)
                {
                    instructions[kept++] = v;
                }
            }
            instructions.RemoveRange(kept, instructions.Count - kept);
        }
        var phis = new EntityList<ValueId>?[_f.Blocks.Count];
        foreach ((BlockId block, ValueId phi) in _phis)
        {
            (phis[block.Index] ??= []).Add(phi);
        }
        for (int b = 1; b < phis.Length; b++)
        {
            if (phis[b] is { } made)
            {
                made.Reverse();
                _f.Blocks[b].Instructions.InsertRange(0, made);
            }
        }
        _f.Entry.Instructions.InsertRange(0, zeroes);
        if (_map.Length < _f.ValueLimit)
        {
            Array.Resize(ref _map, _f.ValueLimit);
        }
        _f.ReplaceUses(_map);
    }

    private IEnumerable<(int Variable, ValueId Value)> WritesOf(ValueId v, ValueId[] zeroes)
    {
        Op op = _f[v].Op;
        if (op == Op.Store)
        {
            if (PromotedBy(_f.Argument(v, 0)) is { } c)
            {
                yield return (c.Parts[_offset[_f.Argument(v, 0).Index] + _f[v].AuxInt].Variable, _f.Argument(v, 1));
            }
        }
        else if (op is Op.Allocate or Op.Zero && PromotedBy(op == Op.Allocate ? v : _f.Argument(v, 0)) is { } cleared)
        {
            foreach ((ValueKind _, ValueFlags _, int variable) in cleared.Parts.Values)
            {
                yield return (variable, zeroes[variable]);
            }
        }
    }

    private ValueId AtExit(BlockId block, int variable, ValueId[] zeroes)
        => _atExit.TryGetValue(Key(block, variable), out ValueId v) ? v : AtEntry(block, variable, zeroes);

    private ValueId AtEntry(BlockId start, int variable, ValueId[] zeroes)
    {
        BlockId at = start;
        ValueId value;
        while (true)
        {
            if (_atEntry.TryGetValue(Key(at, variable), out value))
            {
                break;
            }
            EntityList<BlockId> predecessors = _f[at].Predecessors;
            if (predecessors.Count == 0)
            {
                // Before its allocation a variable is not read.
                value = zeroes[variable];
                break;
            }
            if (predecessors.Count > 1)
            {
                value = _f.NewValue(Op.Phi, _partKinds[variable], _f[at].Pos);
                _f[value].Block = at;
                _f[value].Flags = _partFlags[variable];
                _atEntry[Key(at, variable)] = value;
                _phis.Add((at, value));
                var arguments = new ValueId[predecessors.Count];
                for (int i = 0; i < arguments.Length; i++)
                {
                    arguments[i] = AtExit(predecessors[i], variable, zeroes);
                }
                _f.SetArguments(value, arguments);
                break;
            }
            at = predecessors[0];
            if (_atExit.TryGetValue(Key(at, variable), out value))
            {
                break;
            }
        }
        _atEntry[Key(start, variable)] = value;
        return value;
    }
}
