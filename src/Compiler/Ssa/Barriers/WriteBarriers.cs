using Go.Compiler.Collections;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Barriers;

/// <summary>
/// Inserts write barriers (contract 4.8): a test of the flag, a cold block that records new and old pointers in the buffer, then the plain
/// stores. Stores to the frame, stores of static addresses into fresh memory and stores known not to need one get none. Runs after
/// allocations are lowered.
/// </summary>
public static class WriteBarriers
{
    private const int MaxEntries = 8;

    public static void Run(SsaFunction function)
    {
        var windows = new EntityList<(int Start, int Stores)>();
        EntityList<BlockId>? order = null;
        for (int i = 0; i < function.Order.Count; i++)
        {
            Block block = function[function.Order[i]];
            FindGroups(function, block, windows);
            if (windows.Count > 0)
            {
                order ??= new EntityList<BlockId>(function.Order.AsSpan()[..i]);
            }
            order?.Add(block.Id);
            // From the last window on, so that every instruction moves to its new block once.
            int first = order?.Count ?? 0;
            for (int w = windows.Count - 1; w >= 0; w--)
            {
                order!.Add(Insert(function, block, windows[w].Start, windows[w].Stores).Id);
            }
            order?.Reverse(first, windows.Count);
        }
        if (order is null)
        {
            return;
        }
        function.Order.Clear();
        function.Order.AddRange(order);
    }

    /// <summary>
    /// The stores of a block that need barriers, in groups that share a window; within each group pure operations move to the front.
    /// </summary>
    private static void FindGroups(SsaFunction function, Block block, EntityList<(int Start, int Stores)> windows)
    {
        windows.Clear();
        for (int at = 0; at < block.Instructions.Count; at++)
        {
            int entries = Entries(function, block.Instructions[at]);
            if (entries < 0)
            {
                windows.Add((at, 1));
            }
            else if (entries > 0)
            {
                int stores = GatherGroup(function, block, at, out int start);
                windows.Add((start, stores));
                at = start + stores - 1;
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
                // What a literal's data points to is static too.
                return fresh && f[f.Argument(id, 1)].Aux is StaticDataSymbol ? 0 : -1;
            default:
                return 0;
        }
    }

    private static bool IsFrame(SsaFunction f, ValueId address) => f[f.ObjectAddress(address)].Op == Op.LocalAddress;

    /// <summary>Nil, or the address of static data: nothing for the collector to find.</summary>
    private static bool IsStatic(SsaFunction f, ValueId value)
    {
        while (f[value].Op is Op.OffsetPointer or Op.Copy)
        {
            value = f.Argument(value, 0);
        }
        return f[value].Op is Op.Const or Op.GlobalAddress;
    }

    /// <summary>Makes one window; the block it begins with, which has the rest of the block, is for the caller to place.</summary>
    private static Block Insert(SsaFunction f, Block block, int at, int count)
    {
        ValueId first = block.Instructions[at];
        Text.Pos pos = f[first].Pos;
        int inline = f[first].InlineIndex;
        bool isBulk = Entries(f, first) < 0;
        Block tail = f.SplitBlock(block, at, placed: false);
        (Block record, Block stores) = Fork(f, block, tail, pos, inline);
        if (isBulk)
        {
            var type = (GoType)f[first].Aux!;
            ValueId bulk = f[first].Op == Op.Move
                ? f.Append(record, Op.WriteBarrierMove, ValueKind.None, pos,
                    [f.Argument(first, 0), f.Argument(first, 1)], f[first].AuxInt, type)
                : f.Append(record, Op.WriteBarrierZero, ValueKind.None, pos, [f.Argument(first, 0)], f[first].AuxInt, type);
            f[bulk].InlineIndex = inline;
            f[first].Flags |= ValueFlags.NoBarrier;
        }
        else
        {
            Record(f, record, stores, count, pos, inline);
        }
        End(f, stores, count, pos, inline);
        return tail;
    }

    /// <summary>The cold block's code: new and old pointers of the stores go to the buffer.</summary>
    private static void Record(SsaFunction f, Block record, Block stores, int count, Text.Pos pos, int inline)
    {
        int entries = 0;
        for (int i = 0; i < count; i++)
        {
            entries += Math.Max(0, Entries(f, stores.Instructions[i]));
        }
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
    }

    private static void Put(SsaFunction f, Block block, ValueId buffer, int slot, ValueId value, Text.Pos pos)
        => f[f.Append(block, Op.Store, ValueKind.None, pos, [buffer, value], slot * 8L)].Flags = ValueFlags.NoBarrier | ValueFlags.Volatile;

    /// <summary>
    /// Extends the window over following stores of the block. Pure operations in between move up before it: they depend on nothing inside.
    /// Returns the number of stores, which then begin at <paramref name="start"/>.
    /// </summary>
    private static int GatherGroup(SsaFunction f, Block block, int at, out int start)
    {
        EntityList<ValueId> list = block.Instructions;
        int entries = 0;
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
        var pure = new EntityList<ValueId>();
        var kept = new EntityList<ValueId>();
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
