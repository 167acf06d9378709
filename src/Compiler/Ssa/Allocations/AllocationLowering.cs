using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Allocations;

/// <summary>
/// Turns every <see cref="Op.Allocate"/> and <see cref="Op.AllocateMap"/> into a frame slot or a call of the runtime, as the escape
/// analysis decided.
/// </summary>
public static class AllocationLowering
{
    public static void Run(FunctionUnit unit, SsaEnvironment env)
    {
        SsaFunction f = unit.Function;
        foreach (BlockId id in f.Order.ToArray())
        {
            Block block = f[id];
            bool found = false;
            foreach (ValueId v in block.Instructions)
            {
                found |= f[v].Op is Op.Allocate or Op.AllocateMap;
            }
            if (found)
            {
                Lower(unit, env, block);
            }
        }
        SliceMoves.Run(f, env);
        if (f.Slots.Count > 0)
        {
            MarkSlots(f);
        }
    }

    private static void Lower(FunctionUnit unit, SsaEnvironment env, Block block)
    {
        SsaFunction f = unit.Function;
        ValueId[] old = [.. block.Instructions];
        block.Instructions.Clear();
        var boxes = new BoxLowering(f, env, block);
        for (int i = 0; i < old.Length; i++)
        {
            ValueId v = old[i];
            if (f[v].Op == Op.AllocateMap)
            {
                LowerMap(unit, env, block, v);
                continue;
            }
            if (f[v].Op != Op.Allocate)
            {
                if (!boxes.IsDone(v))
                {
                    block.Instructions.Add(v);
                }
                continue;
            }
            var site = (AllocationSite)f[v].Aux!;
            if (site.IsBox && boxes.TryLower(old, i, site, unit.HeapAllocations.Contains(v.Index)))
            {
                continue;
            }
            int result = ResultOf(f, v);
            long size = env.Layout.SizeOf(site.Type) * site.Count;
            if (unit.HeapAllocations.Contains(v.Index))
            {
                ToHeap(f, env, block, v, site, size);
                if (result >= 0)
                {
                    StackSlot pointer = f.NewSlot("&" + site.Reason, Universe.UnsafePointer, 8, 8);
                    pointer.IsAlwaysLive = true;
                    pointer.IsAddressTaken = true;
                    ValueId address = f.Append(block, Op.LocalAddress, ValueKind.Pointer, f[v].Pos, default, 0, pointer);
                    f[f.Append(block, Op.Store, ValueKind.None, f[v].Pos, [address, v])].Flags = ValueFlags.NoBarrier;
                    f.DeferredResults[result] = new DeferredResult(pointer, true);
                }
            }
            else
            {
                ToFrame(f, env, block, old, i, site, size, result);
            }
        }
    }

    private static void LowerMap(FunctionUnit unit, SsaEnvironment env, Block block, ValueId map)
    {
        var lowering = new MapLowering(unit.Function, env, block);
        if (unit.HeapAllocations.Contains(map.Index))
        {
            lowering.ToHeap(map);
        }
        else
        {
            lowering.ToFrame(map);
        }
    }

    private static int ResultOf(SsaFunction f, ValueId allocation)
    {
        foreach ((int result, ValueId a) in f.ResultAllocations)
        {
            if (a == allocation)
            {
                return result;
            }
        }
        return -1;
    }

    private static void ToHeap(SsaFunction f, SsaEnvironment env, Block block, ValueId v, AllocationSite site, long size)
    {
        Text.Pos pos = f[v].Pos;
        int inline = f[v].InlineIndex;
        if (site.IsOptional)
        {
            f[v].Op = Op.Const;
            f[v].Aux = null;
            f[v].AuxInt = 0;
            block.Instructions.Add(v);
            return;
        }
        if (size == 0)
        {
            f[v].Op = Op.GlobalAddress;
            f[v].Aux = new NamedSymbol(RuntimeCalls.ZeroBase);
            block.Instructions.Add(v);
            return;
        }
        ValueId call = CallAllocator(f, env, block, pos, site, size);
        f[call].InlineIndex = inline;
        f[v].Op = Op.Extract;
        f[v].Aux = null;
        f[v].AuxInt = 0;
        f.SetArguments(v, [call]);
        block.Instructions.Add(v);
    }

    private static ValueId CallAllocator(SsaFunction f, SsaEnvironment env, Block block, Text.Pos pos, AllocationSite site, long size)
    {
        ValueId type = f.Append(block, Op.GlobalAddress, ValueKind.Pointer, pos, default, 0, new DescriptorSymbol(site.Type));
        RuntimeCall? special = env.UsesSizeClasses ? RuntimeCalls.AllocationOf(size, env.Layout.HasPointers(site.Type)) : null;
        if (special is not null)
        {
            // Of several elements the type is one's, as makeslice has it.
            ValueId bytes = f.Append(block, Op.Const, ValueKind.I64, pos, default, size),
                zeroed = f.Append(block, Op.Const, ValueKind.I8, pos, default, 1);
            return f.Append(block, Op.CallStatic, ValueKind.Tuple, pos, [bytes, type, zeroed], 0, env.RuntimeCallInfo(special));
        }
        if (site.Count == 1)
        {
            return f.Append(block, Op.CallStatic, ValueKind.Tuple, pos, [type], 0, env.RuntimeCallInfo(RuntimeCalls.Get("newobject")));
        }
        ValueId count = f.Append(block, Op.Const, ValueKind.I64, pos, default, site.Count);
        return f.Append(block, Op.CallStatic, ValueKind.Tuple, pos, [type, count, count], 0,
            env.RuntimeCallInfo(RuntimeCalls.Get("makeslice")));
    }

    private static void ToFrame(SsaFunction f, SsaEnvironment env, Block block, ValueId[] old, int index, AllocationSite site, long size,
        int result)
    {
        ValueId v = old[index];
        GoType type = site.Count == 1 ? site.Type : new ArrayType(site.Type, site.Count);
        StackSlot slot = f.NewSlot(site.Reason, type, size, Math.Max(1, env.Layout.AlignOf(site.Type)));
        slot.SpillPlaceOf = site.Parameter;
        bool hasPointers = env.Layout.HasPointers(type);
        if (result >= 0)
        {
            slot.IsAlwaysLive = true;
            slot.IsAddressTaken = true;
            slot.AbiIndex = f.Abi.Results[result].InRegisters ? null : ~result;
            f.DeferredResults[result] = new DeferredResult(slot, false);
        }
        Text.Pos pos = f[v].Pos;
        f.Append(block, Op.VariableStart, ValueKind.None, pos, default, 0, slot);
        f[v].Op = Op.LocalAddress;
        f[v].Aux = slot;
        block.Instructions.Add(v);
        if (size > 0 && (!site.IsOptional || site.IsZeroed) && !IsInitialized(f, env, old, index, type, size))
        {
            f.Append(block, Op.Zero, ValueKind.None, pos, [v], size, hasPointers ? type : null);
        }
    }

    /// <summary>The instructions right after the allocation store all of its contents.</summary>
    private static bool IsInitialized(SsaFunction f, SsaEnvironment env, ValueId[] instructions, int index, GoType type, long size)
    {
        ValueId allocation = instructions[index];
        var covered = new EntityList<(long Offset, long Size)>();
        var derived = new Dictionary<ValueId, long> { [allocation] = 0 };
        for (int i = index + 1; i < instructions.Length; i++)
        {
            ValueId v = instructions[i];
            Op op = f[v].Op;
            if (op == Op.OffsetPointer && derived.TryGetValue(f.Argument(v, 0), out long baseOffset))
            {
                derived[v] = baseOffset + f[v].AuxInt;
            }
            else if (op == Op.Store && derived.TryGetValue(f.Argument(v, 0), out long at) && !derived.ContainsKey(f.Argument(v, 1)))
            {
                covered.Add((at + f[v].AuxInt, OpFacts.SizeOf(f[f.Argument(v, 1)].Kind)));
            }
            else if (op == Op.Move && derived.TryGetValue(f.Argument(v, 0), out at) && !derived.ContainsKey(f.Argument(v, 1)))
            {
                covered.Add((at, f[v].AuxInt));
            }
            else if (!OpFacts.IsPure(op) || UsesAny(f, v, derived))
            {
                break;
            }
        }
        return Covers(env, covered, type, size);
    }

    private static bool UsesAny(SsaFunction f, ValueId v, Dictionary<ValueId, long> derived)
    {
        for (int i = 0; i < f.ArgumentCount(v); i++)
        {
            if (derived.ContainsKey(f.Argument(v, i)))
            {
                return true;
            }
        }
        return false;
    }

    private static bool Covers(SsaEnvironment env, EntityList<(long Offset, long Size)> covered, GoType type, long size)
    {
        covered.Sort();
        if (env.Layout.Components(type) is { } parts)
        {
            // Padding may stay undefined: nobody compares or hashes it.
            foreach (ScalarComponent part in parts)
            {
                long partSize = OpFacts.SizeOf(OpFacts.KindOf(part.Kind));
                if (!covered.Exists(c => c.Offset <= part.Offset && part.Offset + partSize <= c.Offset + c.Size))
                {
                    return false;
                }
            }
            return true;
        }
        long end = 0;
        foreach ((long offset, long length) in covered)
        {
            if (offset > end)
            {
                return false;
            }
            end = Math.Max(end, offset + length);
        }
        return end >= size;
    }

    /// <summary>Finds variables whose address is used for more than loads and stores: others may write to them.</summary>
    private static void MarkSlots(SsaFunction f)
    {
        var slotOf = new StackSlot?[f.ValueLimit];
        bool changed = true;
        while (changed)
        {
            f.Cancellation.ThrowIfCancellationRequested();
            changed = false;
            foreach (BlockId id in f.Order)
            {
                foreach (ValueId v in f[id].Instructions)
                {
                    StackSlot? slot = f[v].Op switch
                    {
                        Op.LocalAddress => (StackSlot)f[v].Aux!,
                        var op when OpFacts.Derives(op) => slotOf[f.Argument(v, 0).Index],
                        _ => null,
                    };
                    if (slot is not null && slotOf[v.Index] is null)
                    {
                        slotOf[v.Index] = slot;
                        changed = true;
                    }
                }
            }
        }
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                Op op = f[v].Op;
                for (int i = 0; i < f.ArgumentCount(v); i++)
                {
                    if (slotOf[f.Argument(v, i).Index] is { } slot
                        && !(OpFacts.Derives(op) || op is Op.Load or Op.Zero or Op.Move || (op == Op.Store && i == 0)))
                    {
                        slot.IsAddressTaken = true;
                    }
                }
            }
            foreach (ValueId a in f[id].Arguments)
            {
                if (slotOf[a.Index] is { } slot)
                {
                    slot.IsAddressTaken = true;
                }
            }
        }
    }
}
