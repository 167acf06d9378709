using System.Buffers.Binary;
using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Allocations;

/// <summary>
/// What an interface's data word may point to besides a new object. Nobody writes to a boxed value: constants are read-only data, and the
/// runtime's helpers share the memory of small integers and zero values (contract 4.5).
/// </summary>
internal sealed class BoxLowering(SsaFunction f, SsaEnvironment env, Block block)
{
    private readonly EntityList<ValueId> _stores = [];
    private readonly HashSet<ValueId> _done = [];

    /// <summary>The instruction was merged into what makes a box, or stands before it.</summary>
    public bool IsDone(ValueId instruction) => _done.Contains(instruction);

    /// <summary>Replaces a box and the stores that follow it, when there is something better; returns whether there was.</summary>
    public bool TryLower(ValueId[] instructions, int index, AllocationSite site, bool toHeap)
    {
        ValueId box = instructions[index];
        if (env.Layout.Components(site.Type) is not { } parts || !FindStores(instructions, index, parts))
        {
            return false;
        }
        if (ConstantData(site.Type) is { } data)
        {
            f[box].Op = Op.GlobalAddress;
            f[box].Aux = data;
            block.Instructions.Add(box);
        }
        else if (toHeap && HelperFor(site.Type) is { } helper)
        {
            EmitParts(instructions, index);
            Convert(box, helper);
        }
        else
        {
            return false;
        }
        _done.UnionWith(_stores);
        return true;
    }

    /// <summary>Finds the stores of all parts, with nothing but computations of the parts between.</summary>
    private bool FindStores(ValueId[] instructions, int index, IReadOnlyList<ScalarComponent> parts)
    {
        ValueId box = instructions[index];
        int missing = 0;
        foreach (ScalarComponent part in parts)
        {
            missing += OpFacts.SizeOf(OpFacts.KindOf(part.Kind));
        }
        _stores.Clear();
        for (int i = index + 1; i < instructions.Length && missing > 0; i++)
        {
            ValueId v = instructions[i];
            if (f[v].Op == Op.Store && f.Argument(v, 0) == box && f.Argument(v, 1) != box)
            {
                _stores.Add(v);
                missing -= OpFacts.SizeOf(f[f.Argument(v, 1)].Kind);
            }
            else if (!OpFacts.IsPure(f[v].Op) || Uses(v, box))
            {
                return false;
            }
        }
        return missing == 0 && _stores.Count > 0;
    }

    private bool Uses(ValueId v, ValueId box)
    {
        for (int i = 0; i < f.ArgumentCount(v); i++)
        {
            if (f.Argument(v, i) == box)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The parts may be computed after the place of the allocation: that comes before the call.</summary>
    private void EmitParts(ValueId[] instructions, int index)
    {
        for (int i = index + 1; instructions[i] != _stores[^1]; i++)
        {
            if (!_stores.Contains(instructions[i]) && _done.Add(instructions[i]))
            {
                block.Instructions.Add(instructions[i]);
            }
        }
    }

    private DataSymbol? ConstantData(GoType type)
    {
        if (type.Underlying is BasicType { Kind: BasicKind.String })
        {
            ValueId start = StoredAt(0), length = StoredAt(env.Layout.Abi.PointerSize);
            return f[start].Op == Op.GlobalAddress && f[start].AuxInt == 0 && f[start].Aux is StringSymbol text && f[length].Op == Op.Const
                && f[length].AuxInt == text.Bytes.Length
                ? new StringHeaderSymbol(text.Bytes) : null;
        }
        byte[] bytes = new byte[env.Layout.SizeOf(type)];
        Span<byte> word = stackalloc byte[8];
        foreach (ValueId store in _stores)
        {
            ValueId stored = f.Argument(store, 1);
            if (f[stored].Op != Op.Const)
            {
                return null;
            }
            BinaryPrimitives.WriteInt64LittleEndian(word, f[stored].AuxInt);
            word[..OpFacts.SizeOf(f[stored].Kind)].CopyTo(bytes.AsSpan((int)f[store].AuxInt));
        }
        return new ConstantDataSymbol(type, bytes);
    }

    private ValueId StoredAt(long offset)
    {
        foreach (ValueId store in _stores)
        {
            if (f[store].AuxInt == offset)
            {
                return f.Argument(store, 1);
            }
        }
        return default;
    }

    /// <summary>The helper that takes the value itself, by size: it looks only at the bits.</summary>
    private string? HelperFor(GoType type) => type.Underlying switch
    {
        BasicType { Kind: BasicKind.String } => "convTstring",
        SliceType => "convTslice",
        _ when _stores.Count != 1 || f[f.Argument(_stores[0], 1)].Kind == ValueKind.Pointer => null,
        _ => env.Layout.SizeOf(type) switch
        {
            2 => "convT16",
            4 => "convT32",
            8 => "convT64",
            _ => null,
        },
    };

    private void Convert(ValueId box, string helper)
    {
        RuntimeCall runtime = RuntimeCalls.Get(helper);
        Span<ValueId> arguments = stackalloc ValueId[3];
        int count = runtime.Parameters.Count;
        for (int i = 0; i < count; i++)
        {
            ValueId part = StoredAt(i * env.Layout.Abi.PointerSize);
            ValueKind kind = OpFacts.KindOf(runtime.Parameters[i]);
            arguments[i] = f[part].Kind == kind ? part : Append(Op.Bitcast, kind, box, [part]);
        }
        ValueId call = Append(Op.CallStatic, ValueKind.Tuple, box, arguments[..count], env.RuntimeCallInfo(runtime));
        f[box].Op = Op.Extract;
        f[box].Aux = null;
        f[box].AuxInt = 0;
        f.SetArguments(box, [call]);
        block.Instructions.Add(box);
    }

    private ValueId Append(Op op, ValueKind kind, ValueId near, ReadOnlySpan<ValueId> arguments, object? aux = null)
    {
        ValueId v = f.Append(block, op, kind, f[near].Pos, arguments, 0, aux);
        f[v].InlineIndex = f[near].InlineIndex;
        return v;
    }
}
