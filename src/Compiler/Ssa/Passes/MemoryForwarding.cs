using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Replaces a load by the value that the same place is known to hold: from a store or an earlier load, with nothing between that may have
/// written there. Where ways meet, what all of them know goes on; nothing flows around a loop. Volatile accesses (the runtime's, contract
/// trap 25) are left alone.
/// </summary>
public sealed class MemoryForwarding
{
    /// <summary>Facts kept at a time; the oldest one makes room.</summary>
    private const int MaxFacts = 48;

    private readonly SsaFunction _f;
    private readonly ValueId[] _map;
    private readonly EntityList<Fact>?[] _atEnd; // by block id
    private readonly Dictionary<object, ValueId> _named = []; // the value that stands for all addresses of a variable or symbol

    /// <summary>A place and what it holds.</summary>
    private readonly record struct Fact(ValueId Base, long Offset, ValueKind Kind, ValueId Value);

    private MemoryForwarding(SsaFunction function)
    {
        _f = function;
        _map = new ValueId[function.ValueLimit];
        _atEnd = new EntityList<Fact>?[function.Blocks.Count];
    }

    public static void Run(SsaFunction function)
    {
        var pass = new MemoryForwarding(function);
        bool changed = false;
        foreach (BlockId id in ControlFlow.ReversePostorderOf(function))
        {
            changed |= pass.Visit(function[id]);
        }
        if (changed)
        {
            function.ReplaceUses(pass._map);
        }
    }

    private bool Visit(Block block)
    {
        EntityList<Fact> facts = AtStart(block);
        int kept = 0;
        EntityList<ValueId> instructions = block.Instructions;
        for (int i = 0; i < instructions.Count; i++)
        {
            ValueId v = instructions[i];
            if (!Step(v, facts))
            {
                instructions[kept++] = v;
            }
        }
        bool changed = kept < instructions.Count;
        instructions.RemoveRange(kept, instructions.Count - kept);
        _atEnd[block.Id.Index] = facts;
        return changed;
    }

    /// <summary>What all predecessors know; one that comes later in the order, around a loop, knows nothing yet.</summary>
    private EntityList<Fact> AtStart(Block block)
    {
        EntityList<Fact>? facts = null;
        foreach (BlockId p in block.Predecessors)
        {
            if (_atEnd[p.Index] is not { Count: > 0 } known)
            {
                return [];
            }
            if (facts is null)
            {
                facts = [.. known];
            }
            else
            {
                Intersect(facts, known);
            }
        }
        return facts ?? [];
    }

    /// <summary>Keeps what another way knows too. Both mostly have it in the same order, as it came from one block.</summary>
    private static void Intersect(EntityList<Fact> facts, EntityList<Fact> other)
    {
        int kept = 0, at = 0;
        for (int i = 0; i < facts.Count; i++)
        {
            int steps = 0;
            while (steps < other.Count && !other[at].Equals(facts[i]))
            {
                at = at + 1 == other.Count ? 0 : at + 1;
                steps++;
            }
            if (steps < other.Count)
            {
                facts[kept++] = facts[i];
            }
        }
        facts.RemoveRange(kept, facts.Count - kept);
    }

    /// <summary>Learns from an instruction; whether it is a load that goes.</summary>
    private bool Step(ValueId v, EntityList<Fact> facts)
    {
        ref Value value = ref _f[v];
        bool isVolatile = (value.Flags & ValueFlags.Volatile) != 0;
        switch (value.Op)
        {
            case Op.Load:
                return !isVolatile && Load(v, facts);
            case Op.Store:
                ValueId stored = Mapped(_f.Argument(v, 1));
                (ValueId to, long offset) = Place(_f.Argument(v, 0), value.AuxInt);
                Forget(facts, to, offset, OpFacts.SizeOf(_f[stored].Kind));
                if (!isVolatile)
                {
                    Remember(facts, new Fact(to, offset, _f[stored].Kind, stored));
                }
                return false;
            case Op.Zero or Op.Move:
                (ValueId start, long at) = Place(_f.Argument(v, 0), 0);
                Forget(facts, start, at, value.AuxInt);
                return false;
            case Op.VariableStart:
                facts.RemoveAll(fact => ReferenceEquals(SlotOf(fact.Base), _f[v].Aux));
                return false;
            case Op.NilCheck or Op.BoundsCheck or Op.KeepAlive or Op.MemoryEqual or Op.Phi or Op.Param or Op.ClosureContext or Op.GetG
                or Op.Prefetch:
                return false;
            default:
                if (!OpFacts.IsPure(value.Op))
                {
                    // Only variables whose address nobody has keep what they hold.
                    facts.RemoveAll(fact => SlotOf(fact.Base) is not { IsAddressTaken: false });
                }
                return false;
        }
    }

    private bool Load(ValueId v, EntityList<Fact> facts)
    {
        (ValueId from, long offset) = Place(_f.Argument(v, 0), _f[v].AuxInt);
        ValueKind kind = _f[v].Kind;
        foreach (Fact fact in facts)
        {
            if (fact.Base == from && fact.Offset == offset && fact.Kind == kind)
            {
                _map[v.Index] = fact.Value;
                return true;
            }
        }
        Remember(facts, new Fact(from, offset, kind, v));
        return false;
    }

    private static void Remember(EntityList<Fact> facts, Fact fact)
    {
        if (facts.Count == MaxFacts)
        {
            facts.RemoveAt(0);
        }
        facts.Add(fact);
    }

    private void Forget(EntityList<Fact> facts, ValueId to, long offset, long size)
        => facts.RemoveAll(fact => fact.Base == to ? fact.Offset < offset + size && offset < fact.Offset + OpFacts.SizeOf(fact.Kind)
            : MayOverlap(fact.Base, to));

    private bool MayOverlap(ValueId a, ValueId b)
    {
        StackSlot? x = SlotOf(a), y = SlotOf(b);
        if (x is not null && y is not null)
        {
            return x == y;
        }
        if ((x ?? y) is { } slot)
        {
            return slot.IsAddressTaken;
        }
        return !(_f[a].Op == Op.GlobalAddress && _f[b].Op == Op.GlobalAddress);
    }

    /// <summary>The variable that an address lies in, when it is known to be one of the frame.</summary>
    private StackSlot? SlotOf(ValueId address)
    {
        while (OpFacts.Derives(_f[address].Op))
        {
            address = Mapped(_f.Argument(address, 0));
        }
        return _f[address].Op == Op.LocalAddress ? (StackSlot)_f[address].Aux! : null;
    }

    private ValueId Mapped(ValueId v)
    {
        while (!_map[v.Index].IsNone)
        {
            v = _map[v.Index];
        }
        return v;
    }

    /// <summary>Address plus offset in one form: without constant steps, one value for each variable and symbol.</summary>
    private (ValueId Base, long Offset) Place(ValueId address, long offset)
    {
        address = Mapped(address);
        while (_f[address].Op is Op.OffsetPointer or Op.NilCheck or Op.Copy)
        {
            offset += _f[address].Op == Op.OffsetPointer ? _f[address].AuxInt : 0;
            address = Mapped(_f.Argument(address, 0));
        }
        if (_f[address].Op is Op.LocalAddress or Op.GlobalAddress && _f[address].Aux is { } name)
        {
            offset += _f[address].Op == Op.GlobalAddress ? _f[address].AuxInt : 0;
            object key = name is string symbol ? new NamedSymbol(symbol) : name;
            if (!_named.TryAdd(key, address))
            {
                address = _named[key];
            }
        }
        return (address, offset);
    }
}
