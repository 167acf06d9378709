using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Allocations;

/// <summary>
/// Turns an <see cref="Op.AllocateMap"/> into a call of the runtime, or into a map in the frame, with its first group beside it: a map that
/// stays there and holds few entries allocates nothing (contract 4.3).
/// </summary>
internal sealed class MapLowering(SsaFunction f, SsaEnvironment env, Block block)
{
    private ValueId _map;

    public void ToHeap(ValueId map)
    {
        _map = map;
        GoType type = TypeOf(map);
        ValueId hint = f.Argument(map, 0);
        ValueId call = IsSmall(hint)
            ? Call("makemap_small")
            : Call("makemap64", Descriptor(type), hint, Append(Op.Const, ValueKind.Pointer));
        f[map].Op = Op.Extract;
        f[map].Aux = null;
        f.SetArguments(map, [call]);
        block.Instructions.Add(map);
    }

    public void ToFrame(ValueId map)
    {
        _map = map;
        GoType type = TypeOf(map);
        ValueId hint = f.Argument(map, 0);
        StackSlot header = Start("map", MapTypes.Header);
        f[map].Op = Op.LocalAddress;
        f[map].Aux = header;
        f.SetArguments(map, []);
        block.Instructions.Add(map);
        Append(Op.Zero, ValueKind.None, [map], header.Size, header.Type);
        bool isConstant = f[hint].Op == Op.Const;
        if (!isConstant || IsSmall(hint))
        {
            ValueId group = EmptyGroup((MapType)type.Underlying);
            if (!isConstant)
            {
                ValueId fits = Append(Op.LeS, ValueKind.I8, [hint, Append(Op.Const, ValueKind.I64, [], MapLayout.GroupSlots)]);
                group = Append(Op.Select, ValueKind.Pointer, [fits, group, Append(Op.Const, ValueKind.Pointer)]);
            }
            Append(Op.Store, ValueKind.None, [map, group], MapTypes.DirectoryOffset);
        }
        if (IsSmall(hint))
        {
            ValueId seed = Append(Op.Extract, ValueKind.I64, [Call("rand")]);
            Append(Op.Store, ValueKind.None, [map, seed], MapTypes.SeedOffset);
        }
        else
        {
            Call("makemap64", Descriptor(type), hint, map);
        }
    }

    private GoType TypeOf(ValueId map) => ((AllocationSite)f[map].Aux!).Map!;

    private bool IsSmall(ValueId hint) => f[hint].Op == Op.Const && f[hint].AuxInt <= MapLayout.GroupSlots;

    private ValueId EmptyGroup(MapType type)
    {
        StackSlot slot = Start("map group", MapTypes.GroupOf(MapTypes.SlotOf(type, env.Layout)));
        ValueId group = Append(Op.LocalAddress, ValueKind.Pointer, [], 0, slot);
        Append(Op.Zero, ValueKind.None, [group], slot.Size, env.Layout.HasPointers(slot.Type) ? slot.Type : null);
        Append(Op.Store, ValueKind.None, [group, Append(Op.Const, ValueKind.I64, [], MapTypes.EmptyControls)]);
        return group;
    }

    private StackSlot Start(string name, GoType type)
    {
        StackSlot slot = f.NewSlot(name, type, env.Layout.SizeOf(type), env.Layout.AlignOf(type));
        Append(Op.VariableStart, ValueKind.None, [], 0, slot);
        return slot;
    }

    private ValueId Descriptor(GoType type) => Append(Op.GlobalAddress, ValueKind.Pointer, [], 0, new DescriptorSymbol(type));

    private ValueId Call(string name, params ReadOnlySpan<ValueId> arguments)
        => Append(Op.CallStatic, ValueKind.Tuple, arguments, 0, env.RuntimeCallInfo(RuntimeCalls.Get(name)));

    private ValueId Append(Op op, ValueKind kind, ReadOnlySpan<ValueId> arguments = default, long immediate = 0, object? aux = null)
    {
        ValueId v = f.Append(block, op, kind, f[_map].Pos, arguments, immediate, aux);
        f[v].InlineIndex = f[_map].InlineIndex;
        return v;
    }
}
