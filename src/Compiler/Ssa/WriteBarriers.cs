using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>
/// Inserts write barriers (contract 4.8): a test of the flag, a cold block that records new and old pointers in the buffer, then the plain stores.
/// Stores to the frame, stores of static addresses into fresh memory and stores known not to need one get none. Runs after allocations are lowered.
/// </summary>
public static class WriteBarriers
{
    private const int MaxEntries = 8;

    public static void Run(SsaFunction function)
    {
        for (int i = 0; i < function.Order.Count; i++)
        {
            Block block = function[function.Order[i]];
            for (int at = 0; at < block.Instructions.Count; at++)
            {
                ValueId v = block.Instructions[at];
                if (Entries(function, v) == 0)
                {
                    continue;
                }
                Insert(function, block, at);
                // The rest of the block moved to a new one, which comes later in the order.
                break;
            }
        }
    }

    /// <summary>Number of buffer entries a store needs: new and old value; -1 for bulk barriers, 0 for none.</summary>
    private static int Entries(SsaFunction f, ValueId id)
    {
        ref Value v = ref f[id];
        if ((v.Flags & ValueFlags.NoBarrier) != 0)
        {
            return 0;
        }
        bool fresh = (v.Flags & ValueFlags.FreshMemory) != 0;
        switch (v.Op)
        {
            case Op.Store when f[f.Argument(id, 1)].Kind == ValueKind.Pointer && !IsFrame(f, f.Argument(id, 0)):
                return (IsStatic(f, f.Argument(id, 1)) ? 0 : 1) + (fresh ? 0 : 1);
            case Op.Zero when v.Aux is not null && !fresh && !IsFrame(f, f.Argument(id, 0)):
                return -1;
            case Op.Move when v.Aux is not null && !IsFrame(f, f.Argument(id, 0)):
                return -1;
            default:
                return 0;
        }
    }

    private static bool IsFrame(SsaFunction f, ValueId address)
    {
        while (f[address].Op is Op.OffsetPointer or Op.AddPointer or Op.Copy or Op.NilCheck || (f[address].Op == Op.Bitcast && f[address].AuxInt == SsaBuilder.KeepsFlow))
        {
            address = f.Argument(address, 0);
        }
        return f[address].Op == Op.LocalAddress;
    }

    /// <summary>Nil, or the address of static data: nothing for the collector to find.</summary>
    private static bool IsStatic(SsaFunction f, ValueId value)
    {
        while (f[value].Op is Op.OffsetPointer or Op.Copy)
        {
            value = f.Argument(value, 0);
        }
        return f[value].Op is Op.Const or Op.GlobalAddress;
    }

    private static void Insert(SsaFunction f, Block block, int at)
    {
        ValueId first = block.Instructions[at];
        Text.Pos pos = f[first].Pos;
        int inline = f[first].InlineIndex;
        if (Entries(f, first) < 0)
        {
            Block rest = f.SplitBlock(block, at);
            (Block cold, Block warm) = Fork(f, block, rest, pos, inline);
            var type = (GoType)f[first].Aux!;
            bool isMove = f[first].Op == Op.Move;
            ValueId bulk = isMove
                ? f.Append(cold, Op.WriteBarrierMove, ValueKind.None, pos, [f.Argument(first, 0), f.Argument(first, 1)], f[first].AuxInt, type)
                : f.Append(cold, Op.WriteBarrierZero, ValueKind.None, pos, [f.Argument(first, 0)], f[first].AuxInt, type);
            f[bulk].InlineIndex = inline;
            f[first].Flags |= ValueFlags.NoBarrier;
            End(f, warm, 1, pos, inline);
            return;
        }
        int count = GatherGroup(f, block, at, out int start, out int entries);
        Block tail = f.SplitBlock(block, start);
        (Block record, Block stores) = Fork(f, block, tail, pos, inline);
        ValueId buffer = f.Append(record, Op.WriteBarrierBuffer, ValueKind.I64, pos, default, entries);
        f[buffer].InlineIndex = inline;
        int slot = 0;
        for (int i = 0; i < count; i++)
        {
            ValueId store = stores.Instructions[i];
            if (Entries(f, store) <= 0)
            {
                continue;
            }
            if (!IsStatic(f, f.Argument(store, 1)))
            {
                Put(f, record, buffer, slot++, f.Argument(store, 1), pos);
            }
            if ((f[store].Flags & ValueFlags.FreshMemory) == 0)
            {
                ValueId old = f.Append(record, Op.Load, ValueKind.Pointer, pos, [f.Argument(store, 0)], f[store].AuxInt);
                Put(f, record, buffer, slot++, old, pos);
            }
            f[store].Flags |= ValueFlags.NoBarrier;
        }
        End(f, stores, count, pos, inline);
    }

    private static void Put(SsaFunction f, Block block, ValueId buffer, int slot, ValueId value, Text.Pos pos)
        => f[f.Append(block, Op.Store, ValueKind.None, pos, [buffer, value], slot * 8L)].Flags = ValueFlags.NoBarrier | ValueFlags.Volatile;

    /// <summary>
    /// Extends the window over following stores of the block. Pure operations in between move up before it: they depend on nothing inside.
    /// Returns the number of stores, which then begin at <paramref name="start"/>.
    /// </summary>
    private static int GatherGroup(SsaFunction f, Block block, int at, out int start, out int entries)
    {
        List<ValueId> list = block.Instructions;
        entries = 0;
        int last = at;
        int scalarStores = 0;
        for (int i = at; i < list.Count; i++)
        {
            ValueId v = list[i];
            if (f[v].Op == Op.Store)
            {
                int n = Entries(f, v);
                if (n > 0)
                {
                    if (entries + n > MaxEntries)
                    {
                        break;
                    }
                    entries += n;
                    last = i;
                    scalarStores = 0;
                }
                else if (++scalarStores > 2)
                {
                    break;
                }
            }
            else if (!OpFacts.IsPure(f[v].Op))
            {
                break;
            }
        }
        // Stable partition of [at, last]: pure operations first.
        var pure = new List<ValueId>();
        var kept = new List<ValueId>();
        for (int i = at; i <= last; i++)
        {
            (f[list[i]].Op == Op.Store ? kept : pure).Add(list[i]);
        }
        start = at + pure.Count;
        for (int i = 0; i < pure.Count; i++)
        {
            list[at + i] = pure[i];
        }
        for (int i = 0; i < kept.Count; i++)
        {
            list[start + i] = kept[i];
        }
        return kept.Count;
    }

    private static (Block Cold, Block Warm) Fork(SsaFunction f, Block block, Block rest, Text.Pos pos, int inline)
    {
        ValueId flag = f.Append(block, Op.WriteBarrierFlag, ValueKind.I32, pos);
        ValueId zero = f.Append(block, Op.Const, ValueKind.I32, pos);
        ValueId on = f.Append(block, Op.Ne, ValueKind.I8, pos, [flag, zero]);
        f[flag].InlineIndex = inline;
        f[on].InlineIndex = inline;
        Block cold = f.NewBlock(BlockKind.Jump);
        cold.Pos = pos;
        cold.InlineIndex = inline;
        block.Kind = BlockKind.If;
        block.Control = on;
        block.Likely = -1;
        block.Pos = pos;
        block.InlineIndex = inline;
        SsaFunction.AddEdge(block, cold);
        SsaFunction.AddEdge(block, rest);
        SsaFunction.AddEdge(cold, rest);
        return (cold, rest);
    }

    private static void End(SsaFunction f, Block block, int index, Text.Pos pos, int inline)
    {
        ValueId end = f.NewValue(Op.WriteBarrierEnd, ValueKind.None, pos);
        f[end].Block = block.Id;
        f[end].InlineIndex = inline;
        block.Instructions.Insert(index, end);
    }
}
