using Go.Compiler.Collections;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>
/// One function in SSA form: a value table, blocks, frame slots. Owned by one thread. Ids are dense, so analyses use arrays by index.
/// Blocks are kept in an order that starts with the entry; the block layout pass sets the final one.
/// </summary>
public sealed partial class SsaFunction
{
    private Value[] _values = new Value[64];
    private int _valueCount = 1;
    private int[] _overflow = new int[32];
    private int _overflowCount;

    public required FunctionSymbol Symbol { get; init; }

    /// <summary>The declared function, or null for closures and generated ones.</summary>
    public Function? Object { get; init; }
    public required Package Package { get; init; }
    public required AbiAssignment Abi { get; init; }
    public FunctionPragmas Pragmas { get; set; }

    /// <summary>Register-passed parameter scalars in order; <see cref="Op.Param"/> indexes them.</summary>
    public EntityList<(int Parameter, AbiScalar Scalar)> ParameterScalars { get; } = [];

    /// <summary>Indexed by block id; entry 0 is unused.</summary>
    public List<Block> Blocks { get; } = [new Block(default)];

    /// <summary>Blocks in layout order, entry first; unreachable ones are not in it.</summary>
    public EntityList<BlockId> Order { get; } = [];
    public List<StackSlot> Slots { get; } = [];

    /// <summary>Inlined calls; <see cref="Value.InlineIndex"/> refers to them.</summary>
    public EntityList<InlineTreeEntry> InlineTree { get; } = [];
    public bool HasDefer { get; set; }

    /// <summary>
    /// Functions with defer: where each result (by index) is when <see cref="BlockKind.DeferReturn"/> has called deferreturn.
    /// </summary>
    public EntityList<DeferredResult> DeferredResults { get; } = [];
    /// <summary>Defers that the function runs itself (contract 4.7): null when there are none.</summary>
    public OpenDefers? OpenDefers { get; set; }

    /// <summary>
    /// Until escape analysis: results of a function with defer that are variables in memory, with their <see cref="Op.Allocate"/>.
    /// </summary>
    internal EntityList<(int Result, ValueId Allocation)> ResultAllocations { get; } = [];
    public bool IsWrapper { get; set; }

    /// <inheritdoc cref="IrFunction.IsMapInitializer"/>
    public bool IsMapInitializer { get; init; }
    public bool IsAbiWrapper { get; set; }
    public bool NeedsContext { get; set; }

    /// <summary>Calls reflection's Method or MethodByName with an unknown name (contract 11.4).</summary>
    public bool IsReflectMethod { get; set; }

    /// <summary>Several packages may emit this function (instances, wrappers).</summary>
    public bool IsDuplicateOk { get; set; }

    /// <summary>
    /// Linker markers to attach to the function's symbol: conversions to interfaces, interface method uses (contract 11).
    /// </summary>
    public EntityList<LinkMarker> Markers { get; } = [];
    public Pos Pos { get; set; }

    /// <summary>Of the build that the function belongs to: whatever loops until nothing changes asks it in every round.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>Ids are below this.</summary>
    public int ValueLimit => _valueCount;
    /// <summary>How many values the blocks in order have.</summary>
    public int InstructionCount
    {
        get
        {
            int count = 0;
            foreach (BlockId id in Order)
            {
                count += this[id].Instructions.Count;
            }
            return count;
        }
    }

    public Block Entry => Blocks[1];
    public Block this[BlockId id] => Blocks[id.Index];
    public ref Value this[ValueId id] => ref _values[id.Index];

    public Block NewBlock(BlockKind kind = BlockKind.None)
    {
        var block = new Block(new BlockId(Blocks.Count)) { Kind = kind };
        Blocks.Add(block);
        Order.Add(block.Id);
        return block;
    }

    /// <summary>Creates a value that is in no block's list yet.</summary>
    public ValueId NewValue(Op op, ValueKind kind, Pos pos, ReadOnlySpan<ValueId> arguments = default, long auxInt = 0, object? aux = null)
    {
        if (_valueCount == _values.Length)
        {
            Array.Resize(ref _values, _valueCount * 2);
        }
        var id = new ValueId(_valueCount++);
        ref Value v = ref _values[id.Index];
        v = new Value { Op = op, Kind = kind, Pos = pos, AuxInt = auxInt, Aux = aux, InlineIndex = -1 };
        SetArguments(id, arguments);
        return id;
    }

    /// <summary>Creates a value at the end of a block.</summary>
    public ValueId Append(Block block, Op op, ValueKind kind, Pos pos, ReadOnlySpan<ValueId> arguments = default, long auxInt = 0,
        object? aux = null)
    {
        ValueId id = NewValue(op, kind, pos, arguments, auxInt, aux);
        _values[id.Index].Block = block.Id;
        block.Instructions.Add(id);
        return id;
    }

    public int ArgumentCount(ValueId id) => _values[id.Index].ArgumentCount;

    public ValueId Argument(ValueId id, int i)
    {
        ref Value v = ref _values[id.Index];
        if ((uint)i >= (uint)v.ArgumentCount)
        {
            throw new ArgumentOutOfRangeException(nameof(i));
        }
        return new ValueId(v.ArgumentCount > 3 ? _overflow[v.OverflowStart + i] : i == 0 ? v.Argument0 : i == 1
            ? v.Argument1 : v.Argument2);
    }

    public void SetArgument(ValueId id, int i, ValueId argument)
    {
        ref Value v = ref _values[id.Index];
        if ((uint)i >= (uint)v.ArgumentCount)
        {
            throw new ArgumentOutOfRangeException(nameof(i));
        }
        if (v.ArgumentCount > 3)
        {
            _overflow[v.OverflowStart + i] = argument.Index;
        }
        else if (i == 0)
        {
            v.Argument0 = argument.Index;
        }
        else if (i == 1)
        {
            v.Argument1 = argument.Index;
        }
        else
        {
            v.Argument2 = argument.Index;
        }
    }

    /// <summary>Adds arguments behind those that there are. Takes time for the new ones only, but now and then.</summary>
    public void AddArguments(ValueId id, ReadOnlySpan<ValueId> more)
    {
        ref Value v = ref _values[id.Index];
        int before = v.ArgumentCount, count = before + more.Length;
        if (count <= 3)
        {
            SetArguments(id, [.. ArgumentsOf(id), .. more]);
            return;
        }
        if (v.OverflowCapacity < count)
        {
            ReadOnlySpan<ValueId> old = ArgumentsOf(id);
            ReserveOverflow(ref v, Math.Max(count, 2 * before));
            CopyToOverflow(v.OverflowStart, old);
        }
        else if (before <= 3)
        {
            CopyToOverflow(v.OverflowStart, ArgumentsOf(id));
        }
        CopyToOverflow(v.OverflowStart + before, more);
        v.ArgumentCount = count;
        v.Argument0 = v.Argument1 = v.Argument2 = 0;
    }

    private ValueId[] ArgumentsOf(ValueId id)
    {
        var arguments = new ValueId[ArgumentCount(id)];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Argument(id, i);
        }
        return arguments;
    }

    private void ReserveOverflow(ref Value v, int capacity)
    {
        v.OverflowStart = _overflowCount;
        v.OverflowCapacity = capacity;
        _overflowCount += capacity;
        if (_overflowCount > _overflow.Length)
        {
            Array.Resize(ref _overflow, Math.Max(_overflowCount, _overflow.Length * 2));
        }
    }

    private void CopyToOverflow(int start, ReadOnlySpan<ValueId> arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            _overflow[start + i] = arguments[i].Index;
        }
    }

    /// <summary>Replaces all arguments.</summary>
    public void SetArguments(ValueId id, ReadOnlySpan<ValueId> arguments)
    {
        ref Value v = ref _values[id.Index];
        if (arguments.Length > 3)
        {
            if (v.OverflowCapacity < arguments.Length)
            {
                ReserveOverflow(ref v, arguments.Length);
            }
            CopyToOverflow(v.OverflowStart, arguments);
        }
        v.ArgumentCount = arguments.Length;
        v.Argument0 = arguments.Length > 0 && arguments.Length <= 3 ? arguments[0].Index : 0;
        v.Argument1 = arguments.Length > 1 && arguments.Length <= 3 ? arguments[1].Index : 0;
        v.Argument2 = arguments.Length == 3 ? arguments[2].Index : 0;
    }

    /// <summary>The variable that lies in a register parameter's spill place, if one does.</summary>
    public StackSlot? VariableInSpillPlace(int parameter)
    {
        foreach (StackSlot slot in Slots)
        {
            if (slot.SpillPlaceOf == parameter)
            {
                return slot;
            }
        }
        return null;
    }

    /// <summary>Adds a slot to the frame.</summary>
    public StackSlot NewSlot(string name, GoType type, long size, int alignment)
    {
        var slot = new StackSlot(Slots.Count, name, type, size, alignment);
        Slots.Add(slot);
        return slot;
    }

    /// <summary>Adds a control-flow edge.</summary>
    public static void AddEdge(Block from, Block to)
    {
        from.Successors.Add(to.Id);
        to.Predecessors.Add(from.Id);
    }
}

/// <summary>One inlined call.</summary>
/// <param name="Parent">Index of the call this one was inlined into, or -1.</param>
/// <param name="CallPos">Position of the call.</param>
/// <param name="FunctionName">Symbol name of the inlined function.</param>
/// <param name="StartPos">Position of its declaration.</param>
public readonly record struct InlineTreeEntry(int Parent, Pos CallPos, string FunctionName, Pos StartPos, bool IsWrapper);

/// <summary>Where a result of a function with defer lives.</summary>
/// <param name="Slot">Always live. For a stack result that did not move to the heap it is the result's own place in the argument
/// area.</param>
/// <param name="IsHeapPointer">The slot holds the address of the result, which has moved to the heap; else the result itself.</param>
public readonly record struct DeferredResult(StackSlot Slot, bool IsHeapPointer);

/// <summary>Where the runtime finds open-coded defers when the function panics. Both are always live.</summary>
/// <param name="Bits">One byte: bit i is set while closure i is to be run.</param>
/// <param name="Closures">An array of function values.</param>
public sealed record OpenDefers(StackSlot Bits, StackSlot Closures);

/// <summary>A marker relocation without bytes.</summary>
/// <param name="Kind">UseInInterface, UseInterfaceMethod, UseNamedMethod or Keep.</param>
/// <param name="Type">Type concerned (converted type, or the interface).</param>
/// <param name="Name">Method name or symbol, when there is no type.</param>
/// <param name="MethodIndex">UseInterfaceMethod: index in the interface's sorted methods.</param>
public readonly record struct LinkMarker(RelocationKind Kind, GoType? Type, string? Name, int MethodIndex);
