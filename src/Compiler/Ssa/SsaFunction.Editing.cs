using Go.Compiler.Collections;

namespace Go.Compiler.Ssa;

public sealed partial class SsaFunction
{
    /// <summary>Removes the edge number <paramref name="successor"/> of a block and the matching phi arguments of its target.</summary>
    public void RemoveEdge(Block from, int successor)
    {
        Block to = this[from.Successors[successor]];
        int index = PredecessorIndex(from, successor);
        from.Successors.RemoveAt(successor);
        RemovePredecessor(to, index);
    }

    /// <summary>
    /// Leads the edge number <paramref name="successor"/> of a block to another target, where it is the last one. The phis there must have
    /// its operands already; those of the target before lose them.
    /// </summary>
    public void MoveEdge(Block from, int successor, Block to)
    {
        Block before = this[from.Successors[successor]];
        int index = PredecessorIndex(from, successor);
        from.Successors[successor] = to.Id;
        RemovePredecessor(before, index);
        to.Predecessors.Add(from.Id);
    }

    /// <summary>
    /// The index in the target's predecessors of the edge number <paramref name="successor"/>: the n-th parallel edge is the n-th mention.
    /// </summary>
    public int PredecessorIndex(Block from, int successor)
    {
        BlockId target = from.Successors[successor];
        int nth = 0;
        for (int i = 0; i < successor; i++)
        {
            if (from.Successors[i] == target)
            {
                nth++;
            }
        }
        EntityList<BlockId> predecessors = this[target].Predecessors;
        for (int i = 0; i < predecessors.Count; i++)
        {
            if (predecessors[i] == from.Id && nth-- == 0)
            {
                return i;
            }
        }
        throw Diagnostics.Unexpected.State($"edge {from.Id} to {target} has no back reference");
    }

    private void RemovePredecessor(Block block, int index)
    {
        block.Predecessors.RemoveAt(index);
        Span<ValueId> buffer = stackalloc ValueId[16];
        foreach (ValueId id in block.Instructions)
        {
            if (this[id].Op == Op.Phi)
            {
                int count = ArgumentCount(id);
                Span<ValueId> arguments = count <= buffer.Length ? buffer[..(count - 1)] : new ValueId[count - 1];
                for (int i = 0, j = 0; i < count; i++)
                {
                    if (i != index)
                    {
                        arguments[j++] = Argument(id, i);
                    }
                }
                SetArguments(id, arguments);
            }
        }
    }

    /// <summary>Drops blocks that cannot be reached from the entry (or are not the recovery point) from the order and from phis.</summary>
    public bool RemoveUnreachableBlocks()
    {
        using var reached = Scratch<bool>.Rent(Blocks.Count);
        using var work = Scratch<BlockId>.Rent(Blocks.Count);
        int top = 0;
        work[top++] = Entry.Id;
        reached[Entry.Id.Index] = true;
        foreach (BlockId id in Order)
        {
            if (this[id].Kind == BlockKind.DeferReturn && !reached[id.Index])
            {
                reached[id.Index] = true;
                work[top++] = id;
            }
        }
        while (top > 0)
        {
            foreach (BlockId next in this[work[--top]].Successors)
            {
                if (!reached[next.Index])
                {
                    reached[next.Index] = true;
                    work[top++] = next;
                }
            }
        }
        bool any = false;
        foreach (BlockId id in Order)
        {
            if (!reached[id.Index])
            {
                Block dead = this[id];
                dead.Successors.Clear();
                dead.Predecessors.Clear();
                dead.Instructions.Clear();
                dead.Control = default;
                dead.Arguments.Clear();
                dead.Kind = BlockKind.None;
                any = true;
            }
        }
        if (any)
        {
            KeepMarked(Order, reached.Span);
            foreach (BlockId id in Order)
            {
                KeepPredecessors(this[id], reached.Span);
            }
        }
        return any;
    }

    private static void KeepMarked(EntityList<BlockId> blocks, ReadOnlySpan<bool> marked)
    {
        int kept = 0;
        for (int i = 0; i < blocks.Count; i++)
        {
            BlockId id = blocks[i];
            if (marked[id.Index])
            {
                blocks[kept++] = id;
            }
        }
        blocks.RemoveRange(kept, blocks.Count - kept);
    }

    /// <summary>Removes all edges from blocks that are not reached, at once: a block may have very many.</summary>
    private void KeepPredecessors(Block block, ReadOnlySpan<bool> reached)
    {
        EntityList<BlockId> predecessors = block.Predecessors;
        var kept = new EntityList<int>(predecessors.Count);
        for (int i = 0; i < predecessors.Count; i++)
        {
            if (reached[predecessors[i].Index])
            {
                kept.Add(i);
            }
        }
        if (kept.Count == predecessors.Count)
        {
            return;
        }
        var arguments = new ValueId[kept.Count];
        foreach (ValueId id in block.Instructions)
        {
            if (this[id].Op == Op.Phi)
            {
                for (int i = 0; i < arguments.Length; i++)
                {
                    arguments[i] = Argument(id, kept[i]);
                }
                SetArguments(id, arguments);
            }
        }
        for (int i = 0; i < kept.Count; i++)
        {
            predecessors[i] = predecessors[kept[i]];
        }
        predecessors.RemoveRange(kept.Count, predecessors.Count - kept.Count);
    }

    /// <summary>Rewrites every use by the map (index = value id; none = unchanged; chains are followed).</summary>
    public void ReplaceUses(ReadOnlySpan<ValueId> map)
    {
        foreach (BlockId blockId in Order)
        {
            Block block = this[blockId];
            foreach (ValueId id in block.Instructions)
            {
                int count = ArgumentCount(id);
                for (int i = 0; i < count; i++)
                {
                    ValueId old = Argument(id, i);
                    ValueId now = Resolve(map, old);
                    if (now != old)
                    {
                        SetArgument(id, i, now);
                    }
                }
            }
            block.Control = Resolve(map, block.Control);
            for (int i = 0; i < block.Arguments.Count; i++)
            {
                block.Arguments[i] = Resolve(map, block.Arguments[i]);
            }
        }
    }

    private static ValueId Resolve(ReadOnlySpan<ValueId> map, ValueId id)
    {
        while (id.Index < map.Length && !map[id.Index].IsNone && map[id.Index] != id)
        {
            id = map[id.Index];
        }
        return id;
    }

    /// <summary>Turns a value into a copy of another (a later pass removes it).</summary>
    public void BecomeCopy(ValueId id, ValueId of)
    {
        ref Value v = ref this[id];
        v.Op = Op.Copy;
        v.AuxInt = 0;
        v.Aux = null;
        v.Flags = ValueFlags.None;
        SetArguments(id, [of]);
    }

    /// <summary>Turns a value into a constant of its kind.</summary>
    public void BecomeConstant(ValueId id, long value)
    {
        ref Value v = ref this[id];
        v.Op = Op.Const;
        v.AuxInt = value;
        v.Aux = null;
        v.Flags = ValueFlags.None;
        SetArguments(id, []);
    }

    /// <summary>Makes an If, JumpTable or any block a jump to its successor number <paramref name="successor"/>.</summary>
    public void BecomeJump(Block block, int successor)
    {
        for (int i = block.Successors.Count - 1; i >= 0; i--)
        {
            if (i != successor)
            {
                RemoveEdge(block, i);
            }
        }
        block.Kind = BlockKind.Jump;
        block.Control = default;
        block.Likely = 0;
    }

    /// <summary>
    /// Positions become those of their lines, which is all that is kept of the bodies of other packages: what is made of them must not
    /// depend on whether they were compiled just now or read back.
    /// </summary>
    public void ForgetColumns()
    {
        Pos = Pos.WithoutColumn;
        for (int id = 1; id < _valueCount; id++)
        {
            _values[id].Pos = _values[id].Pos.WithoutColumn;
        }
        foreach (Block block in Blocks)
        {
            block.Pos = block.Pos.WithoutColumn;
        }
    }

    /// <summary>
    /// Cuts a block before instruction <paramref name="index"/>: the rest and the ending move to a new block, placed right after. The first
    /// part has no ending yet.
    /// </summary>
    /// <param name="placed">Put it into the order; else the caller does.</param>
    public Block SplitBlock(Block block, int index, bool placed = true)
    {
        Block rest = new(new BlockId(Blocks.Count)) { Kind = block.Kind, Control = block.Control, Call = block.Call, Likely = block.Likely,
            Pos = block.Pos, InlineIndex = block.InlineIndex };
        Blocks.Add(rest);
        if (placed)
        {
            Order.Insert(Order.IndexOf(block.Id) + 1, rest.Id);
        }
        for (int i = index; i < block.Instructions.Count; i++)
        {
            ValueId id = block.Instructions[i];
            this[id].Block = rest.Id;
            rest.Instructions.Add(id);
        }
        block.Instructions.RemoveRange(index, block.Instructions.Count - index);
        rest.Arguments.AddRange(block.Arguments);
        rest.Successors.AddRange(block.Successors);
        foreach (BlockId next in rest.Successors)
        {
            EntityList<BlockId> predecessors = this[next].Predecessors;
            for (int i = 0; i < predecessors.Count; i++)
            {
                if (predecessors[i] == block.Id)
                {
                    predecessors[i] = rest.Id;
                }
            }
        }
        block.Arguments.Clear();
        block.Successors.Clear();
        block.Kind = BlockKind.None;
        block.Control = default;
        block.Call = null;
        block.Likely = 0;
        return rest;
    }

    /// <summary>The address that this one was derived from by steps inside one object.</summary>
    public ValueId ObjectAddress(ValueId address)
    {
        while (OpFacts.Derives(this[address].Op) || (this[address].Op == Op.Bitcast && this[address].AuxInt == Value.KeepsFlow))
        {
            address = Argument(address, 0);
        }
        return address;
    }
}
